//! When people's quiet begins and ends.

use chrono::{DateTime, Utc};
use domain::UserId;
use sqlx::PgConnection;

use crate::Error;

/// Some of the people whose quiet was to begin or end until `now`, the longest overdue first.
///
/// # Errors
/// `Unavailable`.
pub async fn with_quiet_turn(
    connection: &mut PgConnection,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<UserId>, Error> {
    let ids = sqlx::query_scalar!(
        "select id from users where quiet_turns_at <= $1 order by quiet_turns_at limit $2",
        now,
        limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(ids)
}

/// Takes somebody's turn, if it was due until `now`: the caller sees to it, and says when the next
/// one is. `false` when it was not.
///
/// # Errors
/// `Unavailable`.
pub async fn take_quiet_turn(
    connection: &mut PgConnection,
    user: UserId,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let taken = sqlx::query!(
        "update users set quiet_turns_at = null, version = version + 1
         where id = $1 and quiet_turns_at <= $2",
        user as UserId,
        now,
    )
    .execute(connection)
    .await?;
    Ok(taken.rows_affected() == 1)
}

/// Says when somebody's quiet begins or ends next.
///
/// # Errors
/// `Unavailable`.
pub async fn set_quiet_turn(
    connection: &mut PgConnection,
    user: UserId,
    at: Option<DateTime<Utc>>,
) -> Result<(), Error> {
    sqlx::query!(
        "update users set quiet_turns_at = $2 where id = $1",
        user as UserId,
        at,
    )
    .execute(connection)
    .await?;
    Ok(())
}
