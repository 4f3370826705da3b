//! Leaving.

use auth::Principal;
use protocol::ErrorCode;
use store::sessions::Which;

use super::sessions;
use crate::error::Error;
use crate::state::State;

/// Ends the caller's session; again is not an error.
///
/// # Errors
/// `Unavailable`.
pub async fn log_out(state: &State, who: &Principal) -> Result<(), Error> {
    sessions::revoke(state, who.user, Which::One(who.session), "logout").await?;
    Ok(())
}

/// Ends the session of a refresh token that is its newest, or the one before.
///
/// # Errors
/// `unauthenticated` for any other token.
pub async fn log_out_by_token(state: &State, text: &str) -> Result<(), Error> {
    let refused = Error::Refused(ErrorCode::Unauthenticated);
    let Some(token) = state.refresh.parse(text) else {
        return Err(refused);
    };
    let mut tx = state.store.begin().await?;
    let Some(session) = store::sessions::lock(&mut tx, token.session()).await? else {
        return Err(refused);
    };
    let hash = token.hash();
    if hash != session.refresh_hash && session.previous_hash.as_ref() != Some(&hash) {
        return Err(refused);
    }
    let which = Which::One(token.session());
    let ended = sessions::end(&mut tx, state, session.user_id, which, "logout").await?;
    store::commit(tx).await?;
    ended.announce(state).await;
    Ok(())
}
