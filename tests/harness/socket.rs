//! A client of the gateway that does what PROTOCOL.md asks of clients, and notes everything.

use std::{
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use serde_json::{Value, json};
use tokio::{
    sync::{mpsc, watch},
    task::JoinHandle,
};

use crate::{
    follow::Following,
    frame::Frame,
    opening::Opening,
    person::{Channel, Person},
    talk::nonce,
    wait::{DEADLINE, within},
};

/// How a connection ended: 1006 when nobody said anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// The close code.
    pub code: u16,
    /// The reason that came with it.
    pub reason: String,
}

/// All that a client knows.
#[derive(Debug, Default)]
pub struct Seen {
    /// Every frame in the order of arrival (a light client keeps no sequenced ones).
    pub frames: Vec<Frame>,
    /// Where it is in each channel.
    pub following: Following,
    /// Whether the connection has ended, and how.
    pub closed: Option<Closed>,
}

impl Seen {
    /// The data of the first frame of this type.
    #[must_use]
    pub fn first(&self, kind: &str) -> Option<Value> {
        self.frames
            .iter()
            .find(|frame| frame.kind == kind)
            .map(Frame::data)
    }

    /// The data of every frame of this type.
    #[must_use]
    pub fn all(&self, kind: &str) -> Vec<Value> {
        self.frames
            .iter()
            .filter(|frame| frame.kind == kind)
            .map(Frame::data)
            .collect()
    }
}

pub(crate) struct Shared {
    seen: Mutex<Seen>,
    changed: watch::Sender<()>,
    pub(crate) next_id: AtomicU64,
    pub(crate) light: bool,
}

impl Shared {
    pub(crate) fn new(light: bool, following: Following) -> Self {
        let seen = Mutex::new(Seen {
            following,
            ..Seen::default()
        });
        Self {
            seen,
            changed: watch::channel(()).0,
            next_id: AtomicU64::new(1),
            light,
        }
    }

    pub(crate) fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().expect("nobody panics with the lock")
    }

    pub(crate) fn changed(&self) {
        self.changed.send_replace(());
    }
}

/// One open connection. Dropping it cuts the line without a word.
pub struct Socket {
    /// Whose it is.
    pub who: Person,
    pub(crate) shared: Arc<Shared>,
    pub(crate) outgoing: mpsc::Sender<String>,
    pub(crate) running: JoinHandle<()>,
}

impl Socket {
    /// Connects to a gateway, identifies without positions and waits for `ready`.
    pub async fn open(who: &Person, gateway: usize) -> Self {
        Opening::of(who).at(gateway).open().await
    }

    /// Waits until `look` finds something in what the client knows.
    ///
    /// # Panics
    /// When that takes longer than [`DEADLINE`].
    pub async fn until<T>(&self, what: &str, look: impl FnMut(&Seen) -> Option<T>) -> T {
        self.until_within(what, DEADLINE, look).await
    }

    /// Waits until `look` finds something, no longer than `deadline`.
    ///
    /// # Panics
    /// When it takes longer: the message shows the last frames.
    pub async fn until_within<T>(
        &self,
        what: &str,
        deadline: Duration,
        mut look: impl FnMut(&Seen) -> Option<T>,
    ) -> T {
        let mut changed = self.shared.changed.subscribe();
        let looking = async {
            loop {
                if let Some(found) = look(&self.shared.seen()) {
                    return found;
                }
                changed
                    .changed()
                    .await
                    .expect("the sender lives as long as the socket");
            }
        };
        if let Ok(found) = tokio::time::timeout(deadline, looking).await {
            return found;
        }
        let seen = self.shared.seen();
        let last: Vec<&str> = seen
            .frames
            .iter()
            .rev()
            .take(8)
            .map(|f| f.text.as_str())
            .collect();
        panic!(
            "{} waited {deadline:?} in vain for: {what}\nclosed: {:?}\nlast frames, newest first: {last:#?}",
            self.who.handle, seen.closed
        );
    }

