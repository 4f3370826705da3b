//! The section of the configuration that concerns push.

use secrecy::SecretString;
use serde::Deserialize;

/// Who sends.
#[derive(Clone, Debug, Deserialize)]
#[serde(default)]
pub struct Config {
    /// `HUBBUB_VAPID_PRIVATE_KEY`: the key that signs pushes, P-256, PKCS#8 PEM. Without it one is
    /// made once and kept in Postgres. Another key ends all subscriptions.
    pub vapid_private_key: SecretString,
    /// `HUBBUB_VAPID_SUBJECT`: whom a push service turns to when it has trouble with us: `mailto:` or
    /// `https://`. The public URL when empty.
    pub vapid_subject: String,
    /// `HUBBUB_PUBLIC_URL`: where people reach the installation. With http, cookies lose Secure.
    pub public_url: String,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            vapid_private_key: SecretString::from(""),
            vapid_subject: String::new(),
            public_url: "http://localhost:8080".into(),
        }
    }
}

impl Config {
    /// Whom a push service turns to.
    #[must_use]
    pub fn subject(&self) -> &str {
        if self.vapid_subject.is_empty() {
            &self.public_url
        } else {
            &self.vapid_subject
        }
    }
}
