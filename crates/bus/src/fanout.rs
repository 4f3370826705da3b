//! Fan-out: what was appended, as it happens.
//!
//! Pub/sub is a doorbell that usually carries the letter; the log is the truth. So a broken,
//! or overflowed, subscription is not an error to be handled here: it is told as
//! [`Delivery::Lost`], everything is subscribed anew, and [`Delivery::Restored`] asks the
//! receiver to compare heads.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use domain::{ChannelId, ConnectionId, UserId, WorkspaceId};
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

use crate::apart::Parting;
use crate::error::Error;
use crate::keys::{Keys, PRESENCE_SHARDS};
use crate::log::Record;
use crate::measured;
use crate::presence::UserPresence;
use crate::revocation::Revocation;
use crate::route::Route;
use crate::user_log::UserRecord;

mod driver;
mod parse;
mod socket;

pub use driver::FanoutDriver;

/// Messages that may wait for the receiver; more means that the subscription counts as lost.
pub(crate) const WAITING_MESSAGES: usize = 16_384;
/// Wishes to subscribe that may wait for the driver.
const WAITING_WISHES: usize = 1_024;
/// How long one waits for a wish to be confirmed.
const WISH_LIMIT: Duration = Duration::from_secs(2);

/// One of the two Redis roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Server {
    /// Channel logs, users' own logs, revocations.
    Durable,
    /// Presence, typing, receipts, calls, workspace hints.
    Live,
}

impl Server {
    /// Its name in metrics.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Durable => "durable",
            Self::Live => "live",
        }
    }
}

/// What one may listen to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    /// A channel's log.
    Channel(ChannelId),
    /// A user's own log and hints.
    User(UserId),
    /// Hints about a workspace.
    Workspace(WorkspaceId),
    /// Typing and receipts in a channel.
    Live(ChannelId),
    /// Everybody's presence, and sockets that were replaced.
    Presence,
    /// What people in calls tell each other.
    Calls,
    /// Revoked sessions.
    Revocations,
    /// Recovery at work.
    Control,
}

/// What a subscription brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// An event of a channel's log.
    Channel(Record),
    /// An event of a user's own log, or a hint to that user.
    User(UserRecord),
    /// A hint about a workspace.
    Workspace {
        /// Which.
        workspace: WorkspaceId,
        /// The bytes that were published.
        payload: Bytes,
    },
    /// Typing or a receipt in a channel.
    Live {
        /// Which channel.
        channel: ChannelId,
        /// The bytes that were published.
        payload: Bytes,
    },
    /// A user's presence has changed.
    Presence(UserPresence),
    /// A user opened more sockets than allowed: this one, the oldest, has to go.
    Replaced {
        /// Whose.
        user: UserId,
        /// Which, on whatever gateway it lives.
        connection: ConnectionId,
    },
    /// Something about a call, for all sockets of a user.
    Call {
        /// Whom it is for.
        user: UserId,
        /// The frame that was published.
        payload: Bytes,
    },
    /// One of two people has blocked the other, or neither has any more.
    Apart(Parting),
    /// Sessions were revoked.
    Revoked(Revocation),
    /// Recovery asks for the events that one holds above the surviving heads.
    Recover,
    /// Recovery is done: epochs may have risen, compare heads.
    Recovered,
    /// From here on deliveries of this server may be missing.
    Lost(Server),
    /// Everything is subscribed again: compare heads now.
    Restored(Server),
}

/// Subscribes. Clones are the same.
#[derive(Debug, Clone)]
pub struct Fanout {
    durable: mpsc::Sender<Wish>,
    live: mpsc::Sender<Wish>,
    keys: Arc<Keys>,
}

/// Receives what was subscribed to, in the order in which each Redis sent it.
#[derive(Debug)]
pub struct Deliveries {
    incoming: mpsc::Receiver<Raw>,
    handing_over: mpsc::WeakSender<Raw>,
}

/// A change of what is subscribed, with whom to tell when Redis has confirmed it.
#[derive(Debug)]
pub(crate) struct Wish {
    pub(crate) topics: Vec<String>,
    pub(crate) wanted: bool,
    pub(crate) done: oneshot::Sender<Result<(), Error>>,
}

/// What the sockets hand over, not yet read.
#[derive(Debug)]
pub(crate) enum Raw {
    Message { topic: Vec<u8>, payload: Vec<u8> },
    Lost(Server),
    Restored(Server),
}

