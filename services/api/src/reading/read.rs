//! Raising a read position.

use auth::Principal;
use domain::{ChannelId, MessageNo, Seq};
use protocol::reading::ReadPosition;
use store::reading::Raise;

use crate::error::Error;
use crate::log::access;
use crate::messages::rules;
use crate::state::State;

/// Marks everything up to `message_no` as read; a position beyond the head is cut to it, and one
/// that is further already stays.
///
/// # Errors
/// `not_found`, `not_a_member`; 503 when Postgres is down.
pub async fn read(
    state: &State,
    who: &Principal,
    channel: ChannelId,
    message_no: MessageNo,
) -> Result<ReadPosition, Error> {
    access::decide(state, who.user, channel, rules::takes_part).await?;
    let (head_no, head_seq) = head(state, channel).await?;
    let raise = Raise {
        user_id: who.user,
        channel_id: channel,
        message_no: message_no.min(head_no),
        seq: head_seq,
    };
    state.log.marks.raise(raise).await
}

/// The head of the log; as far as Postgres has it when Redis does not hold it.
///
/// # Errors
/// 503 when neither can tell.
pub async fn head(state: &State, channel: ChannelId) -> Result<(MessageNo, Seq), Error> {
    if let Ok(Some(head)) = state.bus.log().head(channel).await {
        return Ok((head.message_no, head.seq));
    }
    let mut connection = state.store.acquire().await?;
    let head = store::heads::find(&mut connection, channel).await?;
    Ok(head.map_or_else(Default::default, |head| {
        (head.persisted_message_no, head.persisted_seq)
    }))
}
