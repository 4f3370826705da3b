//! Files that changed after a message had claimed them: their messages are to show it.

use chrono::{DateTime, Utc};
use domain::{FileId, MessageId};

use crate::{Error, PgConnection};

/// A file whose message is to be told.
#[derive(Debug, Clone, Copy)]
pub struct Changed {
    /// The file.
    pub id: FileId,
    /// The message that carries it.
    pub message_id: MessageId,
}

/// The file changed. When a message has it, the message is told; otherwise the claim will find it
/// as it is.
///
/// # Errors
/// When Postgres refuses.
pub async fn changed(conn: &mut PgConnection, id: FileId, at: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query!(
        "update files set announce_at = $2 where id = $1 and claimed and deleted_at is null",
        id as _,
        at,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes changes whose message has its row, at most `limit`: nobody else takes them before `until`.
///
/// # Errors
/// When Postgres refuses.
pub async fn take_changes(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Changed>, Error> {
    let changes = sqlx::query_as!(
        Changed,
        r#"with due as (
            select f.id, c.message_id from files f join file_claims c on c.file_id = f.id
            where f.announce_at <= $1 and c.message_id is not null and f.deleted_at is null
            order by f.announce_at limit $3 for update of f skip locked)
         update files f set announce_at = $2 from due where f.id = due.id
         returning f.id, due.message_id as "message_id!: MessageId""#,
        now,
        until,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(changes)
}

/// The message knows: unless it changed once more since it was taken until `until`.
///
/// # Errors
/// When Postgres refuses.
pub async fn announced(
    conn: &mut PgConnection,
    id: FileId,
    until: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        "update files set announce_at = null where id = $1 and announce_at = $2",
        id as _,
        until,
    )
    .execute(conn)
    .await?;
    Ok(())
}
