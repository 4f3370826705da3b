//! The fence: only a Redis that recovery has blessed takes events.
//!
//! The scripts that write to a log carry the number of the incarnation in their text, and are
//! called by hash alone. A Redis that was restarted, promoted or rolled back has lost its
//! script cache, so it answers `NOSCRIPT`; one that was flushed has lost the key `inc`. Either
//! way nothing is written until recovery has looked at what is left and blessed it.

use std::fmt;
use std::str::FromStr;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use domain::{ChannelId, Partition};
use redis::aio::MultiplexedConnection;
use redis::{Cmd, RedisError, Script, Value};
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::error::{Error, is_no_script};
use crate::keys::Keys;
use crate::link::Link;
use crate::script::invocation;

/// Psns of one incarnation: 2^32 events in one partition.
pub(crate) const PSNS_PER_INCARNATION: i64 = 1 << 32;
/// How long a refusal answers for the next callers, so that a stale Redis is not asked by each.
const REFUSAL_REMEMBERED: Duration = Duration::from_millis(50);
/// Incarnations that a 53-bit psn can tell apart.
const MAX_INCARNATION: i64 = (1 << 21) - 1;

const APPEND: &str = include_str!("scripts/append.lua");
const SEED: &str = include_str!("scripts/seed.lua");
const USER_APPEND: &str = include_str!("scripts/user_append.lua");
/// Tells whether this server has been blessed since it started. Never changes, so that every
/// version of this program asks the same question.
const PROBE: &str = "return INC";

/// One blessing of the durable Redis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Incarnation {
    /// From a sequence in Postgres: every blessing has a higher one.
    pub number: i64,
    /// The number of the last blessing that came after a loss of data, or 0.
    pub lost: i64,
    /// When that was, in seconds since 1970, or 0. Idempotency keys are complete again 24 h later.
    pub lost_at: i64,
}

impl Incarnation {
    /// Whether its number can be part of a psn.
    #[must_use]
    pub const fn is_valid(&self) -> bool {
        self.number > 0 && self.number <= MAX_INCARNATION && self.lost <= self.number
    }
}

impl fmt::Display for Incarnation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}:{}", self.number, self.lost, self.lost_at)
    }
}

impl FromStr for Incarnation {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        const UNREADABLE: Error = Error::Corrupt {
            what: "the incarnation",
        };
        let mut parts = text.splitn(3, ':').map(|part| part.parse().ok());
        let mut next = || parts.next().flatten().ok_or(UNREADABLE);
        Ok(Self {
            number: next()?,
            lost: next()?,
            lost_at: next()?,
        })
    }
}

/// What the key `inc` of a partition says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// Nothing: a new or a flushed Redis.
    Missing,
    /// Recovery is at work, or was broken off.
    Closed(Incarnation),
    /// Events are taken, if the server still holds the scripts.
    Open(Incarnation),
}

impl Gate {
    pub(crate) fn parse(text: Option<&str>) -> Result<Self, Error> {
        match text {
            None => Ok(Self::Missing),
            Some(text) => match text.strip_suffix(" closed") {
                Some(text) => Ok(Self::Closed(text.parse()?)),
                None => Ok(Self::Open(text.parse()?)),
            },
        }
    }

    /// The incarnation that it names, open or not.
    #[must_use]
    pub const fn incarnation(self) -> Option<Incarnation> {
        match self {
            Self::Missing => None,
            Self::Closed(incarnation) | Self::Open(incarnation) => Some(incarnation),
        }
    }
}

/// The fenced scripts.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Fenced {
    Append,
    Seed,
    UserAppend,
}

/// The fenced scripts of one incarnation.
#[derive(Debug)]
pub(crate) struct Scripts {
    pub(crate) incarnation: Incarnation,
    append: Script,
    seed: Script,
    user_append: Script,
    probe: Script,
    texts: [String; 4],
}

impl Scripts {
    fn of(incarnation: Incarnation, prefix: &str) -> Self {
        let head = format!(
            "-- {prefix}\nlocal INC = '{incarnation}'\nlocal N = '{}'\nlocal BASE = {}\n\
             local LOST = {}\n",
            incarnation.number,
            incarnation.number * PSNS_PER_INCARNATION,
            incarnation.lost * PSNS_PER_INCARNATION,
        );
        let texts = [APPEND, SEED, USER_APPEND, PROBE].map(|text| format!("{head}{text}"));
        let [append, seed, user_append, probe] = &texts;
        Self {
            incarnation,
            append: Script::new(append),
            seed: Script::new(seed),
            user_append: Script::new(user_append),
            probe: Script::new(probe),
            texts,
        }
    }

    fn hash(&self, which: Fenced) -> &str {
        match which {
            Fenced::Append => self.append.get_hash(),
            Fenced::Seed => self.seed.get_hash(),
            Fenced::UserAppend => self.user_append.get_hash(),
        }
    }

    async fn load(&self, connection: &mut MultiplexedConnection) -> Result<(), RedisError> {
        for text in &self.texts {
            let mut command = redis::cmd("SCRIPT");
            command.arg("LOAD").arg(text);
            let _hash: String = command.query_async(connection).await?;
        }
        Ok(())
    }
}

/// Calls fenced scripts.
#[derive(Debug, Clone)]
pub(crate) struct Fence {
    link: Link,
    keys: Keys,
    current: Arc<RwLock<Option<Arc<Scripts>>>>,
    refused: Arc<Mutex<Option<Instant>>>,
}

