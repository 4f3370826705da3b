//! Workspaces and who is in them.

mod members;

use chrono::{DateTime, Utc};
use domain::{Notify, UserId, WorkspaceId, WorkspaceRole};
use sqlx::PgConnection;

use crate::Error;

pub use members::{
    Member, Wanted, count_members, count_owners, delete_member, find_member, find_role, find_roles,
    insert_member, list_members, set_own_side, set_role,
};

/// A workspace, as one of its people sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workspace {
    /// Which.
    pub id: WorkspaceId,
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Where its picture is.
    pub icon_url: Option<String>,
    /// Version of its settings.
    pub version: i64,
    /// What the person is in it.
    pub role: WorkspaceRole,
    /// How many people it has.
    pub member_count: i64,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// What the person wants to be told about in it.
    pub notify: Notify,
    /// Until when the person has muted it.
    pub muted_until: Option<DateTime<Utc>>,
}

/// Adds a workspace without members.
///
/// # Errors
/// `Conflict(WorkspaceSlug)` when taken.
pub async fn insert(
    connection: &mut PgConnection,
    id: WorkspaceId,
    (name, slug): (&str, &str),
    created_by: UserId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        "insert into workspaces (id, slug, name, created_by, created_at)
         values ($1, $2, $3, $4, $5)",
        id as WorkspaceId,
        slug,
        name,
        created_by as UserId,
        now,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The workspaces that a person is in, oldest first.
///
/// # Errors
/// `Unavailable`.
pub async fn list(connection: &mut PgConnection, user: UserId) -> Result<Vec<Workspace>, Error> {
    let workspaces = sqlx::query_as!(
        Workspace,
        r#"select w.id, w.slug, w.name, w.icon_url, w.version, m.role, w.created_at, m.notify,
                  m.muted_until, (select count(*) from workspace_members a where a.workspace_id = w.id)
                      as "member_count!"
           from workspace_members m join workspaces w on w.id = m.workspace_id
           where m.user_id = $1 and w.deleted_at is null
           order by w.id"#,
        user as UserId,
    )
    .fetch_all(connection)
    .await?;
    Ok(workspaces)
}

/// One workspace that a person is in.
///
/// # Errors
/// `Unavailable`.
pub async fn find(
    connection: &mut PgConnection,
    id: WorkspaceId,
    user: UserId,
) -> Result<Option<Workspace>, Error> {
    let workspace = sqlx::query_as!(
        Workspace,
        r#"select w.id, w.slug, w.name, w.icon_url, w.version, m.role, w.created_at, m.notify,
                  m.muted_until, (select count(*) from workspace_members a where a.workspace_id = w.id)
                      as "member_count!"
           from workspace_members m join workspaces w on w.id = m.workspace_id
           where w.id = $1 and m.user_id = $2 and w.deleted_at is null"#,
        id as WorkspaceId,
        user as UserId,
    )
    .fetch_optional(connection)
    .await?;
    Ok(workspace)
}

/// What an invitation shows of a workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Public {
    /// Its name.
    pub name: String,
    /// Where its picture is.
    pub icon_url: Option<String>,
}

/// What an invitation shows of a workspace that is not deleted.
///
/// # Errors
/// `Unavailable`.
pub async fn find_public(
    connection: &mut PgConnection,
    id: WorkspaceId,
) -> Result<Option<Public>, Error> {
    let public = sqlx::query_as!(
        Public,
        "select name, icon_url from workspaces where id = $1 and deleted_at is null",
        id as WorkspaceId,
    )
    .fetch_optional(connection)
    .await?;
    Ok(public)
}

/// Holds the workspace's row until the transaction ends, so that changes of its people come one
/// after the other; `false` when it is gone.
///
/// # Errors
/// `Unavailable`.
pub async fn lock(connection: &mut PgConnection, id: WorkspaceId) -> Result<bool, Error> {
    let found = sqlx::query_scalar!(
        "select id from workspaces where id = $1 and deleted_at is null for update",
        id as WorkspaceId,
    )
    .fetch_optional(connection)
    .await?;
    Ok(found.is_some())
}

/// Changes the settings; `None` leaves.
///
/// # Errors
/// `Conflict(WorkspaceSlug)` when taken.
pub async fn update(
    connection: &mut PgConnection,
    id: WorkspaceId,
    name: Option<&str>,
    slug: Option<&str>,
) -> Result<(), Error> {
    sqlx::query!(
        "update workspaces set name = coalesce($2, name), slug = coalesce($3, slug),
             version = version + 1
         where id = $1",
        id as WorkspaceId,
        name,
        slug,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The public channels that newcomers are put into: the two that were made with the workspace.
///
/// # Errors
/// `Unavailable`.
pub async fn default_channels(
    connection: &mut PgConnection,
    id: WorkspaceId,
) -> Result<Vec<domain::ChannelId>, Error> {
    let ids = sqlx::query_scalar!(
        "select id from channels
         where workspace_id = $1 and kind = 'public' and joined_by_newcomers
           and deleted_at is null and archived_at is null
         order by id",
        id as WorkspaceId,
    )
    .fetch_all(connection)
    .await?;
    Ok(ids)
}

/// Shows another picture of a workspace, or none; answers what was shown before.
///
/// # Errors
/// `Unavailable`.
pub async fn set_icon(
    connection: &mut PgConnection,
    id: WorkspaceId,
    url: Option<&str>,
) -> Result<Option<String>, Error> {
    let before = sqlx::query_scalar!(
        r#"update workspaces w set icon_url = $2, version = w.version + 1
           from (select id, icon_url from workspaces where id = $1 for update) before
           where w.id = before.id
           returning before.icon_url as "before?""#,
        id as WorkspaceId,
        url,
    )
    .fetch_optional(connection)
    .await?;
    Ok(before.flatten())
}
