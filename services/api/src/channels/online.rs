//! How many of a channel's members are there. Asked for, not pushed: in a large channel somebody
//! comes or goes all the time.

use std::time::Duration;

use auth::Principal;
use chrono::DateTime;
use domain::permission::ChannelAction;
use domain::{ChannelId, Presence, UserId};
use protocol::channel::ChannelPresence;
use protocol::presence::{self, Live};

use super::locked;
use crate::error::Error;
use crate::state::State;

/// For how long a count is given to everybody who asks.
const FRESH: Duration = Duration::from_secs(10);
/// People asked about at once.
const BATCH: usize = 500;

/// How many members others see as online, away or not to be disturbed; whom a block keeps apart
/// from the caller is left out. Up to 10 s old.
///
/// # Errors
/// `not_found` when the caller may not see the channel; 503 when Postgres or the live Redis is
/// down.
pub async fn count(
    state: &State,
    who: &Principal,
    id: ChannelId,
) -> Result<ChannelPresence, Error> {
    let mut connection = state.store.acquire().await?;
    locked::find(&mut connection, who.user, id, ChannelAction::Read).await?;
    let apart = store::blocks::apart_in(&mut connection, who.user, id).await?;
    drop(connection);
    let all = all(state, id).await?;
    let hidden = online_among(state, &apart).await?;
    Ok(ChannelPresence {
        online: all.saturating_sub(hidden),
    })
}

async fn all(state: &State, id: ChannelId) -> Result<u64, Error> {
    let name = format!("online:{id}");
    let kept = state.bus.cache().get(&name).await?;
    let kept = kept.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    if let Some(count) = kept {
        return Ok(count);
    }
    let mut connection = state.store.acquire().await?;
    let members = store::memberships::people(&mut connection, id).await?;
    drop(connection);
    let count = online_among(state, &members).await?;
    let bytes = serde_json::to_vec(&count)?;
    state.bus.cache().set(&name, &bytes, FRESH).await?;
    Ok(count)
}

async fn online_among(state: &State, users: &[UserId]) -> Result<u64, Error> {
    let now = state.now();
    let mut online = 0;
    for batch in users.chunks(BATCH) {
        for one in state.bus.presence().of(batch).await? {
            let live = Live {
                online: one.online,
                idle: one.idle,
                last_seen: one.last_seen_ms.and_then(DateTime::from_timestamp_millis),
            };
            let by_hand = serde_json::from_slice(&one.status).ok();
            let seen = presence::seen(by_hand, live, now);
            online += u64::from(seen.presence != Presence::Offline);
        }
    }
    Ok(online)
}
