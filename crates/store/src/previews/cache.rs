//! What links led to, for a while.

use chrono::{DateTime, Utc};
use domain::{ImageId, WorkspaceId};
use serde_json::Value;

use crate::{Error, PgConnection};

/// What is known of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cached {
    /// SHA-256 of its address.
    pub url_hash: Vec<u8>,
    /// An embed, as the wire has it; `None` when there is nothing to show.
    pub embed: Option<Value>,
    /// The picture that it shows.
    pub image_id: Option<ImageId>,
}

/// What is known of these links and still holds.
///
/// # Errors
/// When Postgres refuses.
pub async fn found(
    conn: &mut PgConnection,
    workspace: WorkspaceId,
    hashes: &[Vec<u8>],
    now: DateTime<Utc>,
) -> Result<Vec<Cached>, Error> {
    let found = sqlx::query_as!(
        Cached,
        r#"select url_hash, embed, image_id as "image_id: ImageId" from previews
         where workspace_id = $1 and url_hash = any($2) and expires_at > $3"#,
        workspace as WorkspaceId,
        hashes,
        now,
    )
    .fetch_all(conn)
    .await?;
    Ok(found)
}

/// Remembers what a link led to.
///
/// # Errors
/// When Postgres refuses.
pub async fn remember(
    conn: &mut PgConnection,
    workspace: WorkspaceId,
    cached: &Cached,
    expires_at: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        "insert into previews (workspace_id, url_hash, embed, image_id, expires_at)
         values ($1, $2, $3, $4, $5)
         on conflict (workspace_id, url_hash) do update set
            embed = excluded.embed, image_id = excluded.image_id,
            expires_at = excluded.expires_at",
        workspace as WorkspaceId,
        &cached.url_hash,
        cached.embed.as_ref() as _,
        cached.image_id as _,
        expires_at,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Forgets what holds no more.
///
/// # Errors
/// When Postgres refuses.
pub async fn forget_expired(conn: &mut PgConnection, now: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query!("delete from previews where expires_at <= $1", now)
        .execute(conn)
        .await?;
    Ok(())
}
