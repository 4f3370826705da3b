//! Takes the jobs. Any process takes any job; one that dies leaves its jobs to the others.

use std::collections::HashMap;
use std::time::Duration;

use chrono::TimeDelta;
use domain::FileId;
use store::files::previews::{self, Due};
use store::files::{self, File};
use tokio::task::{Id, JoinError, JoinSet};
use tokio_util::sync::CancellationToken;

use super::job::{self, Fault, Seen};
use super::keep;
use crate::state::State;

/// How often a job is taken: once more than this, and it takes whoever takes it with it.
const MOST_ATTEMPTS: i16 = 3;
/// How long a job waits when something that it needs is down.
const PAUSE: TimeDelta = TimeDelta::seconds(5);
/// How often a process looks for jobs that others left.
const LOOK: Duration = Duration::from_secs(1);
/// The longest that one job may take.
const JOB: Duration = Duration::from_mins(2);
/// How long a job belongs to whoever took it: longer than it may take.
const LEASE: TimeDelta = TimeDelta::seconds(150);

/// Until told to stop; gives back what is not done then.
pub(crate) async fn run(state: State, stop: CancellationToken) {
    let mut work = Work::default();
    while !stop.is_cancelled() {
        if let Err(error) = take(&state, &mut work).await {
            tracing::debug!("no previews are made now: {error}");
        }
        let has_room = work.tasks.len() < state.previews.at_once;
        tokio::select! {
            () = stop.cancelled() => {}
            () = state.previews.bell.notified(), if has_room => {}
            () = tokio::time::sleep(LOOK), if has_room => {}
            Some(done) = work.tasks.join_next_with_id() => work.forget(done),
        }
    }
    work.give_back(&state).await;
}

/// Takes as many jobs as there is room for.
async fn take(state: &State, work: &mut Work) -> Result<(), store::Error> {
    let room = state.previews.at_once.saturating_sub(work.tasks.len());
    let Some(room) = i64::try_from(room).ok().filter(|room| *room > 0) else {
        return Ok(());
    };
    let now = state.now();
    let mut connection = state.store.acquire().await?;
    for due in previews::claim(&mut connection, now, now + LEASE, room).await? {
        let state = state.clone();
        let task = work.tasks.spawn(async move { one(&state, due).await });
        work.under_way.insert(task.id(), due.file_id);
    }
    Ok(())
}

async fn one(state: &State, due: Due) {
    let outcome = tokio::time::timeout(JOB, preview(state, due)).await;
    let outcome = outcome.unwrap_or_else(|elapsed| Err(Fault::Ours(elapsed.into())));
    let Err(fault) = outcome else {
        return;
    };
    let fault = anyhow::Error::new(fault);
    tracing::warn!(file.id = %due.file_id, "a file is previewed later: {fault:#}");
    let again = async {
        let mut connection = state.store.acquire().await?;
        previews::again(&mut connection, due.file_id, state.now() + PAUSE).await
    };
    if let Err(error) = again.await {
        // Its lease ends, and somebody takes it again.
        tracing::debug!(file.id = %due.file_id, "a job is left open: {error}");
    }
}

async fn preview(state: &State, due: Due) -> Result<(), Fault> {
    let mut connection = state.store.acquire().await.map_err(ours)?;
    let found = files::find(&mut connection, due.file_id).await;
    drop(connection);
    // Deleted meanwhile: the job goes with the row.
    let Some(file) = found.map_err(ours)? else {
        return Ok(());
    };
    let seen = if due.attempts > MOST_ATTEMPTS {
        Seen::nothing(&file)
    } else {
        look(state, &file).await?
    };
    keep::store(state, &file, &seen).await?;
    let is_there = settle(state, &file, &seen).await.map_err(ours)?;
    if !is_there {
        keep::remove(state, &file, &seen).await?;
    }
    Ok(())
}

async fn look(state: &State, file: &File) -> Result<Seen, Fault> {
    let outcome = match job::look(state, file).await {
        Ok(seen) => Ok((seen, "made")),
        Err(Fault::Spoiled(failed)) => {
            tracing::info!(file.id = %file.id, "file {} has no preview: {failed}", file.id);
            Ok((Seen::nothing(file), "spoiled"))
        }
        Err(fault) => Err(fault),
    };
    outcome.map(|(seen, outcome)| {
        metrics::counter!(crate::metrics::PREVIEWS, "outcome" => outcome).increment(1);
        seen
    })
}

/// Writes down what was seen, for all who see the file; false when it is gone.
async fn settle(state: &State, file: &File, seen: &Seen) -> Result<bool, store::Error> {
    let mut tx = state.store.begin().await?;
    let is_there = previews::settle(&mut tx, file.id, &seen.previewed).await?;
    files::changed(&mut tx, file.id, state.now()).await?;
    store::commit(tx).await?;
    state.bells.announce.notify_one();
    Ok(is_there)
}

fn ours(error: store::Error) -> Fault {
    Fault::Ours(error.into())
}

/// The jobs that this process has in hand.
#[derive(Default)]
struct Work {
    tasks: JoinSet<()>,
    under_way: HashMap<Id, FileId>,
}

impl Work {
    /// One that panicked is taken again when its lease ends, until it was taken too often.
    fn forget(&mut self, done: Result<(Id, ()), JoinError>) {
        let id = match done {
            Ok((id, ())) => id,
            Err(error) => {
                tracing::error!("a preview's task broke: {error}");
                error.id()
            }
        };
        self.under_way.remove(&id);
    }

    async fn give_back(mut self, state: &State) {
        self.tasks.shutdown().await;
        let left: Vec<FileId> = self.under_way.into_values().collect();
        if left.is_empty() {
            return;
        }
        let back = async {
            let mut connection = state.store.acquire().await?;
            previews::give_back(&mut connection, &left, state.now()).await
        };
        if let Err(error) = back.await {
            tracing::debug!("{} jobs wait for their leases: {error}", left.len());
        }
    }
}
