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

/// Whether the log was ever opened: if not, nobody can hold anything of it.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn was_open(connection: &mut PgConnection) -> Result<bool, Error> {
    let called = sqlx::query_scalar!(r#"select is_called as "called!" from incarnations"#)
        .fetch_one(connection)
        .await?;
    Ok(called)
}

/// The next incarnation, at least `least`; never given twice, also when the transaction rolls back.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn next_incarnation(connection: &mut PgConnection, least: i64) -> Result<i64, Error> {
    let next = sqlx::query_scalar!(
        r#"select setval('incarnations', greatest(nextval('incarnations'), $1)) as "next!""#,
        least,
    )
    .fetch_one(connection)
    .await?;
    Ok(next)
}

/// An event that a gateway still holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// In which channel.
    pub channel_id: ChannelId,
    /// In which life of its log.
    pub epoch: Epoch,
    /// Its place there.
    pub seq: Seq,
    /// The number that the log gave to a message.
    pub message_no: Option<MessageNo>,
    /// The bytes that the log carried.
    pub payload: Vec<u8>,
}

/// Keeps those offers that are not stored and belong to the present life of their log. Answers how
/// many were new.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn offer(connection: &mut PgConnection, offers: Vec<Offer>) -> Result<u64, Error> {
    let mut channels = Vec::with_capacity(offers.len());
    let mut epochs = Vec::with_capacity(offers.len());
    let mut seqs = Vec::with_capacity(offers.len());
    let mut numbers = Vec::with_capacity(offers.len());
    let mut payloads = Vec::with_capacity(offers.len());
    for offer in offers {
        channels.push(offer.channel_id);
        epochs.push(offer.epoch.get());
        seqs.push(offer.seq.get());
        numbers.push(offer.message_no.map(MessageNo::get));
        payloads.push(offer.payload);
    }
    let kept = sqlx::query!(
        "insert into recovery_offers (channel_id, epoch, seq, message_no, payload)
         select o.channel_id, o.epoch, o.seq, o.message_no, o.payload
         from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bytea[])
           as o (channel_id, epoch, seq, message_no, payload)
         join channels c on c.id = o.channel_id
         where o.epoch = c.epoch and o.seq > c.persisted_seq
         on conflict do nothing",
        channels as Vec<ChannelId>,
        &epochs,
        &seqs,
        &numbers as &[Option<i64>],
        &payloads,
    )
    .execute(connection)
    .await?;
    Ok(kept.rows_affected())
}

/// What was offered, by channel and seq.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn offers(connection: &mut PgConnection) -> Result<Vec<Offer>, Error> {
    let offers = sqlx::query_as!(
        Offer,
        "select channel_id, epoch, seq, message_no, payload from recovery_offers
         order by channel_id, seq",
    )
    .fetch_all(connection)
    .await?;
    Ok(offers)
}

/// How many events were offered so far.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn count_offers(connection: &mut PgConnection) -> Result<i64, Error> {
    let count = sqlx::query_scalar!(r#"select count(*) as "count!" from recovery_offers"#)
        .fetch_one(connection)
        .await?;
    Ok(count)
}

/// Forgets what was offered.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn forget_offers(connection: &mut PgConnection) -> Result<(), Error> {
    sqlx::query!("delete from recovery_offers")
        .execute(connection)
        .await?;
    Ok(())
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
