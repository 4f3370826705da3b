//! The room that a workspace has.

use auth::Principal;
use domain::WorkspaceId;
use domain::permission::{self, WorkspaceAction};
use protocol::ErrorCode;
use protocol::upload::Storage;
use store::PgConnection;
use store::files;

use crate::error::Error;
use crate::state::State;

/// Whether all that the workspace has now, in this transaction, has room.
///
/// # Errors
/// `storage_full` when not.
pub(crate) async fn check(
    state: &State,
    conn: &mut PgConnection,
    workspace: WorkspaceId,
) -> Result<(), Error> {
    match limit(state) {
        Some(limit) if used(conn, workspace).await? > limit => Err(Error::storage_full(limit)),
        _ => Ok(()),
    }
}

/// Whether `bytes` more have room, as far as can be told before they come.
///
/// # Errors
/// `storage_full` when not.
pub(crate) async fn expect(state: &State, workspace: WorkspaceId, bytes: u64) -> Result<(), Error> {
    let Some(limit) = limit(state) else {
        return Ok(());
    };
    let used = used(&mut *state.store.acquire().await?, workspace).await?;
    if used.saturating_add(bytes) > limit {
        return Err(Error::storage_full(limit));
    }
    Ok(())
}

/// What the files of a workspace come to, for those who run it.
///
/// # Errors
/// `not_found` when it is not the caller's, `forbidden` when they do not run it.
pub(crate) async fn storage(
    state: &State,
    who: &Principal,
    workspace: WorkspaceId,
) -> Result<Storage, Error> {
    let role = state.chat.role(who.user, workspace).await?;
    permission::workspace(role, WorkspaceAction::SeeStorage).map_err(ErrorCode::from)?;
    let used = used(&mut *state.store.acquire().await?, workspace).await?;
    Ok(Storage {
        used,
        limit: limit(state),
        file_limit: state.config.files.upload_max_bytes,
    })
}

fn limit(state: &State) -> Option<u64> {
    Some(state.config.uploads.workspace_max_bytes).filter(|limit| *limit > 0)
}

async fn used(conn: &mut PgConnection, workspace: WorkspaceId) -> Result<u64, Error> {
    let used = files::used(conn, workspace).await?;
    Ok(u64::try_from(used).unwrap_or(0))
}
