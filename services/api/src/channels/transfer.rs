//! Giving a channel to somebody else.

use auth::Principal;
use domain::permission::{AccountAction, ChannelAction};
use domain::text::Invalid;
use domain::{ChannelId, ChannelRole};
use protocol::InvalidInput;
use protocol::channel::{Channel, TransferChannel};
use store::memberships;

use super::announce::Announcements;
use super::members::set_role;
use super::{locked, view};
use crate::error::Error;
use crate::guests;
use crate::http::{Done, Once};
use crate::state::State;

/// Makes a member the owner; a caller who owned it becomes an admin.
///
/// # Errors
/// `forbidden`, `not_found`, a field at fault when the other is no member.
pub async fn transfer(
    state: &State,
    who: &Principal,
    id: ChannelId,
    input: TransferChannel,
    once: &Once,
) -> Result<Done<Channel>, Error> {
    let mut tx = state.store.begin().await?;
    let replayed = once.earlier::<()>(&mut tx, state, who).await?.is_some();
    let mut announcements = Announcements::new(state.now());
    if !replayed {
        let locked = locked::lock(&mut tx, who.user, id, ChannelAction::Transfer).await?;
        let Some(role) = memberships::find_role(&mut tx, id, input.user_id).await? else {
            return Err(InvalidInput::at("/user_id", Invalid::NotFound).into());
        };
        guests::may(&mut tx, input.user_id, AccountAction::Rise).await?;
        let place = (id, who.user);
        if role != ChannelRole::Owner {
            let owner = (input.user_id, ChannelRole::Owner);
            set_role(&mut tx, &mut announcements, place, owner).await?;
        }
        if locked.access.role == Some(ChannelRole::Owner) && input.user_id != who.user {
            let admin = (who.user, ChannelRole::Admin);
            set_role(&mut tx, &mut announcements, place, admin).await?;
        }
        once.keep(&mut tx, state, who, &()).await?;
    }
    store::commit(tx).await?;
    announcements.publish(state).await;
    Ok(Done {
        value: view::one(state, who.user, id).await?,
        replayed,
    })
}
