//! What is fetched again and again: the keys that verify tokens, and the sessions that are over.

use std::time::Duration;

use bus::{Cursor, Revoked};
use tokio_util::sync::CancellationToken;

use crate::state::State;

/// New keys are published well before they sign.
const KEYS_EVERY: Duration = Duration::from_mins(1);
const KEYS_RETRY: Duration = Duration::from_millis(500);
/// Whoever was cut off gets nothing a second later: half of it for this, the rest for the way.
const REVOCATIONS_EVERY: Duration = Duration::from_millis(500);
const BUCKET_RETRY: Duration = Duration::from_secs(1);

/// Keeps the verification keys, until told to stop.
pub(crate) async fn keys(state: State, stop: CancellationToken) {
    loop {
        let wait = match state.chat.keys().await {
            Ok(keys) => {
                state.door.verifier.set(&keys);
                KEYS_EVERY
            }
            Err(error) => {
                tracing::warn!("the verification keys cannot be fetched: {error}");
                KEYS_RETRY
            }
        };
        if stop
            .run_until_cancelled(tokio::time::sleep(wait))
            .await
            .is_none()
        {
            return;
        }
    }
}

/// Hears of sessions that are over (S22), until told to stop.
pub(crate) async fn revocations(state: State, stop: CancellationToken) {
    let mut cursor = Cursor::default();
    while stop
        .run_until_cancelled(tokio::time::sleep(REVOCATIONS_EVERY))
        .await
        .is_some()
    {
        match state.bus.revocations().since(cursor).await {
            Ok((next, revoked)) => {
                cursor = next;
                for one in revoked {
                    match one.what {
                        Revoked::Session(session) => state.door.revoked.insert(session, one.at),
                        Revoked::User(user) => state.door.revoked.insert_user(user, one.at),
                    }
                }
                state.door.revoked.forget_expired(state.now());
            }
            Err(error) => tracing::debug!("revocations cannot be read now: {error}"),
        }
    }
}

/// Makes the bucket, however long S3 takes to come.
pub(crate) async fn bucket(state: State, stop: CancellationToken) {
    while let Err(error) = state.bucket.create().await {
        tracing::warn!("waiting for S3: {error:?}");
        if stop
            .run_until_cancelled(tokio::time::sleep(BUCKET_RETRY))
            .await
            .is_none()
        {
            return;
        }
    }
}
