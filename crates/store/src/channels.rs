//! Channels: their settings and their life. What is said in them is elsewhere.

mod list;

use chrono::{DateTime, Utc};
use domain::{
    ChannelId, ChannelKind, Epoch, MessageNo, Mver, Partition, Posting, Seq, UserId, WorkspaceId,
};
use sqlx::PgConnection;

use crate::Error;

pub(crate) use list::pattern;
pub use list::{Browse, browse, direct_people, find_all, list_mine};

/// A channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    /// Which.
    pub id: ChannelId,
    /// Where.
    pub workspace_id: WorkspaceId,
    /// What sort of conversation.
    pub kind: ChannelKind,
    /// Its name; empty for direct conversations.
    pub name: String,
    /// Its name in addresses; empty for direct conversations.
    pub slug: String,
    /// What is talked about at the moment.
    pub topic: String,
    /// What it is for.
    pub description: String,
    /// Where its cover picture is.
    pub cover_url: Option<String>,
    /// Who created it.
    pub created_by: UserId,
    /// Who may post.
    pub posting: Posting,
    /// The least time between two messages of one person, in seconds.
    pub slow_mode_s: i32,
    /// Version of the settings.
    pub version: i64,
    /// How many people are in it.
    pub member_count: i32,
    /// Membership version.
    pub mver: Mver,
    /// The life of its log.
    pub epoch: Epoch,
    /// The worker's watermark.
    pub persisted_seq: Seq,
    /// The last top-level message below the watermark.
    pub persisted_message_no: MessageNo,
    /// When the last message was sent, below the watermark.
    pub last_message_at: Option<DateTime<Utc>>,
    /// Since when it takes nothing new.
    pub archived_at: Option<DateTime<Utc>>,
    /// Since when.
    pub created_at: DateTime<Utc>,
}

/// What a new channel starts with.
#[derive(Debug, Clone)]
pub struct New<'a> {
    /// Which.
    pub id: ChannelId,
    /// The partition that follows from its id.
    pub partition: Partition,
    /// Where.
    pub workspace_id: WorkspaceId,
    /// What sort of conversation.
    pub kind: ChannelKind,
    /// Its name; empty for direct conversations.
    pub name: &'a str,
    /// Its name in addresses; empty for direct conversations.
    pub slug: &'a str,
    /// What is talked about at the moment.
    pub topic: &'a str,
    /// What it is for.
    pub description: &'a str,
    /// The sorted people of a direct conversation.
    pub people: Option<&'a [UserId]>,
    /// Whether who joins the workspace is put into it.
    pub joined_by_newcomers: bool,
    /// Who creates it.
    pub created_by: UserId,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// Adds a channel; `false` when these people have their direct conversation already.
///
/// # Errors
/// `Conflict(ChannelName)` when a public channel of the workspace has the name.
pub async fn insert(connection: &mut PgConnection, new: &New<'_>) -> Result<bool, Error> {
    let inserted = sqlx::query!(
        "insert into channels (id, p, workspace_id, kind, name, slug, topic, description, people,
                               created_by, created_at, joined_by_newcomers)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         on conflict (workspace_id, people) where people is not null do nothing",
        new.id as ChannelId,
        i16::from(new.partition),
        new.workspace_id as WorkspaceId,
        new.kind as ChannelKind,
        new.name,
        new.slug,
        new.topic,
        new.description,
        new.people as Option<&[UserId]>,
        new.created_by as UserId,
        new.created_at,
        new.joined_by_newcomers,
    )
    .execute(connection)
    .await?;
    Ok(inserted.rows_affected() == 1)
}

/// The direct conversation of exactly these people, sorted.
///
/// # Errors
/// `Unavailable`.
pub async fn find_direct(
    connection: &mut PgConnection,
    workspace: WorkspaceId,
    people: &[UserId],
) -> Result<Option<ChannelId>, Error> {
    let id = sqlx::query_scalar!(
        "select id from channels where workspace_id = $1 and people = $2",
        workspace as WorkspaceId,
        people as &[UserId],
    )
    .fetch_optional(connection)
    .await?;
    Ok(id)
}

/// A channel that is not deleted.
///
/// # Errors
/// `Unavailable`.
pub async fn find(connection: &mut PgConnection, id: ChannelId) -> Result<Option<Channel>, Error> {
    Ok(find_all(connection, &[id]).await?.pop())
}

/// As [`find`], holding the row until the transaction ends: changes of one channel, and their
/// outbox rows, come one after the other.
///
/// # Errors
/// `Unavailable`.
pub async fn lock(connection: &mut PgConnection, id: ChannelId) -> Result<Option<Channel>, Error> {
    let locked = sqlx::query_scalar!(
        "select id from channels where id = $1 and deleted_at is null for update",
        id as ChannelId,
    )
    .fetch_optional(&mut *connection)
    .await?;
    match locked {
        Some(id) => find(connection, id).await,
        None => Ok(None),
    }
}

/// What changes in the settings; `None` leaves.
#[derive(Debug, Clone, Default)]
pub struct Change<'a> {
    /// A new name, and its form in addresses.
    pub name: Option<(&'a str, &'a str)>,
    /// A new topic.
    pub topic: Option<&'a str>,
    /// A new description.
    pub description: Option<&'a str>,
    /// Who may post.
    pub posting: Option<Posting>,
    /// The least time between two messages of one person, in seconds.
    pub slow_mode_s: Option<i32>,
}

/// Changes the settings and raises their version.
///
/// # Errors
/// `Conflict(ChannelName)` when a public channel of the workspace has the name.
pub async fn update(
    connection: &mut PgConnection,
    id: ChannelId,
    change: &Change<'_>,
) -> Result<(), Error> {
    let (name, slug) = change.name.unzip();
    sqlx::query!(
        "update channels set name = coalesce($2, name), slug = coalesce($3, slug),
             topic = coalesce($4, topic), description = coalesce($5, description),
             posting = coalesce($6, posting), slow_mode_s = coalesce($7, slow_mode_s),
             version = version + 1
         where id = $1",
        id as ChannelId,
        name,
        slug,
        change.topic,
        change.description,
        change.posting as Option<Posting>,
        change.slow_mode_s,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Shows another cover of a channel whose row is held, or none.
///
/// # Errors
/// `Unavailable`.
pub async fn set_cover(
    connection: &mut PgConnection,
    id: ChannelId,
    url: Option<&str>,
) -> Result<(), Error> {
    sqlx::query!(
        "update channels set cover_url = $2, version = version + 1 where id = $1",
        id as ChannelId,
        url,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Archives, or with `None` takes out of the archive.
///
/// # Errors
/// `Unavailable`.
pub async fn set_archived(
    connection: &mut PgConnection,
    id: ChannelId,
    at: Option<DateTime<Utc>>,
) -> Result<(), Error> {
    sqlx::query!(
        "update channels set archived_at = $2, version = version + 1 where id = $1",
        id as ChannelId,
        at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Raises the membership version, because somebody loses a right; answers the new one.
///
/// # Errors
/// `Unavailable`.
pub async fn raise_mver(connection: &mut PgConnection, id: ChannelId) -> Result<Mver, Error> {
    let mver = sqlx::query_scalar!(
        "update channels set mver = mver + 1 where id = $1 returning mver",
        id as ChannelId,
    )
    .fetch_one(connection)
    .await?;
    Ok(mver)
}
