//! Sessions that were ended while their access tokens still live (S22).

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use chrono::{DateTime, Utc};
use domain::SessionId;

/// The ended sessions that may still hold a valid access token. Fed by the service's revocation
/// loop; clones share the set.
#[derive(Debug, Clone, Default)]
pub struct Revoked {
    until: Arc<RwLock<HashMap<SessionId, DateTime<Utc>>>>,
}

impl Revoked {
    /// Refuses this session until its last access token has expired.
    pub fn insert(&self, session: SessionId, until: DateTime<Utc>) {
        self.until
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(session, until);
    }

    /// Whether the session was ended.
    #[must_use]
    pub fn contains(&self, session: SessionId) -> bool {
        self.until
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .contains_key(&session)
    }

    /// Forgets the sessions whose tokens have all expired by `now`.
    pub fn forget_expired(&self, now: DateTime<Utc>) {
        self.until
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .retain(|_, until| *until > now);
    }
}
