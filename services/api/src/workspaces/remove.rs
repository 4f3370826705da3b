//! Leaving a workspace, and removing somebody from it: all their channels in it end with it.

use auth::Principal;
use domain::permission::{WorkspaceAction, outranks_in_workspace};
use domain::{UserId, WorkspaceId, WorkspaceRole};
use protocol::ErrorCode;
use protocol::event::MemberReason;
use protocol::gateway::event::{UserEvent, WorkspaceMemberRemoved, WorkspaceRef};
use serde_json::json;
use store::audit::Entry;
use store::{PgConnection, memberships, workspaces};

use super::view;
use crate::channels::announce::Announcements;
use crate::channels::remove::{self, Gone};
use crate::error::Error;
use crate::state::State;

/// Removes a person, or lets the caller leave; who is not in it may be removed again.
///
/// # Errors
/// `forbidden`, `last_owner`, `not_found` for the workspace.
pub async fn remove(
    state: &State,
    who: &Principal,
    id: WorkspaceId,
    user: UserId,
) -> Result<(), Error> {
    let leaves = user == who.user;
    let action = if leaves {
        WorkspaceAction::Leave
    } else {
        WorkspaceAction::ManageMembers
    };
    let mut tx = state.store.begin().await?;
    workspaces::lock(&mut tx, id).await?;
    let actor = view::find(&mut tx, id, who.user, action).await?.role;
    let Some(role) = workspaces::find_role(&mut tx, id, user).await? else {
        return Ok(());
    };
    if !leaves && !outranks_in_workspace(actor, role) {
        return Err(ErrorCode::Forbidden.into());
    }
    if role == WorkspaceRole::Owner && workspaces::count_owners(&mut tx, id).await? <= 1 {
        return Err(ErrorCode::LastOwner.into());
    }
    let mut announcements = Announcements::new(state.now());
    end_channels(&mut tx, &mut announcements, id, (user, who.user)).await?;
    workspaces::delete_member(&mut tx, id, user).await?;
    let removed = UserEvent::WorkspaceRemoved(WorkspaceRef { workspace_id: id });
    announcements.to_user(&mut tx, user, removed).await?;
    let hint = WorkspaceMemberRemoved {
        workspace_id: id,
        user_id: user,
    };
    announcements.hint(id, UserEvent::WorkspaceMemberRemoved(hint))?;
    let entry = Entry {
        at: state.now(),
        actor: Some(who.user),
        action: if leaves {
            "workspace.left"
        } else {
            "workspace.member_removed"
        },
        workspace: Some(id),
        target: Some(user.as_uuid()),
        ip: "",
        detail: json!({}),
    };
    store::audit::insert(&mut tx, entry).await?;
    store::commit(tx).await?;
    announcements.publish(state).await;
    Ok(())
}

/// Ends all that they are a member of in the workspace.
async fn end_channels(
    connection: &mut PgConnection,
    announcements: &mut Announcements,
    workspace: WorkspaceId,
    (user, by): (UserId, UserId),
) -> Result<(), Error> {
    let reason = if user == by {
        MemberReason::Left
    } else {
        MemberReason::Deactivated
    };
    for channel in memberships::channels_of(connection, user, workspace).await? {
        if store::channels::lock(connection, channel).await?.is_some() {
            let gone = Gone { user, by, reason };
            remove::end(connection, announcements, channel, gone).await?;
        }
    }
    Ok(())
}
