//! From the outbox into the logs (S3): at once after a commit, and by a sweeper for what was left.

use std::collections::BTreeSet;
use std::time::Duration;

use bus::{Append, End, Key, UserAppend};
use chrono::TimeDelta;
use protocol::{ErrorCode, EventKind};
use store::outbox::{Row, Target};
use tokio_util::sync::CancellationToken;

use super::append::{self, Logged};
use crate::error::Error;
use crate::metrics;
use crate::state::State;
use crate::sweeping;

/// How often the sweeper looks.
const SWEEP_EVERY: Duration = Duration::from_secs(1);
/// A row this old was left behind by its verb.
const LEFT_BEHIND: TimeDelta = TimeDelta::seconds(1);
/// Queues that one sweep drains.
const SWEEP_QUEUES: i64 = 200;
/// Rows that one transaction takes from a queue; it holds their locks meanwhile.
const BATCH: i64 = 100;

/// Appends what waits for these logs. Never fails its verb, whose change is committed: what
/// cannot be appended now is left to the sweeper.
pub async fn publish(state: &State, targets: &[Target]) {
    let targets: BTreeSet<Target> = targets.iter().copied().collect();
    for target in targets {
        if let Target::Channel(channel) = target {
            state.log.access.forget_channel(channel);
        }
        if let Err(error) = drain(state, target).await {
            tracing::warn!(?target, %error, "a committed change waits for its log ({target:?})");
        }
    }
}

/// Appends the rows of one queue in order, until it is empty or a row is refused.
async fn drain(state: &State, target: Target) -> Result<(), Error> {
    loop {
        let mut tx = state.store.begin().await?;
        let rows = store::outbox::lock(&mut tx, target, BATCH).await?;
        let mut done = Vec::with_capacity(rows.len());
        let mut outcome = Ok(());
        for row in &rows {
            outcome = append_row(state, target, row).await;
            if outcome.is_err() {
                break;
            }
            done.push(row.id);
        }
        store::outbox::delete(&mut tx, &done).await?;
        tx.commit().await.map_err(store::Error::from)?;
        if let Target::Channel(channel) = target
            && rows.iter().any(|row| row.mver.is_some() || row.closes)
        {
            crate::calls::recheck(state, channel).await;
        }
        outcome?;
        if i64::try_from(rows.len()).unwrap_or(BATCH) < BATCH {
            return Ok(());
        }
    }
}

async fn append_row(state: &State, target: Target, row: &Row) -> Result<(), Error> {
    let key = format!("outbox:{}", row.id);
    let channel = match target {
        Target::Channel(channel) => channel,
        Target::User(user) => {
            let event = UserAppend {
                user,
                key: Some(&key),
                payload: &row.payload,
            };
            let appended = state.bus.users().append(event).await;
            appended.map_err(|error| append::bus_error(state, error))?;
            return Ok(());
        }
    };
    let mut event = Append::new(channel, &row.payload, Key::Change(key));
    event.raises_mver = row.mver;
    event.ends = ends(row);
    match append::append(state, &event).await {
        // The key is the row's own, so it cannot stand for anything else.
        Ok(Logged::As(_) | Logged::Reused(_)) => Ok(()),
        // The channel is closed or purged: nobody reads its log any more.
        Err(error) if error.code() == ErrorCode::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

/// What the event does to the log itself.
fn ends(row: &Row) -> Option<End> {
    if row.closes {
        return Some(End::Close);
    }
    (row.kind == EventKind::ChannelRestored.as_str()).then_some(End::Reopen)
}

/// Appends, every second, what verbs left behind, until told to stop.
pub async fn sweep(state: State, stop: CancellationToken) {
    let sweep = |state| async move { sweep_once(&state).await };
    sweeping::every(
        SWEEP_EVERY,
        (state, stop),
        "the outbox cannot be swept now",
        sweep,
    )
    .await;
}

/// One pass over the queues with rows that were left behind.
///
/// # Errors
/// 503 when Postgres is down.
pub async fn sweep_once(state: &State) -> Result<(), Error> {
    let now = state.clock.now();
    let before = now - LEFT_BEHIND;
    let mut connection = state.store.acquire().await?;
    let standing = store::outbox::standing(&mut connection).await?;
    let targets = store::outbox::waiting(&mut connection, before, SWEEP_QUEUES).await?;
    drop(connection);
    let age = standing.oldest.and_then(|at| (now - at).to_std().ok());
    metrics::outbox(standing.entries, age.unwrap_or_default());
    publish(state, &targets).await;
    Ok(())
}
