//! What one person may see: asked by gateways for previews and presence, and by files.

use std::collections::BTreeSet;

use domain::{ChannelId, UserId, WorkspaceId, WorkspaceRole};
use rpc::chat::Readable;

use crate::error::Error;
use crate::log::access::Access;
use crate::reading::standing;
use crate::state::State;

/// Those of `channels` that the user may read now.
///
/// # Errors
/// 503 when Postgres is down.
pub async fn readable(
    state: &State,
    user: UserId,
    channels: &[ChannelId],
) -> Result<Vec<Readable>, Error> {
    let mut connection = state.store.acquire().await?;
    let rows = store::access::find_all(&mut connection, user, channels).await?;
    drop(connection);
    let allowed: Vec<Access> = rows
        .into_iter()
        .map(Access::from)
        .filter(Access::may_read)
        .collect();
    let ids: Vec<ChannelId> = allowed.iter().map(|access| access.channel).collect();
    let standings = standing::of(state, user, &ids).await?;
    Ok(allowed
        .into_iter()
        .map(|access| {
            let standing = standings.get(&access.channel).cloned().unwrap_or_default();
            Readable {
                channel: access.channel,
                member: access.role.is_some(),
                epoch: standing.epoch,
                head_seq: standing.head_seq,
                head_message_no: standing.head_message_no,
            }
        })
        .collect())
}

/// What the user is in a workspace; `None`: not in it.
///
/// # Errors
/// 503 when Postgres is down.
pub async fn role(
    state: &State,
    user: UserId,
    workspace: WorkspaceId,
) -> Result<Option<WorkspaceRole>, Error> {
    let mut connection = state.store.acquire().await?;
    Ok(store::workspaces::find_role(&mut connection, workspace, user).await?)
}

/// Those of `users` whose presence the user may see, in the order asked: not of who has blocked
/// them, or whom they have blocked.
///
/// # Errors
/// 503 when Postgres is down.
pub async fn watchable(
    state: &State,
    user: UserId,
    users: &[UserId],
) -> Result<Vec<UserId>, Error> {
    let mut connection = state.store.acquire().await?;
    let visible = store::accounts::visible(&mut connection, user, users).await?;
    let apart = store::blocks::apart_among(&mut connection, user, users).await?;
    let mut visible: BTreeSet<UserId> = visible.into_iter().collect();
    for other in apart {
        visible.remove(&other);
    }
    Ok(users
        .iter()
        .copied()
        .filter(|other| visible.contains(other))
        .collect())
}