impl Fence {
    pub(crate) fn new(link: Link, keys: Keys) -> Self {
        Self {
            link,
            keys,
            current: Arc::default(),
            refused: Arc::default(),
        }
    }

    /// Runs a fenced script. When the incarnation turns out to be another one than this process
    /// knew, asks for the new one and runs it once more.
    pub(crate) async fn call(
        &self,
        which: Fenced,
        partition: Partition,
        keys: &[&str],
        arguments: impl Fn(&mut Cmd),
    ) -> Result<Value, Error> {
        let scripts = match self.known() {
            Some(scripts) => scripts,
            None => self.learn(partition).await?,
        };
        match self.attempt(&scripts, which, keys, &arguments).await {
            Err(Error::Stale) => {
                let newer = self.learn(partition).await?;
                self.attempt(&newer, which, keys, &arguments).await
            }
            answer => answer,
        }
    }

    async fn attempt(
        &self,
        scripts: &Scripts,
        which: Fenced,
        keys: &[&str],
        arguments: &impl Fn(&mut Cmd),
    ) -> Result<Value, Error> {
        let mut command = invocation("EVALSHA", scripts.hash(which).as_bytes(), keys);
        arguments(&mut command);
        match self.link.run(&command).await {
            Err(error) if is_no_script(&error) => Err(Error::Stale),
            Err(error) => Err(error.into()),
            Ok(Value::BulkString(answer)) if answer == b"STALE" => Err(Error::Stale),
            Ok(answer) => Ok(answer),
        }
    }

    /// The incarnation that this process has last used, if any.
    pub(crate) fn known(&self) -> Option<Arc<Scripts>> {
        let current = self.current.read();
        current.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Asks which incarnation is open, and makes sure that the server has been blessed with it
    /// since it started.
    pub(crate) async fn learn(&self, partition: Partition) -> Result<Arc<Scripts>, Error> {
        let mut refused = self.refused.lock().await;
        if refused.is_some_and(|at| at.elapsed() < REFUSAL_REMEMBERED) {
            return Err(Error::Stale);
        }
        let learnt = self.ask(partition).await;
        *refused = matches!(learnt, Err(Error::Stale)).then(Instant::now);
        learnt
    }

    /// As [`Self::learn`], but asks in any case.
    pub(crate) async fn ask(&self, partition: Partition) -> Result<Arc<Scripts>, Error> {
        let Gate::Open(incarnation) = self.gate(partition).await? else {
            return Err(Error::Stale);
        };
        let scripts = Arc::new(Scripts::of(incarnation, self.keys.prefix()));
        self.adopt(&scripts).await?;
        let slot = self.current.write();
        *slot.unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&scripts));
        Ok(scripts)
    }

    /// What the partition's key `inc` says.
    pub(crate) async fn gate(&self, partition: Partition) -> Result<Gate, Error> {
        let mut command = redis::cmd("GET");
        command.arg(self.keys.incarnation(partition));
        let text: Option<String> = self.link.query(&command).await?;
        Gate::parse(text.as_deref())
    }

    /// Loads this version's scripts beside those of the version that recovered, if (and only if)
    /// the server still holds the probe. One connection is one life of the server: between the
    /// two commands it cannot have been restarted.
    async fn adopt(&self, scripts: &Scripts) -> Result<(), Error> {
        let mut connection = self.link.dedicated().await?;
        let command = invocation("EVALSHA", scripts.probe.get_hash().as_bytes(), &[""; 0]);
        match command.query_async::<String>(&mut connection).await {
            Err(error) if is_no_script(&error) => Err(Error::Stale),
            Err(error) => Err(error.into()),
            Ok(_blessed) => Ok(scripts.load(&mut connection).await?),
        }
    }

    /// Loads the scripts of a new incarnation. Recovery alone may call this.
    pub(crate) async fn load(&self, incarnation: Incarnation) -> Result<(), Error> {
        let scripts = Scripts::of(incarnation, self.keys.prefix());
        let mut connection = self.link.dedicated().await?;
        scripts.load(&mut connection).await?;
        *self.refused.lock().await = None;
        Ok(())
    }

    /// The partition of a channel.
    pub(crate) fn partition(&self, channel: ChannelId) -> Partition {
        self.keys.partitions().of(channel)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gate_survives_its_text() {
        let incarnation = Incarnation {
            number: 12,
            lost: 7,
            lost_at: 1_795_000_000,
        };
        let open = incarnation.to_string();

        assert_eq!(Gate::parse(Some(&open)).unwrap(), Gate::Open(incarnation));
        assert_eq!(
            Gate::parse(Some(&format!("{open} closed"))).unwrap(),
            Gate::Closed(incarnation)
        );
        assert_eq!(Gate::parse(None).unwrap(), Gate::Missing);
        assert!(Gate::parse(Some("12:7")).is_err());
    }

    #[test]
    fn another_incarnation_is_another_script() {
        let first = Incarnation {
            number: 1,
            lost: 0,
            lost_at: 0,
        };
        let second = Incarnation { number: 2, ..first };

        let hashes = |incarnation| {
            Scripts::of(incarnation, "test")
                .append
                .get_hash()
                .to_owned()
        };

        assert_ne!(hashes(first), hashes(second));
        assert_ne!(
            hashes(first),
            Scripts::of(first, "other").append.get_hash().to_owned()
        );
    }
}
