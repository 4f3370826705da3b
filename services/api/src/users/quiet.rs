//! Quiet hours and pauses, as others see them: whoever is not to be disturbed is shown so, from the
//! moment it begins until the moment it ends.

use std::time::Duration;

use domain::UserId;
use protocol::user::Me;
use store::{PgConnection, accounts};
use tokio_util::sync::CancellationToken;

use super::{me, status};
use crate::error::Error;
use crate::state::State;
use crate::sweeping;

/// How often it is looked whose quiet begins or ends.
const EVERY: Duration = Duration::from_secs(1);
/// How many people one look sees to; the next goes on.
const BATCH: i64 = 500;

/// Until told to stop. Every api does this; who comes second finds nothing to do.
pub(crate) async fn run(state: State, stop: CancellationToken) {
    sweeping::every(
        EVERY,
        (state, stop),
        "quiet hours do not begin or end now",
        sweep,
    )
    .await;
}

/// Tells the others of those whose quiet began or ended.
///
/// # Errors
/// 503 when Postgres is down: the next look goes on.
async fn sweep(state: State) -> Result<(), Error> {
    let mut connection = state.store.acquire().await?;
    let due = accounts::with_quiet_turn(&mut connection, state.now(), BATCH).await?;
    drop(connection);
    for user in due {
        turn(&state, user).await?;
    }
    Ok(())
}

async fn turn(state: &State, user: UserId) -> Result<(), Error> {
    let mut tx = state.store.begin().await?;
    // Meanwhile it may have been set anew, or another api saw to it.
    if !accounts::take_quiet_turn(&mut tx, user, state.now()).await? {
        return Ok(());
    }
    plan(state, &mut tx, user).await?;
    let (me, version) = me::settle(tx, state, user, false).await?;
    status::spread(state, version, &me).await
}

/// Notes when the quiet of this account begins or ends next. After each change of its quiet hours,
/// pause or time zone.
///
/// # Errors
/// `unauthenticated` when the account is gone.
pub(super) async fn plan(
    state: &State,
    connection: &mut PgConnection,
    user: UserId,
) -> Result<(), Error> {
    let now = state.now();
    let Me {
        notifications,
        timezone,
        ..
    } = me::load(connection, user, now).await?;
    let next = notifications.quiet_turns_at(&timezone, now);
    Ok(accounts::set_quiet_turn(connection, user, next).await?)
}