    /// Waits for a frame of this type whose data satisfies `is`, and gives its data.
    pub async fn sees(&self, kind: &str, is: impl Fn(&Value) -> bool) -> Value {
        self.until(kind, |seen| {
            seen.frames
                .iter()
                .filter(|f| f.kind == kind)
                .map(Frame::data)
                .find(|d| is(d))
        })
        .await
    }

    /// Waits until this client has applied the channel up to `seq`.
    pub async fn reaches(&self, channel: &Channel, seq: i64) {
        let what = format!("seq {seq} of {}", channel.id);
        self.until(&what, |seen| {
            (seen.following.last(&channel.id) >= seq).then_some(())
        })
        .await;
    }

    /// Waits until the connection has ended.
    pub async fn closed(&self) -> Closed {
        self.until("the end of the connection", |seen| seen.closed.clone())
            .await
    }

    /// Looks at what the client knows now.
    pub fn look<T>(&self, look: impl FnOnce(&Seen) -> T) -> T {
        look(&self.shared.seen())
    }

    /// Where the client is in each channel, to come back with.
    #[must_use]
    pub fn following(&self) -> Following {
        self.shared.seen().following.clone()
    }

    /// The `ready` frame's data.
    ///
    /// # Panics
    /// When the client is not ready.
    #[must_use]
    pub fn ready(&self) -> Value {
        self.look(|seen| seen.first("ready"))
            .expect("a client that is ready")
    }

    /// Sends a command and waits for its one answer.
    ///
    /// # Errors
    /// The problem, when the answer is a refusal.
    pub async fn command(&self, kind: &str, data: Value) -> Result<Value, Value> {
        let id = self.sends(kind, data).await;
        let answer = self
            .until(&format!("the answer to {kind}"), |seen| {
                seen.frames
                    .iter()
                    .rev()
                    .find(|f| f.id == Some(id))
                    .map(Frame::json)
            })
            .await;
        match answer["type"].as_str() {
            Some("ok") => Ok(answer["data"].clone()),
            Some("error") => Err(answer["error"].clone()),
            _ => panic!("neither ok nor error: {answer}"),
        }
    }

    /// Sends a command, expects that it is refused, and gives the problem.
    ///
    /// # Panics
    /// When it is not refused with this code.
    pub async fn refused(&self, kind: &str, data: Value, code: &str) -> Value {
        let problem = self.command(kind, data).await.expect_err("a refusal");
        assert_eq!(problem["code"].as_str(), Some(code), "{problem}");
        problem
    }

    /// Sends a command without waiting for an answer, and gives its id.
    pub async fn sends(&self, kind: &str, data: Value) -> u64 {
        let id = self.shared.next_id.fetch_add(1, Ordering::Relaxed);
        self.sends_text(json!({ "type": kind, "id": id, "data": data }).to_string())
            .await;
        id
    }

    /// Sends one of the commands that take no id and have no answer.
    pub async fn tells(&self, kind: &str, data: Value) {
        self.sends_text(json!({ "type": kind, "data": data }).to_string())
            .await;
    }

    /// Sends any text as a frame. A connection that has ended swallows it.
    pub async fn sends_text(&self, text: impl Into<String>) {
        let _ = self.outgoing.send(text.into()).await;
    }

    /// Sends a message and gives it as the gateway answers.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn says(&self, channel: &Channel, body: &str) -> Value {
        let data = json!({ "channel": channel.id, "body": body, "nonce": nonce() });
        let sent = self.command("message.send", data).await;
        sent.unwrap_or_else(|problem| panic!("a message was refused: {problem}"))["message"].take()
    }

    /// Cuts the line without a word, and waits until that has happened.
    pub async fn cut(self) -> Following {
        self.running.abort();
        within("the client stops", DEADLINE, async {
            while !self.running.is_finished() {
                tokio::task::yield_now().await;
            }
        })
        .await;
        self.following()
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.running.abort();
    }
}
