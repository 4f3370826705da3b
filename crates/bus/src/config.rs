//! The section of the configuration that says how to reach Redis.

use std::time::Duration;

use secrecy::SecretString;
use serde::Deserialize;

/// How to reach the two Redis roles, and the bounds kept there.
#[derive(Debug, Clone, Deserialize)]
#[serde(default)]
pub struct Config {
    /// `HUBBUB_REDIS_LOG_URL`: the durable Redis (`appendonly yes`, `appendfsync always`,
    /// `maxmemory-policy noeviction`): the channel log, tails, counters, fan-out. `redis://` or
    /// `rediss://` (TLS) with one address, or the sentinels who know the primary's:
    /// `redis+sentinel://USER:PASSWORD@HOST:26379,HOST:26379,HOST:26379/NAME/DB` (with TLS
    /// `rediss+sentinel://`), behind it `?sentinel_username=…&sentinel_password=…` where the
    /// sentinels ask for their own.
    pub redis_log_url: SecretString,
    /// `HUBBUB_REDIS_LIVE_URL`: the disposable Redis: presence, typing, rate limits, caches; the
    /// same forms. Unset means the durable one serves both roles.
    pub redis_live_url: Option<SecretString>,
    /// `HUBBUB_REDIS_REPLICAS`: replicas of the durable Redis that must have a message before it
    /// is acknowledged (`WAIT`). With fewer than that, sends are refused.
    pub redis_replicas: u8,
    /// `HUBBUB_REDIS_CA`: who signs the certificates of Redis and its sentinels, PEM, instead of
    /// those whom the machine trusts.
    pub redis_ca: Option<SecretString>,
    /// `HUBBUB_REDIS_CERT`: the certificate to show to a Redis that asks for one, PEM.
    pub redis_cert: Option<SecretString>,
    /// `HUBBUB_REDIS_KEY`: the private key of that certificate, PEM.
    pub redis_key: Option<SecretString>,
    /// `HUBBUB_REDIS_PREFIX`: what every key and topic begins with.
    pub redis_prefix: String,
    /// `HUBBUB_REDIS_TIMEOUT_MS`: the longest that a call may take, connecting included, in
    /// milliseconds. Blocking reads add their own waiting time.
    pub redis_timeout_ms: u64,
    /// `HUBBUB_LOG_MAX_ENTRIES`: events that a partition's log holds before sends are refused
    /// (the worker or Postgres is down for long).
    pub log_max_entries: u32,
    /// `HUBBUB_TAIL_KEEP`: events that a channel's tail keeps once they are persisted.
    pub tail_keep: u32,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            redis_log_url: SecretString::from("redis://127.0.0.1:6379"),
            redis_live_url: None,
            redis_replicas: 0,
            redis_ca: None,
            redis_cert: None,
            redis_key: None,
            redis_prefix: "hubbub".to_owned(),
            redis_timeout_ms: 2_000,
            log_max_entries: 200_000,
            tail_keep: 2_000,
        }
    }
}

impl Config {
    /// The longest that a call may take.
    #[must_use]
    pub const fn timeout(&self) -> Duration {
        Duration::from_millis(self.redis_timeout_ms)
    }
}
