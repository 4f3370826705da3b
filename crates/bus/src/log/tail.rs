//! A channel's recent events.

use bytes::Bytes;
use domain::{ChannelId, MessageId, MessageNo, Seq};
use futures_util::future::try_join_all;
use redis::Value;

use super::{Head, Log, Record, TAIL, head_of};
use crate::decode::{self, Text, entry, field};
use crate::error::Error;

/// Which stretch of a tail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Range {
    /// The first `limit` events after this seq.
    After(Seq),
    /// The last `limit` events before this seq.
    Before(Seq),
    /// The last `limit` events.
    Newest,
    /// The first `limit` events that are not yet in Postgres.
    Unpersisted,
    /// All events that are not yet in Postgres, and at least the last `limit`.
    View,
}

/// A stretch of a channel's tail and the counters of the same instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tail {
    /// The counters.
    pub head: Head,
    /// The events, ascending and without a hole: one whose content is gone comes as a void.
    pub records: Vec<Record>,
}

impl Tail {
    /// Whether the tail still serves everything after `seq`.
    #[must_use]
    pub fn reaches(&self, seq: Seq) -> bool {
        seq.next() >= self.head.floor
    }
}

impl Log {
    /// A stretch of the channel's tail with its counters, or nothing for a cold channel.
    ///
    /// # Errors
    /// When Redis is not available.
    pub async fn tail(
        &self,
        channel: ChannelId,
        range: Range,
        limit: usize,
    ) -> Result<Option<Tail>, Error> {
        let keys = [self.keys.channel(channel), self.keys.tail(channel)];
        let keys = keys.each_ref().map(String::as_str);
        let (which, seq) = match range {
            Range::After(seq) => ("after", seq),
            Range::Before(seq) => ("before", seq),
            Range::Newest => ("newest", Seq::ZERO),
            Range::Unpersisted => ("unpersisted", Seq::ZERO),
            Range::View => ("view", Seq::ZERO),
        };
        let answer = TAIL
            .call(&self.link, &keys, |command| {
                command.arg(which).arg(seq.get()).arg(limit);
            })
            .await?;
        read(answer, channel, range, limit)
    }

    /// Stretches of many tails, in one round trip.
    ///
    /// # Errors
    /// When Redis is not available.
    pub async fn tails(
        &self,
        wanted: &[(ChannelId, Range, usize)],
    ) -> Result<Vec<Option<Tail>>, Error> {
        let each = wanted.iter();
        try_join_all(each.map(|(channel, range, limit)| self.tail(*channel, *range, *limit))).await
    }

    /// The channel and seq of a message that is not yet in Postgres.
    ///
    /// # Errors
    /// When Redis is not available.
    pub async fn locate(&self, message: MessageId) -> Result<Option<(ChannelId, Seq)>, Error> {
        let mut command = redis::cmd("HGET");
        command
            .arg(self.keys.ids(self.keys.of_message(message)))
            .arg(message.as_uuid().as_bytes());
        let found: Option<Vec<u8>> = self.link.query(&command).await?;
        let Some(found) = found else {
            return Ok(None);
        };
        let record = decode::record(&found, None, Bytes::new())?;
        Ok(Some((record.channel, record.seq)))
    }
}

fn read(
    answer: Value,
    channel: ChannelId,
    range: Range,
    limit: usize,
) -> Result<Option<Tail>, Error> {
    const UNREADABLE: Error = Error::Corrupt { what: "a tail" };
    let Value::Array(mut parts) = answer else {
        return Ok(None);
    };
    let Some(Value::Array(entries)) = parts.pop() else {
        return Err(UNREADABLE);
    };
    let Some(head) = head_of(parts)? else {
        return Ok(None);
    };
    let mut found = Vec::with_capacity(entries.len());
    for entry in entries {
        found.push(event(entry, channel)?);
    }
    if matches!(range, Range::Before(_) | Range::Newest) {
        found.reverse();
    }
    let records = without_holes(found, channel, &head, bounds(range, limit, &head));
    Ok(Some(Tail { head, records }))
}

/// One entry of a tail, `epoch-seq` with its number and payload.
pub(crate) fn event(value: Value, channel: ChannelId) -> Result<Record, Error> {
    let (id, mut fields) = entry(value)?;
    let mut text = Text::new(id.as_bytes(), "an event's id")?;
    let epoch = text.until('-')?;
    let seq = text.rest()?;
    let number = field(&mut fields, b"n").unwrap_or_default();
    let message_no: Option<MessageNo> = Text::new(&number, "a message number")?.rest_or_empty()?;
    let payload = field(&mut fields, b"m").unwrap_or_default();
    Ok(Record {
        channel,
        epoch,
        seq,
        message_no,
        psn: None,
        payload: Bytes::from(payload),
    })
}

/// What the range would answer if nothing were void: its first seq, its last, and whether the
/// limit may have cut it short at the front or the back.
struct Bounds {
    first: Seq,
    last: Seq,
    limit: usize,
    cut: Cut,
}

enum Cut {
    Front,
    Back,
    Never,
}

fn bounds(range: Range, limit: usize, head: &Head) -> Bounds {
    let (first, last, cut) = match range {
        Range::After(seq) => (seq.next(), head.seq, Cut::Back),
        Range::Unpersisted => (head.persisted.next(), head.seq, Cut::Back),
        Range::Before(seq) => (head.floor, seq.previous().min(head.seq), Cut::Front),
        Range::Newest => (head.floor, head.seq, Cut::Front),
        Range::View => {
            let newest = i64::try_from(limit).map_or(1, |limit| head.seq.get() - limit + 1);
            let first = Seq::new(newest.max(1)).min(head.persisted.next());
            (first, head.seq, Cut::Never)
        }
    };
    Bounds {
        first: first.max(head.floor),
        last,
        limit,
        cut,
    }
}

/// Puts a void at every seq of the range that the tail has no entry for.
fn without_holes(
    found: Vec<Record>,
    channel: ChannelId,
    head: &Head,
    bounds: Bounds,
) -> Vec<Record> {
    let Bounds {
        mut first,
        mut last,
        limit,
        cut,
    } = bounds;
    if found.len() >= limit {
        match (cut, found.first(), found.last()) {
            (Cut::Front, Some(oldest), _) => first = oldest.seq,
            (Cut::Back, _, Some(newest)) => last = newest.seq,
            _ => {}
        }
    }
    let mut records = Vec::with_capacity(found.len());
    let mut next = first;
    let void = |seq| Record {
        channel,
        epoch: head.epoch,
        seq,
        message_no: None,
        psn: None,
        payload: Bytes::new(),
    };
    for record in found {
        while next < record.seq {
            records.push(void(next));
            next = next.next();
        }
        next = record.seq.next();
        records.push(record);
    }
    while next <= last {
        records.push(void(next));
        next = next.next();
    }
    records
}
