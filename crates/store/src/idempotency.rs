//! Answers of requests that carried an `Idempotency-Key`, kept for 24 hours.

use chrono::{DateTime, TimeDelta, Utc};
use domain::UserId;
use serde_json::Value;
use sqlx::PgConnection;

use crate::Error;

/// How long an answer is given again.
const KEPT: TimeDelta = TimeDelta::hours(24);

/// A stored answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The client's key.
    pub key: String,
    /// SHA-256 of what the key stands for.
    pub request_hash: Vec<u8>,
    /// The answer's body.
    pub answer: Value,
    /// When it was given.
    pub created_at: DateTime<Utc>,
}

/// What is known of a key.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// It is new, and the caller's until its transaction ends.
    Nothing,
    /// Another transaction is at work under it.
    Held,
    /// It was answered.
    Answer(Row),
}

/// Takes the key for this transaction and looks for an earlier answer.
///
/// # Errors
/// `Unavailable`.
pub async fn find(
    connection: &mut PgConnection,
    user: UserId,
    key: &str,
    now: DateTime<Utc>,
) -> Result<Found, Error> {
    let name = format!("idempotency:{user}:{key}");
    let taken = sqlx::query_scalar!(
        r#"select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as "taken!""#,
        name,
    )
    .fetch_one(&mut *connection)
    .await?;
    if !taken {
        return Ok(Found::Held);
    }
    let row = sqlx::query_as!(
        Row,
        "select key, request_hash, answer, created_at from idempotency
         where user_id = $1 and key = $2 and created_at > $3",
        user as UserId,
        key,
        now - KEPT,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map_or(Found::Nothing, Found::Answer))
}

/// Keeps an answer; one that has run out gives way.
///
/// # Errors
/// `Unavailable`.
pub async fn insert(connection: &mut PgConnection, user: UserId, row: &Row) -> Result<(), Error> {
    sqlx::query!(
        "insert into idempotency (user_id, key, request_hash, answer, created_at)
         values ($1, $2, $3, $4, $5)
         on conflict (user_id, key) do update
         set request_hash = $3, answer = $4, created_at = $5",
        user as UserId,
        row.key,
        row.request_hash,
        row.answer,
        row.created_at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets answers that have run out, a bounded number at a time; answers how many.
///
/// # Errors
/// `Unavailable`.
pub async fn delete_expired(
    connection: &mut PgConnection,
    now: DateTime<Utc>,
) -> Result<u64, Error> {
    let deleted = sqlx::query!(
        "delete from idempotency where (user_id, key) in (
             select user_id, key from idempotency where created_at <= $1 limit 1000
         )",
        now - KEPT,
    )
    .execute(connection)
    .await?;
    Ok(deleted.rows_affected())
}
