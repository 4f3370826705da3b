//! What the caller searched for last.

use auth::Principal;
use domain::WorkspaceId;
use domain::permission::WorkspaceAction;
use domain::search::Query;
use domain::text::Invalid;
use protocol::search::RecentSearch;
use protocol::{InvalidInput, OrInvalid as _};

use crate::error::Error;
use crate::state::State;
use crate::workspaces::view;

/// Remembers a search; the oldest beyond 20 are forgotten.
///
/// # Errors
/// `invalid_input` for what cannot be asked; `not_found` for the workspace.
pub async fn remember(state: &State, who: &Principal, input: &RecentSearch) -> Result<(), Error> {
    let q = input.q.trim();
    if Query::parse(q).or_invalid("/q")?.is_empty() {
        return Err(InvalidInput::at("/q", Invalid::Empty).into());
    }
    let workspace = input.workspace_id;
    let mut tx = state.store.begin().await?;
    view::find(&mut tx, workspace, who.user, WorkspaceAction::Read).await?;
    store::search::note(&mut tx, (who.user, workspace), q, state.now()).await?;
    store::commit(tx).await?;
    Ok(())
}

/// Forgets one search, or all.
///
/// # Errors
/// 503 when Postgres is down.
pub async fn forget(
    state: &State,
    who: &Principal,
    workspace: WorkspaceId,
    q: Option<&str>,
) -> Result<(), Error> {
    let mut connection = state.store.acquire().await?;
    // What is no text is not remembered.
    let q = q.map(|q| q.replace('\0', " "));
    store::search::forget(&mut connection, (who.user, workspace), q.as_deref()).await?;
    Ok(())
}
