//! A workspace's picture.

use auth::Principal;
use domain::permission::WorkspaceAction;
use domain::{ImageId, WorkspaceId};
use protocol::ErrorCode;
use protocol::image::{id_of, url_of};
use protocol::workspace::Workspace;
use store::workspaces;

use super::swap;
use crate::error::Error;
use crate::state::State;
use crate::workspaces::{settings, view};

pub(super) async fn set(
    state: &State,
    who: &Principal,
    id: WorkspaceId,
    image: Option<ImageId>,
) -> Result<Workspace, Error> {
    let mut tx = state.store.begin().await?;
    view::find(&mut tx, id, who.user, WorkspaceAction::SetSettings).await?;
    let before = workspaces::set_icon(&mut tx, id, image.map(url_of).as_deref()).await?;
    let before = before.as_deref().and_then(id_of);
    swap(&mut tx, image, before, state.now()).await?;
    let changed = workspaces::find(&mut tx, id, who.user).await?;
    let changed = view::workspace(changed.ok_or(Error::Refused(ErrorCode::NotFound))?);
    store::commit(tx).await?;
    settings::tell(state, &changed).await?;
    Ok(changed)
}
