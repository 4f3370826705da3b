//! The people of threads: who follows them, and how far they have read.

use domain::{MessageId, UserId};
use sqlx::PgConnection;

use super::Side;
use crate::Error;

/// Who follows these threads and is still in their channel, at most `limit` people.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn followers(
    connection: &mut PgConnection,
    roots: &[MessageId],
    limit: i64,
) -> Result<Vec<Side>, Error> {
    if roots.is_empty() {
        return Ok(Vec::new());
    }
    let rows = sqlx::query_as!(
        Side,
        "select f.user_id, f.root_id, f.channel_id, f.following, f.read_seq, f.hand_seq
         from thread_follows f
         join memberships ms on ms.channel_id = f.channel_id and ms.user_id = f.user_id
         where f.root_id = any($1) and f.following
         order by f.root_id, f.user_id limit $2",
        roots as &[MessageId],
        limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// The sides of these people in these threads, by person and root; who has nothing to do with one
/// is left out.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn sides_of(
    connection: &mut PgConnection,
    pairs: &[(UserId, MessageId)],
) -> Result<Vec<Side>, Error> {
    if pairs.is_empty() {
        return Ok(Vec::new());
    }
    let (users, roots): (Vec<UserId>, Vec<MessageId>) = pairs.iter().copied().unzip();
    let rows = sqlx::query_as!(
        Side,
        "select f.user_id, f.root_id, f.channel_id, f.following, f.read_seq, f.hand_seq
         from thread_follows f
         where (f.user_id, f.root_id) in (select * from unnest($1::uuid[], $2::uuid[]))",
        &users as &[UserId],
        &roots as &[MessageId],
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}
