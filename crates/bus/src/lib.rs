//! Redis: the channel log, fan-out, presence, leases and limits.
//!
//! Nothing else in the project speaks to Redis. This crate carries bytes and never looks inside
//! an event. Two roles are configured apart: the *durable* Redis holds what must survive, the
//! *live* one what may be lost; a small installation uses one server for both.

use std::sync::Arc;

use domain::Partitions;

mod config;
mod decode;
mod error;
mod fence;
mod keys;
mod link;
mod moved;
mod script;

pub mod log;
pub mod recovery;
pub mod user_log;

pub use config::Config;
pub use error::Error;
pub use fence::{Gate, Incarnation};
pub use keys::PRESENCE_SHARDS;
pub use log::{
    Append, AppendError, Appended, Earlier, End, Head, Key, Log, Position, Range, Record, Seed,
    Standing, Tail,
};
pub use recovery::{Recovery, Restore, Restored, Survey, Survivor};
pub use user_log::{Since, UserAppend, UserLog, UserRecord};

use fence::Fence;
use keys::Keys;
use link::Link;

/// A process's way to Redis. Clones are the same.
///
/// Nothing is connected until it is used, and what broke is connected again, so that a service
/// starts, and stays up, without Redis.
#[derive(Debug, Clone)]
pub struct Bus {
    config: Arc<Config>,
    keys: Arc<Keys>,
    durable: Link,
    live: Link,
    log: Log,
}

impl Bus {
    /// A bus for an installation of so many partitions.
    ///
    /// # Errors
    /// [`Error::Config`] when a URL is not usable.
    pub fn new(config: &Config, partitions: Partitions) -> Result<Self, Error> {
        let keys = Arc::new(Keys::new(&config.redis_prefix, partitions));
        let durable = Link::new(&config.redis_log_url, config.timeout())?;
        let live = match &config.redis_live_url {
            Some(url) => Link::new(url, config.timeout())?,
            None => durable.clone(),
        };
        let log = Log {
            link: durable.clone(),
            keys: Arc::clone(&keys),
            fence: Fence::new(durable.clone(), Keys::clone(&keys)),
            max_entries: config.log_max_entries,
        };
        Ok(Self {
            config: Arc::new(config.clone()),
            keys,
            durable,
            live,
            log,
        })
    }

    /// How many partitions this installation has.
    #[must_use]
    pub fn partitions(&self) -> Partitions {
        self.keys.partitions()
    }

    /// Whether the durable Redis answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping_durable(&self) -> Result<(), Error> {
        self.durable.ping().await
    }

    /// Whether the live Redis answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping_live(&self) -> Result<(), Error> {
        self.live.ping().await
    }

    /// The users' own logs.
    #[must_use]
    pub fn users(&self) -> UserLog {
        UserLog {
            link: self.durable.clone(),
            keys: Arc::clone(&self.keys),
            fence: self.log.fence.clone(),
        }
    }

    /// What recovery does with the durable Redis.
    #[must_use]
    pub fn recovery(&self) -> Recovery {
        Recovery {
            link: self.durable.clone(),
            keys: Arc::clone(&self.keys),
            fence: self.log.fence.clone(),
            log: self.log(),
        }
    }

    /// The channel log.
    #[must_use]
    pub fn log(&self) -> Log {
        self.log.clone()
    }
}
