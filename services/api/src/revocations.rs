//! Hearing of ended sessions, and forgetting what is over.

use std::time::Duration;

use bus::revocation::{Cursor, Revoked};
use chrono::TimeDelta;
use tokio_util::sync::CancellationToken;

use crate::error::Error;
use crate::state::State;

/// How often the list of revocations is read (S22).
const EVERY: Duration = Duration::from_secs(1);
/// How often old rows are removed, in rounds of [`EVERY`].
const CLEAN_EVERY: u32 = 600;
/// How long an ended session is kept, for its owner to ask about.
const KEPT: TimeDelta = TimeDelta::days(30);

/// Until told to stop.
pub(crate) async fn run(state: State, stop: CancellationToken) {
    if let Err(error) = learn_from_table(&state).await {
        tracing::warn!("sessions that were ended before this start are not known: {error}");
    }
    let mut cursor = Cursor::default();
    let mut round = 0_u32;
    while stop
        .run_until_cancelled(tokio::time::sleep(EVERY))
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
            }
            Err(error) => tracing::debug!("revocations cannot be read now: {error}"),
        }
        round = round.wrapping_add(1);
        if round.is_multiple_of(CLEAN_EVERY) {
            clean(&state).await.unwrap_or_else(|error| {
                tracing::warn!("old rows could not be removed: {error}");
            });
        }
    }
}

/// The durable Redis may have lost its list; the table has not.
async fn learn_from_table(state: &State) -> Result<(), Error> {
    let since = state.now() - state.keys.ttl();
    let mut connection = state.store.acquire().await?;
    for (session, at) in store::sessions::revoked_since(&mut connection, since).await? {
        state.door.revoked.insert(session, at);
    }
    Ok(())
}

async fn clean(state: &State) -> Result<(), Error> {
    let now = state.now();
    state.door.revoked.forget_expired(now);
    let mut connection = state.store.acquire().await?;
    store::idempotency::delete_expired(&mut connection, now).await?;
    store::sessions::delete_ended(&mut connection, now - KEPT).await?;
    store::password_resets::delete_expired(&mut connection, now).await?;
    Ok(())
}
