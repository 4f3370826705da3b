//! Removing for good what was deleted too long ago to be restored (S20). A large channel goes in
//! small transactions; broken off anywhere, the next run goes on.

use chrono::{DateTime, Utc};
use domain::{ChannelId, MessageId, Partition, WorkspaceId};
use sqlx::PgConnection;

use crate::images::{self, Audience};
use crate::{Error, previews, search};

/// The rows that one statement removes at most.
const BATCH: i64 = 2_000;

/// A channel that was deleted before `before`, by itself or with its workspace.
///
/// # Errors
/// `Unavailable`.
pub async fn next_channel(
    connection: &mut PgConnection,
    before: DateTime<Utc>,
    after: Option<ChannelId>,
) -> Result<Option<ChannelId>, Error> {
    let id = sqlx::query_scalar!(
        "select c.id from channels c join workspaces w on w.id = c.workspace_id
         where c.deleted_at is not null and ($2::uuid is null or c.id > $2)
           and ((c.deleted_at < $1 and not c.deleted_with_workspace) or w.deleted_at < $1)
         order by c.id limit 1",
        before,
        after as Option<ChannelId>,
    )
    .fetch_optional(connection)
    .await?;
    Ok(id)
}

/// Gives the channel's files to the reaper, which removes their bytes and then their rows.
///
/// # Errors
/// `Unavailable`.
pub async fn release_files(
    connection: &mut PgConnection,
    channel: ChannelId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        "update files f set deleted_at = $2 from file_claims c
         where c.channel_id = $1 and f.id = c.file_id and f.deleted_at is null",
        channel as ChannelId,
        now,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Removes some of the channel's messages and what hangs on them; answers whether there may be
/// more.
///
/// # Errors
/// `Unavailable`.
pub async fn some_messages(
    connection: &mut PgConnection,
    partition: Partition,
    channel: ChannelId,
) -> Result<bool, Error> {
    let p = i16::from(partition);
    let ids = sqlx::query_scalar!(
        "delete from messages where p = $1 and channel_id = $2 and seq in (
            select seq from messages where p = $1 and channel_id = $2 order by seq limit $3)
         returning id",
        p,
        channel as ChannelId,
        BATCH,
    )
    .fetch_all(&mut *connection)
    .await?;
    sqlx::query!(
        "delete from revisions where p = $1 and message_id = any($2)",
        p,
        ids.as_slice() as &[MessageId]
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "delete from reactions where p = $1 and message_id = any($2)",
        p,
        ids.as_slice() as &[MessageId]
    )
    .execute(&mut *connection)
    .await?;
    search::delete(&mut *connection, &ids).await?;
    previews::forget(connection, &ids).await?;
    Ok(i64::try_from(ids.len()).unwrap_or(BATCH) >= BATCH)
}

/// Removes the channel's own row with all that hangs on it, and gives its pictures to the reaper;
/// its messages went before.
///
/// # Errors
/// `Unavailable`.
pub async fn channel(
    connection: &mut PgConnection,
    partition: Partition,
    channel: ChannelId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    memories(&mut *connection, channel).await?;
    log_rows(&mut *connection, channel).await?;
    let row = sqlx::query_scalar!(
        "delete from channels where id = $1 returning workspace_id",
        channel as ChannelId
    );
    if let Some(workspace) = row.fetch_optional(&mut *connection).await? {
        let audience = Audience::Channel(workspace, channel);
        images::release_of(&mut *connection, audience, now).await?;
    }
    sqlx::query!(
        "delete from mentions where p = $1 and channel_id = $2",
        i16::from(partition),
        channel as ChannelId,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What people and invitations remember of the channel.
async fn memories(connection: &mut PgConnection, channel: ChannelId) -> Result<(), Error> {
    sqlx::query!(
        "delete from thread_follows where channel_id = $1",
        channel as ChannelId
    )
    .execute(&mut *connection)
    .await?;
    // Nothing was said after it was deleted, give or take what the clocks of two hosts differ: the
    // ledger is looked up by time.
    sqlx::query!(
        "delete from notifications n using channels c
         where c.id = $1 and n.channel_id = c.id and n.created_at < c.deleted_at + interval '1 hour'",
        channel as ChannelId
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "update invites set channel_ids = array_remove(channel_ids, $1)
         where $1 = any(channel_ids)",
        channel as ChannelId
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What was on its way from or to the channel's log.
async fn log_rows(connection: &mut PgConnection, channel: ChannelId) -> Result<(), Error> {
    sqlx::query!(
        "delete from dead_letters where channel_id = $1",
        channel as ChannelId
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "delete from outbox where channel_id = $1",
        channel as ChannelId
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "delete from recovery_offers where channel_id = $1",
        channel as ChannelId
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "delete from preview_jobs where channel_id = $1",
        channel as ChannelId
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Workspaces that were deleted before `before` and have no channels any more.
///
/// # Errors
/// `Unavailable`.
pub async fn empty_workspaces(
    connection: &mut PgConnection,
    before: DateTime<Utc>,
) -> Result<Vec<WorkspaceId>, Error> {
    let ids = sqlx::query_scalar!(
        "select w.id from workspaces w where w.deleted_at < $1
           and not exists (select 1 from channels c where c.workspace_id = w.id)
         order by w.id",
        before,
    )
    .fetch_all(connection)
    .await?;
    Ok(ids)
}

/// Removes the workspace and what is remembered of its links, once the reaper has removed its last
/// file; until then gives it those that are left, and its pictures. Answers whether it is gone.
///
/// # Errors
/// `Unavailable`.
pub async fn workspace(
    connection: &mut PgConnection,
    id: WorkspaceId,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    sqlx::query!(
        "update files set deleted_at = $2 where workspace_id = $1 and deleted_at is null",
        id as WorkspaceId,
        now,
    )
    .execute(&mut *connection)
    .await?;
    images::release_of(&mut *connection, Audience::Workspace(id), now).await?;
    sqlx::query!(
        "delete from previews where workspace_id = $1",
        id as WorkspaceId
    )
    .execute(&mut *connection)
    .await?;
    let gone = sqlx::query!(
        "delete from workspaces w where w.id = $1 and w.deleted_at is not null
           and not exists (select 1 from files f where f.workspace_id = w.id)
           and not exists (select 1 from channels c where c.workspace_id = w.id)",
        id as WorkspaceId,
    )
    .execute(connection)
    .await?;
    Ok(gone.rows_affected() == 1)
}
