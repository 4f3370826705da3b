//! One connection to one Redis, shared by the whole process.
//!
//! All callers write into the same socket, so commands that are waiting travel in one packet and
//! are answered by one turn of Redis' event loop: that is what makes `appendfsync always` cheap.
//! The connection is made on first use and made again after it broke, or after its server was
//! replaced as the primary; a caller that meets a broken one gets an error at once, never a silent
//! retry.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock, Weak};
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{
    AsyncConnectionConfig, Cmd, ErrorKind, FromRedisValue, Pipeline, ProtocolVersion, RedisError,
    Value,
};
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};
use tokio_util::task::AbortOnDropHandle;

use crate::confirm::{Confirmer, Replicas};
use crate::error::{Error, is_of_a_replica};
use crate::fanout::Server;
use crate::measured;
use crate::route::{Connected, Route};
use crate::shape;

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
    route: Route,
    limit: Duration,
    replicas: Option<Replicas>,
    current: RwLock<Option<Current>>,
    generations: AtomicU64,
    connecting: Mutex<Option<Failure>>,
}

#[derive(Debug, Clone)]
struct Current {
    generation: u64,
    connection: MultiplexedConnection,
    /// For what was written over this connection, if replicas have to have it.
    confirmer: Option<Confirmer>,
    /// Drops the connection when the primary is elsewhere.
    _watch: Arc<AbortOnDropHandle<()>>,
}

#[derive(Debug)]
struct Failure {
    at: Instant,
    error: RedisError,
}

/// A refusal inside an answer, as the error that it is.
fn refusal(answer: Value) -> Result<Value, RedisError> {
    match answer {
        Value::ServerError(error) => Err(error.into()),
        answer => Ok(answer),
    }
}

impl Link {
    pub(crate) fn new(
        server: Server,
        route: Route,
        limit: Duration,
        replicas: Option<Replicas>,
    ) -> Self {
        Self(Arc::new(Inner {
            server,
            route,
            limit,
            replicas,
            current: RwLock::new(None),
            generations: AtomicU64::new(0),
            connecting: Mutex::new(None),
        }))
    }

    /// One command.
    pub(crate) async fn run(&self, command: &Cmd) -> Result<Value, RedisError> {
        let (answer, _confirmer) = self.run_to_confirm(command).await?;
        Ok(answer)
    }

    /// One command, and whom to ask whether enough replicas have what it wrote; None: nobody need
    /// be asked.
    pub(crate) async fn run_to_confirm(
        &self,
        command: &Cmd,
    ) -> Result<(Value, Option<Confirmer>), RedisError> {
        self.within(self.0.limit, async {
            let mut current = self.current().await?;
            let answer = current.connection.send_packed_command(command).await;
            let answer = self.settle(current.generation, answer.and_then(refusal))?;
            Ok((answer, current.confirmer))
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
                let checked = answers
                    .and_then(|answers| answers.into_iter().map(refusal).collect::<Result<_, _>>());
                self.settle(current.generation, checked)
            })
            .await?;
        Ok(answers)
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
        let opened = self.within(self.0.limit, self.open()).await?;
        Ok(opened.connection)
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
            Ok(current) => {
                *failure = None;
                Ok(self.remember(current))
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

    /// A connection to share, and one beside it for whom replicas have to confirm.
    async fn connect(&self) -> Result<Current, RedisError> {
        let Connected {
            mut connection,
            address,
        } = self.open().await?;
        shape::must_hold_all_keys(&mut connection).await?;
        let confirmer = match &self.0.replicas {
            None => None,
            Some(replicas) => {
                let mut beside = self.open().await?.connection;
                shape::must_be_one_server(&mut connection, &mut beside).await?;
                Some(Confirmer::new(beside, replicas.clone(), self.0.limit))
            }
        };
        let generation = self.0.generations.fetch_add(1, Ordering::Relaxed);
        let (route, link) = (self.0.route.clone(), Arc::downgrade(&self.0));
        let watch = async move {
            route.moved_from(&address).await;
            if let Some(inner) = Weak::upgrade(&link) {
                tracing::warn!(
                    server = inner.server.name(),
                    "redis has another primary now"
                );
                Self(inner).forget(Some(generation));
            }
        };
        #[expect(clippy::disallowed_methods, reason = "ends with its connection")]
        let watch = tokio::spawn(watch);
        Ok(Current {
            generation,
            connection,
            confirmer,
            _watch: Arc::new(AbortOnDropHandle::new(watch)),
        })
    }

    async fn open(&self) -> Result<Connected, RedisError> {
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(self.0.limit))
            .set_response_timeout(None)
            .set_pipeline_buffer_size(PENDING_COMMANDS);
        // RESP2: scores come as text, which holds a psn exactly.
        self.0.route.connect(ProtocolVersion::RESP2, &config).await
    }

    fn peek(&self) -> Option<Current> {
        let current = self.0.current.read();
        current.unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn remember(&self, current: Current) -> Current {
        let slot = self.0.current.write();
        let mut slot = slot.unwrap_or_else(PoisonError::into_inner);
        *slot = Some(current.clone());
        current
    }

    /// A connection that broke, or leads to a server that is no longer the primary, is not used
    /// again.
    fn settle<T>(&self, generation: u64, answer: Result<T, RedisError>) -> Result<T, RedisError> {
        if let Err(error) = &answer
            && (error.is_io_error() || error.is_unrecoverable_error() || is_of_a_replica(error))
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
