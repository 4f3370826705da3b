//! Deleting a workspace, and undoing it. Its channels follow, one by one.

use auth::Principal;
use domain::WorkspaceId;
use domain::permission::{self, WorkspaceAction};
use protocol::gateway::event::{UserEvent, WorkspaceRef};
use protocol::workspace::{DeletedWorkspace, Workspace};
use protocol::{ErrorCode, Page};
use serde_json::json;
use store::audit::Entry;
use store::{PgConnection, deleting, workspaces};

use super::{RESTORABLE, channel};
use crate::channels::announce::Announcements;
use crate::error::Error;
use crate::http::{Done, Once};
use crate::state::State;
use crate::workspaces::view;

/// Channels that one pass lets follow; the next pass goes on.
const PER_PASS: usize = 500;

/// Deletes the workspace: nobody is in it any more from this moment on.
///
/// # Errors
/// `forbidden`, `not_found`.
pub(super) async fn delete(state: &State, who: &Principal, id: WorkspaceId) -> Result<(), Error> {
    let mut tx = state.store.begin().await?;
    workspaces::lock(&mut tx, id).await?;
    view::find(&mut tx, id, who.user, WorkspaceAction::Delete).await?;
    deleting::delete_workspace(&mut tx, id, who.user, state.now()).await?;
    let mut announcements = Announcements::new(state.now());
    for user in deleting::people(&mut tx, id).await? {
        let removed = UserEvent::WorkspaceRemoved(WorkspaceRef { workspace_id: id });
        announcements.to_user(&mut tx, user, removed).await?;
    }
    note(&mut tx, state, who, id, "workspace.deleted").await?;
    store::commit(tx).await?;
    announcements.publish_to_crowd(state).await;
    follow_soon(state);
    Ok(())
}

/// Undoes the deletion: everybody is in it again, with all its channels.
///
/// # Errors
/// `not_found` also for a workspace that is not deleted, or was too long ago; `forbidden`,
/// `slug_taken`.
pub(super) async fn restore(
    state: &State,
    who: &Principal,
    id: WorkspaceId,
    once: &Once,
) -> Result<Done<Workspace>, Error> {
    let mut tx = state.store.begin().await?;
    if let Some(earlier) = once.earlier(&mut tx, state, who).await? {
        return Ok(earlier);
    }
    let since = state.now() - RESTORABLE;
    let found = deleting::lock_workspace(&mut tx, who.user, id, since).await?;
    let role = found.map(|found| found.role);
    permission::workspace(role, WorkspaceAction::Restore).map_err(ErrorCode::from)?;
    deleting::restore_workspace(&mut tx, id, who.user).await?;
    let mut announcements = Announcements::new(state.now());
    let mut mine = None;
    for user in deleting::people(&mut tx, id).await? {
        let Some(workspace) = workspaces::find(&mut tx, id, user).await? else {
            continue;
        };
        let workspace = view::workspace(workspace);
        if user == who.user {
            mine = Some(workspace.clone());
        }
        let added = UserEvent::WorkspaceAdded(workspace);
        announcements.to_user(&mut tx, user, added).await?;
    }
    let mine = mine.ok_or(Error::Refused(ErrorCode::NotFound))?;
    note(&mut tx, state, who, id, "workspace.restored").await?;
    once.keep(&mut tx, state, who, &mine).await?;
    store::commit(tx).await?;
    announcements.publish_to_crowd(state).await;
    follow_soon(state);
    Ok(Done::now(mine))
}

async fn note(
    connection: &mut PgConnection,
    state: &State,
    who: &Principal,
    id: WorkspaceId,
    action: &'static str,
) -> Result<(), Error> {
    let entry = Entry {
        at: state.now(),
        actor: Some(who.user),
        action,
        workspace: Some(id),
        target: Some(id.as_uuid()),
        ip: "",
        detail: json!({}),
    };
    Ok(store::audit::insert(connection, entry).await?)
}

/// The deleted workspaces that the caller may restore, newest first.
///
/// # Errors
/// 503 when Postgres is down.
pub(super) async fn deleted(
    state: &State,
    who: &Principal,
) -> Result<Page<DeletedWorkspace>, Error> {
    let mut connection = state.store.acquire().await?;
    let since = state.now() - RESTORABLE;
    let all = deleting::workspaces(&mut connection, who.user, since).await?;
    let mine = all
        .into_iter()
        .filter(|one| permission::workspace(Some(one.role), WorkspaceAction::Restore).is_ok());
    Ok(Page::whole(mine.map(shown).collect()))
}

fn shown(workspace: deleting::Workspace) -> DeletedWorkspace {
    DeletedWorkspace {
        id: workspace.id,
        name: workspace.name,
        deleted_at: workspace.deleted_at.into(),
        deleted_by: workspace.deleted_by,
        restorable_until: (workspace.deleted_at + RESTORABLE).into(),
    }
}

/// Does not make the caller wait for what the loop does anyway, only sooner.
fn follow_soon(state: &State) {
    let state = state.clone();
    state.tracker.clone().spawn(async move {
        if let Err(error) = follow(&state).await {
            tracing::debug!(%error, "the channels of a workspace follow later");
        }
    });
}

/// Closes channels whose workspace is deleted, and opens those whose workspace is back.
///
/// # Errors
/// 503 when Postgres is down.
pub async fn follow(state: &State) -> Result<(), Error> {
    for _channel in 0..PER_PASS {
        if !close_next(state).await? && !open_next(state).await? {
            break;
        }
    }
    Ok(())
}

async fn close_next(state: &State) -> Result<bool, Error> {
    let mut tx = state.store.begin().await?;
    let Some(next) = deleting::next_to_close(&mut tx).await? else {
        return Ok(false);
    };
    let mut announcements = Announcements::new(state.now());
    channel::close(&mut tx, &mut announcements, next.channel_id, next.by, true).await?;
    store::commit(tx).await?;
    announcements.publish_to_crowd(state).await;
    Ok(true)
}

async fn open_next(state: &State) -> Result<bool, Error> {
    let mut tx = state.store.begin().await?;
    let Some(next) = deleting::next_to_reopen(&mut tx).await? else {
        return Ok(false);
    };
    let (id, by) = (next.channel_id, next.by);
    // Nothing else can be appended while the log is closed, so this holds however long it takes.
    let head = channel::head(state, by, id).await?;
    deleting::reopened(&mut tx, id).await?;
    let mut announcements = Announcements::new(state.now());
    channel::open(&mut tx, &mut announcements, (id, head), by).await?;
    store::commit(tx).await?;
    announcements.publish_to_crowd(state).await;
    Ok(true)
}
