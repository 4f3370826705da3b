//! `api reset-link EMAIL`: a link that sets a new password, for whoever runs the installation to hand
//! over. Where no mail is sent, there is no other way back in.

use std::io::Write as _;

use anyhow::Context as _;
use domain::user::Email;
use domain::{Clock as _, SystemClock};
use serde_json::json;
use store::Store;
use store::audit::{self, Entry};

use super::reset;
use crate::config::Config;

/// Prints the link. What was made before goes on working.
///
/// # Errors
/// When nobody has this address, or Postgres cannot be reached.
pub async fn run(config: &Config, email: &str) -> anyhow::Result<()> {
    let email = Email::parse(email).with_context(|| format!("{email:?} is no address"))?;
    let now = SystemClock.now();
    let token = reset::make_token(&mut rand::rng());
    let mut tx = Store::new(&config.store)?.begin().await?;
    let account = store::accounts::find_by_email(&mut tx, &email.key()).await?;
    let account = account.context("nobody has this address")?;
    reset::allow(&mut tx, account.id, &token, now).await?;
    let entry = Entry {
        at: now,
        actor: None,
        action: "account.reset_link",
        workspace: None,
        target: Some(account.id.as_uuid()),
        ip: "",
        detail: json!({}),
    };
    audit::insert(&mut tx, entry).await?;
    store::commit(tx).await?;
    let link = reset::link(&config.door.public_url, &token);
    writeln!(
        std::io::stdout(),
        "{link}\nsets a new password for {} (@{}), once and within an hour.",
        account.display_name,
        account.handle
    )?;
    Ok(())
}
