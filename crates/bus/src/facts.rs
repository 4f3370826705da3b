//! What a Redis says of itself, for whoever checks an installation.

use chrono::{DateTime, Utc};
use redis::{Value, cmd};

use crate::fanout::Server;
use crate::link::Link;
use crate::shape::field;
use crate::{Bus, Error};

/// What a Redis says of itself. What a provider does not let us ask is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The version of Redis that it is compatible with, such as `7.2.4`.
    pub version: String,
    /// What it throws away when it is full.
    pub policy: String,
    /// Whether it writes a log of what it was told.
    pub appends: bool,
    /// When that log is forced to the disk: `always`, `everysec`, `no`.
    pub fsync: Option<String>,
    /// The hard limit of what may wait for a subscriber, in bytes; 0: none.
    pub subscriber_limit: Option<u64>,
    /// Bytes that it holds.
    pub used: u64,
    /// Bytes that it may hold; 0: as many as there are.
    pub most: u64,
    /// What its clock shows.
    pub clock: DateTime<Utc>,
}

impl Bus {
    /// Asks one of the two.
    ///
    /// # Errors
    /// When it does not answer.
    pub async fn facts(&self, server: Server) -> Result<Facts, Error> {
        let link = match server {
            Server::Durable => &self.durable,
            Server::Live => &self.live,
        };
        let info: String = link.query(cmd("INFO").arg("everything")).await?;
        let (seconds, micros): (i64, u32) = link.query(&cmd("TIME")).await?;
        let clock = DateTime::from_timestamp(seconds, micros.saturating_mul(1_000));
        // Some providers forbid CONFIG; then it stays unknown.
        let fsync = setting(link, "appendfsync").await;
        let limits = setting(link, "client-output-buffer-limit").await;
        let field = |name| field(&info, name).unwrap_or_default();
        let number = |name| field(name).parse().unwrap_or(0);
        Ok(Facts {
            version: field("redis_version").to_owned(),
            policy: field("maxmemory_policy").to_owned(),
            appends: field("aof_enabled") == "1",
            fsync,
            subscriber_limit: limits.as_deref().and_then(subscriber_limit),
            used: number("used_memory"),
            most: number("maxmemory"),
            clock: clock.ok_or(Error::Corrupt { what: "its time" })?,
        })
    }
}

async fn setting(link: &Link, name: &str) -> Option<String> {
    let answer = link.run(cmd("CONFIG").arg("GET").arg(name)).await.ok()?;
    let Value::Array(pair) = answer else {
        return None;
    };
    redis::from_redis_value(pair.into_iter().nth(1)?).ok()
}

/// The hard limit in `… pubsub 33554432 8388608 60`.
fn subscriber_limit(limits: &str) -> Option<u64> {
    let mut words = limits.split_whitespace();
    words.find(|word| *word == "pubsub")?;
    words.next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_is_found() {
        let info = "# Server\r\nredis_version:7.0.15\r\nos:Linux 6 x\r\n";
        assert_eq!(field(info, "redis_version"), Some("7.0.15"));
        assert_eq!(field(info, "maxmemory_policy"), None);
        let limits = "normal 0 0 0 slave 268435456 67108864 60 pubsub 33554432 8388608 60";
        assert_eq!(subscriber_limit(limits), Some(33_554_432));
        assert_eq!(subscriber_limit("normal 0 0 0"), None);
    }
}
