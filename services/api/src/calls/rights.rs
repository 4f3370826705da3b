//! Who may be in a call: asked of the one table, by what holds now and not a moment ago.

use std::sync::Arc;

use domain::permission::ChannelAction;
use domain::{ChannelId, UserId};
use protocol::ErrorCode;

use super::{seats, tell};
use crate::error::Error;
use crate::log::access::{self, Access};
use crate::messages::rules;
use crate::state::State;

/// Somebody who may see the channel.
///
/// # Errors
/// `not_found`; 503 when Postgres is needed and down.
pub(super) async fn reader(
    state: &State,
    user: UserId,
    channel: ChannelId,
) -> Result<Arc<Access>, Error> {
    // The log's membership version says whether what is remembered still holds.
    let head = state.bus.log().head(channel).await.ok().flatten();
    access::reader(state, user, channel, head.map(|head| head.mver)).await
}

/// Somebody who may be in the channel's call.
///
/// # Errors
/// As [`reader`], and `not_a_member`, `channel_archived`.
pub(super) async fn caller(
    state: &State,
    user: UserId,
    channel: ChannelId,
) -> Result<Arc<Access>, Error> {
    let access = reader(state, user, channel).await?;
    may_call(&access)?;
    Ok(access)
}

fn may_call(access: &Access) -> Result<(), Error> {
    rules::may(access, ChannelAction::Call)
}

/// Somebody lost a right in this channel: whoever may no longer be in its call leaves it.
pub async fn recheck(state: &State, channel: ChannelId) {
    let Ok(found) = state.bus.calls().look(channel).await else {
        return;
    };
    tell::gone(state, channel, &found).await;
    for seat in found.seats {
        let access = access::load(state, seat.user, channel).await;
        let lost = match access.and_then(|access| may_call(&access)) {
            Ok(()) => false,
            // What cannot be asked now is asked again when the seat is prolonged.
            Err(error) => error.code() != ErrorCode::Unavailable,
        };
        if lost && let Err(error) = seats::remove(state, channel, seat.user).await {
            tracing::warn!(channel.id = %channel, "a seat in a call runs out by itself: {error}");
        }
    }
}
