//! Calls whose people all vanished: nobody is left who would find that they are over.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::tell;
use crate::error::Error;
use crate::state::State;
use crate::sweeping;

/// How often it is looked which calls are over.
const EVERY: Duration = Duration::from_secs(3);
/// Calls that one look sees to.
const BATCH: usize = 200;

/// Finds, every few seconds, which calls are over, until told to stop.
pub async fn sweep(state: State, stop: CancellationToken) {
    let sweep = |state| async move { sweep_once(&state).await };
    sweeping::every(
        EVERY,
        (state, stop),
        "calls cannot be looked through now",
        sweep,
    )
    .await;
}

/// Tells of seats that ran out, and leaves the line of each call that is over.
///
/// # Errors
/// 503 when Redis is down.
async fn sweep_once(state: &State) -> Result<(), Error> {
    let calls = state.bus.calls();
    for channel in calls.open(BATCH).await? {
        let found = calls.look(channel).await?;
        tell::gone(state, channel, &found).await;
        if found.seats.is_empty() {
            calls.close(channel).await?;
        }
    }
    Ok(())
}
