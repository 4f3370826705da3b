//! Handing a mail over: to an SMTP server, or on a laptop without one to whoever reads the log.

use std::time::Duration;

use anyhow::Context as _;
use lettre::message::{Mailbox, MultiPart};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use lifecycle::Environment;
use secrecy::ExposeSecret as _;

use super::Config;
use super::texts::Letter;

/// How long the server may take for one answer.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The target of lines that are mails. They hold addresses, and links that set passwords: all that a
/// log must not have, so that they have a name by which to keep them out.
const LETTERS: &str = "letters";

/// Where mail goes.
pub(super) enum Sender {
    /// To this server, from this address.
    Smtp(Box<(AsyncSmtpTransport<Tokio1Executor>, Mailbox)>),
    /// To the log, which is only read by whoever plays all the people on their own machine.
    Log,
    /// Nowhere: there is no server, and a log is no place for what mails carry.
    Nowhere,
}

impl std::fmt::Debug for Sender {
    /// The address of the server may hold a password.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Smtp(_) => "Smtp(…)",
            Self::Log => "Log",
            Self::Nowhere => "Nowhere",
        })
    }
}

/// Why a mail could not be handed over.
#[derive(Debug, thiserror::Error)]
pub(super) enum SendError {
    /// It never will be: the address cannot be used, or the server refuses it for good.
    #[error("the mail is refused for good")]
    Refused(#[source] anyhow::Error),
    /// Trying again may help.
    #[error("the mail server does not take it now")]
    Later(#[source] anyhow::Error),
}

impl Sender {
    /// # Errors
    /// When the address of the server or the sender cannot be used.
    pub(super) fn new(config: &Config, environment: Environment) -> anyhow::Result<Self> {
        let url = config.smtp_url.expose_secret();
        if url.is_empty() {
            return Ok(match environment {
                Environment::Local => Self::Log,
                Environment::Production => Self::Nowhere,
            });
        }
        let from = config.smtp_from.parse().context("HUBBUB_SMTP_FROM")?;
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url);
        let transport = transport.context("HUBBUB_SMTP_URL")?;
        let transport = transport.timeout(Some(TIMEOUT)).build();
        Ok(Self::Smtp(Box::new((transport, from))))
    }

    /// Hands a mail over.
    pub(super) async fn send(&self, to: &str, letter: Letter) -> Result<(), SendError> {
        let smtp = match self {
            Self::Smtp(smtp) => smtp,
            Self::Log => {
                let Letter { subject, text, .. } = letter;
                tracing::info!(target: LETTERS, subject, "to {to}: {text}");
                return Ok(());
            }
            Self::Nowhere => return Ok(()),
        };
        let (transport, from) = &**smtp;
        let refused = |error: anyhow::Error| SendError::Refused(error);
        let to: Address = to
            .parse()
            .map_err(|error| refused(anyhow::Error::new(error)))?;
        let message = Message::builder()
            .from(from.clone())
            .to(Mailbox::new(None, to))
            .subject(letter.subject)
            .multipart(MultiPart::alternative_plain_html(letter.text, letter.html))
            .map_err(|error| refused(error.into()))?;
        match transport.send(message).await {
            Ok(_taken) => Ok(()),
            Err(error) if error.is_permanent() => Err(SendError::Refused(error.into())),
            Err(error) => Err(SendError::Later(error.into())),
        }
    }
}
