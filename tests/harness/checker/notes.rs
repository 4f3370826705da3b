//! Noting down what people do while a test runs.

use std::sync::{Arc, Mutex, MutexGuard};

use serde_json::Value;

use super::entries::{Attempt, Client, Journal, Outcome, Place, Reading, Stored};
use crate::{
    answer::Answer, cluster::Cluster, person::Channel, person::Person, socket::Socket, talk::nonce,
    wait::DEADLINE, wait::eventually,
};

/// A journal that several actors write at once.
#[derive(Clone, Default)]
pub struct Talk {
    journal: Arc<Mutex<Journal>>,
}

impl Talk {
    /// The journal, to look at or to add to.
    ///
    /// # Panics
    /// When another holder panicked.
    pub fn journal(&self) -> MutexGuard<'_, Journal> {
        self.journal
            .lock()
            .expect("no holder of the journal panics")
    }

    /// Notes a send and what came of it.
    pub fn sent(&self, who: &Person, channel: &Channel, send: &Send<'_>, outcome: Outcome) {
        self.journal().attempts.push(Attempt {
            channel: channel.id.clone(),
            author: who.id.clone(),
            key: send.key.to_owned(),
            body: send.body.to_owned(),
            order: send.order,
            outcome,
        });
    }

    /// Sends one message over REST as a real client does: the same key again until the answer says
    /// whether it was accepted. Gives its place, or none when it was refused for good.
    pub async fn says(&self, who: &Person, channel: &Channel, order: u64) -> Option<Place> {
        let (key, body) = (nonce(), format!("{} says {order}", who.handle));
        let send = Send {
            key: &key,
            body: &body,
            order,
        };
        let replicas = Mutex::new(who.clone());
        eventually("a send that is answered", DEADLINE * 2, || async {
            let who = replicas
                .lock()
                .expect("nobody panics with the lock")
                .clone();
            let attempt = who.says(&body).within(channel).keyed(&key).attempt().await;
            let outcome = attempt.map_or(Outcome::Unknown, |answer| outcome_of(&answer));
            self.sent(&who, channel, &send, outcome.clone());
            match outcome {
                Outcome::Accepted { place, .. } => Some(Some(place)),
                Outcome::Refused => Some(None),
                Outcome::Unknown => {
                    *replicas.lock().expect("nobody panics with the lock") = who.elsewhere();
                    None
                }
            }
        })
        .await
    }

    /// Notes what a client applied in `channel`, and whether it is still there.
    pub fn saw(&self, name: &str, socket: &Socket, channel: &Channel) {
        let following = socket.following();
        let Some(followed) = following.channels.get(&channel.id) else {
            return;
        };
        let first = followed.applied.first().map(|event| event.seq - 1);
        self.journal().clients.push(Client {
            name: name.to_owned(),
            user: socket.who.id.clone(),
            channel: channel.id.clone(),
            from: first.unwrap_or(followed.last),
            applied: followed.applied.clone(),
            connected: socket.look(|seen| seen.closed.is_none()),
            reloaded: following.reloads.contains(&channel.id)
                || following.resets.contains(&channel.id),
        });
    }

    /// Notes a read right after a send.
    pub fn read(&self, key: &str, page: &Value) {
        let messages = page["data"].as_array();
        let seen = messages
            .into_iter()
            .flatten()
            .any(|message| message["nonce"] == key);
        self.journal().readings.push(Reading {
            key: key.to_owned(),
            seen,
        });
    }

    /// Waits until the worker has stored all of `channel`, then notes what is stored, what each
    /// reader's history shows, and the head.
    pub async fn settles(&self, cluster: &Cluster, channel: &Channel, readers: &[&Person]) -> i64 {
        let page = readers[0].reads(channel, "limit=1").await;
        let head = page["head_seq"].as_i64().expect("a page names the head");
        eventually("the worker has stored everything", DEADLINE * 2, || async {
            (cluster.database.persisted(&channel.id).await >= head).then_some(())
        })
        .await;
        let rows = cluster.database.messages(&channel.id).await;
        let stored = rows.into_iter().map(Stored::from).collect();
        let mut histories = Vec::new();
        for reader in readers {
            let shown = reader
                .reads_all(channel)
                .await
                .iter()
                .map(Stored::from)
                .collect();
            histories.push((reader.handle.clone(), channel.id.clone(), shown));
        }
        let mut journal = self.journal();
        journal.stored.insert(channel.id.clone(), stored);
        journal.histories.extend(histories);
        journal.heads.insert(channel.id.clone(), head);
        head
    }
}

/// What a send consists of.
#[derive(Debug, Clone, Copy)]
pub struct Send<'a> {
    /// The sender's key.
    pub key: &'a str,
    /// The text.
    pub body: &'a str,
    /// Its place in the sender's own sequence.
    pub order: u64,
}

/// What an answer to a send over REST says.
fn outcome_of(answer: &Answer) -> Outcome {
    match answer.status {
        200 | 201 => accepted(&answer.json()),
        408 | 409 | 429 | 500.. => Outcome::Unknown,
        _ => Outcome::Refused,
    }
}

/// The outcome of a send that was answered with this message.
#[must_use]
pub fn accepted(message: &Value) -> Outcome {
    let id = message["id"]
        .as_str()
        .expect("a message has an id")
        .to_owned();
    let seq = message["seq"].as_i64().expect("a message has a seq");
    Outcome::Accepted {
        id,
        place: Place { epoch: 0, seq },
    }
}

impl From<crate::database::Row> for Stored {
    fn from(row: crate::database::Row) -> Self {
        let crate::database::Row {
            seq,
            id,
            author,
            nonce: key,
            body,
            deleted,
            ..
        } = row;
        Self {
            seq,
            id,
            author,
            key,
            body,
            deleted,
        }
    }
}

impl From<&Value> for Stored {
    fn from(message: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        Self {
            seq: message["seq"].as_i64().expect("a message has a seq"),
            id: text(&message["id"]),
            author: text(&message["author"]["id"]),
            key: text(&message["nonce"]),
            body: text(&message["body"]),
            deleted: !message["deleted_at"].is_null(),
        }
    }
}
