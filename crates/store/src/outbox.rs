//! Changes made in Postgres that still have to reach a log (S3): written in the transaction of the
//! change, removed once the log has them.

use chrono::{DateTime, Utc};
use domain::{ChannelId, Mver, OutboxId, UserId};
use sqlx::PgConnection;

use crate::Error;

/// The log that an event goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    /// A channel's.
    Channel(ChannelId),
    /// A user's own.
    User(UserId),
}

/// One event on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The idempotency key of the append.
    pub id: OutboxId,
    /// Where it goes.
    pub target: Target,
    /// The event's kind, for people.
    pub kind: String,
    /// The event as the log carries it.
    pub payload: Vec<u8>,
    /// The membership version that the append sets, when somebody lost a right.
    pub mver: Option<Mver>,
    /// Whether the channel's log ends with it.
    pub closes: bool,
    /// When the change was made.
    pub created_at: DateTime<Utc>,
}

/// Adds a row. For a channel the caller holds its row lock, so that rows are in the order of their
/// transactions.
///
/// # Errors
/// `Unavailable`.
pub async fn insert(connection: &mut PgConnection, row: &Row) -> Result<(), Error> {
    let (channel, user) = match row.target {
        Target::Channel(channel) => (Some(channel), None),
        Target::User(user) => (None, Some(user)),
    };
    sqlx::query!(
        "insert into outbox (id, channel_id, user_id, kind, payload, mver, closes, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        row.id as OutboxId,
        channel as Option<ChannelId>,
        user as Option<UserId>,
        row.kind,
        row.payload,
        row.mver as Option<Mver>,
        row.closes,
        row.created_at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Rows that are there since before `before`, oldest first, and that nobody else is sending at
/// this moment: they are locked until the transaction ends.
///
/// # Errors
/// `Unavailable`.
pub async fn pending(
    connection: &mut PgConnection,
    before: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Row>, Error> {
    let rows = sqlx::query!(
        "select id, channel_id, user_id, kind, payload, mver, closes, created_at
         from outbox where created_at < $1 order by n limit $2 for update skip locked",
        before,
        limit,
    )
    .fetch_all(connection)
    .await?;
    let rows = rows.into_iter().map(|row| {
        let target = match (row.channel_id, row.user_id) {
            (Some(channel), _) => Target::Channel(channel),
            (None, Some(user)) => Target::User(user),
            (None, None) => return Err(Error::corrupt("outbox", "a row without a target")),
        };
        Ok(Row {
            id: row.id,
            target,
            kind: row.kind,
            payload: row.payload,
            mver: row.mver,
            closes: row.closes,
            created_at: row.created_at,
        })
    });
    rows.collect()
}

/// Whether this channel still has rows older than this one: then it is not its turn.
///
/// # Errors
/// `Unavailable`.
pub async fn has_earlier(
    connection: &mut PgConnection,
    channel: ChannelId,
    id: OutboxId,
) -> Result<bool, Error> {
    let found = sqlx::query_scalar!(
        r#"select exists (
               select 1 from outbox where channel_id = $1
               and n < (select n from outbox where id = $2)
           ) as "found!""#,
        channel as ChannelId,
        id as OutboxId,
    )
    .fetch_one(connection)
    .await?;
    Ok(found)
}

/// Removes rows that the log has.
///
/// # Errors
/// `Unavailable`.
pub async fn delete(connection: &mut PgConnection, ids: &[OutboxId]) -> Result<(), Error> {
    sqlx::query!("delete from outbox where id = any($1)", ids as &[OutboxId])
        .execute(connection)
        .await?;
    Ok(())
}
