//! Deleting a channel, and undoing it.

use auth::Principal;
use domain::permission::{self, ChannelAction, Standing, WorkspaceAction};
use domain::{ChannelId, UserId, WorkspaceId};
use protocol::channel::{Channel, DeletedChannel};
use protocol::event::ChannelChanged;
use protocol::gateway::event::{ChannelRemoved, UserEvent};
use protocol::{ErrorCode, LogEvent, Page};
use store::outbox::Target;
use store::{PgConnection, channels, deleting, memberships};

use super::RESTORABLE;
use crate::channels::add::{self, Head};
use crate::channels::announce::{Announcements, Effect};
use crate::channels::{locked, view};
use crate::error::Error;
use crate::http::{Done, Once};
use crate::log;
use crate::state::State;
use crate::workspaces::view as workspaces;

/// Members that one statement reads.
const BATCH: i64 = 500;

/// Deletes the channel: its log ends, its members lose it.
///
/// # Errors
/// `forbidden`, `not_found`.
pub(super) async fn delete(state: &State, who: &Principal, id: ChannelId) -> Result<(), Error> {
    let mut tx = state.store.begin().await?;
    locked::lock(&mut tx, who.user, id, ChannelAction::Delete).await?;
    let mut announcements = Announcements::new(state.now());
    close(&mut tx, &mut announcements, id, who.user, false).await?;
    for user in members(&mut tx, id).await? {
        let removed = ChannelRemoved {
            channel_id: id,
            seq: None,
        };
        let event = UserEvent::ChannelRemoved(removed);
        announcements.to_user(&mut tx, user, event).await?;
    }
    store::commit(tx).await?;
    announcements.publish_to_crowd(state).await;
    Ok(())
}

/// Marks the channel as deleted and writes its last event. The caller holds its row.
///
/// # Errors
/// `Unavailable`.
pub(super) async fn close(
    connection: &mut PgConnection,
    announcements: &mut Announcements,
    id: ChannelId,
    by: UserId,
    with_workspace: bool,
) -> Result<(), Error> {
    let mver = channels::raise_mver(connection, id).await?;
    let at = announcements.now();
    deleting::delete_channel(connection, id, (by, at), with_workspace).await?;
    let event = LogEvent::ChannelDeleted(ChannelChanged { by });
    let effect = Effect {
        mver: Some(mver),
        closes: true,
    };
    announcements
        .to_channel(connection, id, (by, &event), effect)
        .await
}

/// Undoes the deletion: the log goes on, who was a member is one again.
///
/// # Errors
/// `not_found` also for a channel that is not deleted, or was too long ago; `forbidden`,
/// `channel_name_taken`.
pub(super) async fn restore(
    state: &State,
    who: &Principal,
    id: ChannelId,
    once: &Once,
) -> Result<Done<Channel>, Error> {
    let mut tx = state.store.begin().await?;
    let replayed = once.earlier::<()>(&mut tx, state, who).await?.is_some();
    let mut announcements = Announcements::new(state.now());
    if !replayed {
        let since = state.now() - RESTORABLE;
        let found = deleting::lock_channel(&mut tx, who.user, id, since).await?;
        let found = found.ok_or(Error::Refused(ErrorCode::NotFound))?;
        permission::channel(standing(&found), ChannelAction::Restore).map_err(ErrorCode::from)?;
        // Nothing else can be appended while the log is closed, so this holds until the commit.
        let head = head(state, who.user, id).await?;
        deleting::restore_channel(&mut tx, id).await?;
        open(&mut tx, &mut announcements, (id, head), who.user).await?;
        once.keep(&mut tx, state, who, &()).await?;
    }
    store::commit(tx).await?;
    announcements.publish_to_crowd(state).await;
    Ok(Done {
        value: view::one(state, who.user, id).await?,
        replayed,
    })
}

/// Where the log of a deleted channel stands, once its last event is in it.
///
/// # Errors
/// `Unavailable`.
pub(super) async fn head(state: &State, who: UserId, id: ChannelId) -> Result<Head, Error> {
    // The deletion may be a moment ago: what its members missed begins after its event.
    log::publish(state, &[Target::Channel(id)]).await;
    let heads = add::heads(state, who, &[id]).await?;
    Ok(heads.get(&id).copied().unwrap_or(Head::NEW))
}

/// Writes the event that opens the log again, and tells the members that they are in the channel.
/// The caller holds its row.
///
/// # Errors
/// `Unavailable`.
pub(super) async fn open(
    connection: &mut PgConnection,
    announcements: &mut Announcements,
    (id, head): (ChannelId, Head),
    by: UserId,
) -> Result<(), Error> {
    let event = LogEvent::ChannelRestored(ChannelChanged { by });
    announcements
        .to_channel(connection, id, (by, &event), Effect::default())
        .await?;
    for user in members(connection, id).await? {
        let added = add::added(id, head);
        announcements.to_user(connection, user, added).await?;
    }
    Ok(())
}

async fn members(connection: &mut PgConnection, id: ChannelId) -> Result<Vec<UserId>, Error> {
    let mut all: Vec<UserId> = Vec::new();
    loop {
        let some = memberships::list(connection, id, all.last().copied(), BATCH).await?;
        if some.is_empty() {
            return Ok(all);
        }
        all.extend(some.iter().map(|member| member.user_id));
    }
}

/// The deleted channels of a workspace that the caller may restore, newest first.
///
/// # Errors
/// `not_found` for the workspace.
pub(super) async fn deleted(
    state: &State,
    who: &Principal,
    workspace: WorkspaceId,
) -> Result<Page<DeletedChannel>, Error> {
    let mut connection = state.store.acquire().await?;
    workspaces::find(&mut connection, workspace, who.user, WorkspaceAction::Read).await?;
    let since = state.now() - RESTORABLE;
    let all = deleting::channels(&mut connection, who.user, workspace, since).await?;
    let mine = all
        .into_iter()
        .filter(|one| permission::channel(standing(one), ChannelAction::Restore).is_ok());
    Ok(Page::whole(mine.map(shown).collect()))
}

const fn standing(channel: &deleting::Channel) -> Standing {
    Standing {
        workspace_role: Some(channel.workspace_role),
        channel_role: channel.role,
        kind: channel.kind,
        posting: channel.posting,
        archived: channel.archived_at.is_some(),
        apart: false,
    }
}

fn shown(channel: deleting::Channel) -> DeletedChannel {
    DeletedChannel {
        id: channel.id,
        workspace_id: channel.workspace_id,
        kind: channel.kind,
        name: channel.name,
        member_count: channel.member_count.into(),
        deleted_at: channel.deleted_at.into(),
        deleted_by: channel.deleted_by,
        restorable_until: (channel.deleted_at + RESTORABLE).into(),
    }
}
