//! Pictures: rows that say what is in the bucket, who may see it, and whether anything shows it.
//!
//! A row is written before its bytes. It is *kept* by the transaction that makes something show it,
//! and *released* by the one that shows something else; the rest is the reaper's.

use chrono::{DateTime, Utc};
use domain::{ChannelId, ImageId, ImagePurpose, WorkspaceId};

use crate::{Error, PgConnection};

/// Who may see a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Everybody with an account.
    Everybody,
    /// The people of a workspace.
    Workspace(WorkspaceId),
    /// Who may read a channel.
    Channel(WorkspaceId, ChannelId),
}

/// A picture about to be stored.
#[derive(Debug, Clone)]
pub struct New<'a> {
    /// Its id.
    pub id: ImageId,
    /// What it is for.
    pub purpose: ImagePurpose,
    /// Who may see it.
    pub audience: Audience,
    /// Its type, as it was coded.
    pub content_type: &'a str,
    /// Pixels across.
    pub width: i32,
    /// Pixels down.
    pub height: i32,
    /// Bytes.
    pub size: i64,
    /// Where its bytes go in the bucket.
    pub object_key: &'a str,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// A stored picture.
#[derive(Debug, Clone)]
pub struct Image {
    /// Its id.
    pub id: ImageId,
    /// Whose people may see it.
    pub workspace_id: Option<WorkspaceId>,
    /// Whose readers may see it.
    pub channel_id: Option<ChannelId>,
    /// Its type.
    pub content_type: String,
    /// Where its bytes are in the bucket.
    pub object_key: String,
}

impl Image {
    /// Who may see it.
    #[must_use]
    pub const fn audience(&self) -> Audience {
        match (self.workspace_id, self.channel_id) {
            (Some(workspace), Some(channel)) => Audience::Channel(workspace, channel),
            (Some(workspace), None) => Audience::Workspace(workspace),
            (None, _) => Audience::Everybody,
        }
    }
}

/// Writes down a picture that is about to be stored. Nothing shows it yet.
///
/// # Errors
/// When Postgres refuses.
pub async fn insert(conn: &mut PgConnection, new: &New<'_>) -> Result<(), Error> {
    let (workspace, channel) = match new.audience {
        Audience::Everybody => (None, None),
        Audience::Workspace(workspace) => (Some(workspace), None),
        Audience::Channel(workspace, channel) => (Some(workspace), Some(channel)),
    };
    sqlx::query!(
        "insert into images (id, purpose, workspace_id, channel_id, content_type, width, height,
                             size, object_key, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        new.id as _,
        new.purpose.as_str(),
        workspace as _,
        channel as _,
        new.content_type,
        new.width,
        new.height,
        new.size,
        new.object_key,
        new.created_at,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The picture, unless it is gone.
///
/// # Errors
/// When Postgres refuses.
pub async fn find(conn: &mut PgConnection, id: ImageId) -> Result<Option<Image>, Error> {
    let image = sqlx::query_as!(
        Image,
        "select id, workspace_id, channel_id, content_type, object_key
         from images where id = $1 and deleted_at is null",
        id as _,
    )
    .fetch_optional(conn)
    .await?;
    Ok(image)
}

/// From now on something shows these pictures. Called in the transaction that makes it so; answers
/// how many of them there are.
///
/// # Errors
/// When Postgres refuses.
pub async fn keep(conn: &mut PgConnection, ids: &[ImageId]) -> Result<u64, Error> {
    let kept = sqlx::query!(
        "update images set kept = true where id = any($1) and deleted_at is null",
        ids as _
    )
    .execute(conn)
    .await?;
    Ok(kept.rows_affected())
}

/// Nothing shows these pictures any more: the reaper removes them.
///
/// # Errors
/// When Postgres refuses.
pub async fn release(
    conn: &mut PgConnection,
    ids: &[ImageId],
    at: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        "update images set deleted_at = $2 where id = any($1) and deleted_at is null",
        ids as _,
        at,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A workspace or a channel is gone for good, and all that its people alone could see with it.
///
/// # Errors
/// When Postgres refuses.
pub async fn release_of(
    conn: &mut PgConnection,
    audience: Audience,
    at: DateTime<Utc>,
) -> Result<(), Error> {
    let (workspace, channel) = match audience {
        Audience::Everybody => return Ok(()),
        Audience::Workspace(workspace) => (Some(workspace), None),
        Audience::Channel(_, channel) => (None, Some(channel)),
    };
    sqlx::query!(
        "update images set deleted_at = $3
         where (workspace_id = $1 or channel_id = $2) and deleted_at is null",
        workspace as Option<WorkspaceId>,
        channel as Option<ChannelId>,
        at,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What the reaper removes from S3 before the row goes.
#[derive(Debug, Clone)]
pub struct Reapable {
    /// The picture.
    pub id: ImageId,
    /// Where its bytes are, if they ever got there.
    pub object_key: String,
}

/// Pictures whose bytes are to go: released ones, and those that nothing has shown since `before`.
/// They stay locked until the transaction ends; what another reaper has locked is passed over.
///
/// # Errors
/// When Postgres refuses.
pub async fn reapable(
    conn: &mut PgConnection,
    before: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Reapable>, Error> {
    let images = sqlx::query_as!(
        Reapable,
        "select id, object_key from images
         where id in (
            select id from images where deleted_at is not null
            union all
            select id from images where not kept and created_at < $1)
         order by id limit $2
         for update skip locked",
        before,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(images)
}

/// Forgets pictures whose bytes are gone.
///
/// # Errors
/// When Postgres refuses.
pub async fn remove(conn: &mut PgConnection, ids: &[ImageId]) -> Result<(), Error> {
    sqlx::query!("delete from images where id = any($1)", ids as _)
        .execute(conn)
        .await?;
    Ok(())
}
