//! Having files scanned before anybody gets them. Which ones wait is in Postgres: nothing is lost
//! when a process dies, and while clamd is down they go on waiting.

mod clamd;

use std::time::Duration;

use chrono::TimeDelta;
use domain::FileState;
use store::files::{self, Scan};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

pub(crate) use clamd::Clamd;

use clamd::Verdict;

use crate::error::Error;
use crate::state::State;

/// Files that one process has scanned at once.
const AT_ONCE: usize = 4;
/// How often those are looked for that others left.
const LOOK: Duration = Duration::from_millis(500);
/// A scan that takes longer is given up and taken again.
const MOST: Duration = Duration::from_mins(10);
/// The pause after a try that failed doubles up to the longest.
const FIRST_PAUSE: TimeDelta = TimeDelta::seconds(1);
const LONGEST_DOUBLINGS: i32 = 6;

/// Until told to stop.
pub(crate) async fn run(state: State, stop: CancellationToken) {
    let Some(clamd) = state.clamd.clone() else {
        return;
    };
    let mut scans = JoinSet::new();
    while !stop.is_cancelled() {
        let room = AT_ONCE.saturating_sub(scans.len());
        match take(&state, room).await {
            Ok(due) => {
                for scan in due {
                    scans.spawn(settle(state.clone(), clamd.clone(), scan));
                }
            }
            Err(error) => tracing::debug!("nothing is scanned now: {error:?}"),
        }
        let has_room = scans.len() < AT_ONCE;
        tokio::select! {
            () = stop.cancelled() => {}
            () = state.bells.scan.notified(), if has_room => {}
            () = tokio::time::sleep(LOOK), if has_room => {}
            Some(_done) = scans.join_next() => {}
        }
    }
    // What was under way is taken again when its lease is over.
    scans.shutdown().await;
}

async fn take(state: &State, room: usize) -> Result<Vec<Scan>, Error> {
    let Some(room) = i64::try_from(room).ok().filter(|room| *room > 0) else {
        return Ok(Vec::new());
    };
    let now = state.now();
    let lease = TimeDelta::from_std(MOST).unwrap_or_default() + TimeDelta::seconds(30);
    let mut connection = state.store.acquire().await?;
    Ok(files::take_scans(&mut connection, now, now + lease, room).await?)
}

async fn settle(state: State, clamd: Clamd, scan: Scan) {
    let (state, clamd) = (&state, &clamd);
    let judged = match tokio::time::timeout(MOST, look(state, clamd, &scan)).await {
        Ok(Ok(verdict)) => judge(state, &scan, &verdict).await,
        Ok(Err(error)) => later(state, &scan, &format!("{error:?}")).await,
        Err(_elapsed) => later(state, &scan, "it takes too long").await,
    };
    if let Err(error) = judged {
        // Its lease ends, and somebody takes it again.
        tracing::debug!(file.id = %scan.id, "a scan is not written down: {error:?}");
    }
}

async fn look(state: &State, clamd: &Clamd, scan: &Scan) -> Result<Verdict, Error> {
    let object = state.bucket.get(&scan.object_key, None).await?;
    clamd.scan(object).await
}

async fn judge(state: &State, scan: &Scan, verdict: &Verdict) -> Result<(), Error> {
    let (to, word) = match verdict {
        Verdict::Clean => (FileState::Ready, "clean"),
        Verdict::Found(what) => {
            tracing::warn!(file.id = %scan.id, "{what} was found in a file: nobody gets it");
            (FileState::Blocked, "found")
        }
    };
    metrics::counter!(crate::metrics::SCANNED, "verdict" => word).increment(1);
    let mut tx = state.store.begin().await?;
    files::judged(&mut tx, scan.id, to, state.now()).await?;
    // Nobody looks into what was not cleared.
    files::previews::enqueue(&mut tx, &[scan.id], state.now()).await?;
    store::commit(tx).await?;
    state.bells.announce.notify_one();
    state.previews.ring();
    Ok(())
}

async fn later(state: &State, scan: &Scan, why: &str) -> Result<(), Error> {
    tracing::warn!(file.id = %scan.id, "a file is scanned later: {why}");
    metrics::counter!(crate::metrics::SCANNED, "verdict" => "failed").increment(1);
    let doublings = (scan.attempts - 1).clamp(0, LONGEST_DOUBLINGS);
    let at = state.now() + FIRST_PAUSE * (1 << doublings);
    let mut connection = state.store.acquire().await?;
    Ok(files::scan_again(&mut connection, scan.id, at).await?)
}
