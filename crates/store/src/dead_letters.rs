//! Events that could not be applied: kept raw, with what was said about them, to be tried again
//! by hand.

use domain::{ChannelId, Epoch, Partition, Seq};

use crate::{Error, PgConnection};

/// An event that was set aside.
#[derive(Debug, Clone)]
pub struct DeadLetter {
    /// Its id in the partition's log.
    pub psn: String,
    /// Its channel, if it names one.
    pub channel_id: Option<ChannelId>,
    /// The epoch of its log.
    pub epoch: Option<Epoch>,
    /// Its place in the log: served as `void` from now on (S9).
    pub seq: Option<Seq>,
    /// The event as the log carried it.
    pub payload: Vec<u8>,
    /// Why it could not be applied.
    pub error: String,
}

/// Sets an event aside. False when it is there already.
///
/// # Errors
/// When Postgres refuses.
pub async fn insert(
    conn: &mut PgConnection,
    p: Partition,
    letter: &DeadLetter,
) -> Result<bool, Error> {
    let done = sqlx::query!(
        "insert into dead_letters (p, channel_id, epoch, seq, psn, payload, error)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (p, psn) do nothing",
        i16::from(p),
        letter.channel_id as _,
        letter.epoch as _,
        letter.seq as _,
        letter.psn,
        letter.payload,
        letter.error,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// How many events are set aside and not yet tried again.
///
/// # Errors
/// When Postgres refuses.
pub async fn count(conn: &mut PgConnection) -> Result<i64, Error> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from dead_letters where replayed_at is null"#
    )
    .fetch_one(conn)
    .await?;
    Ok(count)
}

/// The events of a channel that were set aside, oldest first.
///
/// # Errors
/// When Postgres refuses.
pub async fn list(
    conn: &mut PgConnection,
    channel: ChannelId,
    limit: i64,
) -> Result<Vec<DeadLetter>, Error> {
    let letters = sqlx::query_as!(
        DeadLetter,
        "select psn, channel_id, epoch, seq, payload, error from dead_letters
         where channel_id = $1 order by seq limit $2",
        channel as _,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(letters)
}
