//! Marking a whole workspace as read.

use auth::Principal;
use domain::{ChannelId, MessageNo, Seq, UserId, WorkspaceId};
use protocol::ErrorCode;
use protocol::reading::ReadAll;
use store::outbox::Target;
use store::reading::Raise;

use super::{counts, marks, receipts};
use crate::error::Error;
use crate::log::outbox;
use crate::state::State;

/// Raises the caller's position in every channel of the workspace to its head.
///
/// # Errors
/// `not_found` when the caller is not in the workspace; 503 when Postgres is down.
pub async fn read_all(
    state: &State,
    who: &Principal,
    workspace: WorkspaceId,
) -> Result<ReadAll, Error> {
    let mut connection = state.store.acquire().await?;
    let channels = store::reading::channels(&mut connection, who.user, workspace).await?;
    drop(connection);
    let Some(channels) = channels else {
        return Err(ErrorCode::NotFound.into());
    };
    let logs = counts::logs(state, channels.iter().map(|one| one.channel_id)).await;
    let mut logs = logs.unwrap_or_default();
    let raises: Vec<Raise> = channels
        .iter()
        .map(|one| {
            let stored = (one.persisted_message_no, one.persisted_seq);
            let head = logs.heads.get(&one.channel_id);
            raise(
                who.user,
                one.channel_id,
                head.map_or(stored, |head| (head.message_no, head.seq)),
            )
        })
        .collect();
    let mut tx = state.store.begin().await?;
    let moved = store::reading::raise(&mut tx, &raises).await?;
    let positions = marks::positions(state, &mut tx, &mut logs, &moved).await?;
    for position in positions.values() {
        marks::announce(state, &mut tx, who.user, position).await?;
    }
    let seen = store::reading::receipts(&mut tx, &moved).await?;
    tx.commit().await.map_err(store::Error::from)?;
    receipts::publish(state, seen);
    if !moved.is_empty() {
        outbox::publish(state, &[Target::User(who.user)]).await;
    }
    Ok(ReadAll {
        data: positions.into_values().collect(),
    })
}

fn raise(user_id: UserId, channel_id: ChannelId, (message_no, seq): (MessageNo, Seq)) -> Raise {
    Raise {
        user_id,
        channel_id,
        message_no,
        seq,
    }
}
