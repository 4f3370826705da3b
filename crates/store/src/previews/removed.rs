//! Embeds that somebody took away.

use chrono::{DateTime, Utc};
use domain::{MessageId, UserId};

use crate::{Error, PgConnection};

/// The links of a message whose embeds were taken away.
///
/// # Errors
/// When Postgres refuses.
pub async fn removed(conn: &mut PgConnection, message: MessageId) -> Result<Vec<String>, Error> {
    let urls = sqlx::query_scalar!(
        "select url from removed_embeds where message_id = $1",
        message as MessageId,
    )
    .fetch_all(conn)
    .await?;
    Ok(urls)
}

/// Takes an embed away, for good.
///
/// # Errors
/// When Postgres refuses.
pub async fn remove(
    conn: &mut PgConnection,
    message: MessageId,
    url: &str,
    by: UserId,
    at: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        "insert into removed_embeds (message_id, url, removed_by, removed_at)
         values ($1, $2, $3, $4)
         on conflict do nothing",
        message as MessageId,
        url,
        by as UserId,
        at,
    )
    .execute(conn)
    .await?;
    Ok(())
}
