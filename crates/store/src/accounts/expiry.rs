//! Statuses whose time is over.

use chrono::{DateTime, Utc};
use domain::UserId;
use sqlx::PgConnection;

use crate::Error;

/// Some of the people whose status was to hold until `now` at most, the longest overdue first.
///
/// # Errors
/// `Unavailable`.
pub async fn with_status_over(
    connection: &mut PgConnection,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<UserId>, Error> {
    let ids = sqlx::query_scalar!(
        "select id from users where status_expires_at <= $1 order by status_expires_at limit $2",
        now,
        limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(ids)
}

/// Takes a status back if it was to hold until `now` at most; `false` when it was not.
///
/// # Errors
/// `Unavailable`.
pub async fn clear_status(
    connection: &mut PgConnection,
    user: UserId,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let cleared = sqlx::query!(
        "update users set presence = 'online', status_text = '', status_emoji = null,
             status_expires_at = null, version = version + 1
         where id = $1 and status_expires_at <= $2",
        user as UserId,
        now,
    )
    .execute(connection)
    .await?;
    Ok(cleared.rows_affected() == 1)
}
