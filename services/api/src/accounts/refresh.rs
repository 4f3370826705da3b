//! Exchanging a refresh token. Each works once; its immediate predecessor gives the same successor
//! for ten seconds more, for lost answers and two tabs. Anything older was stolen from somebody.

use auth::refresh::RefreshToken;
use chrono::TimeDelta;
use protocol::ErrorCode;
use serde_json::json;
use store::Tx;
use store::audit::Entry;
use store::sessions::{Rotation, Which};

use super::open::{self, Opened};
use super::sessions;
use crate::error::Error;
use crate::http::Client;
use crate::state::State;

/// How long the predecessor of the newest token is honoured.
const GRACE: TimeDelta = TimeDelta::seconds(10);

/// Exchanges a refresh token for the next pair.
///
/// # Errors
/// `invalid_refresh_token` for anything but the newest and, within the grace, the one before it.
pub async fn refresh(state: &State, client: &Client, text: &str) -> Result<Opened, Error> {
    let invalid = Error::Refused(ErrorCode::InvalidRefreshToken);
    let Some(token) = state.refresh.parse(text) else {
        return Err(invalid);
    };
    let mut tx = state.store.begin().await?;
    let found = store::sessions::lock(&mut tx, token.session()).await?;
    let Some(session) = found.filter(|session| is_alive(state, session)) else {
        return Err(invalid);
    };
    let successor = state.refresh.successor(&token);
    let now = state.now();
    if token.hash() == session.refresh_hash {
        let ip = client.ip.to_string();
        store::sessions::rotate(&mut tx, token.session(), &successor.hash(), &ip, now).await?;
    } else if !is_predecessor(state, &session, &token, &successor) {
        return Err(reused(tx, state, client, &session, &token).await?);
    }
    let lasts = session.expires_at - now;
    let opened = open::tokens(&mut tx, state, session.user_id, &successor, lasts).await?;
    store::commit(tx).await?;
    Ok(opened)
}

fn is_alive(state: &State, session: &Rotation) -> bool {
    session.revoked_at.is_none()
        && session.deactivated_at.is_none()
        && state.now() < session.expires_at
}

fn is_predecessor(
    state: &State,
    session: &Rotation,
    token: &RefreshToken,
    successor: &RefreshToken,
) -> bool {
    let was_last = session.previous_hash.as_ref() == Some(&token.hash());
    let recently = session
        .rotated_at
        .is_some_and(|at| state.now() - at <= GRACE);
    was_last && recently && successor.hash() == session.refresh_hash
}

/// An old token came back: one of two holders is not the owner, so the session ends for both.
async fn reused(
    mut tx: Tx,
    state: &State,
    client: &Client,
    session: &Rotation,
    token: &RefreshToken,
) -> Result<Error, Error> {
    let now = state.now();
    let which = Which::One(token.session());
    let ended = sessions::end(&mut tx, state, session.user_id, which, "refresh_reuse").await?;
    let entry = Entry {
        at: now,
        actor: None,
        action: "session.refresh_reused",
        workspace: None,
        target: Some(session.user_id.as_uuid()),
        ip: &client.ip.to_string(),
        detail: json!({ "session": token.session() }),
    };
    store::audit::insert(&mut tx, entry).await?;
    store::commit(tx).await?;
    tracing::warn!(session.id = %token.session(), "an old refresh token was used: session ended");
    ended.announce(state).await;
    Ok(ErrorCode::InvalidRefreshToken.into())
}
