//! Other people: only those one shares a workspace with exist.

use auth::Principal;
use domain::UserId;
use domain::text::Invalid;
use protocol::user::User;
use protocol::{ErrorCode, InvalidInput};
use store::accounts;

use super::view;
use crate::error::Error;
use crate::state::State;

const MAX_LOOKUP: usize = 200;

/// One person, with the version of their account.
///
/// # Errors
/// `not_found` for who does not exist or is not to be seen.
pub async fn get(state: &State, who: &Principal, id: UserId) -> Result<(User, i64), Error> {
    let mut connection = state.store.acquire().await?;
    let visible = accounts::visible(&mut connection, who.user, &[id]).await?;
    let account = accounts::find(&mut connection, id).await?;
    let account = account.filter(|account| visible.contains(&account.id));
    let account = account.ok_or(Error::Refused(ErrorCode::NotFound))?;
    Ok((view::public(&account), account.version))
}

/// Those of these people whom the caller may see, in the order asked.
///
/// # Errors
/// A field at fault when there are more than 200.
pub async fn look_up(state: &State, who: &Principal, ids: &[UserId]) -> Result<Vec<User>, Error> {
    if ids.len() > MAX_LOOKUP {
        return Err(InvalidInput::at("/ids", Invalid::TooMany { limit: 200 }).into());
    }
    let mut connection = state.store.acquire().await?;
    let visible = accounts::visible(&mut connection, who.user, ids).await?;
    let accounts = accounts::find_all(&mut connection, &visible).await?;
    let found = |id: &UserId| accounts.iter().find(|account| account.id == *id);
    Ok(ids.iter().filter_map(found).map(view::public).collect())
}
