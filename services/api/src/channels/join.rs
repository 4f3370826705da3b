//! Joining a public channel.

use auth::Principal;
use domain::permission::ChannelAction;
use domain::{ChannelId, ChannelRole};
use protocol::channel::Channel;
use protocol::event::MemberReason;

use super::add::{self, Head, Into, Newcomer};
use super::announce::Announcements;
use super::{locked, view};
use crate::error::Error;
use crate::http::{Done, Once};
use crate::state::State;

/// Makes the caller a member; who is one already stays one.
///
/// # Errors
/// `not_found`, `channel_archived`.
pub async fn join(
    state: &State,
    who: &Principal,
    id: ChannelId,
    once: &Once,
) -> Result<Done<Channel>, Error> {
    let heads = add::heads(state, who.user, &[id]).await?;
    let mut tx = state.store.begin().await?;
    let replayed = once.earlier::<()>(&mut tx, state, who).await?.is_some();
    let mut announcements = Announcements::new(state.now());
    if !replayed {
        let locked = locked::lock(&mut tx, who.user, id, ChannelAction::Join).await?;
        let head = heads.get(&id).copied().unwrap_or(Head::NEW);
        let into = Into {
            channel: id,
            workspace: locked.channel.workspace_id,
            head,
        };
        let newcomer = Newcomer {
            person: &locked.access.person,
            role: ChannelRole::Member,
            by: who.user,
            reason: MemberReason::Joined,
        };
        add::add(&mut tx, &mut announcements, into, &newcomer).await?;
        once.keep(&mut tx, state, who, &()).await?;
    }
    store::commit(tx).await?;
    announcements.publish(state).await;
    Ok(Done {
        value: view::one(state, who.user, id).await?,
        replayed,
    })
}
