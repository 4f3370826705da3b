//! Sockets by what they take part in, with the topic subscribed while there is at least one.

use std::collections::HashMap;
use std::fmt;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use bus::{Fanout, Topic};
use bytes::Bytes;
use domain::{ConnectionId, UserId};
use indexmap::IndexMap;

use crate::hub::Socket;
use crate::outbox::Kind;

/// By name, and dense: a hint goes to everybody, and thousands may come or go at once.
type Sockets = IndexMap<ConnectionId, Arc<Socket>>;

/// Sockets by `K`. Clones share everything.
pub(crate) struct Crowd<K> {
    inner: Arc<Inner<K>>,
}

struct Inner<K> {
    fanout: Fanout,
    topic: fn(K) -> Topic,
    members: Mutex<HashMap<K, Sockets>>,
    /// The first in and the last out change the subscription, one at a time.
    gate: tokio::sync::Mutex<()>,
}

impl<K: Copy + Eq + Hash + fmt::Display> Crowd<K> {
    /// Nobody yet; `topic` says what to subscribe to.
    pub(crate) fn new(fanout: Fanout, topic: fn(K) -> Topic) -> Self {
        let inner = Inner {
            fanout,
            topic,
            members: Mutex::default(),
            gate: tokio::sync::Mutex::default(),
        };
        Self {
            inner: Arc::new(inner),
        }
    }

    /// Takes a socket in. Nothing is promised: what is passed on here may be missed.
    pub(crate) async fn enter(&self, key: K, socket: &Arc<Socket>) {
        let _changing = self.inner.gate.lock().await;
        let first = self.with(|members| {
            let sockets = members.entry(key).or_default();
            sockets.insert(socket.id, Arc::clone(socket));
            sockets.len() == 1
        });
        if first
            && let Err(error) = self
                .inner
                .fanout
                .subscribe(&[(self.inner.topic)(key)])
                .await
        {
            tracing::debug!("the topic of {key} is not subscribed yet: {error}");
        }
    }

    /// Lets a socket go.
    pub(crate) async fn leave(&self, key: K, socket: ConnectionId) {
        let _changing = self.inner.gate.lock().await;
        let last = self.with(|members| {
            let Some(sockets) = members.get_mut(&key) else {
                return false;
            };
            sockets.swap_remove(&socket);
            let empty = sockets.is_empty();
            if empty {
                members.remove(&key);
            }
            empty
        });
        if last
            && let Err(error) = self
                .inner
                .fanout
                .unsubscribe(&[(self.inner.topic)(key)])
                .await
        {
            tracing::debug!("the topic of {key} is still subscribed: {error}");
        }
    }

    /// Offers a frame to the sockets of those of them whom it is for.
    pub(crate) fn offer_to(
        &self,
        key: K,
        frame: &Bytes,
        kind: Kind,
        is_for: impl Fn(UserId) -> bool,
    ) {
        self.with(|members| {
            let sockets = members.get(&key).into_iter().flat_map(IndexMap::values);
            for socket in sockets.filter(|socket| is_for(socket.user)) {
                socket.outbox.offer(frame.clone(), kind);
            }
        });
    }

    fn with<T>(&self, act: impl FnOnce(&mut HashMap<K, Sockets>) -> T) -> T {
        act(&mut self
            .inner
            .members
            .lock()
            .unwrap_or_else(PoisonError::into_inner))
    }
}

impl<K> Clone for Crowd<K> {
    fn clone(&self) -> Self {
        Self {
            inner: Arc::clone(&self.inner),
        }
    }
}

impl<K> fmt::Debug for Crowd<K> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Crowd").finish_non_exhaustive()
    }
}
