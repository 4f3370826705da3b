//! Messages whose links have to be looked at.

use chrono::{DateTime, Utc};
use domain::{ChannelId, MessageId, Partition, WorkspaceId};

use crate::apply::Linked;
use crate::{Error, PgConnection};

/// A job that this worker has taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The message.
    pub message_id: MessageId,
    /// Its channel.
    pub channel_id: ChannelId,
    /// The channel's workspace.
    pub workspace_id: WorkspaceId,
    /// The version of the message that has the links.
    pub version: i32,
    /// How often the job was taken, this time included.
    pub attempts: i16,
}

/// What a message says at the moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Markdown.
    pub body: String,
    /// 1, and one more with each edit.
    pub version: i32,
}

/// Asks for the links of these messages to be looked at, in place of what was asked before.
///
/// # Errors
/// When Postgres refuses.
pub async fn enqueue(
    conn: &mut PgConnection,
    messages: &[Linked],
    at: DateTime<Utc>,
) -> Result<(), Error> {
    if messages.is_empty() {
        return Ok(());
    }
    let ids: Vec<_> = messages
        .iter()
        .map(|one| one.message_id.as_uuid())
        .collect();
    let channels: Vec<_> = messages
        .iter()
        .map(|one| one.channel_id.as_uuid())
        .collect();
    let versions: Vec<_> = messages.iter().map(|one| one.version).collect();
    sqlx::query!(
        "insert into preview_jobs (message_id, channel_id, version, run_at, created_at)
         select id, channel_id, version, $4, $4
         from unnest($1::uuid[], $2::uuid[], $3::integer[]) as t (id, channel_id, version)
         on conflict (message_id) do update set
            version = excluded.version, attempts = 0, run_at = excluded.run_at,
            created_at = excluded.created_at
         where preview_jobs.version < excluded.version",
        &ids,
        &channels,
        &versions,
        at,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes jobs that are due, oldest first, and keeps them from others until `until`. What was
/// taken `most` times already is left to [`sweep`].
///
/// # Errors
/// When Postgres refuses.
pub async fn claim(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
    most: i16,
    limit: i64,
) -> Result<Vec<Due>, Error> {
    let due = sqlx::query_as!(
        Due,
        r#"update preview_jobs j set attempts = attempts + 1, run_at = $2
           from channels c
           where c.id = j.channel_id and j.message_id in (
              select message_id from preview_jobs
              where run_at <= $1 and attempts < $3
              order by run_at limit $4
              for update skip locked)
           returning j.message_id as "message_id: MessageId",
              j.channel_id as "channel_id: ChannelId",
              c.workspace_id as "workspace_id: WorkspaceId", j.version, j.attempts"#,
        now,
        until,
        most,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(due)
}

/// What the message says now; `None` when it is deleted.
///
/// # Errors
/// When Postgres refuses.
pub async fn text(
    conn: &mut PgConnection,
    partition: Partition,
    id: MessageId,
) -> Result<Option<Text>, Error> {
    let text = sqlx::query_as!(
        Text,
        "select body, version from messages where p = $1 and id = $2 and deleted_at is null",
        i16::from(partition),
        id as MessageId,
    )
    .fetch_optional(conn)
    .await?;
    Ok(text)
}

/// A job is done. A later edit's is another one.
///
/// # Errors
/// When Postgres refuses.
pub async fn finish(conn: &mut PgConnection, due: &Due) -> Result<(), Error> {
    sqlx::query!(
        "delete from preview_jobs where message_id = $1 and version = $2",
        due.message_id as MessageId,
        due.version,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A job is to be taken again, not before `run_at`.
///
/// # Errors
/// When Postgres refuses.
pub async fn again(conn: &mut PgConnection, due: &Due, run_at: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query!(
        "update preview_jobs set run_at = $3 where message_id = $1 and version = $2",
        due.message_id as MessageId,
        due.version,
        run_at,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Gives jobs back untouched: this worker stops, or could do nothing for them.
///
/// # Errors
/// When Postgres refuses.
pub async fn give_back(
    conn: &mut PgConnection,
    due: &[Due],
    run_at: DateTime<Utc>,
) -> Result<(), Error> {
    let ids: Vec<_> = due.iter().map(|one| one.message_id.as_uuid()).collect();
    let versions: Vec<_> = due.iter().map(|one| one.version).collect();
    sqlx::query!(
        "update preview_jobs j set run_at = $3, attempts = greatest(j.attempts - 1, 0)
         from unnest($1::uuid[], $2::integer[]) as t (id, version)
         where j.message_id = t.id and j.version = t.version",
        &ids,
        &versions,
        run_at,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Removes jobs that nobody shall take any more: taken `most` times, or older than `before`, when
/// a preview would come too late to be of use.
///
/// # Errors
/// When Postgres refuses.
pub async fn sweep(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
    before: DateTime<Utc>,
    most: i16,
) -> Result<u64, Error> {
    let swept = sqlx::query!(
        "delete from preview_jobs
         where run_at <= $1 and (attempts >= $2 or created_at < $3)",
        now,
        most,
        before,
    )
    .execute(conn)
    .await?;
    Ok(swept.rows_affected())
}
