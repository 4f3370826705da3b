//! What recovery of the channel log keeps in Postgres: the lock that makes it one process at a
//! time, the fence's number, and the nonces that a lost Redis forgot.

use chrono::{DateTime, Utc};
use domain::{ChannelId, Epoch, MessageId, MessageNo, Partition, Seq, UserId};
use sqlx::PgConnection;

use crate::Error;

/// Names recovery among Postgres' advisory locks. Arbitrary, and never to change.
const LOCK: i64 = 0x4855_4242_5542;

/// Takes the recovery lock until the transaction ends; false when another process has it.
///
/// Also allows the transaction the slower statements that recovery needs.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn try_lock(connection: &mut PgConnection) -> Result<bool, Error> {
    let locked = sqlx::query_scalar!(r#"select pg_try_advisory_xact_lock($1) as "locked!""#, LOCK)
        .fetch_one(&mut *connection)
        .await?;
    if locked {
        sqlx::query_scalar!("select set_config('statement_timeout', '30s', true)")
            .fetch_one(connection)
            .await?;
    }
    Ok(locked)
}

/// The next incarnation; never given twice, also when the transaction rolls back.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn next_incarnation(connection: &mut PgConnection) -> Result<i64, Error> {
    let next = sqlx::query_scalar!(r#"select nextval('incarnations') as "next!""#)
        .fetch_one(connection)
        .await?;
    Ok(next)
}

/// Writes down that this incarnation was opened, and whether Redis had lost data before it.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn record(
    connection: &mut PgConnection,
    incarnation: i64,
    lost: bool,
    at: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        "insert into recoveries (incarnation, lost, at) values ($1, $2, $3)",
        incarnation,
        lost,
        at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// When Redis last had lost data, if it ever did.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn last_loss(connection: &mut PgConnection) -> Result<Option<DateTime<Utc>>, Error> {
    let at = sqlx::query_scalar!("select max(at) from recoveries where lost")
        .fetch_one(connection)
        .await?;
    Ok(at)
}

/// What a dedupe key of the log says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nonce {
    /// Where it was sent.
    pub channel_id: ChannelId,
    /// By whom.
    pub author_id: UserId,
    /// The sender's key.
    pub nonce: String,
    /// The message.
    pub id: MessageId,
    /// The life of the channel's log, as of now.
    pub epoch: Epoch,
    /// Its place in the log.
    pub seq: Seq,
    /// Its number, when top-level.
    pub message_no: Option<MessageNo>,
    /// SHA-256 of what the nonce stands for.
    pub body_hash: Vec<u8>,
}

/// The nonces of the messages stored since `since` in a partition.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn nonces_since(
    connection: &mut PgConnection,
    partition: Partition,
    since: DateTime<Utc>,
) -> Result<Vec<Nonce>, Error> {
    let nonces = sqlx::query_as!(
        Nonce,
        "select m.channel_id, m.author_id, m.nonce, m.id, c.epoch, m.seq, m.message_no,
           m.body_hash
         from messages m join channels c on c.id = m.channel_id
         where m.p = $1 and m.created_at > $2",
        i16::from(partition),
        since,
    )
    .fetch_all(connection)
    .await?;
    Ok(nonces)
}
