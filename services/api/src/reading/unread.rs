//! Marking as unread.

use auth::Principal;
use domain::{ChannelId, MessageNo};
use protocol::ErrorCode;
use protocol::reading::ReadPosition;
use store::outbox::Target;

use super::{counts, marks};
use crate::error::Error;
use crate::log::{access, outbox};
use crate::messages::rules;
use crate::state::State;

/// Makes `message_no` the first unread message. A mark that lowers nothing changes nothing.
///
/// # Errors
/// `not_found`, `not_a_member`; 503 when Postgres is down.
pub async fn unread(
    state: &State,
    who: &Principal,
    channel: ChannelId,
    message_no: MessageNo,
) -> Result<ReadPosition, Error> {
    access::decide(state, who.user, channel, rules::takes_part).await?;
    let pair = (who.user, channel);
    let mut logs = counts::logs(state, [channel]).await.unwrap_or_default();
    let mut tx = state.store.begin().await?;
    let moved = store::reading::put_back(&mut tx, who.user, channel, message_no.previous()).await?;
    let mut positions = marks::positions(state, &mut tx, &mut logs, &[pair]).await?;
    let Some(position) = positions.remove(&pair) else {
        return Err(ErrorCode::NotFound.into());
    };
    if moved {
        marks::announce(state, &mut tx, who.user, &position).await?;
    }
    tx.commit().await.map_err(store::Error::from)?;
    if moved {
        outbox::publish(state, &[Target::User(who.user)]).await;
    }
    Ok(position)
}
