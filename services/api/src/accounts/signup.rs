//! Making an account.

use std::time::Duration;

use auth::Password;
use domain::UserId;
use domain::user::{DisplayName, Email, Handle};
use protocol::account::Signup;
use protocol::{ErrorCode, Fields};
use serde_json::json;
use store::accounts::New;
use store::audit::Entry;

use super::open::{self, Opened};
use crate::config;
use crate::error::Error;
use crate::http::Client;
use crate::http::limits::{self, limit};
use crate::state::State;
use crate::workspaces::accept;

/// New accounts per address: a taken address or handle is told, so guessing must be slow.
const PER_ADDRESS: u32 = 20;
const HOUR: Duration = Duration::from_hours(1);

struct Parsed {
    email: Email,
    handle: Handle,
    display_name: DisplayName,
    password: Password,
}

/// Makes an account and signs in.
///
/// # Errors
/// `email_taken`, `handle_taken`, `signup_closed`, `invite_required`, `invite_gone`, or fields at
/// fault.
pub async fn sign_up(state: &State, client: &Client, input: Signup) -> Result<Opened, Error> {
    let invite = input.invite.clone();
    match state.config.api.signup {
        config::Signup::Open => {}
        config::Signup::Invite if invite.is_some() => {}
        config::Signup::Invite => return Err(ErrorCode::InviteRequired.into()),
        config::Signup::Closed => return Err(ErrorCode::SignupClosed.into()),
    }
    let parsed = parse(input)?;
    let subject = format!("signup:{}", client.limit_key());
    limits::count(state, &subject, &[limit("signup", PER_ADDRESS, HOUR)]).await?;
    let hash = state.passwords.hash(&parsed.password).await?;
    let now = state.now();
    let id = UserId::generate(now, &mut state.rng());
    let plan = match invite {
        Some(code) => Some(accept::plan(state, id, &code).await?),
        None => None,
    };
    let mut tx = state.store.begin().await?;
    let new = New {
        id,
        email: parsed.email.as_str(),
        email_key: &parsed.email.key(),
        handle: parsed.handle.as_str(),
        handle_key: &parsed.handle.key(),
        display_name: parsed.display_name.as_str(),
        created_at: now,
    };
    store::accounts::insert(&mut tx, &new).await?;
    store::accounts::set_hash(&mut tx, id, &hash, now).await?;
    let opened = open::open(&mut tx, state, client, id, false).await?;
    let joined = match &plan {
        Some(plan) => Some(accept::join(&mut tx, state, id, plan).await?),
        None => None,
    };
    let entry = Entry {
        at: now,
        actor: Some(id),
        action: "account.signed_up",
        workspace: None,
        target: Some(id.as_uuid()),
        ip: &client.ip.to_string(),
        detail: json!({}),
    };
    store::audit::insert(&mut tx, entry).await?;
    store::commit(tx).await?;
    if let Some(joined) = joined {
        joined.announce(state).await;
    }
    Ok(opened)
}

fn parse(input: Signup) -> Result<Parsed, Error> {
    let mut fields = Fields::default();
    let email = fields.take("/email", Email::parse(&input.email));
    let handle = fields.take("/handle", Handle::parse(&input.handle));
    let display_name = fields.take("/display_name", DisplayName::parse(&input.display_name));
    let password = fields.take("/password", Password::choose(input.password));
    match (email, handle, display_name, password) {
        (Some(email), Some(handle), Some(display_name), Some(password)) => Ok(Parsed {
            email,
            handle,
            display_name,
            password,
        }),
        _ => Err(fields.refusal().into()),
    }
}
