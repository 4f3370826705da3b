//! Changing the password.

use std::time::Duration;

use auth::password::Verdict;
use auth::{Password, Principal};
use domain::MailKind;
use domain::permission::AccountAction;
use protocol::account::ChangePassword;
use protocol::{ErrorCode, OrInvalid};
use serde_json::json;
use store::audit::Entry;
use store::sessions::Which;

use super::sessions;
use crate::error::Error;
use crate::http::Client;
use crate::http::limits::{self, limit};
use crate::state::State;
use crate::{guests, mail};

const ATTEMPTS: u32 = 10;
const PERIOD: Duration = Duration::from_mins(5);

/// Changes the password and ends all other sessions.
///
/// # Errors
/// `invalid_credentials` when the current password is wrong, `forbidden` for who came by a guest
/// link and has none; fields at fault; `rate_limited`.
pub async fn change(
    state: &State,
    who: &Principal,
    client: &Client,
    input: ChangePassword,
) -> Result<(), Error> {
    let new = Password::choose(input.new_password).or_invalid("/new_password")?;
    let current = Password::given(input.current_password).or_invalid("/current_password")?;
    may(state, who, AccountAction::SetPassword).await?;
    throttle(state, who).await?;
    let mut connection = state.store.acquire().await?;
    let stored = store::accounts::find_hash(&mut connection, who.user).await?;
    drop(connection);
    if state.passwords.verify(&current, stored).await? == Verdict::Wrong {
        return Err(ErrorCode::InvalidCredentials.into());
    }
    let hash = state.passwords.hash(&new).await?;
    let now = state.now();
    let mut tx = state.store.begin().await?;
    store::accounts::set_hash(&mut tx, who.user, &hash, now).await?;
    let which = Which::Others(who.session);
    let ended = sessions::end(&mut tx, state, who.user, which, "password_changed").await?;
    // What was asked for before by mail must not undo the change.
    store::password_resets::delete_of(&mut tx, who.user).await?;
    mail::notice(&mut tx, state, who.user, MailKind::PasswordChanged).await?;
    let entry = Entry {
        at: now,
        actor: Some(who.user),
        action: "account.password_changed",
        workspace: None,
        target: Some(who.user.as_uuid()),
        ip: &client.ip.to_string(),
        detail: json!({}),
    };
    store::audit::insert(&mut tx, entry).await?;
    store::commit(tx).await?;
    ended.announce(state).await;
    state.mail.wake();
    Ok(())
}

/// Guesses of one's own password, whatever they are for.
pub(super) async fn throttle(state: &State, who: &Principal) -> Result<(), Error> {
    let subject = format!("password:{}", who.user);
    limits::count(state, &subject, &[limit("password", ATTEMPTS, PERIOD)]).await
}

/// Whether the caller's kind of account can do this.
///
/// # Errors
/// `forbidden` for who came by a guest link, mostly.
pub async fn may(state: &State, who: &Principal, action: AccountAction) -> Result<(), Error> {
    let mut connection = state.store.acquire().await?;
    guests::may(&mut connection, who.user, action).await
}
