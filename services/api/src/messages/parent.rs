//! The message that a reply answers.

use auth::Principal;
use domain::{ChannelId, MessageId};
use protocol::ErrorCode;

use super::draft::Draft;
use super::find;
use crate::error::Error;
use crate::log::places::Parent;
use crate::state::State;

/// A reply answers a top-level message of its own channel; a tombstone will do.
///
/// # Errors
/// `parent_not_found` when it is not in the channel, `parent_is_reply` when it is a reply itself;
/// 503 when what is needed to tell is down.
pub(super) async fn check(state: &State, who: &Principal, draft: &Draft) -> Result<(), Error> {
    let Some(id) = draft.parent_id else {
        return Ok(());
    };
    let (channel, is_reply) = lookup(state, who, id).await?;
    if channel != draft.channel {
        return Err(ErrorCode::ParentNotFound.into());
    }
    if is_reply {
        return Err(ErrorCode::ParentIsReply.into());
    }
    Ok(())
}

async fn lookup(state: &State, who: &Principal, id: MessageId) -> Result<(ChannelId, bool), Error> {
    if let Some(place) = state.log.places.find(id)
        && let Some(parent) = place.parent
    {
        return Ok((place.channel, parent != Parent::None));
    }
    let message = match find::find(state, who, id).await {
        Ok(found) => found.message,
        Err(error) if error.code() == ErrorCode::NotFound => {
            return Err(ErrorCode::ParentNotFound.into());
        }
        Err(error) => return Err(error),
    };
    state.log.places.learn(&message);
    Ok((message.channel_id, message.parent_id.is_some()))
}
