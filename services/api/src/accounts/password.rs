//! Changing the password.

use std::time::Duration;

use auth::password::Verdict;
use auth::{Password, Principal};
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

const ATTEMPTS: u32 = 10;
const PERIOD: Duration = Duration::from_mins(5);

/// Changes the password and ends all other sessions.
///
/// # Errors
/// `invalid_credentials` when the current password is wrong; fields at fault; `rate_limited`.
pub async fn change(
    state: &State,
    who: &Principal,
    client: &Client,
    input: ChangePassword,
) -> Result<(), Error> {
    let new = Password::choose(input.new_password).or_invalid("/new_password")?;
    let current = Password::given(input.current_password).or_invalid("/current_password")?;
    let subject = format!("password:{}", who.user);
    limits::count(state, &subject, &[limit("password", ATTEMPTS, PERIOD)]).await?;
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
    Ok(())
}
