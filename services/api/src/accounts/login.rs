//! Signing in. The answer and the time it takes are the same whether or not an account exists.

use std::time::Duration;

use auth::Password;
use auth::password::Verdict;
use domain::user::{Email, Handle};
use protocol::account::Login;
use protocol::{ErrorCode, OrInvalid};
use serde_json::json;
use store::accounts::Credentials;
use store::audit::Entry;

use super::open::{self, Opened};
use crate::error::Error;
use crate::http::Client;
use crate::http::limits::{self, limit};
use crate::state::State;

const PER_ACCOUNT_AND_ADDRESS: u32 = 20;
const PER_ADDRESS: u32 = 100;
const FIVE_MINUTES: Duration = Duration::from_mins(5);

/// Signs in by e-mail address or handle.
///
/// # Errors
/// `invalid_credentials`, `account_deactivated` after the right password, or `rate_limited`.
pub async fn log_in(state: &State, client: &Client, input: Login) -> Result<Opened, Error> {
    let password = Password::given(input.password).or_invalid("/password")?;
    let key = login_key(&input.login);
    throttle(state, client, &key).await?;
    let mut connection = state.store.acquire().await?;
    let found = store::accounts::find_credentials(&mut connection, &key).await?;
    drop(connection);
    let stored = found.as_ref().map(|found| found.hash.clone());
    let verdict = state.passwords.verify(&password, stored).await?;
    let (Some(found), Verdict::Right { outdated }) = (found, verdict) else {
        tracing::info!(client.ip = %client.ip, "a sign-in was refused");
        return Err(ErrorCode::InvalidCredentials.into());
    };
    if found.deactivated_at.is_some() {
        return Err(ErrorCode::AccountDeactivated.into());
    }
    let rehashed = if outdated {
        Some(state.passwords.hash(&password).await?)
    } else {
        None
    };
    admit(state, client, &found, rehashed, input.remember).await
}

async fn admit(
    state: &State,
    client: &Client,
    found: &Credentials,
    rehashed: Option<String>,
    remember: bool,
) -> Result<Opened, Error> {
    let now = state.now();
    let mut tx = state.store.begin().await?;
    if let Some(hash) = rehashed {
        store::accounts::set_hash(&mut tx, found.id, &hash, now).await?;
    }
    let opened = open::open(&mut tx, state, client, found.id, remember).await?;
    let entry = Entry {
        at: now,
        actor: Some(found.id),
        action: "session.opened",
        workspace: None,
        target: None,
        ip: &client.ip.to_string(),
        detail: json!({}),
    };
    store::audit::insert(&mut tx, entry).await?;
    store::commit(tx).await?;
    Ok(opened)
}

/// The folded address or handle; empty, which nobody has, for what can be neither.
fn login_key(login: &str) -> String {
    if login.contains('@') {
        Email::parse(login)
            .map(|email| email.key())
            .unwrap_or_default()
    } else {
        Handle::parse(login)
            .map(|handle| handle.key())
            .unwrap_or_default()
    }
}

async fn throttle(state: &State, client: &Client, key: &str) -> Result<(), Error> {
    let ip = client.limit_key();
    let narrow = [limit("login", PER_ACCOUNT_AND_ADDRESS, FIVE_MINUTES)];
    limits::count(state, &format!("login:{ip}:{key}"), &narrow).await?;
    let wide = [limit("login-address", PER_ADDRESS, FIVE_MINUTES)];
    limits::count(state, &format!("login:{ip}"), &wide).await
}

#[cfg(test)]
mod tests {
    use super::login_key;

    #[test]
    fn a_login_is_an_address_or_a_handle_and_never_an_error() {
        for (login, key) in [
            ("Alice@Example.com", "alice@example.com"),
            (" Alice ", "alice"),
            ("", ""),
            ("a\0b@example.com", ""),
            ("' or 1=1 --", ""),
            (&"x".repeat(10_000), ""),
        ] {
            assert_eq!(login_key(login), key, "{login:.20}");
        }
    }
}
