//! The end of a guest: when their time is over, when their link is withdrawn, when they are in no
//! channel any more. What they said stays.

use std::time::Duration;

use domain::{UserId, WorkspaceId};
use protocol::event::MemberReason;
use protocol::gateway::event::{UserEvent, WorkspaceMemberRemoved};
use serde_json::json;
use store::accounts::guests;
use store::audit::Entry;
use store::sessions::Which;
use store::{PgConnection, memberships, workspaces};
use tokio_util::sync::CancellationToken;

use crate::accounts::sessions;
use crate::channels::announce::Announcements;
use crate::channels::remove::{self, Gone};
use crate::error::Error;
use crate::state::State;
use crate::sweeping;

/// How often somebody looks whose time is over.
const EVERY: Duration = Duration::from_secs(5);
/// Guests that one pass ends.
const BATCH: i64 = 50;

/// Switches a guest off, ends their sessions and their membership. Who is no guest, or gone
/// already, stays as they are.
///
/// # Errors
/// `Unavailable`.
pub async fn end(state: &State, guest: UserId, by: Option<UserId>) -> Result<(), Error> {
    let now = state.now();
    let mut tx = state.store.begin().await?;
    let Some(places) = guests::deactivate(&mut tx, guest, now).await? else {
        return Ok(());
    };
    let mut announcements = Announcements::new(now);
    for workspace in places {
        let who = (guest, by.unwrap_or(guest));
        leave(&mut tx, &mut announcements, workspace, who).await?;
    }
    let ended = sessions::end(&mut tx, state, guest, Which::All, "guest_ended").await?;
    let entry = Entry {
        at: now,
        actor: by,
        action: "guest.ended",
        workspace: None,
        target: Some(guest.as_uuid()),
        ip: "",
        detail: json!({}),
    };
    store::audit::insert(&mut tx, entry).await?;
    store::commit(tx).await?;
    // Sockets first: nothing of what follows is for them.
    ended.announce(state).await;
    announcements.publish(state).await;
    Ok(())
}

async fn leave(
    connection: &mut PgConnection,
    announcements: &mut Announcements,
    workspace: WorkspaceId,
    (user, by): (UserId, UserId),
) -> Result<(), Error> {
    for channel in memberships::channels_of(connection, user, workspace).await? {
        if store::channels::lock(connection, channel).await?.is_some() {
            let reason = MemberReason::Deactivated;
            let gone = Gone { user, by, reason };
            remove::end(connection, announcements, channel, gone).await?;
        }
    }
    workspaces::delete_member(connection, workspace, user).await?;
    let hint = WorkspaceMemberRemoved {
        workspace_id: workspace,
        user_id: user,
    };
    announcements.hint(workspace, UserEvent::WorkspaceMemberRemoved(hint))
}

/// Ends, every few seconds, whose time is over, until told to stop.
pub async fn sweep(state: State, stop: CancellationToken) {
    let sweep = |state| async move { sweep_once(&state).await };
    sweeping::every(
        EVERY,
        (state, stop),
        "guests cannot be looked through now",
        sweep,
    )
    .await;
}

/// Ends those whose time is over, or who are in no channel any more: at most a batch.
///
/// # Errors
/// 503 when Postgres is down.
pub async fn sweep_once(state: &State) -> Result<(), Error> {
    let mut connection = state.store.acquire().await?;
    let overdue = guests::overdue(&mut connection, state.now(), BATCH).await?;
    drop(connection);
    for guest in overdue {
        end(state, guest, None).await?;
    }
    Ok(())
}
