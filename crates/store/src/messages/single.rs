//! What else is known of single messages: the nonces they were sent under, their place, their
//! earlier texts.

use chrono::{DateTime, Utc};
use domain::{ChannelId, MessageId, Partition, UserId};
use sqlx::PgConnection;

use crate::Error;

/// The message that this author sent under this nonce, and the hash of what it stood for.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn find_nonce(
    connection: &mut PgConnection,
    partition: Partition,
    channel: ChannelId,
    author: UserId,
    nonce: &str,
) -> Result<Option<(MessageId, Vec<u8>)>, Error> {
    let row = sqlx::query!(
        "select id, body_hash from messages
         where p = $1 and channel_id = $2 and author_id = $3 and nonce = $4",
        i16::from(partition),
        channel as ChannelId,
        author as UserId,
        nonce,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| (row.id, row.body_hash)))
}

/// An earlier text of an edited message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The version that had this text.
    pub version: i32,
    /// The text.
    pub body: String,
    /// Who replaced it.
    pub edited_by: UserId,
    /// When it was replaced.
    pub edited_at: DateTime<Utc>,
}

/// The earlier texts of a message, oldest first.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn revisions(
    connection: &mut PgConnection,
    partition: Partition,
    id: MessageId,
) -> Result<Vec<Revision>, Error> {
    let rows = sqlx::query_as!(
        Revision,
        "select version, body, edited_by, edited_at from revisions
         where p = $1 and message_id = $2 order by version",
        i16::from(partition),
        id as MessageId,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// In which channel a message is, and which message it replies to.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn place(
    connection: &mut PgConnection,
    partition: Partition,
    id: MessageId,
) -> Result<Option<(ChannelId, Option<MessageId>)>, Error> {
    let row = sqlx::query!(
        "select channel_id, parent_id from messages where p = $1 and id = $2",
        i16::from(partition),
        id as MessageId,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| (row.channel_id, row.parent_id)))
}
