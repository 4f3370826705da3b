//! Asking for a new password. Nothing here knows whether an account exists: the address goes into
//! the queue of mails as it is, and only who sends them looks it up.

use std::time::Duration;

use domain::MailKind;
use domain::user::Email;
use protocol::OrInvalid;
use protocol::account::ForgotPassword;
use store::mails;

use crate::error::Error;
use crate::http::Client;
use crate::http::limits::{self, limit};
use crate::state::State;

const PER_IP: u32 = 20;
const PER_ACCOUNT: u32 = 3;
const HOUR: Duration = Duration::from_hours(1);

/// Has a mail sent to whoever has this address, if anybody has.
///
/// # Errors
/// `rate_limited` per IP; a field at fault for what is no address.
pub async fn forgot(state: &State, client: &Client, input: ForgotPassword) -> Result<(), Error> {
    let email = Email::parse(&input.email).or_invalid("/email")?;
    let key = email.key();
    let subject = format!("forgot:{}", client.limit_key());
    limits::count(state, &subject, &[limit("forgot", PER_IP, HOUR)]).await?;
    // Whoever asks too often for one address is told nothing of it: the mails before are enough.
    let per_account = [limit("forgot-account", PER_ACCOUNT, HOUR)];
    let subject = format!("forgot-account:{key}");
    if limits::count(state, &subject, &per_account).await.is_err() {
        tracing::info!(client.ip = %client.ip, "a new password was asked for too often");
        return Ok(());
    }
    let mut connection = state.store.acquire().await?;
    let kind = MailKind::PasswordReset;
    mails::insert(&mut connection, kind, (&key, None), state.now()).await?;
    drop(connection);
    state.mail.wake();
    Ok(())
}