pub(crate) fn new(
    keys: Arc<Keys>,
    durable: Route,
    live: Route,
) -> (Fanout, Deliveries, FanoutDriver) {
    let (outgoing, incoming) = mpsc::channel(WAITING_MESSAGES);
    let handing_over = outgoing.downgrade();
    let (durable_wishes, durable_inbox) = mpsc::channel(WAITING_WISHES);
    let (live_wishes, live_inbox) = mpsc::channel(WAITING_WISHES);
    let driver = FanoutDriver {
        durable: driver::Driver::new(Server::Durable, durable, durable_inbox, outgoing.clone()),
        live: driver::Driver::new(Server::Live, live, live_inbox, outgoing),
    };
    let fanout = Fanout {
        durable: durable_wishes,
        live: live_wishes,
        keys,
    };
    let deliveries = Deliveries {
        incoming,
        handing_over,
    };
    (fanout, deliveries, driver)
}

impl Fanout {
    /// Listens to topics; returns once Redis has confirmed, so that what is read from then on
    /// misses nothing. When it fails, the topics are remembered all the same, and subscribed as
    /// soon as Redis is there again, which [`Delivery::Restored`] tells.
    ///
    /// # Errors
    /// When Redis is not available.
    pub async fn subscribe(&self, topics: &[Topic]) -> Result<(), Error> {
        self.change(topics, true).await
    }

    /// Listens to topics no more. What is on its way may still arrive.
    ///
    /// # Errors
    /// When Redis is not available; the topics are forgotten all the same.
    pub async fn unsubscribe(&self, topics: &[Topic]) -> Result<(), Error> {
        self.change(topics, false).await
    }

    async fn change(&self, topics: &[Topic], wanted: bool) -> Result<(), Error> {
        let mut durable = Vec::new();
        let mut live = Vec::new();
        for topic in topics {
            match topic {
                Topic::Channel(channel) => durable.push(self.keys.channel_topic(*channel)),
                Topic::User(user) => durable.push(self.keys.user_topic(*user)),
                Topic::Revocations => durable.push(self.keys.revoked_topic()),
                Topic::Control => durable.push(self.keys.control_topic()),
                Topic::Live(channel) => live.push(self.keys.live_topic(*channel)),
                Topic::Workspace(id) => live.push(self.keys.workspace_topic(*id)),
                Topic::Calls => {
                    live.extend((0..PRESENCE_SHARDS).map(|shard| self.keys.call_topic(shard)));
                }
                Topic::Presence => {
                    live.extend((0..PRESENCE_SHARDS).map(|shard| self.keys.presence_topic(shard)));
                }
            }
        }
        let (durable, live) = tokio::join!(
            wish(&self.durable, durable, wanted),
            wish(&self.live, live, wanted)
        );
        durable.and(live)
    }
}

async fn wish(to: &mpsc::Sender<Wish>, topics: Vec<String>, wanted: bool) -> Result<(), Error> {
    if topics.is_empty() {
        return Ok(());
    }
    let (done, answer) = oneshot::channel();
    let wish = Wish {
        topics,
        wanted,
        done,
    };
    if to.send(wish).await.is_err() {
        return Err(stopped());
    }
    match timeout(WISH_LIMIT, answer).await {
        Ok(answer) => answer.unwrap_or_else(|_dropped| Err(stopped())),
        Err(_elapsed) => {
            let source = (redis::ErrorKind::Io, "redis did not confirm in time");
            Err(redis::RedisError::from(source).into())
        }
    }
}

fn stopped() -> Error {
    redis::RedisError::from((redis::ErrorKind::Io, "the fan-out has stopped")).into()
}

impl Deliveries {
    /// How much waits and how much may, whenever it is asked; None once the driver has stopped.
    pub fn fullness(&self) -> impl Fn() -> Option<(usize, usize)> + Send + 'static {
        let handing_over = self.handing_over.clone();
        move || {
            let sender = handing_over.upgrade()?;
            Some((
                sender.max_capacity() - sender.capacity(),
                sender.max_capacity(),
            ))
        }
    }

    /// The next delivery; `None` once the driver has stopped.
    pub async fn next(&mut self) -> Option<Delivery> {
        loop {
            let raw = self.incoming.recv().await?;
            match parse::delivery(raw) {
                Ok(delivery) => return Some(delivery),
                Err(error) => {
                    tracing::error!(error = %error, "an unreadable message on a topic was skipped");
                    measured::unreadable();
                }
            }
        }
    }
}
