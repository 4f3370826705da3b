//! What Postgres knows of the channels' logs: where a cold channel goes on, and what recovery
//! compares with Redis.

use domain::{ChannelId, Epoch, MessageNo, Mver, Partition, Seq};
use sqlx::PgConnection;

use crate::Error;

/// The state of one channel's log as of the worker's last commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The channel.
    pub channel_id: ChannelId,
    /// The life of its log.
    pub epoch: Epoch,
    /// Positions of the epoch before still hold up to here (S12).
    pub base: Seq,
    /// Every event up to here is in the tables.
    pub persisted_seq: Seq,
    /// The highest `message_no` among them.
    pub persisted_message_no: MessageNo,
    /// The membership version.
    pub mver: Mver,
    /// Whether the channel was deleted, after which its log takes nothing.
    pub closed: bool,
}

/// These channels', deleted ones included.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn find_all(
    connection: &mut PgConnection,
    channels: &[ChannelId],
) -> Result<Vec<Head>, Error> {
    if channels.is_empty() {
        return Ok(Vec::new());
    }
    let heads = sqlx::query_as!(
        Head,
        r#"select id as channel_id, epoch, base, persisted_seq, persisted_message_no, mver,
             deleted_at is not null as "closed!"
           from channels where id = any($1)"#,
        channels as &[ChannelId],
    )
    .fetch_all(connection)
    .await?;
    Ok(heads)
}

/// One channel's.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn find(
    connection: &mut PgConnection,
    channel: ChannelId,
) -> Result<Option<Head>, Error> {
    Ok(find_all(connection, &[channel]).await?.pop())
}

/// Those of a partition's channels that ever had an event stored.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn of_partition(
    connection: &mut PgConnection,
    partition: Partition,
) -> Result<Vec<Head>, Error> {
    let heads = sqlx::query_as!(
        Head,
        r#"select id as channel_id, epoch, base, persisted_seq, persisted_message_no, mver,
             deleted_at is not null as "closed!"
           from channels where p = $1 and persisted_seq > 0"#,
        i16::from(partition),
    )
    .fetch_all(connection)
    .await?;
    Ok(heads)
}

/// Gives every channel of a partition its next epoch, on top of what is stored.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn raise_all(connection: &mut PgConnection, partition: Partition) -> Result<(), Error> {
    sqlx::query!(
        "update channels set epoch = epoch + 1, base = persisted_seq where p = $1",
        i16::from(partition),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Gives these channels their next epoch.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn raise(connection: &mut PgConnection, channels: &[ChannelId]) -> Result<(), Error> {
    sqlx::query!(
        "update channels set epoch = epoch + 1, base = persisted_seq where id = any($1)",
        channels as &[ChannelId],
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Notes how far the logs of channels with a new epoch were put together again.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn set_bases(
    connection: &mut PgConnection,
    bases: &[(ChannelId, Seq)],
) -> Result<(), Error> {
    let channels: Vec<ChannelId> = bases.iter().map(|(channel, _)| *channel).collect();
    let seqs: Vec<i64> = bases.iter().map(|(_, base)| base.get()).collect();
    sqlx::query!(
        "update channels c set base = raised.base
         from unnest($1::uuid[], $2::bigint[]) as raised (channel_id, base)
         where c.id = raised.channel_id",
        channels as Vec<ChannelId>,
        &seqs,
    )
    .execute(connection)
    .await?;
    Ok(())
}
