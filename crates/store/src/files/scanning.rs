//! Files that wait to be scanned, and what became of those that were.

use chrono::{DateTime, Utc};
use domain::{FileId, FileState};

use crate::{Error, PgConnection};

/// A file to scan.
#[derive(Debug, Clone)]
pub struct Scan {
    /// The file.
    pub id: FileId,
    /// Where its bytes are.
    pub object_key: String,
    /// Bytes.
    pub size: i64,
    /// How often it was taken, this time included.
    pub attempts: i32,
}

/// Takes files whose time has come, oldest first, at most `limit`: nobody else takes them before
/// `until`.
///
/// # Errors
/// When Postgres refuses.
pub async fn take_scans(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Scan>, Error> {
    let scans = sqlx::query_as!(
        Scan,
        r#"update files set scan_at = $2, scan_attempts = scan_attempts + 1
         where id in (
            select id from files
            where state = 'scanning' and scan_at <= $1 and deleted_at is null
            order by scan_at limit $3 for update skip locked)
         returning id, object_key, size, scan_attempts as attempts"#,
        now,
        until,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(scans)
}

/// What the scan found: `state` from now on. A message that carries it is told. False when the file
/// is gone, or somebody else was faster.
///
/// # Errors
/// When Postgres refuses.
pub async fn judged(
    conn: &mut PgConnection,
    id: FileId,
    state: FileState,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let done = sqlx::query!(
        "update files set state = $2, scan_at = null,
                announce_at = case when claimed then $3 else announce_at end
         where id = $1 and state = 'scanning' and deleted_at is null",
        id as _,
        state.as_str(),
        now,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// It could not be scanned: again at this time.
///
/// # Errors
/// When Postgres refuses.
pub async fn scan_again(
    conn: &mut PgConnection,
    id: FileId,
    at: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        "update files set scan_at = $2 where id = $1 and state = 'scanning'",
        id as _,
        at,
    )
    .execute(conn)
    .await?;
    Ok(())
}
