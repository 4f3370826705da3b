//! What one person is to one channel: everything that the permission table asks, in one row.

use chrono::{DateTime, Utc};
use domain::{
    ChannelId, ChannelKind, ChannelRole, Mver, Posting, UserId, WorkspaceId, WorkspaceRole,
};
use sqlx::PgConnection;

use crate::Error;

/// A person before a channel. The person is in the channel's workspace, or there is no row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// The channel.
    pub channel_id: ChannelId,
    /// Its workspace.
    pub workspace_id: WorkspaceId,
    /// What sort of conversation it is.
    pub kind: ChannelKind,
    /// Who may post.
    pub posting: Posting,
    /// The least time between two messages of one person, in seconds; 0: none.
    pub slow_mode_s: i32,
    /// Since when it takes nothing new.
    pub archived_at: Option<DateTime<Utc>>,
    /// Whether it is a conversation of two, one of whom has blocked the other.
    pub apart: bool,
    /// The membership version that this row was read at.
    pub mver: Mver,
    /// What the person is in the workspace.
    pub workspace_role: WorkspaceRole,
    /// What the person is in the channel; `None` when not a member.
    pub role: Option<ChannelRole>,
    /// The person.
    pub user_id: UserId,
    /// The person's handle.
    pub handle: String,
    /// The person's name for people.
    pub display_name: String,
    /// The person's picture.
    pub avatar_url: Option<String>,
    /// Whether the person is a program.
    pub is_bot: bool,
    /// Whether the person came by a guest link.
    pub is_guest: bool,
    /// When the person's account was made.
    pub user_created_at: DateTime<Utc>,
}

/// What an active account is to these channels; those that are gone, or in workspaces that the
/// person is not in, are left out.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn find_all(
    connection: &mut PgConnection,
    user: UserId,
    channels: &[ChannelId],
) -> Result<Vec<Access>, Error> {
    let rows = sqlx::query_as!(
        Access,
        r#"select c.id as channel_id, c.workspace_id, c.kind as "kind: ChannelKind",
             c.posting as "posting: Posting", c.slow_mode_s, c.archived_at, c.mver,
             (c.kind = 'dm' and exists (
                select 1 from blocks b
                where (b.user_id = $1 and b.blocked_id = any(c.people))
                   or (b.blocked_id = $1 and b.user_id = any(c.people)))) as "apart!",
             w.role as "workspace_role: WorkspaceRole", ms.role as "role?: ChannelRole",
             u.id as user_id, u.handle, u.display_name, u.avatar_url, u.is_bot,
             u.guest_until is not null as "is_guest!", u.created_at as user_created_at
           from channels c
           join workspace_members w on w.workspace_id = c.workspace_id and w.user_id = $1
           join workspaces ws on ws.id = c.workspace_id and ws.deleted_at is null
           join users u on u.id = w.user_id and u.deactivated_at is null
           left join memberships ms on ms.channel_id = c.id and ms.user_id = w.user_id
           where c.id = any($2) and c.deleted_at is null"#,
        user as UserId,
        channels as &[ChannelId],
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// What an active account is to one channel.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn find(
    connection: &mut PgConnection,
    user: UserId,
    channel: ChannelId,
) -> Result<Option<Access>, Error> {
    Ok(find_all(connection, user, &[channel]).await?.pop())
}

/// Which active members of a workspace have these handles (folded), with the handle.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn by_handle(
    connection: &mut PgConnection,
    workspace: WorkspaceId,
    handles: &[String],
) -> Result<Vec<(String, UserId)>, Error> {
    let rows = sqlx::query!(
        "select u.handle_key, u.id from users u
         join workspace_members w on w.user_id = u.id and w.workspace_id = $1
         where u.handle_key = any($2) and u.deactivated_at is null",
        workspace as WorkspaceId,
        handles,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.handle_key, row.id))
        .collect())
}

/// A channel that somebody is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Who.
    pub user_id: UserId,
    /// Which.
    pub channel_id: ChannelId,
    /// Where.
    pub workspace_id: WorkspaceId,
    /// What sort of conversation.
    pub kind: ChannelKind,
    /// Who created it.
    pub created_by: UserId,
}

/// All channels that these people are in, by person and workspace.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn places(connection: &mut PgConnection, users: &[UserId]) -> Result<Vec<Place>, Error> {
    let rows = sqlx::query_as!(
        Place,
        r#"select ms.user_id, c.id as channel_id, c.workspace_id, c.kind as "kind: ChannelKind",
             c.created_by
           from memberships ms
           join channels c on c.id = ms.channel_id and c.deleted_at is null
           join workspaces ws on ws.id = c.workspace_id and ws.deleted_at is null
           join workspace_members w on w.workspace_id = c.workspace_id and w.user_id = ms.user_id
           where ms.user_id = any($1)
           order by ms.user_id, c.workspace_id, c.id"#,
        users as &[UserId],
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// The workspaces that these people are in, by person.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn workspaces(
    connection: &mut PgConnection,
    users: &[UserId],
) -> Result<Vec<(UserId, WorkspaceId, WorkspaceRole)>, Error> {
    let rows = sqlx::query!(
        "select w.user_id, w.workspace_id, w.role from workspace_members w
         join workspaces ws on ws.id = w.workspace_id and ws.deleted_at is null
         where w.user_id = any($1) order by w.user_id, w.workspace_id",
        users as &[UserId],
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.user_id, row.workspace_id, row.role))
        .collect())
}
