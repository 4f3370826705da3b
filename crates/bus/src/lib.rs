//! Redis: the channel log, fan-out, presence, leases and limits.
//!
//! Nothing else in the project speaks to Redis. This crate carries bytes and never looks inside
//! an event. Two roles are configured apart: the *durable* Redis holds what must survive, the
//! *live* one what may be lost; a small installation uses one server for both.

use std::sync::Arc;

use domain::{Partition, Partitions};
use redis::ErrorKind;

mod blocking;
mod config;
mod confirm;
mod decode;
mod error;
mod facts;
mod fence;
mod keys;
mod link;
mod memory;
mod moved;
mod route;
mod script;
mod shape;

pub mod apart;
pub mod attention;
pub mod calls;
pub mod fanout;
pub mod live;
pub mod log;
pub mod measured;
pub mod partition;
pub mod presence;
pub mod rate_limit;
pub mod recovery;
pub mod revocation;
pub mod user_log;

pub use apart::{Apart, Parting};
pub use attention::Attention;
pub use calls::{CallOutcome, CallSeat, CallState, CallStory, Calls, Joining, Sitter};
pub use config::Config;
pub use error::Error;
pub use facts::Facts;
pub use fanout::{Deliveries, Delivery, Fanout, FanoutDriver, Server, Topic};
pub use fence::{Gate, Incarnation};
pub use keys::PRESENCE_SHARDS;
pub use live::{Cache, Live};
pub use log::{
    Append, AppendError, Appended, Earlier, End, Head, Key, Log, Position, Range, Record, Seed,
    Standing, Tail,
};
pub use memory::Memory;
pub use partition::{
    Committed, Consumer, Entry, EntryId, Group, Lease, Members, Undecodable, Waiting,
};
pub use presence::{Arrival, Lasting, Presence, UserPresence};
pub use rate_limit::{Limit, RateLimits, Verdict};
pub use recovery::{Recovery, Restore, Restored, Survey, Survivor};
pub use revocation::{Cursor, Revocation, Revocations, Revoked};
pub use user_log::{Since, UserAppend, UserLog, UserRecord};

use blocking::Blocking;
use confirm::Replicas;
use fence::Fence;
use keys::Keys;
use link::Link;
use route::Route;

/// Connections, beyond one for each partition, that wait on the durable Redis.
const SPARE_CONNECTIONS: usize = 4;

/// A process's way to Redis. Clones are the same.
///
/// Nothing is connected until it is used, and what broke is connected again, so that a service
/// starts, and stays up, without Redis.
#[derive(Debug, Clone)]
pub struct Bus {
    tail_keep: u32,
    keys: Arc<Keys>,
    durable: Link,
    live: Link,
    blocking: Blocking,
    subscribers: Subscribers,
    limits: RateLimits,
    log: Log,
}

/// What subscribed connections are made from.
#[derive(Debug, Clone)]
struct Subscribers {
    durable: Route,
    live: Route,
}

