//! What recovery does with Redis. When, and with what Postgres and the gateways remember, is
//! decided by its caller, who holds the one lock that lets a single recovery work.
//!
//! The order: [`Recovery::close`] with a new incarnation, [`Recovery::survey`] every partition,
//! [`Recovery::restore`] what changed, [`Recovery::remember`] keys, [`Recovery::bless`].
//! Broken off at any point, it can be begun anew with a higher incarnation.

use std::sync::Arc;

use domain::{ChannelId, MessageId, Partition, Seq};
use futures_util::future::try_join_all;
use redis::Value;

use crate::error::Error;
use crate::fence::{Fence, Gate, Incarnation, PSNS_PER_INCARNATION};
use crate::keys::Keys;
use crate::link::Link;
use crate::log::key::LIFETIME_S;
use crate::log::tail::event;
use crate::log::{Earlier, Head, Key, Log, Record};
use crate::{decode, moved};

mod restore;

pub use restore::{Restore, Restored};

/// A channel as it survives in Redis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Survivor {
    /// The channel.
    pub channel: ChannelId,
    /// Its counters; none when they were lost.
    pub head: Option<Head>,
    /// The seq of the last event in its tail.
    pub tail_end: Option<Seq>,
}

/// What survives of a partition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey {
    /// The channels that had events since their last eviction.
    pub channels: Vec<Survivor>,
    /// The next incarnation must be at least this, so that psns go on rising.
    pub least_incarnation: i64,
}

/// The primitives of recovery. Clones are the same.
#[derive(Debug, Clone)]
pub struct Recovery {
    pub(crate) link: Link,
    pub(crate) keys: Arc<Keys>,
    pub(crate) fence: Fence,
    pub(crate) log: Log,
}

