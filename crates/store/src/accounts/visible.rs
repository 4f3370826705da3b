//! Who may know of whom.

use domain::{UserId, WorkspaceId};
use sqlx::PgConnection;

use crate::Error;

/// Those of `others` whom `user` may know of: themselves and whom they share a workspace with; as a
/// guest, whom they share a channel with.
///
/// # Errors
/// `Unavailable`.
pub async fn visible(
    connection: &mut PgConnection,
    user: UserId,
    others: &[UserId],
) -> Result<Vec<UserId>, Error> {
    let visible = sqlx::query_scalar!(
        r#"select distinct o.user_id as "id!: UserId" from (
             select theirs.user_id from workspace_members mine
             join workspace_members theirs on theirs.workspace_id = mine.workspace_id
             join workspaces w on w.id = mine.workspace_id and w.deleted_at is null
             where mine.user_id = $1 and theirs.user_id = any($2)
               and mine.role <> 'guest'
             union all
             select theirs.user_id from memberships mine
             join memberships theirs on theirs.channel_id = mine.channel_id
             join channels c on c.id = mine.channel_id and c.deleted_at is null
             join workspace_members w
               on w.workspace_id = mine.workspace_id and w.user_id = $1
             where mine.user_id = $1 and theirs.user_id = any($2)
             union all
             select $1 where $1 = any($2)
           ) o"#,
        user as UserId,
        others as &[UserId],
    )
    .fetch_all(connection)
    .await?;
    Ok(visible)
}

/// Everybody who is in a workspace with `user`: whose view a change of their name touches.
///
/// # Errors
/// `Unavailable`.
pub async fn workspaces_of(
    connection: &mut PgConnection,
    user: UserId,
) -> Result<Vec<WorkspaceId>, Error> {
    let ids = sqlx::query_scalar!(
        "select m.workspace_id from workspace_members m
         join workspaces w on w.id = m.workspace_id and w.deleted_at is null
         where m.user_id = $1 order by m.workspace_id",
        user as UserId,
    )
    .fetch_all(connection)
    .await?;
    Ok(ids)
}

/// The guests who share a channel with `user`: of its workspace's people they may know nobody else.
///
/// # Errors
/// `Unavailable`.
pub async fn guests_beside(
    connection: &mut PgConnection,
    user: UserId,
) -> Result<Vec<UserId>, Error> {
    let ids = sqlx::query_scalar!(
        "select distinct theirs.user_id from memberships mine
         join channels c on c.id = mine.channel_id and c.deleted_at is null
         join memberships theirs
           on theirs.channel_id = mine.channel_id and theirs.user_id <> mine.user_id
         join workspace_members w on w.workspace_id = mine.workspace_id
           and w.user_id = theirs.user_id and w.role = 'guest'
         where mine.user_id = $1",
        user as UserId,
    )
    .fetch_all(connection)
    .await?;
    Ok(ids)
}
