//! Connections of one's own, for commands that wait: on the shared one, everybody would.

use std::sync::Arc;
use std::time::{Duration, Instant};

use deadpool_redis::{Connection, Manager, Pool, PoolError, Runtime, Timeouts};
use redis::{
    AsyncConnectionConfig, Cmd, ConnectionAddr, ErrorKind, ProtocolVersion, RedisError, Value,
};
use tokio::sync::Mutex;
use tokio::time::timeout;

use crate::error::is_of_a_replica;
use crate::measured;
use crate::route::Route;

/// Exclusive connections to the durable Redis.
#[derive(Debug, Clone)]
pub(crate) struct Blocking {
    route: Route,
    size: usize,
    limit: Duration,
    current: Arc<Mutex<Option<Current>>>,
}

/// Those to the primary that was last known.
#[derive(Debug)]
struct Current {
    address: ConnectionAddr,
    pool: Pool,
}

impl Blocking {
    pub(crate) fn new(route: Route, size: usize, limit: Duration) -> Self {
        Self {
            route,
            size,
            limit,
            current: Arc::default(),
        }
    }

    /// The pool to the primary: another one when that is elsewhere.
    async fn pool(&self) -> Result<Pool, RedisError> {
        let mut current = self.current.lock().await;
        if let Some(current) = &*current
            && !self.route.has_left(&current.address)
        {
            return Ok(current.pool.clone());
        }
        let address = self.route.primary().await?;
        let pool = self.pool_to(address.clone())?;
        *current = Some(Current {
            address,
            pool: pool.clone(),
        });
        Ok(pool)
    }

    fn pool_to(&self, address: ConnectionAddr) -> Result<Pool, RedisError> {
        let info = self.route.info(address, ProtocolVersion::RESP2)?;
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(self.limit))
            .set_response_timeout(None);
        let timeouts = Timeouts {
            wait: Some(self.limit),
            create: Some(self.limit),
            recycle: Some(self.limit),
        };
        Pool::builder(Manager::new_with_config(info, config)?)
            .max_size(self.size)
            .timeouts(timeouts)
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(|error| {
                let what = "the pool's settings";
                (ErrorKind::InvalidClientConfig, what, error.to_string()).into()
            })
    }

    async fn connection(&self) -> Result<Connection, RedisError> {
        self.pool().await?.get().await.map_err(pool_error)
    }

    /// Runs a command that may wait for `waits` before it answers.
    pub(crate) async fn run(&self, command: &Cmd, waits: Duration) -> Result<Value, RedisError> {
        let started = Instant::now();
        let got = self.connection().await;
        measured::waited(started.elapsed(), got.as_ref().err());
        let mut used = got?;
        let answer = command.query_async(&mut used);
        let answer = timeout(self.limit + waits, answer).await;
        let answer = answer
            .unwrap_or_else(|_elapsed| Err((ErrorKind::Io, "redis did not answer in time").into()));
        if let Err(error) = &answer
            && (error.is_io_error() || is_of_a_replica(error))
        {
            // Nobody else shall get it.
            drop(Connection::take(used));
        }
        answer
    }
}

fn pool_error(error: PoolError) -> RedisError {
    match error {
        PoolError::Backend(error) => error,
        other => (ErrorKind::Io, "no connection to wait on", other.to_string()).into(),
    }
}
