//! Connections of one's own, for commands that wait: on the shared one, everybody would.

use std::time::{Duration, Instant};

use deadpool_redis::{Connection, Manager, Pool, PoolError, Runtime, Timeouts};
use redis::{
    AsyncConnectionConfig, Client, Cmd, ConnectionInfo, ErrorKind, FromRedisValue, RedisError,
    Value,
};
use tokio::time::timeout;

use crate::error::Error;
use crate::measured;

/// Exclusive connections to the durable Redis.
#[derive(Debug, Clone)]
pub(crate) struct Blocking {
    pool: Pool,
    limit: Duration,
}

impl Blocking {
    pub(crate) fn new(client: &Client, size: usize, limit: Duration) -> Result<Self, Error> {
        let info: ConnectionInfo = client.get_connection_info().clone();
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(limit))
            .set_response_timeout(None);
        let manager = Manager::new_with_config(info, config)?;
        let timeouts = Timeouts {
            wait: Some(limit),
            create: Some(limit),
            recycle: Some(limit),
        };
        let pool = Pool::builder(manager)
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
        let mut connection = got?;
        let answer = timeout(self.limit + waits, command.query_async(&mut connection)).await;
        let answer = answer
            .unwrap_or_else(|_elapsed| Err((ErrorKind::Io, "redis did not answer in time").into()));
        if answer.as_ref().is_err_and(RedisError::is_io_error) {
            // Nobody else shall get it.
            drop(Connection::take(connection));
        }
        answer.and_then(|value| Ok(Value::from_redis_value(value)?))
    }
}

fn pool_error(error: PoolError) -> RedisError {
    match error {
        PoolError::Backend(error) => error,
        other => (ErrorKind::Io, "no connection to wait on", other.to_string()).into(),
    }
}
