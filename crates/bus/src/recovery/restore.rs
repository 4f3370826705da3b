//! Rebuilding one channel's log.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use bytes::Bytes;
use domain::{ChannelId, MessageId, MessageNo, Psn, Seq};
use redis::Pipeline;

use super::Recovery;
use crate::decode;
use crate::error::Error;
use crate::fence::{Incarnation, PSNS_PER_INCARNATION};
use crate::log::{Head, Record};
use crate::script::Lua;

/// Events that travel in one packet while a tail is built.
const CHUNK: usize = 200;

static RESTORE: LazyLock<Lua> = LazyLock::new(|| Lua::new(include_str!("../scripts/restore.lua")));

type Events = BTreeMap<Seq, Option<Restored>>;

/// An event that a rebuilt log has to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// Its place in the channel, as it was when it was first accepted.
    pub seq: Seq,
    /// Its place among top-level messages.
    pub message_no: Option<MessageNo>,
    /// The message that it created.
    pub message: Option<MessageId>,
    /// The event's bytes.
    pub payload: Bytes,
}

/// A channel's log as it shall stand after recovery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restore {
    /// The channel.
    pub channel: ChannelId,
    /// Its counters: the new epoch, the base up to which the old epoch's positions hold, and
    /// `persisted` as Postgres has it. `floor` is computed.
    pub head: Head,
    /// Events from elsewhere (rings, Postgres) to be added to what the tail still holds.
    pub events: Vec<Restored>,
}

impl Recovery {
    /// Puts a channel's log in order: the tail holds what survived and what was found elsewhere,
    /// all under the new epoch; everything above the watermark is in the partition's log, again:
    /// whoever reads it must skip what is persisted and what comes twice. Nothing is fanned out:
    /// gateways compare heads when they hear that recovery is done.
    ///
    /// A seq above the watermark that nobody has any more is a void from now on.
    ///
    /// # Errors
    /// [`Error::Stale`] unless [`Recovery::close`] was called with this incarnation and no other
    /// recovery has begun since; otherwise when Redis is not available.
    pub async fn restore(&self, incarnation: Incarnation, wanted: &Restore) -> Result<(), Error> {
        let channel = wanted.channel;
        let partition = self.keys.partitions().of(channel);
        let events = self.merged(wanted).await?;
        let floor = floor(&events, &wanted.head);
        self.build(wanted, &events, floor).await?;
        let psn = self.relog(incarnation, wanted, &events).await?;
        let keys = [
            self.keys.incarnation(partition),
            self.keys.channel(channel),
            self.keys.tail(channel),
            self.keys.next_tail(channel),
            self.keys.heads(partition),
        ];
        let keys = keys.each_ref().map(String::as_str);
        let head = &wanted.head;
        let answer = RESTORE
            .call(&self.link, &keys, |command| {
                command
                    .arg(format!("{incarnation} closed"))
                    .arg(head.epoch.get())
                    .arg(head.base.get())
                    .arg(head.seq.get())
                    .arg(head.message_no.get())
                    .arg(head.persisted.get())
                    .arg(head.mver.get())
                    .arg(floor.get())
                    .arg(if head.closed { "1" } else { "" })
                    .arg(psn.get())
                    .arg(channel.to_string());
            })
            .await?;
        match answer {
            redis::Value::BulkString(text) if text == b"STALE" => Err(Error::Stale),
            _ => Ok(()),
        }
    }

    /// What the tail holds and what was found elsewhere, by seq, nothing beyond the new head.
    /// A void is `None`.
    async fn merged(&self, wanted: &Restore) -> Result<Events, Error> {
        let head = &wanted.head;
        let mut events = Events::new();
        let mut next = None;
        for record in self.surviving(wanted.channel).await? {
            let mut hole = next.unwrap_or(record.seq);
            while hole < record.seq && hole <= head.persisted {
                events.insert(hole, None);
                hole = hole.next();
            }
            next = Some(record.seq.next());
            if record.seq <= head.seq {
                events.insert(record.seq, Some(restored(record)));
            }
        }
        for event in &wanted.events {
            if event.seq <= head.seq {
                events.insert(event.seq, Some(event.clone()));
            }
        }
        Ok(events)
    }

