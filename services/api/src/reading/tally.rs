//! What the tail adds to, and takes from, the unread counts that Postgres gave (S15). Pure.

use std::collections::BTreeMap;

use domain::{ChannelId, MessageId, MessageNo, ReadPosition, Seq, UserId};
use protocol::event::LogEvent;
use store::reading::{Counts, MOST_UNREAD, Numbered};

use crate::messages::addressed::Addressed;
use crate::messages::recent::Recent;

/// What the tail says of one message, as far as counting goes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Mention {
    /// Seq, number and author, if it was created in the tail.
    created: Option<(Seq, Option<MessageNo>, UserId)>,
    /// Whom it addresses, if the tail says so.
    addressed: Option<Addressed>,
    readdressed: bool,
    deleted: bool,
}

/// The tail of one channel, folded for counting.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    messages: BTreeMap<MessageId, Mention>,
}

impl Tally {
    /// Folds a tail.
    #[must_use]
    pub fn new(recent: &Recent) -> Self {
        let mut messages: BTreeMap<MessageId, Mention> = BTreeMap::new();
        for event in recent.events() {
            if let Some((id, addressed)) = event.addresses() {
                messages.entry(id).or_default().addressed = Some(addressed);
            }
            match &event.log {
                LogEvent::MessageCreated(message) => {
                    let entry = messages.entry(message.id).or_default();
                    entry.created = Some((event.seq, event.message_no, message.author.id));
                }
                LogEvent::MessageUpdated(change) if change.mentions.is_some() => {
                    messages.entry(change.id).or_default().readdressed = true;
                }
                LogEvent::MessageDeleted(deletion) => {
                    messages.entry(deletion.id).or_default().deleted = true;
                }
                _ => {}
            }
        }
        Self { messages }
    }

    /// Messages deleted in the tail: their rows do not count as unread.
    pub fn deleted(&self) -> impl Iterator<Item = MessageId> + '_ {
        self.messages
            .iter()
            .filter(|(_, entry)| entry.deleted)
            .map(|(id, _)| *id)
    }

    /// Messages deleted or readdressed in the tail: their rows do not count as mentions.
    pub fn readdressed(&self) -> impl Iterator<Item = MessageId> + '_ {
        let touched = |entry: &Mention| entry.deleted || entry.readdressed;
        self.messages
            .iter()
            .filter(move |(_, entry)| touched(entry))
            .map(|(id, _)| *id)
    }

    /// Messages readdressed in the tail but created before it: only Postgres knows their number
    /// and author.
    pub fn older(&self) -> impl Iterator<Item = MessageId> + '_ {
        let older =
            |entry: &Mention| entry.readdressed && !entry.deleted && entry.created.is_none();
        self.messages
            .iter()
            .filter(move |(_, entry)| older(entry))
            .map(|(id, _)| *id)
    }

    /// Completes counts from Postgres, whose rows end at `counts.persisted_seq`. `older` tells
    /// number and author of [`Self::older`].
    pub fn complete(&self, counts: &mut Counts, older: &BTreeMap<MessageId, Numbered>) {
        let (reader, position) = (
            counts.user_id,
            ReadPosition {
                message_no: counts.read_message_no,
                version: counts.read_version,
            },
        );
        for (id, entry) in self.messages.iter().filter(|(_, entry)| !entry.deleted) {
            let (seq, number, author) = match (&entry.created, older.get(id)) {
                (Some((seq, number, author)), _) => (*seq, *number, *author),
                (None, Some(row)) => (Seq::ZERO, row.message_no, row.author_id),
                (None, None) => continue,
            };
            let counted =
                number.is_some_and(|number| position.counts(reader, number, author, entry.deleted));
            if !counted {
                continue;
            }
            let is_new = seq > counts.persisted_seq;
            counts.unread += i64::from(is_new);
            let addressed = entry
                .addressed
                .as_ref()
                .is_some_and(|addressed| addressed.calls(reader))
                && !counts.blocked.contains(&author);
            counts.mentions += i64::from(addressed && (is_new || entry.readdressed));
        }
        counts.unread = counts.unread.min(MOST_UNREAD);
        counts.mentions = counts.mentions.min(MOST_UNREAD);
    }
}

/// The tallies of several channels.
pub type Tallies = BTreeMap<ChannelId, Tally>;
