//! The end of channels and workspaces (S20): deleting them, undoing that for 30 days, and removing
//! them for good after that.
//!
//! A deletion is one mark in Postgres. What follows from it, each channel's last event above all,
//! is done by a loop that every api process runs: whoever deleted a workspace may die right after.

mod channel;
mod purge;
mod routes;
mod workspace;

pub use purge::purge;
pub use routes::routes;
pub use workspace::follow;

use std::time::Duration;

use chrono::TimeDelta;
use tokio_util::sync::CancellationToken;

use crate::state::State;

/// How long what was deleted can be restored.
pub const RESTORABLE: TimeDelta = TimeDelta::days(30);
/// How often it is looked whether a workspace's channels have to follow it.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Looks between two removals of what cannot be restored any more.
const LOOKS_PER_PURGE: u32 = 10;

/// Lets channels follow their workspaces and removes what is past restoring, until told to stop.
pub async fn run(state: State, stop: CancellationToken) {
    let mut looks: u32 = 0;
    while stop
        .run_until_cancelled(tokio::time::sleep(LOOK_EVERY))
        .await
        .is_some()
    {
        if let Err(error) = follow(&state).await {
            tracing::debug!(%error, "channels cannot follow their workspaces now");
        }
        looks = looks.wrapping_add(1);
        if looks.is_multiple_of(LOOKS_PER_PURGE)
            && let Err(error) = purge(&state).await
        {
            tracing::debug!(%error, "what was deleted cannot be removed now");
        }
    }
}
