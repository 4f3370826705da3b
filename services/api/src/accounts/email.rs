//! Changing the address.

use auth::password::Verdict;
use auth::{Password, Principal};
use domain::MailKind;
use domain::permission::AccountAction;
use domain::user::Email;
use protocol::account::ChangeEmail;
use protocol::user::Me;
use protocol::{ErrorCode, OrInvalid};
use serde_json::json;
use store::audit::Entry;
use store::{accounts, password_resets};

use super::password::{self, may};
use crate::error::Error;
use crate::http::Client;
use crate::mail;
use crate::state::State;
use crate::users::me;

/// Gives the account another address. The address so far is told of it, and links that were sent
/// there set no password any more.
///
/// # Errors
/// `invalid_credentials` when the password is wrong, `email_taken`, `forbidden` for who came by a
/// guest link; a field at fault; `rate_limited`.
pub async fn change(
    state: &State,
    who: &Principal,
    client: &Client,
    input: ChangeEmail,
) -> Result<Me, Error> {
    let email = Email::parse(&input.email).or_invalid("/email")?;
    let current = Password::given(input.current_password).or_invalid("/current_password")?;
    may(state, who, AccountAction::SetEmail).await?;
    password::throttle(state, who).await?;
    let mut connection = state.store.acquire().await?;
    let stored = accounts::find_hash(&mut connection, who.user).await?;
    drop(connection);
    if state.passwords.verify(&current, stored).await? == Verdict::Wrong {
        return Err(ErrorCode::InvalidCredentials.into());
    }
    let mut tx = state.store.begin().await?;
    // Before the change: the notice goes to the address so far.
    mail::notice(&mut tx, state, who.user, MailKind::EmailChanged).await?;
    accounts::set_email(&mut tx, who.user, (email.as_str(), &email.key())).await?;
    password_resets::delete_of(&mut tx, who.user).await?;
    let entry = Entry {
        at: state.now(),
        actor: Some(who.user),
        action: "account.email_changed",
        workspace: None,
        target: Some(who.user.as_uuid()),
        ip: &client.ip.to_string(),
        detail: json!({}),
    };
    store::audit::insert(&mut tx, entry).await?;
    let me = me::finish(tx, state, who, false).await?;
    state.mail.wake();
    Ok(me)
}
