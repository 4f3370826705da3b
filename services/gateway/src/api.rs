//! Asking api. Identifies that come at the same time are asked about together.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use domain::{ChannelId, UserId};
use lifecycle::metrics::queues;
use protocol::ErrorCode;
use protocol::account::Jwks;
use protocol::gateway::command::CommandName;
use rpc::chat::{BootstrapUser, Caller, Offered, Readable};
use rpc::{ChatClient, Error};
use tokio::sync::{Semaphore, mpsc, oneshot};
use tokio::time;

use crate::metrics;
use crate::tasks::Tasks;

/// How long the first of a batch waits for others, when there is no free call anyway.
const GATHER: Duration = Duration::from_millis(20);
/// People in one question.
const BATCH: usize = 100;
/// Questions under way at once.
const AT_ONCE: usize = 8;
/// People who may wait; beyond, the socket comes back later.
const WAITING: usize = 16_384;

/// The way to api. Clones share everything.
#[derive(Clone, Debug)]
pub(crate) struct Api {
    client: ChatClient,
    questions: mpsc::Sender<Question>,
}

type Answer = Result<Option<BootstrapUser>, ErrorCode>;

#[derive(Debug)]
struct Question {
    user: UserId,
    answer: oneshot::Sender<Answer>,
}

impl Api {
    /// Nothing is asked yet.
    pub(crate) fn new(client: ChatClient, tasks: &Tasks) -> Self {
        let (asking, spawning) = (client.clone(), tasks.clone());
        let gathering = |waiting| gather(asking, waiting, spawning);
        Self {
            questions: tasks.spawn_with_queue("bootstrap", WAITING, gathering),
            client,
        }
    }

    /// Carries out a command.
    pub(crate) async fn execute(
        &self,
        caller: &Caller,
        name: CommandName,
        data: Bytes,
    ) -> Result<Bytes, Error> {
        let started = time::Instant::now();
        let answer = self.client.execute(caller, name, data).await;
        metrics::command(name, &answer, started.elapsed());
        answer
    }

    /// What is needed to serve a user; `None`: there is no such active account.
    pub(crate) async fn bootstrap(&self, user: UserId) -> Answer {
        let (answer, answered) = oneshot::channel();
        let question = Question { user, answer };
        self.questions.try_send(question).map_err(|_full| {
            queues::refused("bootstrap");
            ErrorCode::Overloaded
        })?;
        answered.await.map_err(|_stopped| ErrorCode::Draining)?
    }

    /// Which of these channels the user may read now.
    pub(crate) async fn readable(
        &self,
        user: UserId,
        channels: &[ChannelId],
    ) -> Result<Vec<Readable>, Error> {
        self.client.readable(user, channels).await
    }

    /// Whose presence the user may see.
    pub(crate) async fn watchable(
        &self,
        user: UserId,
        users: &[UserId],
    ) -> Result<Vec<UserId>, Error> {
        self.client.watchable(user, users).await
    }

    /// Has the live Redis told again what these people set as their status by hand.
    pub(crate) async fn restore_statuses(&self, users: &[UserId]) -> Result<(), Error> {
        self.client.restore_statuses(users).await
    }

    /// Gives recovery what this gateway still holds.
    pub(crate) async fn offer(&self, events: Vec<Offered>) -> Result<i64, Error> {
        self.client.offer(events).await
    }

    /// The keys that verify access tokens.
    pub(crate) async fn keys(&self) -> Result<Jwks, Error> {
        self.client.keys().await
    }
}

/// Asks at once while few calls are under way, and in batches when many are.
async fn gather(client: ChatClient, mut waiting: mpsc::Receiver<Question>, tasks: Tasks) {
    let calls = Arc::new(Semaphore::new(AT_ONCE));
    while let Some(first) = waiting.recv().await {
        let mut batch = vec![first];
        if calls.available_permits() == 0 {
            time::sleep(GATHER).await;
        }
        let Ok(permit) = Arc::clone(&calls).acquire_owned().await else {
            return;
        };
        while batch.len() < BATCH
            && let Ok(next) = waiting.try_recv()
        {
            batch.push(next);
        }
        let client = client.clone();
        tasks.spawn(async move {
            ask(&client, batch).await;
            drop(permit);
        });
    }
}

async fn ask(client: &ChatClient, batch: Vec<Question>) {
    let users: Vec<_> = batch.iter().map(|question| question.user).collect();
    let answer = client.bootstrap(&users).await;
    if let Err(error) = &answer {
        let count = users.len();
        tracing::warn!(count, "api does not say what {count} users need: {error}");
    }
    for question in batch {
        let own = match &answer {
            Ok(people) => Ok(people.iter().find(|one| one.user == question.user).cloned()),
            Err(error) => Err(error.code()),
        };
        // Who asked may have gone meanwhile.
        let _gone = question.answer.send(own);
    }
}
