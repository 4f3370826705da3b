//! Ended sessions: heard at once by pub/sub, and read each second in case it lost one.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use auth::Door;
use bus::{Bus, Cursor, Revoked};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{Clock, UserId};
use tokio::time::{self, Instant, MissedTickBehavior};

use crate::sockets::Sockets;

/// How often the list is read.
const POLL_EVERY: Duration = Duration::from_secs(1);
/// Without an answer for so long nobody new is let in: they might have been ended.
const BLIND_AFTER: Duration = Duration::from_secs(5);
/// For how long a revocation may come twice.
const REMEMBER: TimeDelta = TimeDelta::minutes(10);

/// Ends the sockets of ended sessions. Clones share everything.
#[derive(Clone, Debug)]
pub(crate) struct Revocation {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    door: Door,
    sockets: Sockets,
    clock: Arc<dyn Clock>,
    /// Users whose sessions were all ended lately, and when.
    users: Mutex<HashMap<UserId, DateTime<Utc>>>,
    started: Instant,
    /// When the list was last read, in milliseconds after `started`, plus one; zero: never.
    confirmed_ms: AtomicU64,
}

impl Revocation {
    /// Nothing has been read yet.
    pub(crate) fn new(door: Door, sockets: Sockets, clock: Arc<dyn Clock>) -> Self {
        let inner = Inner {
            door,
            sockets,
            clock,
            users: Mutex::default(),
            started: Instant::now(),
            confirmed_ms: AtomicU64::new(0),
        };
        Self {
            inner: Arc::new(inner),
        }
    }

    /// Takes a revocation that was pushed or read. Twice is as good as once.
    pub(crate) fn take(&self, revocation: &bus::Revocation) {
        let now = self.inner.clock.now();
        match revocation.what {
            Revoked::Session(session) => {
                self.inner.door.revoked.insert(session, revocation.at);
                self.inner.sockets.revoke_session(session);
            }
            Revoked::User(user) => {
                self.inner.door.revoked.insert_user(user, revocation.at);
                let mut users = self
                    .inner
                    .users
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner);
                users.retain(|_, at| *at + REMEMBER > now);
                let known = users.insert(user, revocation.at);
                drop(users);
                // Pushed and read: who has come back in between is not meant.
                if known != Some(revocation.at) {
                    self.inner.sockets.revoke_user(user);
                }
            }
        }
    }

    /// Whether ended sessions are known well enough to let somebody in.
    pub(crate) fn sees(&self) -> bool {
        let confirmed_ms = self.inner.confirmed_ms.load(Ordering::Acquire);
        confirmed_ms > 0 && self.now_ms().saturating_sub(confirmed_ms) < millis(BLIND_AFTER)
    }

    /// Reads the list each second. Never ends by itself.
    pub(crate) async fn poll(self, bus: Bus) {
        let mut cursor = Cursor::default();
        let mut ticks = time::interval(POLL_EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            match bus.revocations().since(cursor).await {
                Ok((next, revocations)) => {
                    cursor = next;
                    self.read(&revocations);
                }
                Err(error) => tracing::warn!("ended sessions cannot be read: {error}"),
            }
        }
    }

    fn read(&self, revocations: &[bus::Revocation]) {
        for revocation in revocations {
            self.take(revocation);
        }
        self.inner
            .confirmed_ms
            .store(self.now_ms(), Ordering::Release);
        self.inner
            .door
            .revoked
            .forget_expired(self.inner.clock.now());
    }

    fn now_ms(&self) -> u64 {
        millis(self.inner.started.elapsed()) + 1
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
