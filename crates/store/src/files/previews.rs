//! Files whose previews have to be made, and what they turned out to be.

use chrono::{DateTime, Utc};
use domain::{FileId, FileKind};

use crate::{Error, PgConnection};

/// A job that this process has taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The file.
    pub file_id: FileId,
    /// How often the job was taken, this time included.
    pub attempts: i16,
}

/// What looking into a file has shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Previewed {
    /// How a client shows it.
    pub kind: FileKind,
    /// Pixels across, as shown; what was known before, when `None`.
    pub width: Option<i32>,
    /// Pixels down, as shown; what was known before, when `None`.
    pub height: Option<i32>,
    /// A blurred preview, base64.
    pub thumbhash: Option<String>,
    /// Of sound and video: milliseconds.
    pub duration_ms: Option<i64>,
    /// Of a document: how many pages it has.
    pub pages: Option<i32>,
    /// Names of the thumbnails that exist.
    pub thumbnails: Vec<String>,
}

/// Asks for the previews of these files, as far as they are ready and their kind has any.
///
/// # Errors
/// When Postgres refuses.
pub async fn enqueue(
    conn: &mut PgConnection,
    ids: &[FileId],
    at: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        "insert into file_preview_jobs (file_id, run_at, created_at)
         select id, $2, $2 from files
         where id = any($1) and (kind <> 'file' or content_type = 'application/pdf')
           and state = 'ready'
         on conflict do nothing",
        ids as _,
        at,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes jobs that are due, oldest first, and keeps them from others until `until`.
///
/// # Errors
/// When Postgres refuses.
pub async fn claim(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Due>, Error> {
    let due = sqlx::query_as!(
        Due,
        r#"update file_preview_jobs set attempts = attempts + 1, run_at = $2
           where file_id in (
              select file_id from file_preview_jobs where run_at <= $1
              order by run_at limit $3
              for update skip locked)
           returning file_id as "file_id: FileId", attempts"#,
        now,
        until,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(due)
}

/// Writes down what was seen; the job is done. False when the file is gone.
///
/// # Errors
/// When Postgres refuses.
pub async fn settle(conn: &mut PgConnection, id: FileId, seen: &Previewed) -> Result<bool, Error> {
    let done = sqlx::query!(
        "with done as (delete from file_preview_jobs where file_id = $1)
         update files set kind = $2, width = coalesce($3, width), height = coalesce($4, height),
                thumbhash = $5, duration_ms = $6, thumbnails = $7, pages = $8
         where id = $1 and deleted_at is null",
        id as _,
        seen.kind.as_str(),
        seen.width,
        seen.height,
        seen.thumbhash,
        seen.duration_ms,
        &seen.thumbnails,
        seen.pages,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A job is to be taken again, not before `run_at`.
///
/// # Errors
/// When Postgres refuses.
pub async fn again(
    conn: &mut PgConnection,
    id: FileId,
    run_at: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        "update file_preview_jobs set run_at = $2 where file_id = $1",
        id as _,
        run_at,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Gives jobs back untouched: this process stops, or could do nothing for them.
///
/// # Errors
/// When Postgres refuses.
pub async fn give_back(
    conn: &mut PgConnection,
    ids: &[FileId],
    run_at: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        "update file_preview_jobs set run_at = $2, attempts = greatest(attempts - 1, 0)
         where file_id = any($1)",
        ids as _,
        run_at,
    )
    .execute(conn)
    .await?;
    Ok(())
}