impl Bus {
    /// A bus for an installation of so many partitions.
    ///
    /// # Errors
    /// [`Error::Config`] when a URL, a certificate or the prefix (no braces) is not usable.
    pub fn new(config: &Config, partitions: Partitions) -> Result<Self, Error> {
        if config.redis_prefix.contains(['{', '}']) {
            let source = (ErrorKind::InvalidClientConfig, "the prefix has braces").into();
            return Err(Error::Config { source });
        }
        let keys = Arc::new(Keys::new(&config.redis_prefix, partitions));
        let trust = route::trust(config)?;
        let limit = config.timeout();
        let durable_route = Route::new(&config.redis_log_url, trust.clone())?;
        let replicas = (config.redis_replicas > 0).then(|| Replicas {
            count: config.redis_replicas,
            marker: keys.confirmed(),
        });
        let durable = Link::new(Server::Durable, durable_route.clone(), limit, replicas);
        let (live_route, live) = match &config.redis_live_url {
            None => (durable_route.clone(), durable.clone()),
            Some(url) => {
                let route = Route::new(url, trust)?;
                let link = Link::new(Server::Live, route.clone(), limit, None);
                (route, link)
            }
        };
        let spare = usize::from(partitions.count()) + SPARE_CONNECTIONS;
        let blocking = Blocking::new(durable_route.clone(), spare, limit);
        let log = Log {
            link: durable.clone(),
            keys: Arc::clone(&keys),
            fence: Fence::new(durable.clone(), Keys::clone(&keys)),
            max_entries: config.log_max_entries,
        };
        let subscribers = Subscribers {
            durable: durable_route,
            live: live_route,
        };
        Ok(Self {
            tail_keep: config.tail_keep,
            limits: RateLimits::new(live.clone(), Arc::clone(&keys)),
            keys,
            durable,
            live,
            blocking,
            subscribers,
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

    /// Whether both Redis, if they answer, are such as can be used.
    ///
    /// # Errors
    /// [`Error::Config`] when one is not. Nothing when one does not answer: that may pass.
    pub async fn fits(&self) -> Result<(), Error> {
        let (durable, live) = tokio::join!(self.ping_durable(), self.ping_live());
        let mut answers = [durable, live].into_iter();
        answers
            .find(|it| matches!(it, Err(Error::Config { .. })))
            .unwrap_or(Ok(()))
    }

    /// Whether the live Redis answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping_live(&self) -> Result<(), Error> {
        self.live.ping().await
    }

    /// How much the durable Redis holds.
    ///
    /// # Errors
    /// When it does not answer.
    pub async fn durable_memory(&self) -> Result<Memory, Error> {
        Memory::of(&self.durable).await
    }

    /// The channel log.
    #[must_use]
    pub fn log(&self) -> Log {
        self.log.clone()
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

    /// A subscriber of its own: subscribe with the first, receive from the second, and spawn the
    /// third's `run`.
    #[must_use]
    pub fn fanout(&self) -> (Fanout, Deliveries, FanoutDriver) {
        let Subscribers { durable, live } = self.subscribers.clone();
        fanout::new(Arc::clone(&self.keys), durable, live)
    }

    /// A group's reader of one partition. Only the holder of the partition's lease may read.
    #[must_use]
    pub fn consumer(&self, group: Group, partition: Partition) -> Consumer {
        Consumer {
            link: self.durable.clone(),
            blocking: self.blocking.clone(),
            keys: Arc::clone(&self.keys),
            group,
            partition,
            tail_keep: self.tail_keep,
        }
    }

    /// The lease of one partition.
    #[must_use]
    pub fn lease(&self, partition: Partition) -> Lease {
        Lease {
            link: self.durable.clone(),
            keys: Arc::clone(&self.keys),
            partition,
            lifetime: partition::LEASE_LIFETIME,
        }
    }

    /// The workers that live.
    #[must_use]
    pub fn members(&self) -> Members {
        Members {
            link: self.durable.clone(),
            keys: Arc::clone(&self.keys),
        }
    }

    /// Who is online.
    #[must_use]
    pub fn presence(&self) -> Presence {
        Presence {
            link: self.live.clone(),
            keys: Arc::clone(&self.keys),
            lasting: Lasting::default(),
        }
    }

    /// Who is in which call.
    #[must_use]
    pub fn calls(&self) -> Calls {
        Calls {
            link: self.live.clone(),
            keys: Arc::clone(&self.keys),
            lifetime: calls::SEAT_LIFETIME,
        }
    }

    /// Who is to be kept apart.
    #[must_use]
    pub fn apart(&self) -> Apart {
        Apart {
            link: self.live.clone(),
            keys: Arc::clone(&self.keys),
        }
    }

    /// Who has Hubbub before their eyes.
    #[must_use]
    pub fn attention(&self) -> Attention {
        Attention {
            link: self.live.clone(),
            keys: Arc::clone(&self.keys),
        }
    }

    /// Sessions that are over.
    #[must_use]
    pub fn revocations(&self) -> Revocations {
        Revocations {
            link: self.durable.clone(),
            keys: Arc::clone(&self.keys),
        }
    }

    /// Rate limits.
    #[must_use]
    pub fn limits(&self) -> RateLimits {
        self.limits.clone()
    }

    /// Small caches.
    #[must_use]
    pub fn cache(&self) -> Cache {
        Cache {
            link: self.live.clone(),
            keys: Arc::clone(&self.keys),
        }
    }

    /// Typing, receipts, hints.
    #[must_use]
    pub fn live(&self) -> Live {
        Live {
            link: self.live.clone(),
            keys: Arc::clone(&self.keys),
        }
    }
}
