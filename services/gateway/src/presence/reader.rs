//! Reading how people are. What the live Redis has lost of them is brought back by api on the way.

use std::collections::HashMap;
use std::time::Duration;

use bus::{Bus, UserPresence};
use domain::UserId;
use tokio::time;

use crate::api::Api;

/// People asked about at once.
const BATCH: usize = 500;
/// How long whoever asks waits for what was lost; later it is told by itself.
const RESTORE_TIMEOUT: Duration = Duration::from_secs(1);

/// The way to what is known of people. Clones share everything.
#[derive(Clone, Debug)]
pub(super) struct Reader {
    pub(super) bus: Bus,
    pub(super) api: Api,
}

impl Reader {
    /// How these people are, without those of whom nothing can be read now.
    pub(super) async fn of(&self, users: &[UserId]) -> Vec<UserPresence> {
        let mut all = Vec::with_capacity(users.len());
        for batch in users.chunks(BATCH) {
            match self.batch(batch).await {
                Ok(found) => all.extend(found),
                Err(error) => tracing::debug!("presence cannot be read: {error}"),
            }
        }
        all
    }

    async fn batch(&self, users: &[UserId]) -> Result<Vec<UserPresence>, bus::Error> {
        let mut found = self.bus.presence().of(users).await?;
        let lost: Vec<UserId> = found
            .iter()
            .filter(|one| !one.is_status_known)
            .map(|one| one.user)
            .collect();
        if lost.is_empty() || !self.ask_to_restore(&lost).await {
            return Ok(found);
        }
        let restored = self.bus.presence().of(&lost).await?;
        let mut restored: HashMap<_, _> = restored.into_iter().map(|one| (one.user, one)).collect();
        for one in &mut found {
            if let Some(restored) = restored.remove(&one.user) {
                *one = restored;
            }
        }
        Ok(found)
    }

    /// Sees to it that the statuses of these people are known, as far as that goes in a moment.
    pub(super) async fn restore(&self, users: &[UserId]) {
        // What reading brings back is all that is wanted here.
        if let Err(_late) = time::timeout(RESTORE_TIMEOUT, self.of(users)).await {
            tracing::debug!("not all lost statuses are restored yet");
        }
    }

    async fn ask_to_restore(&self, users: &[UserId]) -> bool {
        match time::timeout(RESTORE_TIMEOUT, self.api.restore_statuses(users)).await {
            Ok(Ok(())) => true,
            Ok(Err(error)) => {
                tracing::debug!("lost statuses are not restored yet: {error}");
                false
            }
            Err(_late) => false,
        }
    }
}
