//! Read marks on their way to Postgres: gathered for 100 ms, then committed together (S15).

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use domain::{ChannelId, UserId};
use lifecycle::metrics::queues;
use protocol::ErrorCode;
use protocol::gateway::event::{UserEvent, UserFrame};
use protocol::reading::ReadPosition;
use store::outbox::{New, Target};
use store::reading::{Counts, Raise};
use tokio::sync::{Mutex, mpsc, oneshot};
use tokio_util::sync::CancellationToken;

use super::counts::{self, Logs};
use super::receipts;
use crate::error::Error;
use crate::log::outbox;
use crate::state::State;

/// How long marks are gathered.
const GATHER: Duration = Duration::from_millis(100);
/// Marks that may wait; more is overload.
const MOST_WAITING: usize = 10_000;
/// What the queue is called in metrics.
const QUEUE: &str = "read_marks";
/// Marks that one transaction takes.
const BATCH: usize = 500;

type Answer = oneshot::Sender<Result<ReadPosition, Error>>;

struct Mark {
    raise: Raise,
    answer: Answer,
}

/// The way to the loop that commits marks. Clones are the same.
#[derive(Clone)]
pub struct Marks {
    sender: mpsc::Sender<Mark>,
    receiver: Arc<Mutex<mpsc::Receiver<Mark>>>,
}

impl Default for Marks {
    fn default() -> Self {
        let (sender, receiver) = mpsc::channel(MOST_WAITING);
        Self {
            sender,
            receiver: Arc::new(Mutex::new(receiver)),
        }
    }
}

impl Marks {
    /// Has the queue watched.
    pub(crate) fn watch(&self) {
        queues::watch(QUEUE, &self.sender);
    }

    /// Raises a position; answers, once it is committed, with the position and what is unread.
    ///
    /// # Errors
    /// `not_found` when the pair is no membership, `overloaded` when too many wait; 503 when
    /// Postgres is down.
    pub async fn raise(&self, raise: Raise) -> Result<ReadPosition, Error> {
        let (answer, committed) = oneshot::channel();
        if self.sender.try_send(Mark { raise, answer }).is_err() {
            queues::refused(QUEUE);
            return Err(ErrorCode::Overloaded.into());
        }
        // The sender is dropped unanswered only when the process is stopped hard.
        committed
            .await
            .unwrap_or_else(|_stopped| Err(ErrorCode::Draining.into()))
    }
}

/// Commits what is gathered, until told to stop.
pub async fn run(state: State, stop: CancellationToken) {
    let mut receiver = state.log.marks.receiver.lock().await;
    loop {
        let mut batch = Vec::new();
        let some = stop
            .run_until_cancelled(receiver.recv_many(&mut batch, 1))
            .await;
        if some.is_none_or(|count| count == 0) {
            return;
        }
        tokio::time::sleep(GATHER).await;
        while batch.len() < BATCH
            && let Ok(mark) = receiver.try_recv()
        {
            batch.push(mark);
        }
        commit(&state, batch).await;
    }
}

async fn commit(state: &State, batch: Vec<Mark>) {
    let mut raises: BTreeMap<(UserId, ChannelId), Raise> = BTreeMap::new();
    for mark in &batch {
        let pair = (mark.raise.user_id, mark.raise.channel_id);
        let kept = raises.entry(pair).or_insert(mark.raise);
        kept.message_no = kept.message_no.max(mark.raise.message_no);
        kept.seq = kept.seq.max(mark.raise.seq);
    }
    let raises: Vec<Raise> = raises.into_values().collect();
    match store(state, &raises).await {
        Ok(positions) => answer(batch, &positions),
        Err(error) => {
            let problem = error.problem();
            for mark in batch {
                let _gone = mark.answer.send(Err(problem.clone().into()));
            }
        }
    }
}

fn answer(batch: Vec<Mark>, positions: &HashMap<(UserId, ChannelId), ReadPosition>) {
    for mark in batch {
        let position = positions
            .get(&(mark.raise.user_id, mark.raise.channel_id))
            .cloned();
        let answer = position.ok_or_else(|| Error::from(ErrorCode::NotFound));
        // Whoever asked may have gone away meanwhile.
        let _gone = mark.answer.send(answer);
    }
}

async fn store(
    state: &State,
    raises: &[Raise],
) -> Result<HashMap<(UserId, ChannelId), ReadPosition>, Error> {
    let pairs: Vec<_> = raises
        .iter()
        .map(|raise| (raise.user_id, raise.channel_id))
        .collect();
    // Without Redis there is nothing to add to what Postgres counts.
    let logs = counts::logs(state, pairs.iter().map(|(_, channel)| *channel)).await;
    let mut logs = logs.unwrap_or_default();
    let mut tx = state.store.begin().await?;
    let moved = store::reading::raise(&mut tx, raises).await?;
    let positions = positions(state, &mut tx, &mut logs, &pairs).await?;
    for pair in &moved {
        if let Some(position) = positions.get(pair) {
            announce(state, &mut tx, pair.0, position).await?;
        }
    }
    let receipts = store::reading::receipts(&mut tx, &moved).await?;
    tx.commit().await.map_err(store::Error::from)?;
    receipts::publish(state, receipts);
    let targets: Vec<Target> = moved.iter().map(|(user, _)| Target::User(*user)).collect();
    outbox::publish(state, &targets).await;
    Ok(positions)
}

/// The positions of these pairs with their exact counts.
///
/// # Errors
/// 503 when Postgres is down.
pub async fn positions(
    state: &State,
    connection: &mut store::PgConnection,
    logs: &mut Logs,
    pairs: &[(UserId, ChannelId)],
) -> Result<HashMap<(UserId, ChannelId), ReadPosition>, Error> {
    let counts = counts::counts(state, connection, logs, pairs).await?;
    Ok(counts
        .iter()
        .map(|one| ((one.user_id, one.channel_id), position(one, logs)))
        .collect())
}

fn position(counts: &Counts, logs: &Logs) -> ReadPosition {
    ReadPosition {
        channel_id: counts.channel_id,
        read_message_no: counts.read_message_no,
        read_seq: counts.read_seq,
        read_version: counts.read_version,
        head_seq: logs.counted_to(counts),
        unread: counts.unread,
        mentions: counts.mentions,
    }
}

/// Puts `read.updated` into the outbox of the reader's own log.
///
/// # Errors
/// 503 when Postgres is down.
pub async fn announce(
    state: &State,
    connection: &mut store::PgConnection,
    user: UserId,
    position: &ReadPosition,
) -> Result<(), Error> {
    let event = UserFrame {
        user_version: None,
        event: UserEvent::ReadUpdated(position.clone()),
    };
    let payload = serde_json::to_vec(&event)?;
    let new = New {
        target: Target::User(user),
        kind: "read.updated",
        payload,
        mver: None,
        closes: false,
        created_at: state.now(),
    };
    store::outbox::insert(connection, &new).await?;
    Ok(())
}
