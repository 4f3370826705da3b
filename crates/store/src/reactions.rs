//! Reactions as the worker folded them.

use chrono::{DateTime, Utc};
use domain::{MessageId, Partition, Seq, UserId};
use sqlx::PgConnection;

use crate::Error;

/// One person's reaction with one emoji.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State {
    /// Whether it stands.
    pub active: bool,
    /// Seq of its last change, which keys the next one.
    pub seq: Seq,
}

/// How this person's reaction stands; `None` when there never was one.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn find(
    connection: &mut PgConnection,
    partition: Partition,
    message: MessageId,
    user: UserId,
    emoji: &str,
) -> Result<Option<State>, Error> {
    let row = sqlx::query_as!(
        State,
        "select active, seq from reactions
         where p = $1 and message_id = $2 and emoji = $3 and user_id = $4",
        i16::from(partition),
        message as MessageId,
        emoji,
        user as UserId,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row)
}

/// One person behind an emoji.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reactor {
    /// The emoji.
    pub emoji: String,
    /// The person.
    pub user_id: UserId,
    /// When they reacted.
    pub created_at: DateTime<Utc>,
}

/// Everybody who reacted to a message, in that order, at most `limit`.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn reactors(
    connection: &mut PgConnection,
    partition: Partition,
    message: MessageId,
    limit: i64,
) -> Result<Vec<Reactor>, Error> {
    let rows = sqlx::query_as!(
        Reactor,
        "select emoji, user_id, created_at from reactions
         where p = $1 and message_id = $2 and active order by seq limit $3",
        i16::from(partition),
        message as MessageId,
        limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}
