//! What somebody searched for last.

use chrono::{DateTime, Utc};
use domain::{UserId, WorkspaceId};
use sqlx::PgConnection;

use crate::Error;

/// What is remembered of one person in one workspace.
const KEPT: i64 = 20;

/// Remembers a search, and forgets the oldest beyond the last 20.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn note(
    connection: &mut PgConnection,
    (user, workspace): (UserId, WorkspaceId),
    q: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        "insert into search_recents (user_id, workspace_id, q, used_at) values ($1, $2, $3, $4)
         on conflict (user_id, workspace_id, q) do update set used_at = excluded.used_at",
        user as UserId,
        workspace as WorkspaceId,
        q,
        now,
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "delete from search_recents where user_id = $1 and workspace_id = $2 and q in (
            select q from search_recents where user_id = $1 and workspace_id = $2
            order by used_at desc, q offset $3)",
        user as UserId,
        workspace as WorkspaceId,
        KEPT,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The last searches of somebody, newest first, of one workspace or of all.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn recents(
    connection: &mut PgConnection,
    user: UserId,
    workspace: Option<WorkspaceId>,
) -> Result<Vec<String>, Error> {
    let recents = sqlx::query_scalar!(
        "select q from search_recents
         where user_id = $1 and ($2::uuid is null or workspace_id = $2)
         group by q order by max(used_at) desc, q limit $3",
        user as UserId,
        workspace as Option<WorkspaceId>,
        KEPT,
    )
    .fetch_all(connection)
    .await?;
    Ok(recents)
}

/// Forgets one search of somebody, or all of them.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn forget(
    connection: &mut PgConnection,
    (user, workspace): (UserId, WorkspaceId),
    q: Option<&str>,
) -> Result<(), Error> {
    sqlx::query!(
        "delete from search_recents
         where user_id = $1 and workspace_id = $2 and ($3::text is null or q = $3)",
        user as UserId,
        workspace as WorkspaceId,
        q,
    )
    .execute(connection)
    .await?;
    Ok(())
}
