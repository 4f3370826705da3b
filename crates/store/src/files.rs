//! Files and their claims.
//!
//! A row is written before its bytes, in state `uploading`, so that whatever a dead process leaves
//! in S3 is named here; only the reaper sees such rows.

mod announcing;
mod claims;
pub mod previews;
mod reaping;
mod scanning;
mod uploads;

use chrono::{DateTime, Utc};
use domain::{ChannelId, FileId, FileKind, FileState, UserId, WorkspaceId};

use crate::{Error, PgConnection};

pub use announcing::{Changed, announced, changed, take_changes};
pub use claims::{Claim, claim, lock, release};
pub use reaping::{Reapable, reapable, remove};
pub use scanning::{Scan, judged, scan_again, take_scans};
pub use uploads::{
    Announced, Upload, announce, count_open, give_back, hold, lock_uploader, set_type, take,
    upload, used,
};

/// A file about to be uploaded.
#[derive(Debug, Clone)]
pub struct New {
    /// Its id.
    pub id: FileId,
    /// The workspace that it is stored for.
    pub workspace_id: WorkspaceId,
    /// Who uploads it.
    pub uploader_id: UserId,
    /// The name it was given, cleaned.
    pub name: String,
    /// What its first bytes say it is.
    pub content_type: String,
    /// How a client shows it.
    pub kind: FileKind,
    /// Where its bytes go in the bucket.
    pub object_key: String,
    /// Bytes that were announced: they count at once. 0 where that is not known.
    pub size: i64,
    /// When the upload began.
    pub created_at: DateTime<Utc>,
}

/// What is known of a file once its bytes are stored.
#[derive(Debug, Clone, Default)]
pub struct Stored {
    /// Bytes as stored.
    pub size: i64,
    /// SHA-256 of the bytes as stored; empty where nobody has counted it.
    pub sha256: Vec<u8>,
    /// Of an image: pixels across, as shown.
    pub width: Option<i32>,
    /// Of an image: pixels down, as shown.
    pub height: Option<i32>,
}

/// A stored file.
#[derive(Debug, Clone)]
pub struct File {
    /// Its id.
    pub id: FileId,
    /// The workspace that it is stored for.
    pub workspace_id: WorkspaceId,
    /// Who uploaded it.
    pub uploader_id: UserId,
    /// The name it was given.
    pub name: String,
    /// Its type, by content.
    pub content_type: String,
    /// Bytes.
    pub size: i64,
    /// How a client shows it.
    pub kind: FileKind,
    /// Pixels across.
    pub width: Option<i32>,
    /// Pixels down.
    pub height: Option<i32>,
    /// A blurred preview, encoded.
    pub thumbhash: Option<String>,
    /// Of sound and video: milliseconds.
    pub duration_ms: Option<i64>,
    /// Of a document: how many pages it has.
    pub pages: Option<i32>,
    /// Whether it may be downloaded.
    pub state: FileState,
    /// Where its bytes are in the bucket.
    pub object_key: String,
    /// Names of the thumbnails that exist.
    pub thumbnails: Vec<String>,
    /// When the upload began.
    pub created_at: DateTime<Utc>,
    /// The channel of the message that claimed it.
    pub channel_id: Option<ChannelId>,
    /// The author of the message that claimed it.
    pub claimed_by: Option<UserId>,
    /// The nonce of the message that claimed it.
    pub claim_nonce: Option<String>,
}

/// Writes down a file that is about to be uploaded.
///
/// # Errors
/// `Conflict(Gone)` when workspace or uploader is not there.
pub async fn insert(conn: &mut PgConnection, new: &New) -> Result<(), Error> {
    sqlx::query!(
        "insert into files (id, workspace_id, uploader_id, name, content_type, size, kind, state,
                            object_key, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, 'uploading', $8, $9)",
        new.id as _,
        new.workspace_id as _,
        new.uploader_id as _,
        new.name,
        new.content_type,
        new.size,
        new.kind.as_str(),
        new.object_key,
        new.created_at,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Remembers S3's id of a multipart upload, so that the reaper can abort it.
///
/// # Errors
/// When Postgres refuses.
pub async fn set_upload(conn: &mut PgConnection, id: FileId, upload: &str) -> Result<(), Error> {
    sqlx::query!(
        "update files set upload_id = $2 where id = $1",
        id as _,
        upload
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The bytes are stored: the file exists from now on, for its uploader, to be scanned first where
/// `scan_at` says when. False when the row is gone.
///
/// # Errors
/// When Postgres refuses.
pub async fn finish(
    conn: &mut PgConnection,
    id: FileId,
    stored: &Stored,
    scan_at: Option<DateTime<Utc>>,
) -> Result<bool, Error> {
    let done = sqlx::query!(
        "update files set size = $2, sha256 = nullif($3, ''::bytea), width = $4, height = $5,
                upload_id = null, scan_at = $6,
                state = case when $6::timestamptz is null then 'ready' else 'scanning' end
         where id = $1 and state = 'uploading' and deleted_at is null",
        id as _,
        stored.size,
        stored.sha256,
        stored.width,
        stored.height,
        scan_at,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The file, with its claim, unless it is gone or not there yet.
///
/// # Errors
/// When Postgres refuses.
pub async fn find(conn: &mut PgConnection, id: FileId) -> Result<Option<File>, Error> {
    Ok(list(conn, &[id]).await?.pop())
}

/// Those of the files that are there, by id.
///
/// # Errors
/// When Postgres refuses.
pub async fn list(conn: &mut PgConnection, ids: &[FileId]) -> Result<Vec<File>, Error> {
    let files = sqlx::query_as!(
        File,
        r#"select f.id, f.workspace_id, f.uploader_id, f.name, f.content_type, f.size, f.kind,
                f.width, f.height, f.thumbhash, f.duration_ms, f.pages, f.state, f.object_key,
                f.thumbnails, f.created_at,
                c.channel_id as "channel_id?", c.author_id as "claimed_by?: UserId",
                c.nonce as "claim_nonce?"
         from files f left join file_claims c on c.file_id = f.id
         where f.id = any($1) and f.deleted_at is null and f.state <> 'uploading'
         order by f.id"#,
        ids as _,
    )
    .fetch_all(conn)
    .await?;
    Ok(files)
}

/// Takes back an unclaimed file. False when a message has it, or it is gone.
///
/// # Errors
/// When Postgres refuses.
pub async fn delete_unclaimed(
    conn: &mut PgConnection,
    id: FileId,
    at: DateTime<Utc>,
) -> Result<bool, Error> {
    let done = sqlx::query!(
        "update files set deleted_at = $2 where id = $1 and not claimed and deleted_at is null",
        id as _,
        at,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}
