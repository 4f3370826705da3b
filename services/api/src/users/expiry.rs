//! Statuses whose time is over: they go back to normal at that time, for everybody.

use std::time::Duration;

use domain::UserId;
use store::accounts;
use tokio_util::sync::CancellationToken;

use super::{me, status};
use crate::error::Error;
use crate::state::State;
use crate::sweeping;

/// How often it is looked.
const EVERY: Duration = Duration::from_secs(1);
/// How many statuses one look takes back; the next goes on.
const BATCH: i64 = 200;

/// Until told to stop. Every api does this; who comes second finds nothing to do.
pub(crate) async fn run(state: State, stop: CancellationToken) {
    sweeping::every(
        EVERY,
        (state, stop),
        "statuses cannot be taken back now",
        sweep,
    )
    .await;
}

async fn sweep(state: State) -> Result<(), Error> {
    let mut connection = state.store.acquire().await?;
    let due = accounts::with_status_over(&mut connection, state.now(), BATCH).await?;
    drop(connection);
    for user in due {
        take_back(&state, user).await?;
    }
    Ok(())
}

async fn take_back(state: &State, user: UserId) -> Result<(), Error> {
    let mut tx = state.store.begin().await?;
    // Meanwhile it may have been set anew, or taken back by another api.
    if !accounts::clear_status(&mut tx, user, state.now()).await? {
        return Ok(());
    }
    let (me, version) = me::settle(tx, state, user, false).await?;
    status::spread(state, version, &me).await
}
