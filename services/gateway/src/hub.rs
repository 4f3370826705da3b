//! Which channels and users this gateway listens to, and for whom.

pub(crate) mod channel;
pub(crate) mod event;
pub(crate) mod listener;
mod ring;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod traced;
pub(crate) mod user;

use std::sync::Arc;
use std::time::Duration;

use bus::{Bus, Fanout, Topic};
use dashmap::DashMap;
use domain::{ChannelId, UserId};
use tokio::sync::RwLock;
use tokio::time::Instant;

pub(crate) use channel::{Channel, Join, Place, Received};
pub(crate) use listener::{Letter, Listener, Role, Socket};
pub(crate) use user::{Follow, UserTopic};

/// How long a channel without listeners is kept, so that who comes back finds its ring.
pub(crate) const LINGER: Duration = Duration::from_mins(1);

/// The hub. Clones share everything.
#[derive(Clone, Debug)]
pub(crate) struct Hub {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    bus: Bus,
    fanout: Fanout,
    channels: DashMap<ChannelId, Arc<Channel>>,
    users: DashMap<UserId, Arc<UserTopic>>,
    /// Read to subscribe, written to unsubscribe: the two never cross for the same topic.
    gate: RwLock<()>,
}

impl Hub {
    /// An empty hub.
    pub(crate) fn new(bus: Bus, fanout: Fanout) -> Self {
        let inner = Inner {
            bus,
            fanout,
            channels: DashMap::new(),
            users: DashMap::new(),
            gate: RwLock::new(()),
        };
        Self {
            inner: Arc::new(inner),
        }
    }

    /// The channel, if somebody here listens to it or did a moment ago.
    pub(crate) fn channel(&self, id: ChannelId) -> Option<Arc<Channel>> {
        self.inner.channels.get(&id).map(|entry| Arc::clone(&entry))
    }

    /// The user's topic, if they are here.
    pub(crate) fn user(&self, id: UserId) -> Option<Arc<UserTopic>> {
        self.inner.users.get(&id).map(|entry| Arc::clone(&entry))
    }

    /// All channels, for repairs and recovery.
    pub(crate) fn channels(&self) -> Vec<Arc<Channel>> {
        self.inner
            .channels
            .iter()
            .map(|entry| Arc::clone(&entry))
            .collect()
    }

    /// All users' topics.
    pub(crate) fn users(&self) -> Vec<Arc<UserTopic>> {
        self.inner
            .users
            .iter()
            .map(|entry| Arc::clone(&entry))
            .collect()
    }

    /// The channels, each subscribed and then its head read, in the order asked for. One that
    /// Redis does not hold has no place yet: the caller says what Postgres knows.
    ///
    /// # Errors
    /// When Redis is not available.
    pub(crate) async fn open(&self, ids: &[ChannelId]) -> Result<Vec<Arc<Channel>>, bus::Error> {
        let _subscribing = self.inner.gate.read().await;
        let channels: Vec<_> = ids.iter().map(|id| self.entry(*id)).collect();
        let fresh: Vec<_> = channels
            .iter()
            .filter(|channel| channel.place().is_none())
            .map(|channel| channel.id())
            .collect();
        if !fresh.is_empty() {
            let topics: Vec<_> = fresh.iter().copied().map(Topic::Channel).collect();
            self.inner.fanout.subscribe(&topics).await?;
            self.read_heads(&fresh).await?;
        }
        Ok(channels)
    }

    /// The user's topic, subscribed.
    ///
    /// # Errors
    /// When Redis is not available.
    pub(crate) async fn open_user(&self, id: UserId) -> Result<Arc<UserTopic>, bus::Error> {
        let _subscribing = self.inner.gate.read().await;
        let topic = self.user_entry(id);
        if topic.version().is_none() {
            self.inner.fanout.subscribe(&[Topic::User(id)]).await?;
        }
        Ok(topic)
    }

    /// Drops what nobody has listened to for a while.
    ///
    /// # Errors
    /// When Redis is not available; what was dropped stays dropped.
    pub(crate) async fn sweep(&self, now: Instant) -> Result<(), bus::Error> {
        let Some(before) = now.checked_sub(LINGER) else {
            return Ok(());
        };
        let _unsubscribing = self.inner.gate.write().await;
        let mut topics = Vec::new();
        self.inner.channels.retain(|id, channel| {
            let retired = channel.retire(before);
            topics.extend(retired.then_some(Topic::Channel(*id)));
            !retired
        });
        self.inner.users.retain(|id, topic| {
            let retired = topic.retire(before);
            topics.extend(retired.then_some(Topic::User(*id)));
            !retired
        });
        if topics.is_empty() {
            return Ok(());
        }
        self.inner.fanout.unsubscribe(&topics).await
    }

    /// After recovery the partitions' logs count anew.
    pub(crate) fn forget_psns(&self) {
        self.inner
            .channels
            .iter()
            .for_each(|channel| channel.forget_psn());
        self.inner.users.iter().for_each(|topic| topic.forget_psn());
    }

    fn entry(&self, id: ChannelId) -> Arc<Channel> {
        let entry = self
            .inner
            .channels
            .entry(id)
            .or_insert_with(|| Arc::new(Channel::new(id)));
        entry.touch();
        Arc::clone(&entry)
    }

    /// The map's lock is gone when this returns: it must not be held while anybody waits.
    fn user_entry(&self, id: UserId) -> Arc<UserTopic> {
        let entry = self
            .inner
            .users
            .entry(id)
            .or_insert_with(|| Arc::new(UserTopic::new(id)));
        entry.touch();
        Arc::clone(&entry)
    }

    async fn read_heads(&self, ids: &[ChannelId]) -> Result<(), bus::Error> {
        let heads = self.inner.bus.log().heads(ids).await?;
        for (id, head) in ids.iter().zip(heads) {
            if let (Some(channel), Some(head)) = (self.channel(*id), head) {
                channel.adopt(&head);
            }
        }
        Ok(())
    }
}
