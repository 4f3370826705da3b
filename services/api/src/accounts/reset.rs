//! Setting a new password with the token of a link.

use std::time::Duration;

use auth::Password;
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use domain::{MailKind, UserId};
use protocol::account::ResetPassword;
use protocol::{ErrorCode, OrInvalid};
use rand::RngCore;
use serde_json::json;
use store::audit::Entry;
use store::sessions::Which;
use store::{PgConnection, password_resets};

use super::sessions;
use crate::error::Error;
use crate::http::Client;
use crate::http::limits::{self, limit};
use crate::mail;
use crate::state::State;

const TOKEN_BYTES: usize = 32;
/// How long a token sets a password.
const LIFE: TimeDelta = TimeDelta::hours(1);
const PER_IP: u32 = 30;
const HOUR: Duration = Duration::from_hours(1);

/// A token that nobody guesses.
#[must_use]
pub fn make_token(rng: &mut impl RngCore) -> String {
    let mut bytes = [0; TOKEN_BYTES];
    rng.fill_bytes(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Lets a token set this account's password, for an hour; only its hash is kept.
///
/// # Errors
/// `Unavailable`.
pub async fn allow(
    connection: &mut PgConnection,
    user: UserId,
    token: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let hash = hash(token);
    Ok(password_resets::insert(connection, user, &hash, (now, now + LIFE)).await?)
}

/// Where a browser sets a new password with this token, which no server sees on the way.
#[must_use]
pub fn link(public_url: &str, token: &str) -> String {
    format!("{}/reset#{token}", public_url.trim_end_matches('/'))
}

fn hash(token: &str) -> Vec<u8> {
    digest(&SHA256, token.as_bytes()).as_ref().to_vec()
}

/// Sets a new password. All sessions end, and all other tokens of the account with them.
///
/// # Errors
/// `reset_link_gone` for a token that was used, is too old or never was one; a field at fault for
/// a password that will not do, which leaves the token as it is; `rate_limited`.
pub async fn reset(state: &State, client: &Client, input: ResetPassword) -> Result<(), Error> {
    let new = Password::choose(input.new_password).or_invalid("/new_password")?;
    let subject = format!("reset:{}", client.limit_key());
    limits::count(state, &subject, &[limit("reset", PER_IP, HOUR)]).await?;
    let gone = || Error::Refused(ErrorCode::ResetLinkGone);
    let token = hash(&input.token);
    let mut connection = state.store.acquire().await?;
    let found = password_resets::find(&mut connection, &token, state.now()).await?;
    drop(connection);
    found.ok_or_else(gone)?;
    let hashed = state.passwords.hash(&new).await?;
    let now = state.now();
    let mut tx = state.store.begin().await?;
    let user = password_resets::take(&mut tx, &token, now).await?;
    let user = user.ok_or_else(gone)?;
    store::accounts::set_hash(&mut tx, user, &hashed, now).await?;
    password_resets::delete_of(&mut tx, user).await?;
    let ended = sessions::end(&mut tx, state, user, Which::All, "password_reset").await?;
    mail::notice(&mut tx, state, user, MailKind::PasswordChanged).await?;
    let entry = Entry {
        at: now,
        actor: Some(user),
        action: "account.password_reset",
        workspace: None,
        target: Some(user.as_uuid()),
        ip: &client.ip.to_string(),
        detail: json!({}),
    };
    store::audit::insert(&mut tx, entry).await?;
    store::commit(tx).await?;
    ended.announce(state).await;
    state.mail.wake();
    Ok(())
}
