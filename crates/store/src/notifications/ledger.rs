//! What became of telling people.

use chrono::{DateTime, Utc};
use domain::{ChannelId, Concern, MessageId, MessageNo, NotifyOutcome, UserId, WorkspaceId};
use sqlx::PgConnection;

use crate::Error;

/// A message that concerns somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct New {
    /// Whom.
    pub user_id: UserId,
    /// Which.
    pub message_id: MessageId,
    /// Where.
    pub channel_id: ChannelId,
    /// In which workspace.
    pub workspace_id: WorkspaceId,
    /// Its number in the channel.
    pub message_no: Option<MessageNo>,
    /// The message that it replies to.
    pub parent_id: Option<MessageId>,
    /// Who wrote it.
    pub author_id: UserId,
    /// Why.
    pub concern: Concern,
    /// `Waiting`, or why they are not told.
    pub outcome: NotifyOutcome,
    /// When it was sent.
    pub created_at: DateTime<Utc>,
    /// When they are to be told, unless something happens before.
    pub due_at: DateTime<Utc>,
    /// When this was decided.
    pub now: DateTime<Utc>,
}

/// Notes them; what is noted already stays as it is, so that a batch may come twice.
///
/// # Errors
/// `Unavailable`; `Conflict(Gone)` when a person is.
pub async fn insert(connection: &mut PgConnection, rows: &[New]) -> Result<u64, Error> {
    if rows.is_empty() {
        return Ok(0);
    }
    let users: Vec<_> = rows.iter().map(|row| row.user_id.as_uuid()).collect();
    let messages: Vec<_> = rows.iter().map(|row| row.message_id.as_uuid()).collect();
    let channels: Vec<_> = rows.iter().map(|row| row.channel_id.as_uuid()).collect();
    let workspaces: Vec<_> = rows.iter().map(|row| row.workspace_id.as_uuid()).collect();
    let numbers: Vec<_> = rows
        .iter()
        .map(|row| row.message_no.map(MessageNo::get))
        .collect();
    let parents: Vec<_> = rows
        .iter()
        .map(|row| row.parent_id.map(domain::MessageId::as_uuid))
        .collect();
    let authors: Vec<_> = rows.iter().map(|row| row.author_id.as_uuid()).collect();
    let concerns: Vec<_> = rows
        .iter()
        .map(|row| row.concern.as_str().to_owned())
        .collect();
    let outcomes: Vec<_> = rows
        .iter()
        .map(|row| row.outcome.as_str().to_owned())
        .collect();
    let created: Vec<_> = rows.iter().map(|row| row.created_at).collect();
    let due: Vec<_> = rows.iter().map(|row| row.due_at).collect();
    let decided: Vec<_> = rows
        .iter()
        .map(|row| (row.outcome != NotifyOutcome::Waiting).then_some(row.now))
        .collect();
    let inserted = sqlx::query!(
        "insert into notifications (user_id, message_id, channel_id, workspace_id, message_no,
             parent_id, author_id, concern, outcome, created_at, due_at, decided_at)
         select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::bigint[],
             $6::uuid[], $7::uuid[], $8::text[], $9::text[], $10::timestamptz[],
             $11::timestamptz[], $12::timestamptz[])
         on conflict do nothing",
        &users,
        &messages,
        &channels,
        &workspaces,
        &numbers as _,
        &parents as _,
        &authors,
        &concerns,
        &outcomes,
        &created,
        &due,
        &decided as _,
    )
    .execute(connection)
    .await?;
    Ok(inserted.rows_affected())
}

/// One line of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Which message.
    pub message_id: MessageId,
    /// Where.
    pub channel_id: ChannelId,
    /// In which workspace.
    pub workspace_id: WorkspaceId,
    /// Its number in the channel.
    pub message_no: Option<MessageNo>,
    /// The message that it replies to.
    pub parent_id: Option<MessageId>,
    /// Who wrote it.
    pub author_id: UserId,
    /// Why it concerns the person.
    pub concern: Concern,
    /// What became of it.
    pub outcome: NotifyOutcome,
    /// When it was sent.
    pub created_at: DateTime<Utc>,
    /// When that was settled.
    pub decided_at: Option<DateTime<Utc>>,
}

/// A person's ledger, newest message first, before `before`. Only of channels that they are in
/// still.
///
/// # Errors
/// `Unavailable`.
pub async fn page(
    connection: &mut PgConnection,
    user: UserId,
    before: Option<MessageId>,
    limit: i64,
) -> Result<Vec<Entry>, Error> {
    let entries = sqlx::query_as!(
        Entry,
        "select n.message_id, n.channel_id, n.workspace_id, n.message_no, n.parent_id,
                n.author_id, n.concern, n.outcome, n.created_at, n.decided_at
         from notifications n
         join memberships ms on ms.channel_id = n.channel_id and ms.user_id = n.user_id
         join channels c on c.id = n.channel_id and c.deleted_at is null
         where n.user_id = $1 and ($2::uuid is null or n.message_id < $2)
         order by n.message_id desc limit $3",
        user as UserId,
        before as Option<MessageId>,
        limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(entries)
}

/// Forgets what is older than `before`, a bounded number at a time; answers how many.
///
/// # Errors
/// `Unavailable`.
pub async fn delete_before(
    connection: &mut PgConnection,
    before: DateTime<Utc>,
) -> Result<u64, Error> {
    let deleted = sqlx::query!(
        "delete from notifications where (user_id, message_id) in (
             select user_id, message_id from notifications where created_at < $1 limit 5000
         )",
        before,
    )
    .execute(connection)
    .await?;
    Ok(deleted.rows_affected())
}
