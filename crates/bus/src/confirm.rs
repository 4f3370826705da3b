//! Waiting until replicas have what was written (`HUBBUB_REDIS_REPLICAS`).
//!
//! `WAIT` holds up everything behind it on its connection, so it has one of its own, and one
//! `WAIT` serves all who wrote before it: a marker is written behind their events, and whoever has
//! the marker has those, as replication keeps the order. The connection is opened together with
//! the shared one and must lead to the same life of the same server: a primary that was promoted
//! in between would confirm what only its predecessor had.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use redis::aio::MultiplexedConnection;
use redis::{ErrorKind, Pipeline, RedisError};
use tokio::sync::Mutex;
use tokio::time::timeout;

use crate::error::Error;
use crate::measured;

/// How long replicas may take: one that follows answers within a round trip.
const REPLICAS_TAKE: Duration = Duration::from_millis(200);

/// What has to be confirmed, and where that is noted.
#[derive(Debug, Clone)]
pub(crate) struct Replicas {
    /// How many must have a write; at least 1.
    pub(crate) count: u8,
    /// The key that is written behind what is to be confirmed.
    pub(crate) marker: String,
}

/// Confirms what was written over one shared connection. Clones are the same.
#[derive(Debug, Clone)]
pub(crate) struct Confirmer(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    connection: MultiplexedConnection,
    replicas: Replicas,
    /// The longest that the server may take beyond the wait.
    limit: Duration,
    /// How many have written and asked.
    asked: AtomicU64,
    turn: Mutex<Settled>,
}

/// Up to which of those who asked an answer is known.
#[derive(Debug, Default)]
struct Settled {
    confirmed: u64,
    refused: u64,
}

impl Confirmer {
    pub(crate) fn new(
        connection: MultiplexedConnection,
        replicas: Replicas,
        limit: Duration,
    ) -> Self {
        Self(Arc::new(Inner {
            connection,
            replicas,
            limit,
            asked: AtomicU64::new(0),
            turn: Mutex::default(),
        }))
    }

    /// Returns once enough replicas have everything that was answered before this was called.
    ///
    /// # Errors
    /// [`Error::Unconfirmed`] when they do not in time, [`Error::Unavailable`] when the server
    /// does not answer: what was written may stay or go.
    pub(crate) async fn confirm(&self) -> Result<(), Error> {
        let started = Instant::now();
        let mine = self.0.asked.fetch_add(1, Ordering::AcqRel) + 1;
        let outcome = self.settle(mine).await;
        measured::confirmed(started.elapsed(), outcome.is_ok());
        outcome
    }

    async fn settle(&self, mine: u64) -> Result<(), Error> {
        let mut settled = self.0.turn.lock().await;
        if mine <= settled.confirmed {
            return Ok(());
        }
        if mine <= settled.refused {
            return Err(Error::Unconfirmed);
        }
        // Everybody who has asked by now wrote before the marker.
        let all = self.0.asked.load(Ordering::Acquire);
        let have = self.wait().await;
        if have
            .as_ref()
            .is_ok_and(|have| *have >= i64::from(self.0.replicas.count))
        {
            settled.confirmed = all;
            return Ok(());
        }
        settled.refused = all;
        have?;
        Err(Error::Unconfirmed)
    }

    /// How many replicas have the marker.
    async fn wait(&self) -> Result<i64, RedisError> {
        let Inner {
            replicas, limit, ..
        } = &*self.0;
        let patience = REPLICAS_TAKE.as_millis().to_string();
        let mut question: Pipeline = redis::pipe();
        question.cmd("INCR").arg(&replicas.marker).ignore();
        question.cmd("WAIT").arg(replicas.count).arg(patience);
        let mut connection = self.0.connection.clone();
        let asked = question.query_async(&mut connection);
        match timeout(*limit + REPLICAS_TAKE, asked).await {
            Ok(answer) => answer.map(|(have,): (i64,)| have),
            Err(_elapsed) => Err((ErrorKind::Io, "redis did not answer in time").into()),
        }
    }
}
