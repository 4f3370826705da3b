//! A person's own side of a workspace: what to be told, muted.

use auth::Principal;
use domain::WorkspaceId;
use domain::permission::WorkspaceAction;
use protocol::ErrorCode;
use protocol::gateway::event::UserEvent;
use protocol::workspace::{PatchWorkspaceMembership, WorkspaceMembership};
use store::workspaces;

use super::view;
use crate::channels::announce::Announcements;
use crate::error::Error;
use crate::state::State;

/// Changes the caller's own side.
///
/// # Errors
/// `not_found` when the caller is not in the workspace.
pub async fn change(
    state: &State,
    who: &Principal,
    id: WorkspaceId,
    input: PatchWorkspaceMembership,
) -> Result<WorkspaceMembership, Error> {
    let mut tx = state.store.begin().await?;
    view::find(&mut tx, id, who.user, WorkspaceAction::Read).await?;
    let muted_until = input.muted_until.map(|until| until.map(Into::into));
    workspaces::set_own_side(&mut tx, id, who.user, input.notify, muted_until).await?;
    let changed = workspaces::find(&mut tx, id, who.user).await?;
    let changed = changed.ok_or(Error::Refused(ErrorCode::NotFound))?;
    let membership = WorkspaceMembership {
        workspace_id: id,
        notify: changed.notify,
        muted_until: changed.muted_until.map(Into::into),
    };
    let mut announcements = Announcements::new(state.now());
    let event = UserEvent::WorkspaceMembershipUpdated(membership.clone());
    announcements.to_user(&mut tx, who.user, event).await?;
    store::commit(tx).await?;
    announcements.publish(state).await;
    Ok(membership)
}
