//! A guest who stays: they get an account, and keep what they said and where they are.

use std::time::Duration;

use auth::{Password, Principal};
use domain::permission::AccountAction;
use domain::user::{Email, Handle};
use protocol::guest::ClaimGuest;
use protocol::user::Me;
use protocol::{ErrorCode, Fields};
use serde_json::json;
use store::accounts::{self, guests};
use store::audit::Entry;

use crate::config::Signup;
use crate::error::Error;
use crate::http::Client;
use crate::http::limits::{self, limit};
use crate::state::State;
use crate::users::me;

/// As for signing up: a taken address or handle is told.
const PER_IP: u32 = 20;
const HOUR: Duration = Duration::from_hours(1);

/// Makes the caller, who came by a guest link, a full account: a guest of the workspace for good.
///
/// # Errors
/// `forbidden` for who has an account, `email_taken`, `handle_taken`, `signup_closed`,
/// `invite_required`, fields at fault, `rate_limited`.
pub async fn claim(
    state: &State,
    who: &Principal,
    client: &Client,
    input: ClaimGuest,
) -> Result<Me, Error> {
    match state.config.api.signup {
        Signup::Open => {}
        Signup::Invite => return Err(ErrorCode::InviteRequired.into()),
        Signup::Closed => return Err(ErrorCode::SignupClosed.into()),
    }
    let mut fields = Fields::default();
    let email = fields.take("/email", Email::parse(&input.email));
    let handle = fields.take("/handle", Handle::parse(&input.handle));
    let password = fields.take("/password", Password::choose(input.password));
    let (Some(email), Some(handle), Some(password)) = (email, handle, password) else {
        return Err(fields.refusal().into());
    };
    crate::accounts::password::may(state, who, AccountAction::Claim).await?;
    let subject = format!("signup:{}", client.limit_key());
    limits::count(state, &subject, &[limit("signup", PER_IP, HOUR)]).await?;
    let hash = state.passwords.hash(&password).await?;
    let now = state.now();
    let mut tx = state.store.begin().await?;
    let claim = guests::Claim {
        email: (email.as_str(), &email.key()),
        handle: (handle.as_str(), &handle.key()),
    };
    if !guests::claim(&mut tx, who.user, &claim, now).await? {
        return Err(ErrorCode::Forbidden.into());
    }
    accounts::set_hash(&mut tx, who.user, &hash, now).await?;
    let entry = Entry {
        at: now,
        actor: Some(who.user),
        action: "guest.claimed",
        workspace: None,
        target: Some(who.user.as_uuid()),
        ip: &client.ip.to_string(),
        detail: json!({}),
    };
    store::audit::insert(&mut tx, entry).await?;
    me::finish(tx, state, who, true).await
}
