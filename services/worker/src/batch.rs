//! What was read of a partition's log, and what is to become of it.

use std::collections::{HashMap, HashSet};

use bus::{EntryId, Record, Undecodable};
use domain::{ChannelId, Epoch, MessageId, Seq, UserId};
use store::apply::Watermark;
use store::dead_letters::DeadLetter;

use crate::chain::chain;
use crate::event::{Change, Entry};

/// One event on its way into the tables.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    /// Its entry in the partition's log; none when it was read from a tail to fill a hole.
    pub(crate) id: Option<EntryId>,
    pub(crate) place: Place,
    pub(crate) payload: bytes::Bytes,
    pub(crate) fate: Fate,
}

/// Where an event belongs.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place {
    /// In a channel's log.
    Log {
        channel: ChannelId,
        epoch: Epoch,
        seq: Seq,
    },
    /// Nowhere that can be told.
    Unknown,
}

/// What is done with an event.
#[derive(Clone, Debug)]
pub(crate) enum Fate {
    /// It is folded into rows.
    Fold(Entry),
    /// It becomes a dead letter, and its seq a void.
    Poison(String),
    /// Nothing: an earlier life of the log gave it out, and recovery has taken over since.
    Stale,
    /// It becomes a dead letter, and its seq stays free: the log never gave it that seq.
    Foreign(String),
}

impl Item {
    /// An event as the log gave it.
    pub(crate) fn of(entry: bus::Entry) -> Self {
        match entry.event {
            Ok(record) => Self::read(Some(entry.id), record),
            Err(Undecodable { place, raw }) => Self {
                id: Some(entry.id),
                place: Place::Unknown,
                payload: raw,
                fate: Fate::Foreign(format!("an entry without a place: {place:?}")),
            },
        }
    }

    /// An event that the partition's log should have given, from its channel's tail.
    pub(crate) fn from_tail(record: Record) -> Self {
        Self::read(None, record)
    }

    /// A seq that nothing is left of.
    pub(crate) fn void(channel: ChannelId, epoch: Epoch, seq: Seq) -> Self {
        let payload = bytes::Bytes::new();
        Self::read(
            None,
            Record {
                channel,
                epoch,
                seq,
                message_no: None,
                psn: None,
                payload,
            },
        )
    }

    fn read(id: Option<EntryId>, record: Record) -> Self {
        let fate = match Entry::read(&record) {
            Ok(entry) => Fate::Fold(entry),
            Err(error) => Fate::Poison(chain(&error)),
        };
        let Record {
            channel,
            epoch,
            seq,
            payload,
            ..
        } = record;
        Self {
            id,
            place: Place::Log {
                channel,
                epoch,
                seq,
            },
            payload,
            fate,
        }
    }

    /// Whether an earlier life of its channel's log gave it out than the one that counts now.
    pub(crate) fn is_stale(&self, marks: &[Watermark]) -> bool {
        let Place::Log { channel, epoch, .. } = self.place else {
            return false;
        };
        marks
            .iter()
            .any(|mark| mark.channel_id == channel && epoch < mark.epoch)
    }

    /// The channel and seq, if the event has any.
    pub(crate) fn position(&self) -> Option<(ChannelId, Seq)> {
        match (&self.fate, self.place) {
            (Fate::Fold(_) | Fate::Poison(_), Place::Log { channel, seq, .. }) => {
                Some((channel, seq))
            }
            _ => None,
        }
    }

    /// The message that this event creates.
    pub(crate) fn creates(&self) -> Option<MessageId> {
        match &self.fate {
            Fate::Fold(entry) => entry.creates(),
            _ => None,
        }
    }

    /// The dead letter that this event becomes.
    pub(crate) fn letter(&self) -> Option<DeadLetter> {
        let (Fate::Poison(error) | Fate::Foreign(error)) = &self.fate else {
            return None;
        };
        let (channel_id, epoch, seq) = match self.place {
            Place::Log {
                channel,
                epoch,
                seq,
            } => (Some(channel), Some(epoch), Some(seq)),
            Place::Unknown => (None, None, None),
        };
        let psn = match (&self.id, channel_id, seq) {
            (Some(id), _, _) => id.to_string(),
            (None, Some(channel), Some(seq)) => format!("{channel}/{seq}"),
            (None, _, _) => return None,
        };
        Some(DeadLetter {
            psn,
            channel_id,
            epoch,
            seq,
            payload: self.payload.to_vec(),
            error: error.clone(),
        })
    }
}

/// The channels of a batch.
pub(crate) fn channels(items: &[Item]) -> Vec<ChannelId> {
    let channels: HashSet<ChannelId> = items
        .iter()
        .filter_map(|item| Some(item.position()?.0))
        .collect();
    channels.into_iter().collect()
}

/// The last seq of each author in each channel: what `durable` tells them.
pub(crate) fn authors(items: &[Item]) -> HashMap<(UserId, ChannelId), Seq> {
    let mut last = HashMap::new();
    for item in items {
        let Fate::Fold(entry) = &item.fate else {
            continue;
        };
        if entry.author.as_uuid().is_nil() || matches!(entry.change, Change::Nothing) {
            continue;
        }
        let seq = last
            .entry((entry.author, entry.channel))
            .or_insert(entry.seq);
        *seq = entry.seq.max(*seq);
    }
    last
}
