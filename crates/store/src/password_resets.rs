//! Tokens that set a new password, each once. Only their hashes are here.

use chrono::{DateTime, Utc};
use domain::UserId;
use sqlx::PgConnection;

use crate::Error;

/// Adds a token.
///
/// # Errors
/// `Unavailable`.
pub async fn insert(
    connection: &mut PgConnection,
    user: UserId,
    token_hash: &[u8],
    (now, expires_at): (DateTime<Utc>, DateTime<Utc>),
) -> Result<(), Error> {
    sqlx::query!(
        "insert into password_resets (token_hash, user_id, created_at, expires_at)
         values ($1, $2, $3, $4)",
        token_hash,
        user as UserId,
        now,
        expires_at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Whose password a token sets at this moment.
///
/// # Errors
/// `Unavailable`.
pub async fn find(
    connection: &mut PgConnection,
    token_hash: &[u8],
    now: DateTime<Utc>,
) -> Result<Option<UserId>, Error> {
    let user = sqlx::query_scalar!(
        "select r.user_id from password_resets r
         join users u on u.id = r.user_id and u.deactivated_at is null
         where r.token_hash = $1 and r.expires_at > $2",
        token_hash,
        now,
    )
    .fetch_optional(connection)
    .await?;
    Ok(user)
}

/// Uses a token up: of two who use it at once, one finds it gone.
///
/// # Errors
/// `Unavailable`.
pub async fn take(
    connection: &mut PgConnection,
    token_hash: &[u8],
    now: DateTime<Utc>,
) -> Result<Option<UserId>, Error> {
    let user = sqlx::query_scalar!(
        "delete from password_resets where token_hash = $1 and expires_at > $2 returning user_id",
        token_hash,
        now,
    )
    .fetch_optional(connection)
    .await?;
    Ok(user)
}

/// Forgets all tokens of an account.
///
/// # Errors
/// `Unavailable`.
pub async fn delete_of(connection: &mut PgConnection, user: UserId) -> Result<(), Error> {
    sqlx::query!(
        "delete from password_resets where user_id = $1",
        user as UserId
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets tokens whose time is over, a bounded number at a time.
///
/// # Errors
/// `Unavailable`.
pub async fn delete_expired(
    connection: &mut PgConnection,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        "delete from password_resets where token_hash in (
             select token_hash from password_resets where expires_at <= $1 limit 1000
         )",
        now,
    )
    .execute(connection)
    .await?;
    Ok(())
}
