//! What devices still show though it was read.

use chrono::{DateTime, Utc};
use domain::{ChannelId, UserId};
use sqlx::PgConnection;

use crate::Error;

/// A channel of which devices of a person show something that they have read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Shown {
    /// Whose.
    pub user_id: UserId,
    /// Where.
    pub channel_id: ChannelId,
}

/// Takes what was sent after `since` and has been read, in the channel or in its thread: each is
/// given out once. A channel with
/// something unread that was sent is left until that is read too.
///
/// # Errors
/// `Unavailable`.
pub async fn clear_read(
    connection: &mut PgConnection,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Shown>, Error> {
    let rows = sqlx::query!(
        "with sent as materialized (
             select n.user_id, n.message_id, n.channel_id,
                    coalesce(n.message_no <= ms.read_message_no, false) or exists (
                        select 1 from thread_follows f
                        join messages m on m.p = f.p and m.id = n.message_id
                        where f.user_id = n.user_id and f.root_id = n.parent_id
                          and m.seq <= f.read_seq) as is_read
             from notifications n
             join memberships ms on ms.channel_id = n.channel_id and ms.user_id = n.user_id
             where n.outcome = 'sent' and n.cleared_at is null and n.created_at > $1
         )
         update notifications n set cleared_at = $2
         from (select n.user_id, n.message_id
               from sent
               join notifications n
                 on n.user_id = sent.user_id and n.message_id = sent.message_id
                and n.cleared_at is null
               where sent.is_read and not exists (
                     select 1 from sent o
                     where o.channel_id = sent.channel_id and o.user_id = sent.user_id
                       and not o.is_read)
               limit $3 for update of n skip locked) read
         where n.user_id = read.user_id and n.message_id = read.message_id
         returning n.user_id, n.channel_id",
        since,
        now,
        limit,
    )
    .fetch_all(connection)
    .await?;
    let mut shown: Vec<Shown> = Vec::new();
    for row in rows {
        let one = Shown {
            user_id: row.user_id,
            channel_id: row.channel_id,
        };
        if !shown.contains(&one) {
            shown.push(one);
        }
    }
    Ok(shown)
}