impl Recovery {
    /// The incarnation that takes events now: all gates are open for it, and the server has been
    /// blessed since it started. `None` means that recovery has to work.
    ///
    /// # Errors
    /// When Redis is not available: then nothing is known.
    pub async fn blessed(&self) -> Result<Option<Incarnation>, Error> {
        let gates = self.gates().await?;
        let Some(Gate::Open(first)) = gates.first().copied() else {
            return Ok(None);
        };
        if gates.iter().any(|gate| *gate != Gate::Open(first)) {
            return Ok(None);
        }
        match self.fence.ask(Partition::new(0)).await {
            Ok(scripts) => Ok((scripts.incarnation == first).then_some(first)),
            Err(Error::Stale) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// What the gate of each partition says.
    ///
    /// # Errors
    /// When Redis is not available.
    pub async fn gates(&self) -> Result<Vec<Gate>, Error> {
        let all = self.keys.partitions().all();
        try_join_all(all.map(|partition| self.fence.gate(partition))).await
    }

    /// Closes all partitions in the name of a new incarnation: from here on nothing is appended.
    ///
    /// # Errors
    /// When Redis is not available, or [`Error::Corrupt`] when the incarnation is not above
    /// every one that left a trace. Its own recovery may close again, to note a loss.
    pub async fn close(&self, incarnation: Incarnation) -> Result<(), Error> {
        self.must_be_new(incarnation).await?;
        self.set_gates(&format!("{incarnation} closed")).await
    }

    /// What survives of a partition.
    ///
    /// # Errors
    /// When Redis is not available.
    pub async fn survey(&self, partition: Partition) -> Result<Survey, Error> {
        let mut command = redis::cmd("ZRANGE");
        command.arg(self.keys.heads(partition)).arg(0).arg(-1);
        let names: Vec<String> = self.link.query(&command).await?;
        let mut channels = Vec::with_capacity(names.len());
        for name in names {
            channels.push(
                name.parse()
                    .map_err(|_invalid| Error::Corrupt { what: "the heads" })?,
            );
        }
        let survivors = channels.into_iter().map(async |channel| {
            Ok::<_, Error>(Survivor {
                channel,
                head: self.log.head(channel).await?,
                tail_end: self.tail_end(channel).await?,
            })
        });
        Ok(Survey {
            channels: try_join_all(survivors).await?,
            least_incarnation: self.least_incarnation(partition).await?,
        })
    }

    async fn tail_end(&self, channel: ChannelId) -> Result<Option<Seq>, Error> {
        let mut command = redis::cmd("XREVRANGE");
        command.arg(self.keys.tail(channel)).arg("+").arg("-");
        command.arg("COUNT").arg(1);
        let last: Vec<Value> = self.link.query(&command).await?;
        match last.into_iter().next() {
            Some(value) => Ok(Some(event(value, channel)?.seq)),
            None => Ok(None),
        }
    }

    /// The incarnation after the highest that left a trace in the partition.
    async fn least_incarnation(&self, partition: Partition) -> Result<i64, Error> {
        let heads = moved::last(&self.link, self.keys.heads(partition)).await?;
        let users = moved::last(&self.link, self.keys.user_heads(partition)).await?;
        let mut command = redis::cmd("XREVRANGE");
        command.arg(self.keys.log(partition)).arg("+").arg("-");
        command.arg("COUNT").arg(1);
        let last: Vec<Value> = self.link.query(&command).await?;
        let logged = match last.into_iter().next() {
            Some(value) => decode::psn(&decode::entry(value)?.0)?,
            None => heads,
        };
        let gate = self.fence.gate(partition).await?;
        let gate = gate
            .incarnation()
            .map_or(0, |incarnation| incarnation.number);
        let traced = heads.max(users).max(logged).get() / PSNS_PER_INCARNATION;
        Ok(traced.max(gate) + 1)
    }

    /// All events that a channel's tail still holds, ascending, whatever became of its counters.
    ///
    /// # Errors
    /// When Redis is not available.
    pub async fn surviving(&self, channel: ChannelId) -> Result<Vec<Record>, Error> {
        let mut command = redis::cmd("XRANGE");
        command.arg(self.keys.tail(channel)).arg("-").arg("+");
        let entries: Vec<Value> = self.link.query(&command).await?;
        let each = entries.into_iter().map(|entry| event(entry, channel));
        each.collect()
    }

    /// Remembers keys whose results only Postgres still knows, so that a client's retry finds
    /// them. A key that Redis knows is left alone.
    ///
    /// # Errors
    /// When Redis is not available.
    pub async fn remember(&self, known: &[(ChannelId, Key, Earlier)]) -> Result<(), Error> {
        let each = known.iter().map(async |(channel, key, earlier)| {
            let partition = self.keys.partitions().of(*channel);
            let mut command = redis::cmd("SET");
            command
                .arg(self.keys.idempotency(partition, &key.name(*channel)))
                .arg(earlier.to_bytes())
                .arg("EX")
                .arg(LIFETIME_S)
                .arg("NX");
            self.link.query::<Value>(&command).await
        });
        try_join_all(each).await?;
        Ok(())
    }

    /// Opens all partitions: events are taken again, under this incarnation, by every process.
    ///
    /// # Errors
    /// When Redis is not available, or [`Error::Corrupt`] when the partitions were not closed in
    /// this incarnation's name and it is not above every one that left a trace.
    pub async fn bless(&self, incarnation: Incarnation) -> Result<(), Error> {
        self.must_be_new(incarnation).await?;
        self.fence.load(incarnation).await?;
        self.set_gates(&incarnation.to_string()).await?;
        self.announce("recovered").await
    }

    /// Unless all partitions are closed in its name already, an incarnation has to be above
    /// everything that left a trace.
    async fn must_be_new(&self, incarnation: Incarnation) -> Result<(), Error> {
        let ours = |gate: &Gate| match gate {
            Gate::Closed(closed) => closed.number == incarnation.number,
            Gate::Missing | Gate::Open(_) => false,
        };
        if incarnation.is_valid() && self.gates().await?.iter().all(ours) {
            return Ok(());
        }
        let all = self.keys.partitions().all();
        let least = try_join_all(all.map(|partition| self.least_incarnation(partition))).await?;
        let low = least.iter().any(|least| incarnation.number < *least);
        if low || !incarnation.is_valid() {
            return Err(Error::Corrupt {
                what: "the next incarnation: it is not above those before",
            });
        }
        Ok(())
    }

    /// Asks all gateways for the events that they hold above the surviving heads.
    ///
    /// # Errors
    /// When Redis is not available.
    pub async fn call_for_offers(&self) -> Result<(), Error> {
        self.announce("recover").await
    }

    async fn announce(&self, what: &str) -> Result<(), Error> {
        let mut command = redis::cmd("SPUBLISH");
        command.arg(self.keys.control_topic()).arg(what);
        let _receivers: i64 = self.link.query(&command).await?;
        Ok(())
    }

    async fn set_gates(&self, text: &str) -> Result<(), Error> {
        let each = self.keys.partitions().all().map(async |partition| {
            let mut command = redis::cmd("SET");
            command.arg(self.keys.incarnation(partition)).arg(text);
            self.link.query::<Value>(&command).await
        });
        try_join_all(each).await?;
        Ok(())
    }

    /// Notes where a message is, as [`Log::locate`] finds it. `place` as in the partition's log.
    async fn place(&self, message: MessageId, place: &str) -> Result<(), Error> {
        let mut command = redis::cmd("HSET");
        command
            .arg(self.keys.ids(self.keys.of_message(message)))
            .arg(message.as_uuid().as_bytes())
            .arg(place);
        let _added: i64 = self.link.query(&command).await?;
        Ok(())
    }
}
