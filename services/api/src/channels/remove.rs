//! Ending somebody's membership: by leaving, by being removed, or with the workspace.

use auth::Principal;
use domain::permission::{self, ChannelAction};
use domain::{ChannelId, ChannelRole, UserId};
use protocol::event::{MemberChanged, MemberReason};
use protocol::gateway::event::{ChannelRemoved, UserEvent};
use protocol::{ErrorCode, LogEvent};
use store::{PgConnection, memberships};

use super::announce::{Announcements, Effect};
use super::locked::{self, Locked};
use crate::error::Error;
use crate::http::Once;
use crate::state::State;
use crate::users::view;

/// Leaves a channel.
///
/// # Errors
/// `not_a_member`, `last_owner`, `forbidden` for direct conversations, `not_found`.
pub async fn leave(
    state: &State,
    who: &Principal,
    id: ChannelId,
    once: &Once,
) -> Result<(), Error> {
    let mut tx = state.store.begin().await?;
    if once.earlier::<()>(&mut tx, state, who).await?.is_some() {
        return Ok(());
    }
    let locked = locked::lock(&mut tx, who.user, id, ChannelAction::Leave).await?;
    keep_an_owner(&mut tx, &locked, locked.access.role).await?;
    let mut announcements = Announcements::new(state.now());
    let gone = Gone {
        user: who.user,
        by: who.user,
        reason: MemberReason::Left,
    };
    end(&mut tx, &mut announcements, id, gone).await?;
    once.keep(&mut tx, state, who, &()).await?;
    store::commit(tx).await?;
    announcements.publish(state).await;
    Ok(())
}

/// Removes a member; who is none already may be removed again. Oneself: leaves.
///
/// # Errors
/// `forbidden`, `last_owner`, `not_found`.
pub async fn remove(
    state: &State,
    who: &Principal,
    id: ChannelId,
    user: UserId,
) -> Result<(), Error> {
    if user == who.user {
        return leave(state, who, id, &Once::unkeyed()).await;
    }
    let mut tx = state.store.begin().await?;
    let locked = locked::lock(&mut tx, who.user, id, ChannelAction::RemoveMember).await?;
    let Some(role) = memberships::find_role(&mut tx, id, user).await? else {
        return Ok(());
    };
    if !permission::outranks(locked.access.standing(), role) {
        return Err(ErrorCode::Forbidden.into());
    }
    keep_an_owner(&mut tx, &locked, Some(role)).await?;
    let mut announcements = Announcements::new(state.now());
    let gone = Gone {
        user,
        by: who.user,
        reason: MemberReason::Removed,
    };
    end(&mut tx, &mut announcements, id, gone).await?;
    store::commit(tx).await?;
    announcements.publish(state).await;
    Ok(())
}

/// The last owner stays as long as there is somebody to own it for.
///
/// # Errors
/// `last_owner`.
pub async fn keep_an_owner(
    connection: &mut PgConnection,
    locked: &Locked,
    leaving: Option<ChannelRole>,
) -> Result<(), Error> {
    if leaving != Some(ChannelRole::Owner) || locked.channel.member_count <= 1 {
        return Ok(());
    }
    if memberships::count_owners(connection, locked.channel.id).await? > 1 {
        return Ok(());
    }
    Err(ErrorCode::LastOwner.into())
}

/// Who goes, and how it came.
#[derive(Debug, Clone, Copy)]
pub struct Gone {
    /// Who.
    pub user: UserId,
    /// Who ends it: themselves, or another.
    pub by: UserId,
    /// How it came.
    pub reason: MemberReason,
}

/// Ends a membership, if it is one, and announces it. The caller holds the channel's row.
///
/// # Errors
/// `Unavailable`.
pub async fn end(
    connection: &mut PgConnection,
    announcements: &mut Announcements,
    channel: ChannelId,
    gone: Gone,
) -> Result<(), Error> {
    let Some(role) = memberships::delete(connection, channel, gone.user).await? else {
        return Ok(());
    };
    let account = store::accounts::find(connection, gone.user).await?;
    let account = account.ok_or(Error::Refused(ErrorCode::NotFound))?;
    let mver = store::channels::raise_mver(connection, channel).await?;
    let left = LogEvent::MemberLeft(Box::new(MemberChanged {
        user: view::public(&account),
        role,
        by: gone.by,
        reason: gone.reason,
    }));
    let event = (gone.by, &left);
    announcements
        .to_channel(connection, channel, event, Effect::raises(mver))
        .await?;
    let removed = ChannelRemoved {
        channel_id: channel,
        seq: None,
    };
    announcements
        .to_user(connection, gone.user, UserEvent::ChannelRemoved(removed))
        .await
}
