//! Files that come in parts: what was announced, and who makes a file of them.

use chrono::{DateTime, Utc};
use domain::{FileId, FileKind, UserId, WorkspaceId};

use crate::{Error, PgConnection};

/// What a client announces of a file that comes in parts.
#[derive(Debug, Clone)]
pub struct Announced {
    /// Bytes; above 0.
    pub size: i64,
    /// SHA-256 of all of them, where it is known.
    pub sha256: Option<Vec<u8>>,
    /// Bytes of every part but the last.
    pub part_size: i64,
}

/// An upload in parts, with its file.
#[derive(Debug, Clone)]
pub struct Upload {
    /// The file.
    pub id: FileId,
    /// The workspace that it is stored for.
    pub workspace_id: WorkspaceId,
    /// Who uploads it.
    pub uploader_id: UserId,
    /// The name it was given.
    pub name: String,
    /// Where its bytes go in the bucket.
    pub object_key: String,
    /// S3's id of it; none before S3 has answered, and none when it is done.
    pub upload_id: Option<String>,
    /// Whether parts may still come.
    pub is_open: bool,
    /// Bytes, as announced.
    pub size: i64,
    /// SHA-256, where it was announced.
    pub sha256: Option<Vec<u8>>,
    /// Bytes of every part but the last.
    pub part_size: i64,
    /// Somebody makes a file of the parts until then.
    pub busy_until: Option<DateTime<Utc>>,
}

/// Until the transaction ends, nobody else counts or begins uploads of this person.
///
/// # Errors
/// When Postgres refuses.
pub async fn lock_uploader(conn: &mut PgConnection, uploader: UserId) -> Result<(), Error> {
    let key = format!("uploads:{uploader}");
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended($1, 0))", key)
        .execute(conn)
        .await?;
    Ok(())
}

/// How many uploads in parts this person has begun and neither completed nor given up.
///
/// # Errors
/// When Postgres refuses.
pub async fn count_open(conn: &mut PgConnection, uploader: UserId) -> Result<i64, Error> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from files f join uploads u on u.file_id = f.id
         where f.uploader_id = $1 and f.state = 'uploading' and f.deleted_at is null"#,
        uploader as _,
    )
    .fetch_one(conn)
    .await?;
    Ok(count)
}

/// Writes down what was announced of a file that has its row.
///
/// # Errors
/// When Postgres refuses.
pub async fn announce(conn: &mut PgConnection, id: FileId, what: &Announced) -> Result<(), Error> {
    sqlx::query!(
        "insert into uploads (file_id, size, sha256, part_size) values ($1, $2, $3, $4)",
        id as _,
        what.size,
        what.sha256,
        what.part_size,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The upload, unless it was given up.
///
/// # Errors
/// When Postgres refuses.
pub async fn upload(conn: &mut PgConnection, id: FileId) -> Result<Option<Upload>, Error> {
    let found = sqlx::query_as!(
        Upload,
        r#"select f.id, f.workspace_id, f.uploader_id, f.name, f.object_key, f.upload_id,
                f.state = 'uploading' as "is_open!", u.size, u.sha256, u.part_size, u.busy_until
         from uploads u join files f on f.id = u.file_id
         where u.file_id = $1 and f.deleted_at is null"#,
        id as _,
    )
    .fetch_optional(conn)
    .await?;
    Ok(found)
}

/// From now until `until`, the caller alone makes a file of the parts. False when somebody else
/// does, or there is nothing to make any more.
///
/// # Errors
/// When Postgres refuses.
pub async fn take(
    conn: &mut PgConnection,
    id: FileId,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<bool, Error> {
    let done = sqlx::query!(
        "update uploads u set busy_until = $3 from files f
         where u.file_id = $1 and f.id = u.file_id and f.state = 'uploading'
           and f.deleted_at is null and (u.busy_until is null or u.busy_until <= $2)",
        id as _,
        now,
        until,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The caller, who has taken it, needs longer.
///
/// # Errors
/// When Postgres refuses.
pub async fn hold(conn: &mut PgConnection, id: FileId, until: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query!(
        "update uploads set busy_until = $2 where file_id = $1",
        id as _,
        until,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The caller makes no file of the parts any more.
///
/// # Errors
/// When Postgres refuses.
pub async fn give_back(conn: &mut PgConnection, id: FileId) -> Result<(), Error> {
    sqlx::query!(
        "update uploads set busy_until = null where file_id = $1",
        id as _
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What a file is, found from its first bytes once they are all there.
///
/// # Errors
/// When Postgres refuses.
pub async fn set_type(
    conn: &mut PgConnection,
    id: FileId,
    content_type: &str,
    kind: FileKind,
) -> Result<(), Error> {
    sqlx::query!(
        "update files set content_type = $2, kind = $3 where id = $1",
        id as _,
        content_type,
        kind.as_str(),
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Bytes that the files of the workspace come to, with what open uploads have announced.
///
/// # Errors
/// When Postgres refuses.
pub async fn used(conn: &mut PgConnection, workspace: WorkspaceId) -> Result<i64, Error> {
    let bytes = sqlx::query_scalar!(
        "select bytes from workspace_storage where workspace_id = $1",
        workspace as _,
    )
    .fetch_optional(conn)
    .await?;
    Ok(bytes.unwrap_or(0))
}
