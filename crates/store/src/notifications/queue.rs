//! The queue of those who are still to be told.

use chrono::{DateTime, Utc};
use domain::{
    ChannelId, Concern, MessageId, MessageKind, MessageNo, NotifyOutcome, Partition, Seq,
    SessionId, UserId, WorkspaceId,
};
use sqlx::PgConnection;

use crate::Error;

/// A row that is this worker's alone for a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// Whom to tell.
    pub user_id: UserId,
    /// Of what.
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
    /// When it was sent.
    pub created_at: DateTime<Utc>,
    /// Sends that were tried before.
    pub attempts: i16,
    /// The devices that are still to be told; `None`: all.
    pub left_sessions: Option<Vec<SessionId>>,
    /// Devices that were told.
    pub sent_to: i16,
}

/// Takes what is due, oldest first, until `until`: who claims at the same time takes others, and
/// what a dead worker claimed is due again then.
///
/// # Errors
/// `Unavailable`.
pub async fn claim(
    connection: &mut PgConnection,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Claimed>, Error> {
    let claimed = sqlx::query_as!(
        Claimed,
        "update notifications n set due_at = $2
         from (select user_id, message_id from notifications
               where outcome = 'waiting' and due_at <= $1
               order by due_at limit $3 for update skip locked) due
         where n.user_id = due.user_id and n.message_id = due.message_id
         returning n.user_id, n.message_id, n.channel_id, n.workspace_id, n.message_no,
                   n.parent_id, n.author_id, n.concern, n.created_at, n.attempts,
                   n.left_sessions, n.sent_to",
        now,
        until,
        limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(claimed)
}

/// What a notification shows of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Which.
    pub id: MessageId,
    /// Its place in the log.
    pub seq: Seq,
    /// Its text.
    pub body: String,
    /// Who speaks.
    pub kind: MessageKind,
    /// Who wrote it.
    pub author: String,
    /// The channel's name.
    pub place: String,
}

/// What these messages say; those that are deleted are left out.
///
/// # Errors
/// `Unavailable`.
pub async fn details(
    connection: &mut PgConnection,
    partitions: &[Partition],
    ids: &[MessageId],
) -> Result<Vec<Told>, Error> {
    let partitions: Vec<i16> = partitions.iter().copied().map(i16::from).collect();
    let told = sqlx::query_as!(
        Told,
        r#"select m.id, m.seq, m.body, m.kind as "kind: MessageKind", u.display_name as author,
             c.name as place
           from messages m
           join users u on u.id = m.author_id
           join channels c on c.id = m.channel_id and c.deleted_at is null
           where m.p = any($1) and m.id = any($2) and m.deleted_at is null"#,
        &partitions,
        ids as &[MessageId],
    )
    .fetch_all(connection)
    .await?;
    Ok(told)
}

/// What became of some rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settled {
    /// Whom.
    pub user_id: UserId,
    /// Of what.
    pub message_id: MessageId,
    /// What.
    pub outcome: NotifyOutcome,
    /// Devices that were told.
    pub sent_to: i16,
}

/// Notes what became of rows that were waiting.
///
/// # Errors
/// `Unavailable`.
pub async fn settle(
    connection: &mut PgConnection,
    rows: &[Settled],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    if rows.is_empty() {
        return Ok(());
    }
    let users: Vec<_> = rows.iter().map(|row| row.user_id.as_uuid()).collect();
    let messages: Vec<_> = rows.iter().map(|row| row.message_id.as_uuid()).collect();
    let outcomes: Vec<_> = rows
        .iter()
        .map(|row| row.outcome.as_str().to_owned())
        .collect();
    let counts: Vec<_> = rows.iter().map(|row| row.sent_to).collect();
    sqlx::query!(
        "update notifications n
         set outcome = t.outcome, sent_to = t.sent_to, decided_at = $5, left_sessions = null
         from unnest($1::uuid[], $2::uuid[], $3::text[], $4::smallint[])
             as t (user_id, message_id, outcome, sent_to)
         where n.user_id = t.user_id and n.message_id = t.message_id and n.outcome = 'waiting'",
        &users,
        &messages,
        &outcomes,
        &counts,
        now,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Puts rows back until `due`: nothing was tried.
///
/// # Errors
/// `Unavailable`.
pub async fn postpone(
    connection: &mut PgConnection,
    rows: &[(UserId, MessageId)],
    due: DateTime<Utc>,
) -> Result<(), Error> {
    let (users, messages): (Vec<UserId>, Vec<MessageId>) = rows.iter().copied().unzip();
    sqlx::query!(
        "update notifications n set due_at = $3
         from unnest($1::uuid[], $2::uuid[]) as t (user_id, message_id)
         where n.user_id = t.user_id and n.message_id = t.message_id and n.outcome = 'waiting'",
        &users as &[UserId],
        &messages as &[MessageId],
        due,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Puts rows of one person back until `due`, for the devices that were not told.
///
/// # Errors
/// `Unavailable`.
pub async fn retry(
    connection: &mut PgConnection,
    user: UserId,
    messages: &[MessageId],
    (left, sent_to): (&[SessionId], i16),
    due: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        "update notifications
         set due_at = $3, left_sessions = $4, sent_to = $5, attempts = attempts + 1
         where user_id = $1 and message_id = any($2) and outcome = 'waiting'",
        user as UserId,
        messages as &[MessageId],
        due,
        left as &[SessionId],
        sent_to,
    )
    .execute(connection)
    .await?;
    Ok(())
}