    async fn build(&self, wanted: &Restore, events: &Events, floor: Seq) -> Result<(), Error> {
        let next = self.keys.next_tail(wanted.channel);
        let mut pipeline = redis::pipe();
        pipeline.cmd("DEL").arg(&next);
        for event in events
            .range(floor..)
            .filter_map(|(_seq, event)| event.as_ref())
        {
            let number = event
                .message_no
                .map_or_else(String::new, |no| no.to_string());
            pipeline
                .cmd("XADD")
                .arg(&next)
                .arg(format!("{}-{}", wanted.head.epoch, event.seq))
                .arg("n")
                .arg(number)
                .arg("m")
                .arg(&event.payload[..]);
            self.send_chunk(&mut pipeline).await?;
        }
        self.send_rest(&mut pipeline).await
    }

    /// Puts everything above the watermark into the partition's log. Answers the psn of the last
    /// one, or the first of this incarnation, so that the channel counts as moved in any case.
    async fn relog(
        &self,
        incarnation: Incarnation,
        wanted: &Restore,
        events: &Events,
    ) -> Result<Psn, Error> {
        let channel = wanted.channel;
        let log = self.keys.log(self.keys.partitions().of(channel));
        let mut last = Psn::new(incarnation.number.saturating_mul(PSNS_PER_INCARNATION));
        let unpersisted = events.range(wanted.head.persisted.next()..);
        for event in unpersisted.filter_map(|(_seq, event)| event.as_ref()) {
            let number = event
                .message_no
                .map_or_else(String::new, |no| no.to_string());
            let place = format!("{channel} {}-{} {number}", wanted.head.epoch, event.seq);
            let mut command = redis::cmd("XADD");
            command.arg(&log).arg(format!("{}-*", incarnation.number));
            command
                .arg("i")
                .arg(&place)
                .arg("m")
                .arg(&event.payload[..]);
            let id: String = self.link.query(&command).await?;
            last = decode::psn(&id)?;
            if let Some(message) = event.message {
                self.place(message, &place).await?;
            }
        }
        Ok(last)
    }

    async fn send_chunk(&self, pipeline: &mut Pipeline) -> Result<(), Error> {
        if pipeline.len() < CHUNK {
            return Ok(());
        }
        self.send_rest(pipeline).await
    }

    async fn send_rest(&self, pipeline: &mut Pipeline) -> Result<(), Error> {
        self.link.pipe(pipeline).await?;
        *pipeline = redis::pipe();
        Ok(())
    }
}

fn restored(record: Record) -> Restored {
    Restored {
        seq: record.seq,
        message_no: record.message_no,
        message: None,
        payload: record.payload,
    }
}

/// The first seq from which everything up to the head is there. What lies before a persisted
/// seq that the tail does not hold is left to Postgres.
fn floor(events: &Events, head: &Head) -> Seq {
    let mut floor = head.persisted.min(head.seq).next();
    while floor > Seq::new(1) && events.contains_key(&floor.previous()) {
        floor = floor.previous();
    }
    floor
}

#[cfg(test)]
mod tests {
    use domain::{Epoch, Mver};

    use super::*;

    fn floor_of(present: &[i64], persisted: i64, head: i64) -> i64 {
        let events = present.iter().map(|seq| (Seq::new(*seq), None)).collect();
        let head = Head {
            epoch: Epoch::new(1),
            base: Seq::ZERO,
            seq: Seq::new(head),
            message_no: MessageNo::ZERO,
            persisted: Seq::new(persisted),
            mver: Mver::ZERO,
            floor: Seq::ZERO,
            closed: false,
        };
        floor(&events, &head).get()
    }

    #[test]
    fn a_rebuilt_tail_begins_after_the_last_persisted_seq_that_is_missing() {
        assert_eq!(floor_of(&[], 0, 0), 1);
        assert_eq!(floor_of(&[], 9, 9), 10);
        assert_eq!(floor_of(&[1, 2, 3], 3, 3), 1);
        assert_eq!(floor_of(&[1, 3, 4, 5], 4, 5), 3);
        // 5 was never persisted and nobody has it: a void, not the end of the tail.
        assert_eq!(floor_of(&[3, 4, 6], 4, 6), 3);
    }
}
