//! Telling messages of files that changed under them: scanned, or drawn. What is to be told is
//! written down, so that it is told however often a process dies.

use std::time::Duration;

use chrono::TimeDelta;
use protocol::ErrorCode;
use store::files::{self, Changed};
use tokio_util::sync::CancellationToken;

use crate::error::Error;
use crate::state::State;
use crate::view;

/// How often those are looked for that others left, or whose message had no row yet.
const LOOK: Duration = Duration::from_millis(500);
/// Longer than it takes to tell one batch; the pause before another try, too.
const LEASE: TimeDelta = TimeDelta::seconds(10);
/// Told one after the other.
const BATCH: i64 = 16;

/// Until told to stop. Several at once pass each other over.
pub(crate) async fn run(state: State, stop: CancellationToken) {
    while !stop.is_cancelled() {
        if let Err(error) = round(&state).await {
            tracing::debug!("no message is told of its files now: {error:?}");
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            () = state.bells.announce.notified() => {}
            () = stop.cancelled() => {}
        }
    }
}

async fn round(state: &State) -> Result<(), Error> {
    let until = state.now() + LEASE;
    let mut connection = state.store.acquire().await?;
    let changes = files::take_changes(&mut connection, state.now(), until, BATCH).await?;
    drop(connection);
    for change in changes {
        if let Err(error) = tell(state, change).await {
            tracing::warn!(file.id = %change.id, "a message is told of its file later: {error:?}");
            continue;
        }
        let mut connection = state.store.acquire().await?;
        files::announced(&mut connection, change.id, until).await?;
    }
    Ok(())
}

async fn tell(state: &State, change: Changed) -> Result<(), Error> {
    let file = files::find(&mut *state.store.acquire().await?, change.id).await?;
    let Some(file) = file else {
        return Ok(());
    };
    let told = state
        .chat
        .update_file(change.message_id, &view::file(&file))
        .await;
    match told {
        // The message is gone, and takes the file with it.
        Err(error) if error.code() == ErrorCode::NotFound => Ok(()),
        told => Ok(told?),
    }
}
