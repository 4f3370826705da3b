//! One's own picture.

use auth::Principal;
use domain::{ImageId, UserId};
use protocol::ErrorCode;
use protocol::image::{id_of, url_of};
use protocol::user::Me;
use store::accounts;

use super::swap;
use crate::error::Error;
use crate::state::State;
use crate::users::me;

/// Nobody sets another's picture.
pub(super) fn may_set(who: &Principal, user: UserId) -> Result<(), Error> {
    if user == who.user {
        Ok(())
    } else {
        Err(ErrorCode::Forbidden.into())
    }
}

pub(super) async fn set(
    state: &State,
    who: &Principal,
    user: UserId,
    image: Option<ImageId>,
) -> Result<Me, Error> {
    may_set(who, user)?;
    let mut tx = state.store.begin().await?;
    let before = accounts::set_avatar(&mut tx, user, image.map(url_of).as_deref()).await?;
    let before = before.as_deref().and_then(id_of);
    swap(&mut tx, image, before, state.now()).await?;
    me::finish(tx, state, who, true).await
}
