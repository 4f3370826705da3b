//! Files that nobody can see any more.

use chrono::{DateTime, Utc};
use domain::FileId;

use crate::{Error, PgConnection};

/// What the reaper removes from S3 before the row goes.
#[derive(Debug, Clone)]
pub struct Reapable {
    /// The file.
    pub id: FileId,
    /// Where its bytes are, if they ever got there.
    pub object_key: String,
    /// A multipart upload to abort.
    pub upload_id: Option<String>,
    /// Names of the thumbnails that exist.
    pub thumbnails: Vec<String>,
}

/// Files whose bytes are to go: deleted ones, and those that nothing has carried since `before`.
/// What somebody makes of its parts at `now` is left to them: they might store bytes after us.
/// They stay locked until the transaction ends; what another reaper has locked is passed over.
///
/// # Errors
/// When Postgres refuses.
pub async fn reapable(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
    before: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Reapable>, Error> {
    let files = sqlx::query_as!(
        Reapable,
        "select id, object_key, upload_id, thumbnails from files
         where id in (
            select id from files where deleted_at is not null
            union all
            select id from files where not claimed and created_at < $1
            union all
            select file_id from file_claims where message_id is null and claimed_at < $1)
           and not exists (
            select from uploads where file_id = files.id and busy_until > $3)
         order by id limit $2
         for update skip locked",
        before,
        limit,
        now,
    )
    .fetch_all(conn)
    .await?;
    Ok(files)
}

/// Forgets files whose bytes are gone.
///
/// # Errors
/// When Postgres refuses.
pub async fn remove(conn: &mut PgConnection, ids: &[FileId]) -> Result<(), Error> {
    sqlx::query!("delete from files where id = any($1)", ids as _)
        .execute(conn)
        .await?;
    Ok(())
}
