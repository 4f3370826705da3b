//! Changes made in Postgres that still have to reach a log (S3): written in the transaction of the
//! change, removed once the log has them.

use chrono::{DateTime, Utc};
use domain::{ChannelId, Mver, UserId};
use sqlx::PgConnection;

use crate::Error;

/// The log that an event goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// A channel's.
    Channel(ChannelId),
    /// A user's own.
    User(UserId),
}

impl Target {
    const fn columns(self) -> (Option<ChannelId>, Option<UserId>) {
        match self {
            Self::Channel(channel) => (Some(channel), None),
            Self::User(user) => (None, Some(user)),
        }
    }
}

/// An event to be sent on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct New {
    /// Where it goes.
    pub target: Target,
    /// The event's kind, for people who read the table.
    pub kind: &'static str,
    /// The event as the log carries it.
    pub payload: Vec<u8>,
    /// The membership version that the append sets, when somebody lost a right.
    pub mver: Option<Mver>,
    /// Whether the channel's log ends with it.
    pub closes: bool,
    /// When the change was made.
    pub created_at: DateTime<Utc>,
}

/// An event on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its place in the queue, and the idempotency key of its append.
    pub id: i64,
    /// The event's kind.
    pub kind: String,
    /// The event as the log carries it.
    pub payload: Vec<u8>,
    /// The membership version that the append sets.
    pub mver: Option<Mver>,
    /// Whether the channel's log ends with it.
    pub closes: bool,
}

/// Adds an event to a queue; answers its place. For a channel the caller holds its row lock, so
/// that places are in the order of the transactions.
///
/// # Errors
/// `Unavailable`.
pub async fn insert(connection: &mut PgConnection, new: &New) -> Result<i64, Error> {
    let (channel, user) = new.target.columns();
    let id = sqlx::query_scalar!(
        "insert into outbox (channel_id, user_id, kind, payload, mver, closes, created_at)
         values ($1, $2, $3, $4, $5, $6, $7) returning id",
        channel as Option<ChannelId>,
        user as Option<UserId>,
        new.kind,
        new.payload,
        new.mver as Option<Mver>,
        new.closes,
        new.created_at,
    )
    .fetch_one(connection)
    .await?;
    Ok(id)
}

/// The first rows of a queue, locked until the transaction ends: who drains the same queue at the
/// same time waits, and then finds what is left.
///
/// # Errors
/// `Unavailable`.
pub async fn lock(
    connection: &mut PgConnection,
    target: Target,
    limit: i64,
) -> Result<Vec<Row>, Error> {
    let (channel, user) = target.columns();
    let rows = match (channel, user) {
        (Some(channel), _) => {
            sqlx::query_as!(
                Row,
                "select id, kind, payload, mver, closes from outbox
                 where channel_id = $1 order by id limit $2 for update",
                channel as ChannelId,
                limit,
            )
            .fetch_all(connection)
            .await?
        }
        (None, user) => {
            sqlx::query_as!(
                Row,
                "select id, kind, payload, mver, closes from outbox
                 where user_id = $1 order by id limit $2 for update",
                user as Option<UserId>,
                limit,
            )
            .fetch_all(connection)
            .await?
        }
    };
    Ok(rows)
}

/// The queues with rows from before `before`.
///
/// # Errors
/// `Unavailable`.
pub async fn waiting(
    connection: &mut PgConnection,
    before: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Target>, Error> {
    let rows = sqlx::query!(
        "select distinct channel_id, user_id from outbox where created_at < $1 limit $2",
        before,
        limit,
    )
    .fetch_all(connection)
    .await?;
    let targets = rows
        .into_iter()
        .map(|row| match (row.channel_id, row.user_id) {
            (Some(channel), _) => Ok(Target::Channel(channel)),
            (None, Some(user)) => Ok(Target::User(user)),
            (None, None) => Err(Error::corrupt("outbox", "a row without a target")),
        });
    targets.collect()
}

/// How much waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// How many rows.
    pub entries: i64,
    /// When the oldest of them was made.
    pub oldest: Option<DateTime<Utc>>,
}

/// How much waits, in all queues together.
///
/// # Errors
/// `Unavailable`.
pub async fn standing(connection: &mut PgConnection) -> Result<Standing, Error> {
    let standing = sqlx::query_as!(
        Standing,
        r#"select count(*) as "entries!", min(created_at) as oldest from outbox"#,
    )
    .fetch_one(connection)
    .await?;
    Ok(standing)
}

/// Removes rows that their log has.
///
/// # Errors
/// `Unavailable`.
pub async fn delete(connection: &mut PgConnection, ids: &[i64]) -> Result<(), Error> {
    sqlx::query!("delete from outbox where id = any($1)", ids)
        .execute(connection)
        .await?;
    Ok(())
}
