//! Workspaces as one of their people sees them.

use domain::permission::{self, WorkspaceAction};
use domain::{UserId, WorkspaceId};
use protocol::ErrorCode;
use protocol::workspace::Workspace;
use store::{PgConnection, workspaces};

use crate::error::Error;

/// A row as the person sees it for whom it was read.
#[must_use]
pub fn workspace(row: workspaces::Workspace) -> Workspace {
    Workspace {
        id: row.id,
        slug: row.slug,
        name: row.name,
        icon_url: row.icon_url,
        role: row.role,
        member_count: row.member_count,
        created_at: row.created_at.into(),
        notify: row.notify,
        muted_until: row.muted_until.map(Into::into),
    }
}

/// All workspaces that somebody is in, oldest first.
///
/// # Errors
/// `Unavailable`.
pub async fn mine(connection: &mut PgConnection, who: UserId) -> Result<Vec<Workspace>, Error> {
    Ok(workspaces::list(connection, who)
        .await?
        .into_iter()
        .map(workspace)
        .collect())
}

/// One workspace, if the caller may do this to it.
///
/// # Errors
/// `not_found` when the caller is not in it; what the table says otherwise.
pub async fn find(
    connection: &mut PgConnection,
    id: WorkspaceId,
    who: UserId,
    action: WorkspaceAction,
) -> Result<workspaces::Workspace, Error> {
    let found = workspaces::find(connection, id, who).await?;
    permission::workspace(found.as_ref().map(|found| found.role), action)
        .map_err(ErrorCode::from)?;
    found.ok_or(Error::Refused(ErrorCode::NotFound))
}

/// How many people a workspace has.
///
/// # Errors
/// `Unavailable`.
pub async fn count(connection: &mut PgConnection, id: WorkspaceId) -> Result<i64, Error> {
    Ok(workspaces::count_members(connection, id).await?)
}
