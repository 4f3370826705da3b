//! What was deleted and can still be restored (S20): who deleted it, who may undo it, and what the
//! jobs that follow a workspace's end find to do.

use chrono::{DateTime, Utc};
use domain::{ChannelId, ChannelKind, ChannelRole, Posting, UserId, WorkspaceId, WorkspaceRole};
use sqlx::PgConnection;

use crate::Error;

/// A deleted channel, before somebody in its workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    /// Which.
    pub id: ChannelId,
    /// Where.
    pub workspace_id: WorkspaceId,
    /// What sort of conversation it was.
    pub kind: ChannelKind,
    /// Its name.
    pub name: String,
    /// How many people were in it.
    pub member_count: i32,
    /// Who could post.
    pub posting: Posting,
    /// Since when it took nothing new before.
    pub archived_at: Option<DateTime<Utc>>,
    /// When it was deleted.
    pub deleted_at: DateTime<Utc>,
    /// By whom.
    pub deleted_by: Option<UserId>,
    /// What the person is in the workspace.
    pub workspace_role: WorkspaceRole,
    /// What the person was in the channel; `None` when not a member.
    pub role: Option<ChannelRole>,
}

/// Marks a channel as deleted. The caller holds its row.
///
/// # Errors
/// `Unavailable`.
pub async fn delete_channel(
    connection: &mut PgConnection,
    id: ChannelId,
    (by, at): (UserId, DateTime<Utc>),
    with_workspace: bool,
) -> Result<(), Error> {
    sqlx::query!(
        "update channels set deleted_at = $2, deleted_by = $3, deleted_with_workspace = $4
         where id = $1",
        id as ChannelId,
        at,
        by as UserId,
        with_workspace,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The channels of a workspace that were deleted at `since` or later, each by itself, newest
/// first; `user` is in the workspace, or there are none.
///
/// # Errors
/// `Unavailable`.
pub async fn channels(
    connection: &mut PgConnection,
    user: UserId,
    workspace: WorkspaceId,
    since: DateTime<Utc>,
) -> Result<Vec<Channel>, Error> {
    let rows = sqlx::query_as!(
        Channel,
        r#"select c.id, c.workspace_id, c.kind as "kind: ChannelKind", c.name, c.member_count,
             c.posting as "posting: Posting", c.archived_at, c.deleted_at as "deleted_at!",
             c.deleted_by, w.role as "workspace_role: WorkspaceRole",
             ms.role as "role?: ChannelRole"
           from channels c
           join workspace_members w on w.workspace_id = c.workspace_id and w.user_id = $1
           join workspaces ws on ws.id = c.workspace_id and ws.deleted_at is null
           left join memberships ms on ms.channel_id = c.id and ms.user_id = w.user_id
           where c.workspace_id = $2 and c.deleted_at >= $3 and not c.deleted_with_workspace
           order by c.deleted_at desc, c.id"#,
        user as UserId,
        workspace as WorkspaceId,
        since,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// A channel that was deleted by itself at `since` or later, held until the transaction ends;
/// `user` is in its workspace, or there is none.
///
/// # Errors
/// `Unavailable`.
pub async fn lock_channel(
    connection: &mut PgConnection,
    user: UserId,
    id: ChannelId,
    since: DateTime<Utc>,
) -> Result<Option<Channel>, Error> {
    let row = sqlx::query_as!(
        Channel,
        r#"select c.id, c.workspace_id, c.kind as "kind: ChannelKind", c.name, c.member_count,
             c.posting as "posting: Posting", c.archived_at, c.deleted_at as "deleted_at!",
             c.deleted_by, w.role as "workspace_role: WorkspaceRole",
             ms.role as "role?: ChannelRole"
           from channels c
           join workspace_members w on w.workspace_id = c.workspace_id and w.user_id = $1
           join workspaces ws on ws.id = c.workspace_id and ws.deleted_at is null
           left join memberships ms on ms.channel_id = c.id and ms.user_id = w.user_id
           where c.id = $2 and c.deleted_at >= $3 and not c.deleted_with_workspace
           for update of c"#,
        user as UserId,
        id as ChannelId,
        since,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row)
}

/// Brings a channel back. Who has left the workspace meanwhile is no member any more. The caller
/// holds its row.
///
/// # Errors
/// `Conflict(ChannelName)` when a public channel of the workspace has its name by now.
pub async fn restore_channel(connection: &mut PgConnection, id: ChannelId) -> Result<(), Error> {
    sqlx::query!(
        "delete from memberships ms where ms.channel_id = $1 and not exists (
            select 1 from workspace_members w
            where w.workspace_id = ms.workspace_id and w.user_id = ms.user_id)",
        id as ChannelId,
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "update channels c set deleted_at = null, deleted_by = null,
             deleted_with_workspace = false, version = version + 1,
             member_count = (select count(*) from memberships ms where ms.channel_id = c.id)
         where c.id = $1",
        id as ChannelId,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A deleted workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workspace {
    /// Which.
    pub id: WorkspaceId,
    /// Its name.
    pub name: String,
    /// When it was deleted.
    pub deleted_at: DateTime<Utc>,
    /// By whom.
    pub deleted_by: Option<UserId>,
    /// What the person was in it.
    pub role: WorkspaceRole,
}

/// Marks a workspace as deleted. The caller holds its row.
///
/// # Errors
/// `Unavailable`.
pub async fn delete_workspace(
    connection: &mut PgConnection,
    id: WorkspaceId,
    by: UserId,
    at: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        "update workspaces set deleted_at = $2, deleted_by = $3 where id = $1",
        id as WorkspaceId,
        at,
        by as UserId,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The workspaces of a person that were deleted at `since` or later, newest first.
///
/// # Errors
/// `Unavailable`.
pub async fn workspaces(
    connection: &mut PgConnection,
    user: UserId,
    since: DateTime<Utc>,
) -> Result<Vec<Workspace>, Error> {
    let rows = sqlx::query_as!(
        Workspace,
        r#"select w.id, w.name, w.deleted_at as "deleted_at!", w.deleted_by, m.role
           from workspace_members m join workspaces w on w.id = m.workspace_id
           where m.user_id = $1 and w.deleted_at >= $2
           order by w.deleted_at desc, w.id"#,
        user as UserId,
        since,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// A workspace of this person that was deleted at `since` or later, held until the transaction
/// ends.
///
/// # Errors
/// `Unavailable`.
pub async fn lock_workspace(
    connection: &mut PgConnection,
    user: UserId,
    id: WorkspaceId,
    since: DateTime<Utc>,
) -> Result<Option<Workspace>, Error> {
    let row = sqlx::query_as!(
        Workspace,
        r#"select w.id, w.name, w.deleted_at as "deleted_at!", w.deleted_by, m.role
           from workspace_members m join workspaces w on w.id = m.workspace_id
           where m.user_id = $1 and w.id = $2 and w.deleted_at >= $3
           for update of w"#,
        user as UserId,
        id as WorkspaceId,
        since,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row)
}

/// Brings a workspace back, and the channels that went with it, whose logs are still to be opened:
/// see [`next_to_reopen`]. The caller holds its row.
///
/// # Errors
/// `Conflict(WorkspaceSlug)` when another workspace has its address by now.
pub async fn restore_workspace(
    connection: &mut PgConnection,
    id: WorkspaceId,
    by: UserId,
) -> Result<(), Error> {
    sqlx::query!(
        "update workspaces set deleted_at = null, deleted_by = null, version = version + 1
         where id = $1",
        id as WorkspaceId,
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "update channels set deleted_at = null, deleted_by = $2, version = version + 1
         where workspace_id = $1 and deleted_with_workspace",
        id as WorkspaceId,
        by as UserId,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The people of a workspace, deleted or not.
///
/// # Errors
/// `Unavailable`.
pub async fn people(connection: &mut PgConnection, id: WorkspaceId) -> Result<Vec<UserId>, Error> {
    let rows = sqlx::query_scalar!(
        "select user_id from workspace_members where workspace_id = $1 order by user_id",
        id as WorkspaceId,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// A channel that follows its workspace, and who deleted or restored that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Following {
    /// Which.
    pub channel_id: ChannelId,
    /// Who.
    pub by: UserId,
}

/// A channel whose workspace is deleted and which is not, held until the transaction ends. One
/// that another process holds is passed over.
///
/// # Errors
/// `Unavailable`.
pub async fn next_to_close(connection: &mut PgConnection) -> Result<Option<Following>, Error> {
    let row = sqlx::query_as!(
        Following,
        r#"select c.id as channel_id, coalesce(w.deleted_by, w.created_by) as "by!: UserId"
         from workspaces w join channels c on c.workspace_id = w.id
         where w.deleted_at is not null and c.deleted_at is null
         limit 1 for update of c skip locked"#,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row)
}

/// A channel that came back with its workspace and whose log is not open yet, held until the
/// transaction ends. One that another process holds is passed over.
///
/// # Errors
/// `Unavailable`.
pub async fn next_to_reopen(connection: &mut PgConnection) -> Result<Option<Following>, Error> {
    let row = sqlx::query_as!(
        Following,
        r#"select c.id as channel_id, coalesce(c.deleted_by, c.created_by) as "by!: UserId"
         from channels c join workspaces w on w.id = c.workspace_id
         where c.deleted_with_workspace and c.deleted_at is null and w.deleted_at is null
         limit 1 for update of c skip locked"#,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row)
}

/// Notes that the channel follows its workspace no more: its log is told to open.
///
/// # Errors
/// `Unavailable`.
pub async fn reopened(connection: &mut PgConnection, id: ChannelId) -> Result<(), Error> {
    sqlx::query!(
        "update channels set deleted_with_workspace = false, deleted_by = null where id = $1",
        id as ChannelId,
    )
    .execute(connection)
    .await?;
    Ok(())
}
