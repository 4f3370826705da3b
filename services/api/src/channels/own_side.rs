//! A member's own side of a channel: what to be told, muted, starred.

use auth::Principal;
use domain::ChannelId;
use domain::permission::ChannelAction;
use protocol::ErrorCode;
use protocol::channel::{Membership, PatchMembership};
use protocol::gateway::event::{MembershipUpdated, UserEvent};
use store::memberships::{self, Change};

use super::announce::Announcements;
use super::{locked, view};
use crate::error::Error;
use crate::reading::standing;
use crate::state::State;

/// Changes the caller's own side.
///
/// # Errors
/// `not_a_member`, `not_found`.
pub async fn change(
    state: &State,
    who: &Principal,
    id: ChannelId,
    input: PatchMembership,
) -> Result<Membership, Error> {
    let standings = standing::of(state, who.user, &[id]).await?;
    let standing = standings.get(&id).cloned().unwrap_or_default();
    let mut tx = state.store.begin().await?;
    locked::find(&mut tx, who.user, id, ChannelAction::TakePart).await?;
    let change = Change {
        notify: input.notify,
        muted_until: input.muted_until.map(|until| until.map(Into::into)),
        starred: input.starred,
    };
    memberships::update(&mut tx, id, who.user, &change).await?;
    let side = memberships::of_user(&mut tx, who.user, &[id]).await?.pop();
    let side = side.ok_or(Error::Refused(ErrorCode::NotFound))?;
    let membership = view::membership(&side, &standing);
    let mut announcements = Announcements::new(state.now());
    let updated = MembershipUpdated {
        channel_id: id,
        membership: membership.clone(),
    };
    announcements
        .to_user(&mut tx, who.user, UserEvent::MembershipUpdated(updated))
        .await?;
    store::commit(tx).await?;
    announcements.publish(state).await;
    Ok(membership)
}
