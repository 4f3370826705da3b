//! One connection to one Redis, shared by the whole process.
//!
//! All callers write into the same socket, so commands that are waiting travel in one packet and
//! are answered by one turn of Redis' event loop: that is what makes `appendfsync always` cheap.
//! The connection is made on first use and made again after it broke; a caller that meets a
//! broken one gets an error at once, never a silent retry.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{
    AsyncConnectionConfig, Client, Cmd, ErrorKind, FromRedisValue, IntoConnectionInfo, Pipeline,
    ProtocolVersion, RedisError, Value,
};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};

use crate::error::Error;
use crate::fanout::Server;
use crate::measured;

/// Commands that may wait for the socket before callers have to wait themselves.
const PENDING_COMMANDS: usize = 4_096;
/// After a failed attempt to connect, how long others are told so without a try of their own.
const FAILURE_REMEMBERED: Duration = Duration::from_millis(100);

/// A shared connection. Clones are the same connection.
#[derive(Debug, Clone)]
pub(crate) struct Link(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    server: Server,
    client: Client,
    limit: Duration,
    current: RwLock<Option<Current>>,
    generations: AtomicU64,
    connecting: Mutex<Option<Failure>>,
}

#[derive(Debug, Clone)]
struct Current {
    generation: u64,
    connection: MultiplexedConnection,
}

#[derive(Debug)]
struct Failure {
    at: Instant,
    error: RedisError,
}

/// The client for a URL, with Nagle's algorithm off.
pub(crate) fn client(url: &SecretString, protocol: ProtocolVersion) -> Result<Client, Error> {
    let config = |source| Error::Config { source };
    let info = url.expose_secret().into_connection_info().map_err(config)?;
    let settings = info.redis_settings().clone().set_protocol(protocol);
    let tcp = info.tcp_settings().clone().set_nodelay(true);
    let info = info.set_redis_settings(settings).set_tcp_settings(tcp);
    Client::open(info).map_err(config)
}

/// A refusal inside an answer, as the error that it is.
fn refusal(answer: Value) -> Result<Value, RedisError> {
    match answer {
        Value::ServerError(error) => Err(error.into()),
        answer => Ok(answer),
    }
}

impl Link {
    pub(crate) fn new(server: Server, url: &SecretString, limit: Duration) -> Result<Self, Error> {
        // RESP2: scores come as text, which holds a psn exactly.
        let client = client(url, ProtocolVersion::RESP2)?;
        Ok(Self(Arc::new(Inner {
            server,
            client,
            limit,
            current: RwLock::new(None),
            generations: AtomicU64::new(0),
            connecting: Mutex::new(None),
        })))
    }

    /// One command.
    pub(crate) async fn run(&self, command: &Cmd) -> Result<Value, RedisError> {
        self.within(self.0.limit, async {
            let mut current = self.current().await?;
            let answer = current.connection.send_packed_command(command).await;
            self.settle(current.generation, answer).and_then(refusal)
        })
        .await
    }

    /// One command, its answer as a `T`.
    pub(crate) async fn query<T: FromRedisValue>(&self, command: &Cmd) -> Result<T, Error> {
        let value = self.run(command).await?;
        T::from_redis_value(value).map_err(|error| RedisError::from(error).into())
    }

    /// Several commands in one packet, an answer for each. All must be of one slot.
    pub(crate) async fn pipe(&self, pipeline: &Pipeline) -> Result<Vec<Value>, Error> {
        if pipeline.is_empty() {
            return Ok(Vec::new());
        }
        let answers = self
            .within(self.0.limit, async {
                let mut current = self.current().await?;
                let answers = current
                    .connection
                    .send_packed_commands(pipeline, 0, pipeline.len())
                    .await;
                self.settle(current.generation, answers)
            })
            .await?;
        let checked: Result<Vec<Value>, RedisError> = answers.into_iter().map(refusal).collect();
        Ok(checked?)
    }

    /// A transaction, its answers as a `T`. All must be of one slot.
    pub(crate) async fn atomically<T: FromRedisValue>(
        &self,
        pipeline: &Pipeline,
    ) -> Result<T, Error> {
        let answer = self
            .within(self.0.limit, async {
                let mut current = self.current().await?;
                let answer = pipeline.query_async(&mut current.connection).await;
                self.settle(current.generation, answer)
            })
            .await?;
        Ok(answer)
    }

    /// A connection of one's own: for what must not be shared or must not reconnect.
    pub(crate) async fn dedicated(&self) -> Result<MultiplexedConnection, RedisError> {
        self.within(self.0.limit, self.connect()).await
    }

    /// Whether Redis answers.
    pub(crate) async fn ping(&self) -> Result<(), Error> {
        self.query(&redis::cmd("PING")).await
    }

    async fn within<T>(
        &self,
        limit: Duration,
        work: impl Future<Output = Result<T, RedisError>>,
    ) -> Result<T, RedisError> {
        let started = Instant::now();
        let answer = match timeout(limit, work).await {
            Ok(answer) => answer,
            Err(_elapsed) => {
                // A link that stays silent is not used again; the calls under way keep theirs.
                self.forget(None);
                Err((ErrorKind::Io, "redis did not answer in time").into())
            }
        };
        measured::called(self.0.server, started.elapsed(), answer.as_ref().err());
        answer
    }

    async fn current(&self) -> Result<Current, RedisError> {
        if let Some(current) = self.peek() {
            return Ok(current);
        }
        let mut failure = self.0.connecting.lock().await;
        if let Some(current) = self.peek() {
            return Ok(current);
        }
        if let Some(known) = &*failure
            && known.at.elapsed() < FAILURE_REMEMBERED
        {
            return Err(known.error.clone());
        }
        match self.connect().await {
            Ok(connection) => {
                *failure = None;
                Ok(self.remember(connection))
            }
            Err(error) => {
                *failure = Some(Failure {
                    at: Instant::now(),
                    error: error.clone(),
                });
                Err(error)
            }
        }
    }

    async fn connect(&self) -> Result<MultiplexedConnection, RedisError> {
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(self.0.limit))
            .set_response_timeout(None)
            .set_pipeline_buffer_size(PENDING_COMMANDS);
        self.0
            .client
            .get_multiplexed_async_connection_with_config(&config)
            .await
    }

    fn peek(&self) -> Option<Current> {
        let current = self.0.current.read();
        current.unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn remember(&self, connection: MultiplexedConnection) -> Current {
        let current = Current {
            generation: self.0.generations.fetch_add(1, Ordering::Relaxed),
            connection,
        };
        let slot = self.0.current.write();
        let mut slot = slot.unwrap_or_else(PoisonError::into_inner);
        *slot = Some(current.clone());
        current
    }

    fn settle<T>(&self, generation: u64, answer: Result<T, RedisError>) -> Result<T, RedisError> {
        if let Err(error) = &answer
            && (error.is_io_error() || error.is_unrecoverable_error())
        {
            self.forget(Some(generation));
        }
        answer
    }

    /// Drops the shared connection, unless it is already a newer one than the broken one.
    fn forget(&self, broken: Option<u64>) {
        let slot = self.0.current.write();
        let mut slot = slot.unwrap_or_else(PoisonError::into_inner);
        let same = slot
            .as_ref()
            .is_some_and(|current| broken.is_none_or(|it| it == current.generation));
        if same {
            *slot = None;
        }
    }
}
