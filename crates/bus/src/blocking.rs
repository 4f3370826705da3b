//! Connections of one's own, for commands that wait: on the shared one, everybody would.

use std::time::{Duration, Instant};

use deadpool::Runtime;
use deadpool::managed::Timeouts;
use deadpool::managed::{Manager, Metrics, Object, Pool, PoolError, RecycleError, RecycleResult};
use redis::{AsyncConnectionConfig, Cmd, ErrorKind, ProtocolVersion, RedisError, Value};
use tokio::time::timeout;

use crate::error::{Error, is_of_a_replica};
use crate::measured;
use crate::route::{Connected, Route};

/// Exclusive connections to the durable Redis.
#[derive(Debug, Clone)]
pub(crate) struct Blocking {
    pool: Pool<Exclusive>,
    limit: Duration,
}

/// Makes them.
#[derive(Debug)]
struct Exclusive {
    route: Route,
    limit: Duration,
}

impl Manager for Exclusive {
    type Type = Connected;
    type Error = RedisError;

    async fn create(&self) -> Result<Connected, RedisError> {
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(self.limit))
            .set_response_timeout(None);
        self.route.connect(ProtocolVersion::RESP2, &config).await
    }

    async fn recycle(&self, used: &mut Connected, _: &Metrics) -> RecycleResult<RedisError> {
        if self.route.has_left(&used.address) {
            return Err(RecycleError::message("the primary is elsewhere"));
        }
        let ping = redis::cmd("PING");
        Ok(ping.exec_async(&mut used.connection).await?)
    }
}

impl Blocking {
    pub(crate) fn new(route: Route, size: usize, limit: Duration) -> Result<Self, Error> {
        let timeouts = Timeouts {
            wait: Some(limit),
            create: Some(limit),
            recycle: Some(limit),
        };
        let pool = Pool::builder(Exclusive { route, limit })
            .max_size(size)
            .timeouts(timeouts)
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(|_no_runtime| Error::Corrupt {
                what: "the pool's settings",
            })?;
        Ok(Self { pool, limit })
    }

    /// Runs a command that may wait for `waits` before it answers.
    pub(crate) async fn run(&self, command: &Cmd, waits: Duration) -> Result<Value, RedisError> {
        let started = Instant::now();
        let got = self.pool.get().await.map_err(pool_error);
        measured::waited(started.elapsed(), got.as_ref().err());
        let mut used = got?;
        let answer = command.query_async(&mut used.connection);
        let answer = timeout(self.limit + waits, answer).await;
        let answer = answer
            .unwrap_or_else(|_elapsed| Err((ErrorKind::Io, "redis did not answer in time").into()));
        if let Err(error) = &answer
            && (error.is_io_error() || is_of_a_replica(error))
        {
            // Nobody else shall get it.
            drop(Object::take(used));
        }
        answer
    }
}

fn pool_error(error: PoolError<RedisError>) -> RedisError {
    match error {
        PoolError::Backend(error) => error,
        other => (ErrorKind::Io, "no connection to wait on", other.to_string()).into(),
    }
}
