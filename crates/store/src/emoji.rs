//! Workspaces' own emoji.

use chrono::{DateTime, Utc};
use domain::{ImageId, UserId, WorkspaceId};

use crate::{Error, PgConnection};

/// A custom emoji.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Emoji {
    /// Its name, without the colons.
    pub name: String,
    /// Its picture.
    pub image_id: ImageId,
    /// Who added it.
    pub created_by: UserId,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// All of a workspace, by name.
///
/// # Errors
/// When Postgres refuses.
pub async fn list(conn: &mut PgConnection, workspace: WorkspaceId) -> Result<Vec<Emoji>, Error> {
    let emoji = sqlx::query_as!(
        Emoji,
        "select name, image_id, created_by, created_at from emoji
         where workspace_id = $1 order by name",
        workspace as _,
    )
    .fetch_all(conn)
    .await?;
    Ok(emoji)
}

/// One of a workspace.
///
/// # Errors
/// When Postgres refuses.
pub async fn find(
    conn: &mut PgConnection,
    workspace: WorkspaceId,
    name: &str,
) -> Result<Option<Emoji>, Error> {
    let emoji = sqlx::query_as!(
        Emoji,
        "select name, image_id, created_by, created_at from emoji
         where workspace_id = $1 and name = $2",
        workspace as _,
        name,
    )
    .fetch_optional(conn)
    .await?;
    Ok(emoji)
}

/// Whether one of the workspaces that a person is in has an emoji of this name.
///
/// # Errors
/// When Postgres refuses.
pub async fn is_known_to(conn: &mut PgConnection, user: UserId, name: &str) -> Result<bool, Error> {
    let found = sqlx::query_scalar!(
        r#"select exists (
             select 1 from emoji e
             join workspace_members m on m.workspace_id = e.workspace_id and m.user_id = $1
             join workspaces w on w.id = e.workspace_id and w.deleted_at is null
             where e.name = $2) as "found!""#,
        user as UserId,
        name,
    )
    .fetch_one(conn)
    .await?;
    Ok(found)
}

/// How many a workspace has.
///
/// # Errors
/// When Postgres refuses.
pub async fn count(conn: &mut PgConnection, workspace: WorkspaceId) -> Result<i64, Error> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from emoji where workspace_id = $1"#,
        workspace as WorkspaceId,
    )
    .fetch_one(conn)
    .await?;
    Ok(count)
}

/// Adds one, or gives the one of this name another picture.
///
/// # Errors
/// When Postgres refuses.
pub async fn put(
    conn: &mut PgConnection,
    workspace: WorkspaceId,
    emoji: &Emoji,
) -> Result<(), Error> {
    sqlx::query!(
        "insert into emoji (workspace_id, name, image_id, created_by, created_at)
         values ($1, $2, $3, $4, $5)
         on conflict (workspace_id, name) do update set image_id = $3",
        workspace as _,
        emoji.name,
        emoji.image_id as _,
        emoji.created_by as _,
        emoji.created_at,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Removes one.
///
/// # Errors
/// When Postgres refuses.
pub async fn remove(
    conn: &mut PgConnection,
    workspace: WorkspaceId,
    name: &str,
) -> Result<(), Error> {
    sqlx::query!(
        "delete from emoji where workspace_id = $1 and name = $2",
        workspace as _,
        name,
    )
    .execute(conn)
    .await?;
    Ok(())
}
