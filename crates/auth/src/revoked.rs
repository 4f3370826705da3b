//! What was ended while its access tokens still live (S22).

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use chrono::{DateTime, TimeDelta, Utc};
use domain::{SessionId, UserId};

use crate::keys::Claims;

/// How long an ended session is remembered: longer than any access token lives.
const REMEMBERED: TimeDelta = TimeDelta::hours(2);

#[derive(Debug, Default)]
struct Ended {
    sessions: HashMap<SessionId, DateTime<Utc>>,
    users: HashMap<UserId, DateTime<Utc>>,
}

/// The sessions, and all sessions of a user up to a time, that were ended and may still hold a
/// valid access token. Fed by the service's revocation loop; clones share the set.
#[derive(Debug, Clone, Default)]
pub struct Revoked {
    ended: Arc<RwLock<Ended>>,
}

impl Revoked {
    /// Refuses this session's tokens.
    pub fn insert(&self, session: SessionId, at: DateTime<Utc>) {
        self.write(|ended| ended.sessions.insert(session, at));
    }

    /// Refuses this user's tokens that were signed up to `at`.
    pub fn insert_user(&self, user: UserId, at: DateTime<Utc>) {
        self.write(|ended| ended.users.insert(user, at));
    }

    /// Whether the token with these claims belongs to what was ended.
    #[must_use]
    pub fn covers(&self, claims: &Claims) -> bool {
        let ended = self.ended.read().unwrap_or_else(PoisonError::into_inner);
        ended.sessions.contains_key(&claims.sid)
            || ended
                .users
                .get(&claims.sub)
                .is_some_and(|at| claims.iat <= at.timestamp())
    }

    /// Forgets what ended so long ago that its tokens have all expired.
    pub fn forget_expired(&self, now: DateTime<Utc>) {
        let oldest = now - REMEMBERED;
        self.write(|ended| {
            ended.sessions.retain(|_, at| *at > oldest);
            ended.users.retain(|_, at| *at > oldest);
        });
    }

    fn write<T>(&self, change: impl FnOnce(&mut Ended) -> T) -> T {
        change(&mut self.ended.write().unwrap_or_else(PoisonError::into_inner))
    }
}
