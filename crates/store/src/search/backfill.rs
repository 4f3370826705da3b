//! Messages from before the index, or whose events were lost on the way to it.

use domain::{ChannelId, MessageId, Partition, Seq};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::Error;

/// Messages that one page looks at.
const PAGE: i64 = 1_000;

/// A part of a partition's messages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// Those whose row is missing or older than their text or files.
    pub stale: Vec<MessageId>,
    /// The last one that was looked at; `None`: there are no more.
    pub last: Option<(ChannelId, Seq)>,
}

/// Looks through the next messages of a partition. `None` when all were looked through. Call it
/// again with the `last` of the page to note that its rows are written.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn look_through(
    connection: &mut PgConnection,
    partition: Partition,
    written: Option<(ChannelId, Seq)>,
) -> Result<Option<Page>, Error> {
    let p = i16::from(partition);
    let (channel, seq) = written.map_or((Uuid::nil(), 0), |(id, seq)| (id.as_uuid(), seq.get()));
    let mark = sqlx::query!(
        "insert into search_backfill as b (p, channel_id, seq) values ($1, $2, $3)
         on conflict (p) do update set
            channel_id = case when $4 then excluded.channel_id else b.channel_id end,
            seq = case when $4 then excluded.seq else b.seq end
         returning channel_id, seq, done",
        p,
        channel,
        seq,
        written.is_some(),
    )
    .fetch_one(&mut *connection)
    .await?;
    if mark.done {
        return Ok(None);
    }
    let rows = sqlx::query!(
        r#"select m.channel_id, m.seq, m.id,
             (case when m.deleted_at is null then coalesce(s.version, 0) < m.version
                 or (m.files <> '[]' and s.rev_seq < m.rev_seq)
              else s.version < 2147483647 end) as stale
           from (select * from messages
                 where p = $1 and (channel_id, seq) > ($2, $3)
                 order by channel_id, seq limit $4) m
           left join search_rows s on s.id = m.id
           order by m.channel_id, m.seq"#,
        p,
        mark.channel_id,
        mark.seq as Seq,
        PAGE,
    )
    .fetch_all(&mut *connection)
    .await?;
    let last = rows.last().map(|row| (row.channel_id, row.seq));
    if last.is_none() {
        // It names no channel any more: that one may be removed for good.
        sqlx::query!(
            "update search_backfill set done = true, channel_id = $2, seq = 0 where p = $1",
            p,
            Uuid::nil(),
        )
        .execute(connection)
        .await?;
        return Ok(None);
    }
    let stale = rows.into_iter().filter(|row| row.stale == Some(true));
    let stale = stale.map(|row| row.id).collect();
    Ok(Some(Page { stale, last }))
}

/// Begins anew: events of the partition may have been lost.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn restart(connection: &mut PgConnection, partition: Partition) -> Result<(), Error> {
    sqlx::query!(
        "insert into search_backfill (p, channel_id, seq) values ($1, $2, 0)
         on conflict (p) do update
            set channel_id = excluded.channel_id, seq = excluded.seq, done = false",
        i16::from(partition),
        Uuid::nil(),
    )
    .execute(connection)
    .await?;
    Ok(())
}
