//! Mail: put into a queue in Postgres by the verbs, sent by a task beside them.

mod queue;
mod sender;
mod texts;

use std::sync::Arc;

use domain::{MailKind, UserId};
use lifecycle::Environment;
use secrecy::SecretString;
use serde::Deserialize;
use store::{PgConnection, accounts, mails};
use tokio::sync::Notify;

pub use queue::run;

use crate::error::Error;
use crate::state::State;
use sender::Sender;

/// How mail is sent.
#[derive(Debug, Clone, Deserialize)]
#[serde(default)]
pub struct Config {
    /// `HUBBUB_SMTP_URL`: the server that takes mail, such as
    /// `smtps://user:password@mail.example.com` or `smtp://mail.example.com:587?tls=required`.
    /// Empty: nobody gets mail; with `HUBBUB_ENV=local` it is written to the log.
    pub smtp_url: SecretString,
    /// `HUBBUB_SMTP_FROM`: whom mail comes from.
    pub smtp_from: String,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            smtp_url: SecretString::default(),
            smtp_from: "Hubbub <hubbub@localhost>".to_owned(),
        }
    }
}

/// What sends, and what wakes it. Clones are the same.
#[derive(Debug, Clone)]
pub struct Mail {
    sender: Arc<Sender>,
    bell: Arc<Notify>,
}

impl Mail {
    /// Connects to nothing yet.
    ///
    /// # Errors
    /// When the address of the server or the sender cannot be used.
    pub fn new(config: &Config, environment: Environment) -> anyhow::Result<Self> {
        Ok(Self {
            sender: Arc::new(Sender::new(config, environment)?),
            bell: Arc::default(),
        })
    }

    /// Has the queue looked at now. Forgetting it only delays: the queue is looked at anyway.
    pub fn wake(&self) {
        self.bell.notify_one();
    }

    /// Whether the server takes mail from us. Nothing is sent.
    ///
    /// # Errors
    /// When it cannot be reached or does not let us in.
    pub async fn is_taken(&self) -> anyhow::Result<bool> {
        match &*self.sender {
            Sender::Smtp(smtp) => Ok(smtp.0.test_connection().await?),
            Sender::Log | Sender::Nowhere => Ok(false),
        }
    }

    /// Whether there is a server that takes mail.
    #[must_use]
    pub fn has_server(&self) -> bool {
        matches!(*self.sender, Sender::Smtp(_))
    }

    /// Whether what is put into the queue reaches nobody.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        matches!(*self.sender, Sender::Nowhere)
    }
}

/// Puts a notice for this person into the queue, to the address that they have at this moment. Who
/// has none is told nothing.
///
/// # Errors
/// `Unavailable`.
pub async fn notice(
    connection: &mut PgConnection,
    state: &State,
    user: UserId,
    kind: MailKind,
) -> Result<(), Error> {
    let account = accounts::find(connection, user).await?;
    let Some(account) = account.filter(|account| !account.email.is_empty()) else {
        return Ok(());
    };
    let to = (account.email.as_str(), Some(user));
    Ok(mails::insert(connection, kind, to, state.now()).await?)
}
