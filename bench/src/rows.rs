//! What Postgres holds, to be compared with what sockets heard.

use std::time::Duration;

use anyhow::bail;
use sqlx::{Connection as _, PgConnection};

use crate::socket::Digest;

const PERSISTED_WITHIN: Duration = Duration::from_mins(1);
const ASK_EVERY: Duration = Duration::from_millis(50);

/// The rows of one channel's messages.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Rows {
    pub(crate) count: u64,
    pub(crate) first_seq: u64,
    pub(crate) last_seq: u64,
    /// Over all bodies in seq order.
    pub(crate) digest: Digest,
}

/// Waits until Postgres holds this many messages of these channels.
pub(crate) async fn wait(url: &str, channels: &[String], wanted: u64) -> anyhow::Result<()> {
    let mut connection = PgConnection::connect(url).await?;
    let waiting = async {
        loop {
            let sql = "select count(*) from messages where channel_id = any($1::text[]::uuid[])";
            let count: i64 = sqlx::query_scalar(sql)
                .bind(channels)
                .fetch_one(&mut connection)
                .await?;
            if u64::try_from(count)? >= wanted {
                return anyhow::Ok(());
            }
            tokio::time::sleep(ASK_EVERY).await;
        }
    };
    match tokio::time::timeout(PERSISTED_WITHIN, waiting).await {
        Ok(done) => done,
        Err(_late) => bail!("Postgres did not have {wanted} messages within {PERSISTED_WITHIN:?}"),
    }
}

/// Reads a channel's messages as they are stored.
pub(crate) async fn read(url: &str, channel: &str) -> anyhow::Result<Rows> {
    let mut connection = PgConnection::connect(url).await?;
    let seqs = "select seq from messages where channel_id = $1::text::uuid order by seq";
    let seqs: Vec<i64> = sqlx::query_scalar(seqs)
        .bind(channel)
        .fetch_all(&mut connection)
        .await?;
    let bodies = "select body from messages where channel_id = $1::text::uuid order by seq";
    let bodies: Vec<String> = sqlx::query_scalar(bodies)
        .bind(channel)
        .fetch_all(&mut connection)
        .await?;
    let mut digest = Digest::default();
    for body in &bodies {
        digest.add(body);
    }
    Ok(Rows {
        count: u64::try_from(seqs.len())?,
        first_seq: u64::try_from(seqs.first().copied().unwrap_or(0))?,
        last_seq: u64::try_from(seqs.last().copied().unwrap_or(0))?,
        digest,
    })
}
