//! Changing a workspace's name and address.

use auth::Principal;
use domain::WorkspaceId;
use domain::permission::WorkspaceAction;
use domain::workspace::{Slug, WorkspaceName};
use protocol::gateway::event::{UserEvent, WorkspaceUpdated};
use protocol::workspace::{PatchWorkspace, Workspace};
use protocol::{ErrorCode, OrInvalid};
use store::workspaces;

use super::view;
use crate::channels::announce::Announcements;
use crate::error::Error;
use crate::state::State;

/// Changes the settings.
///
/// # Errors
/// `forbidden`, `slug_taken`, `not_found`, fields at fault.
pub async fn change(
    state: &State,
    who: &Principal,
    id: WorkspaceId,
    input: PatchWorkspace,
) -> Result<Workspace, Error> {
    let name = input
        .name
        .as_deref()
        .map(WorkspaceName::parse)
        .transpose()
        .or_invalid("/name")?;
    let slug = input
        .slug
        .as_deref()
        .map(Slug::parse)
        .transpose()
        .or_invalid("/slug")?;
    let mut tx = state.store.begin().await?;
    view::find(&mut tx, id, who.user, WorkspaceAction::SetSettings).await?;
    let name = name.as_ref().map(WorkspaceName::as_str);
    workspaces::update(&mut tx, id, name, slug.as_ref().map(Slug::as_str)).await?;
    let changed = workspaces::find(&mut tx, id, who.user).await?;
    let changed = view::workspace(changed.ok_or(Error::Refused(ErrorCode::NotFound))?);
    store::commit(tx).await?;
    tell(state, &changed).await?;
    Ok(changed)
}

/// Tells the workspace's people what it is called and looks like by now.
///
/// # Errors
/// When the hint cannot be encoded.
pub(crate) async fn tell(state: &State, changed: &Workspace) -> Result<(), Error> {
    let mut announcements = Announcements::new(state.now());
    announcements.hint(
        changed.id,
        UserEvent::WorkspaceUpdated(WorkspaceUpdated {
            workspace_id: changed.id,
            name: changed.name.clone(),
            slug: changed.slug.clone(),
            icon_url: changed.icon_url.clone(),
        }),
    )?;
    announcements.publish(state).await;
    Ok(())
}
