//! Ids of pictures: their addresses at the provider, signed, so that any api serves what any other
//! found, and nobody has us fetch what no search found.

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};

/// How long an id names its picture.
const LIFETIME: TimeDelta = TimeDelta::hours(24);
/// What keeps these signatures apart from all else that the secret is used for.
const CONTEXT: &[u8] = b"hubbub gif 1";

/// Signs and reads ids.
#[derive(Debug)]
pub struct Tokens {
    key: hmac::Key,
}

/// What an id stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Token {
    /// The address of the small picture.
    #[serde(rename = "p")]
    pub(super) preview: String,
    /// The address of the picture.
    #[serde(rename = "c")]
    pub(super) content: String,
    /// In seconds since 1970.
    #[serde(rename = "e")]
    expires: i64,
}

impl Tokens {
    /// Over the secret that all replicas share.
    #[must_use]
    pub fn new(secret: &SecretString) -> Self {
        let shared = hmac::Key::new(hmac::HMAC_SHA256, secret.expose_secret().as_bytes());
        let own = hmac::sign(&shared, CONTEXT);
        Self {
            key: hmac::Key::new(hmac::HMAC_SHA256, own.as_ref()),
        }
    }

    /// The id of a picture from now on.
    pub(super) fn sign(
        &self,
        preview: String,
        content: String,
        now: DateTime<Utc>,
    ) -> Result<String, serde_json::Error> {
        let expires = (now + LIFETIME).timestamp();
        let json = serde_json::to_vec(&Token {
            preview,
            content,
            expires,
        })?;
        let signature = hmac::sign(&self.key, &json);
        let (json, signature) = (
            URL_SAFE_NO_PAD.encode(json),
            URL_SAFE_NO_PAD.encode(signature),
        );
        Ok(format!("{json}.{signature}"))
    }

    /// What an id stands for; `None` when it is not one of ours, or a day old.
    pub(super) fn read(&self, id: &str, now: DateTime<Utc>) -> Option<Token> {
        let (json, signature) = id.split_once('.')?;
        let json = URL_SAFE_NO_PAD.decode(json).ok()?;
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        hmac::verify(&self.key, &json, &signature).ok()?;
        let token: Token = serde_json::from_slice(&json).ok()?;
        (now.timestamp() <= token.expires).then_some(token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap()
    }

    fn sign(tokens: &Tokens) -> String {
        tokens
            .sign("https://p.test/a".into(), "https://p.test/b".into(), now())
            .unwrap()
    }

    #[test]
    fn an_id_holds_for_a_day_at_every_replica() {
        let secret = SecretString::from("a secret that all share");
        let id = sign(&Tokens::new(&secret));
        let other = Tokens::new(&secret);
        let token = other.read(&id, now() + LIFETIME).unwrap();
        assert_eq!(token.preview, "https://p.test/a");
        assert_eq!(token.content, "https://p.test/b");
        assert_eq!(
            other.read(&id, now() + LIFETIME + TimeDelta::seconds(1)),
            None
        );
    }

    #[test]
    fn what_nobody_signed_names_nothing() {
        let tokens = Tokens::new(&"a secret that all share".into());
        let id = sign(&tokens);
        assert_eq!(Tokens::new(&"another secret".into()).read(&id, now()), None);
        let (json, signature) = id.split_once('.').unwrap();
        let forged = URL_SAFE_NO_PAD.encode(r#"{"p":"http://x","c":"http://x","e":9999999999}"#);
        for id in [
            "",
            ".",
            "a.b",
            json,
            signature,
            &format!("{forged}.{signature}"),
            &format!("{json}."),
        ] {
            assert_eq!(tokens.read(id, now()), None, "{id}");
        }
    }
}
