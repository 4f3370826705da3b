//! Who persists which partition.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use domain::Partition;
use redis::{FromRedisValue, Value};

use crate::error::Error;
use crate::keys::Keys;
use crate::link::Link;
use crate::script::Lua;

static RENEW: LazyLock<Lua> = LazyLock::new(|| Lua::new(include_str!("../scripts/renew.lua")));
static RELEASE: LazyLock<Lua> = LazyLock::new(|| Lua::new(include_str!("../scripts/release.lua")));
static MEMBERS: LazyLock<Lua> = LazyLock::new(|| Lua::new(include_str!("../scripts/members.lua")));

/// How long a lease lasts without renewal; renew it three times as often.
pub const LEASE_LIFETIME: Duration = Duration::from_secs(5);

/// The right to persist one partition, held by whoever knows the token.
#[derive(Debug, Clone)]
pub struct Lease {
    pub(crate) link: Link,
    pub(crate) keys: Arc<Keys>,
    pub(crate) partition: Partition,
    pub(crate) lifetime: Duration,
}

impl Lease {
    /// The same lease with another lifetime.
    #[must_use]
    pub fn lasting(self, lifetime: Duration) -> Self {
        Self { lifetime, ..self }
    }

    /// Takes the lease if nobody holds it. `token` is unique to the caller.
    ///
    /// # Errors
    /// When Redis is not available.
    pub async fn acquire(&self, token: &str) -> Result<bool, Error> {
        let mut command = redis::cmd("SET");
        command
            .arg(self.keys.lease(self.partition))
            .arg(token)
            .arg("NX")
            .arg("PX")
            .arg(self.lifetime_ms());
        let set: Option<String> = self.link.query(&command).await?;
        Ok(set.is_some())
    }

    /// Prolongs the lease; `false` when it is no longer the caller's: stop at once.
    ///
    /// # Errors
    /// When Redis is not available: whoever cannot renew within the lifetime has lost it.
    pub async fn renew(&self, token: &str) -> Result<bool, Error> {
        let key = self.keys.lease(self.partition);
        let lifetime = self.lifetime_ms();
        let answer = RENEW
            .call(&self.link, &[&key], |command| {
                command.arg(token).arg(&lifetime);
            })
            .await?;
        Ok(answer == Value::Int(1))
    }

    /// Gives the lease back, so that another need not wait for its end; `false` when it was no
    /// longer the caller's.
    ///
    /// # Errors
    /// When Redis is not available.
    pub async fn release(&self, token: &str) -> Result<bool, Error> {
        let key = self.keys.lease(self.partition);
        let answer = RELEASE
            .call(&self.link, &[&key], |command| {
                command.arg(token);
            })
            .await?;
        Ok(answer == Value::Int(1))
    }

    fn lifetime_ms(&self) -> String {
        self.lifetime.as_millis().to_string()
    }
}

/// The workers that live: so that each knows its fair share of partitions.
#[derive(Debug, Clone)]
pub struct Members {
    pub(crate) link: Link,
    pub(crate) keys: Arc<Keys>,
}

impl Members {
    /// Says that a worker lives, and answers how many do, itself included. One counts for
    /// [`LEASE_LIFETIME`].
    ///
    /// # Errors
    /// When Redis is not available.
    pub async fn renew(&self, worker: &str) -> Result<usize, Error> {
        let key = self.keys.workers();
        let answer = MEMBERS
            .call(&self.link, &[&key], |command| {
                let lifetime = LEASE_LIFETIME.as_millis().to_string();
                command.arg(worker).arg(lifetime);
            })
            .await?;
        usize::from_redis_value(answer).ok().ok_or(Error::Corrupt {
            what: "the number of workers",
        })
    }

    /// Says that a worker has stopped.
    ///
    /// # Errors
    /// When Redis is not available.
    pub async fn leave(&self, worker: &str) -> Result<(), Error> {
        let mut command = redis::cmd("ZREM");
        command.arg(self.keys.workers()).arg(worker);
        let _removed: i64 = self.link.query(&command).await?;
        Ok(())
    }
}
