//! A channel's counters.

use domain::{ChannelId, Epoch, MessageNo, Mver, Seq};
use futures_util::future::try_join_all;
use redis::{FromRedisValue, Value};

use super::Log;
use crate::error::Error;
use crate::fence::Fenced;

/// The fields of a channel's hash, in the order in which they are asked for.
pub(crate) const FIELDS: [&str; 8] = [
    "epoch",
    "base",
    "seq",
    "no",
    "persisted",
    "mver",
    "floor",
    "closed",
];

/// A channel's counters, as of one instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The life of the log.
    pub epoch: Epoch,
    /// The last seq that this life took over from the one before.
    pub base: Seq,
    /// The seq of the last event.
    pub seq: Seq,
    /// The number of the last top-level message.
    pub message_no: MessageNo,
    /// Events up to here are in Postgres.
    pub persisted: Seq,
    /// The membership version.
    pub mver: Mver,
    /// The first seq that the tail still serves; above `seq` when it serves none.
    pub floor: Seq,
    /// Whether the channel was deleted.
    pub closed: bool,
}

/// What a client's position is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It lies on this log: events after it complete it.
    Ok,
    /// It lies on a log that was lost: what is cached must go.
    Reset,
}

impl Head {
    /// The life of the log before this one. An epoch rises by one.
    #[must_use]
    pub const fn previous_epoch(&self) -> Epoch {
        self.epoch.previous()
    }

    /// Judges a position: of this epoch and not beyond the head, or of the previous epoch and
    /// not beyond what this one took over.
    #[must_use]
    pub fn judge(&self, epoch: Epoch, seq: Seq) -> Standing {
        let same = epoch == self.epoch && seq <= self.seq;
        let taken_over = epoch == self.previous_epoch() && seq <= self.base;
        if same || taken_over {
            Standing::Ok
        } else {
            Standing::Reset
        }
    }
}

/// The counters that Postgres knows, for a channel that Redis does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seed {
    /// The life of the log.
    pub epoch: Epoch,
    /// The last seq that this life took over.
    pub base: Seq,
    /// The last seq, all of it persisted.
    pub seq: Seq,
    /// The number of the last top-level message.
    pub message_no: MessageNo,
    /// The membership version.
    pub mver: Mver,
    /// Whether the channel was deleted.
    pub closed: bool,
}

impl Log {
    /// Gives a cold channel its counters; one that has some keeps them. Answers those that stand.
    ///
    /// # Errors
    /// [`Error::Stale`] also when the channel's tail goes further than the seed: its counters
    /// were lost, and only recovery may give it new ones.
    pub async fn seed(&self, channel: ChannelId, seed: &Seed) -> Result<Head, Error> {
        let partition = self.fence.partition(channel);
        let keys = [
            self.keys.incarnation(partition),
            self.keys.channel(channel),
            self.keys.tail(channel),
        ];
        let keys = keys.each_ref().map(String::as_str);
        self.fence
            .call(Fenced::Seed, partition, &keys, |command| {
                command
                    .arg(seed.epoch.get())
                    .arg(seed.base.get())
                    .arg(seed.seq.get())
                    .arg(seed.message_no.get())
                    .arg(seed.mver.get())
                    .arg(if seed.closed { "1" } else { "" });
            })
            .await?;
        self.head(channel).await?.ok_or(Error::Stale)
    }

    /// The channel's counters, or nothing when Redis does not hold them (cold).
    ///
    /// # Errors
    /// When Redis is not available.
    pub async fn head(&self, channel: ChannelId) -> Result<Option<Head>, Error> {
        let mut command = redis::cmd("HMGET");
        command.arg(self.keys.channel(channel)).arg(&FIELDS);
        let fields: Vec<Value> = self.link.query(&command).await?;
        head_of(fields)
    }

    /// The counters of many channels, in one round trip.
    ///
    /// # Errors
    /// When Redis is not available.
    pub async fn heads(&self, channels: &[ChannelId]) -> Result<Vec<Option<Head>>, Error> {
        try_join_all(channels.iter().map(|channel| self.head(*channel))).await
    }
}

/// Reads the values of [`FIELDS`].
pub(crate) fn head_of(fields: Vec<Value>) -> Result<Option<Head>, Error> {
    const UNREADABLE: Error = Error::Corrupt {
        what: "a channel's counters",
    };
    let Ok(fields) = <[Value; 8]>::try_from(fields) else {
        return Err(UNREADABLE);
    };
    let [epoch, base, seq, no, persisted, mver, floor, closed] =
        fields.map(|value| Option::<i64>::from_redis_value(value).ok().flatten());
    let Some(epoch) = epoch else {
        return Ok(None);
    };
    Ok(Some(Head {
        epoch: Epoch::new(epoch),
        base: Seq::new(base.unwrap_or(0)),
        seq: Seq::new(seq.ok_or(UNREADABLE)?),
        message_no: MessageNo::new(no.unwrap_or(0)),
        persisted: Seq::new(persisted.unwrap_or(0)),
        mver: Mver::new(mver.unwrap_or(0)),
        floor: Seq::new(floor.unwrap_or(1)),
        closed: closed == Some(1),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_worth_something_on_this_log_or_on_what_it_took_over() {
        let head = Head {
            epoch: Epoch::new(3),
            base: Seq::new(10),
            seq: Seq::new(20),
            message_no: MessageNo::ZERO,
            persisted: Seq::ZERO,
            mver: Mver::ZERO,
            floor: Seq::new(1),
            closed: false,
        };
        let judge = |epoch, seq| head.judge(Epoch::new(epoch), Seq::new(seq));

        assert_eq!(judge(3, 20), Standing::Ok);
        assert_eq!(judge(3, 21), Standing::Reset);
        assert_eq!(judge(2, 10), Standing::Ok);
        assert_eq!(judge(2, 11), Standing::Reset);
        assert_eq!(judge(1, 1), Standing::Reset);
        assert_eq!(judge(4, 1), Standing::Reset);
    }
}
