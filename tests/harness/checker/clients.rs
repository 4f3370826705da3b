//! The rules about what clients see.

use std::collections::{HashMap, HashSet};

use super::{
    entries::{Client, Journal, Outcome},
    verdict::{Count, Verdict},
};
use crate::frame::Applied;

/// Channel, key and text of everything that may be seen.
type Asked<'a> = HashSet<(&'a str, &'a str, &'a str)>;

/// What an event says, as far as two readers must agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Content<'a> {
    kind: &'a str,
    message: Option<&'a str>,
    body: Option<&'a str>,
}

impl<'a> Content<'a> {
    fn of(event: &'a Applied) -> Self {
        let (message, body) = (event.message.as_deref(), event.body.as_deref());
        Self {
            kind: &event.kind,
            message,
            body,
        }
    }

    /// A void stands for whatever was there before its deletion.
    fn agrees(self, other: Self) -> bool {
        self == other || self.kind == "void" || other.kind == "void"
    }
}

impl Journal {
    pub(super) fn clients_saw_right(&self, verdict: &mut Verdict) {
        let asked = self.asked();
        let asked = asked
            .iter()
            .map(|((channel, _, key), body)| (*channel, *key, *body))
            .collect();
        for client in &self.clients {
            self.client_is_whole(client, verdict);
            self.client_may_see(client, verdict);
            self.client_saw_what_remains(client, &asked, verdict);
        }
        self.one_content_per_place(verdict);
    }

    fn client_is_whole(&self, client: &Client, verdict: &mut Verdict) {
        let name = &client.name;
        let mut keys = HashSet::new();
        for event in &client.applied {
            let created = event.kind == "message.created";
            if created && !keys.insert(event.message.as_deref()) {
                verdict.charge(
                    Count::Duplicated,
                    format!("{name} applied {:?}", event.message),
                );
            }
        }
        let mut last = client.from;
        for event in &client.applied {
            if event.seq <= last {
                verdict.charge(
                    Count::Reordered,
                    format!("{name}: {} after {last}", event.seq),
                );
            } else if event.seq > last + 1 && !client.reloaded {
                verdict.charge(Count::Gap, format!("{name}: {} after {last}", event.seq));
            }
            last = last.max(event.seq);
        }
        let head = self.heads.get(&client.channel).copied().unwrap_or(last);
        if client.connected && !client.reloaded && last < head {
            verdict.charge(
                Count::Gap,
                format!("{name} is at {last}, the head is {head}"),
            );
        }
    }

    fn client_may_see(&self, client: &Client, verdict: &mut Verdict) {
        let member = (client.user.clone(), client.channel.clone());
        let Some(windows) = self.members.get(&member) else {
            return;
        };
        for event in &client.applied {
            let inside = |seq: i64| {
                windows
                    .iter()
                    .any(|w| seq >= w.from && w.until.is_none_or(|until| seq <= until))
            };
            if !inside(event.seq) {
                verdict.charge(Count::Leak, format!("{} saw {}", client.name, event.seq));
            }
        }
    }

    fn client_saw_what_remains(&self, client: &Client, asked: &Asked<'_>, verdict: &mut Verdict) {
        let stored = self.stored.get(&client.channel);
        let remains: HashSet<&str> = stored
            .into_iter()
            .flatten()
            .map(|row| row.id.as_str())
            .collect();
        for event in &client.applied {
            let (Some(message), Some(body)) = (&event.message, &event.body) else {
                continue;
            };
            if self
                .deletions
                .get(message)
                .is_some_and(|at| event.seq > *at)
                && !body.is_empty()
            {
                verdict.charge(Count::Resurrected, format!("{message} for {}", client.name));
            }
            if event.kind != "message.created" {
                continue;
            }
            let key = event.nonce.as_deref().unwrap_or_default();
            if !asked.contains(&(client.channel.as_str(), key, body.as_str())) {
                verdict.charge(Count::Phantom, format!("{} saw {key:?}", client.name));
            }
            if stored.is_some() && !remains.contains(message.as_str()) {
                verdict.charge(
                    Count::Retracted,
                    format!("{message}, seen by {}", client.name),
                );
            }
        }
    }

    fn one_content_per_place(&self, verdict: &mut Verdict) {
        let mut contents: HashMap<(&str, i64, i64), Content<'_>> = HashMap::new();
        for client in &self.clients {
            for event in &client.applied {
                let place = (client.channel.as_str(), event.epoch, event.seq);
                let content = Content::of(event);
                let first = contents.entry(place).or_insert_with(|| content);
                if !first.agrees(content) {
                    verdict.charge(
                        Count::Reused,
                        format!("{place:?}: {first:?} and {content:?}"),
                    );
                }
            }
        }
        let mut taken: HashMap<(&str, i64), &str> = HashMap::new();
        for attempt in &self.attempts {
            let Outcome::Accepted { id, place } = &attempt.outcome else {
                continue;
            };
            let first = taken.entry((&attempt.channel, place.seq)).or_insert(id);
            if first != id {
                let line = format!("seq {} was given to {first} and {id}", place.seq);
                verdict.charge(Count::Reused, line);
            }
        }
    }
}
