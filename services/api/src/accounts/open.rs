//! Opening a session: what signing up and signing in end with.

use auth::refresh::RefreshToken;
use chrono::{DateTime, TimeDelta, Utc};
use domain::{SessionId, UserId};
use protocol::account::SignedIn;
use store::PgConnection;
use store::sessions::Session;

use crate::error::Error;
use crate::http::Client;
use crate::state::State;
use crate::users::view;

/// A pair of tokens for a session.
pub struct Opened {
    /// What the client is told.
    pub answer: SignedIn,
    /// How long the session lasts from now, in seconds.
    pub lasts_s: i64,
}

/// Adds a session for this user; the caller commits.
///
/// # Errors
/// `Unavailable`.
pub async fn open(
    connection: &mut PgConnection,
    state: &State,
    client: &Client,
    user: UserId,
    remember: bool,
) -> Result<Opened, Error> {
    let api = &state.config.api;
    let ttl_s = if remember {
        api.session_remember_ttl_s
    } else {
        api.session_ttl_s
    };
    let expires_at = state.now() + TimeDelta::seconds(i64::from(ttl_s));
    open_until(connection, state, client, user, (remember, expires_at)).await
}

/// Adds a session that ends at a given time; the caller commits.
///
/// # Errors
/// `Unavailable`.
pub async fn open_until(
    connection: &mut PgConnection,
    state: &State,
    client: &Client,
    user: UserId,
    (remember, expires_at): (bool, DateTime<Utc>),
) -> Result<Opened, Error> {
    let now = state.now();
    let (id, token) = {
        let mut rng = state.rng();
        let id = SessionId::generate(now, &mut rng);
        (id, state.refresh.first(id, &mut rng))
    };
    let session = Session {
        id,
        user_id: user,
        remember,
        user_agent: client.user_agent.clone(),
        ip: client.ip.to_string(),
        created_at: now,
        last_used_at: now,
        expires_at,
    };
    store::sessions::insert(connection, &session, &token.hash()).await?;
    tokens(connection, state, user, &token, session.expires_at - now).await
}

/// The answer with this refresh token and a new access token.
///
/// # Errors
/// `Unavailable`.
pub async fn tokens(
    connection: &mut PgConnection,
    state: &State,
    user: UserId,
    refresh: &RefreshToken,
    lasts: TimeDelta,
) -> Result<Opened, Error> {
    let account = store::accounts::find(connection, user).await?;
    let account = account.ok_or(Error::Refused(protocol::ErrorCode::InvalidCredentials))?;
    let answer = SignedIn {
        access_token: state.keys.sign(user, refresh.session(), state.now())?,
        token_type: "Bearer".into(),
        expires_in: state.keys.ttl().num_seconds(),
        refresh_token: refresh.expose().to_owned(),
        user: view::me(&account, state.now()),
    };
    Ok(Opened {
        answer,
        lasts_s: lasts.num_seconds(),
    })
}
