//! Who sends (RFC 8292): the installation's own key, and the tokens that it signs.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use secrecy::ExposeSecret as _;
use serde::Serialize;

use crate::config::Config;

/// How long a token holds. Services take no more than 24 h.
const TTL: TimeDelta = TimeDelta::hours(12);
const BEGIN: &str = "-----BEGIN PRIVATE KEY-----";
const END: &str = "-----END PRIVATE KEY-----";

/// The installation's key for push.
pub struct Vapid {
    signing: EncodingKey,
    public_key: String,
    subject: String,
}

impl std::fmt::Debug for Vapid {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Vapid")
            .field("public_key", &self.public_key)
            .finish_non_exhaustive()
    }
}

/// The key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum VapidError {
    /// The configured one is not what it should be.
    #[error("HUBBUB_VAPID_PRIVATE_KEY is not a P-256 private key in PKCS#8 PEM")]
    Unreadable,
    /// The stored one is not what it should be.
    #[error("the stored key for push is not a P-256 private key in PKCS#8")]
    Corrupt,
    /// None could be made.
    #[error("no key for push could be made")]
    Generate,
    /// A token could not be signed.
    #[error("could not sign a token for a push service")]
    Sign(#[source] jsonwebtoken::errors::Error),
}

#[derive(Serialize)]
struct Claims<'a> {
    aud: &'a str,
    exp: i64,
    sub: &'a str,
}

impl Vapid {
    /// A new private key, PKCS#8, to be kept.
    ///
    /// # Errors
    /// `Generate`.
    pub fn generate() -> Result<Vec<u8>, VapidError> {
        EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new())
            .map(|document| document.as_ref().to_vec())
            .map_err(|_no_chance| VapidError::Generate)
    }

    /// The key that the configuration names, if it names one.
    ///
    /// # Errors
    /// `Unreadable`.
    pub fn configured(config: &Config) -> Result<Option<Self>, VapidError> {
        let text = config.vapid_private_key.expose_secret().trim();
        if text.is_empty() {
            return Ok(None);
        }
        let block = text
            .strip_prefix(BEGIN)
            .and_then(|rest| rest.strip_suffix(END));
        let base64: String = block.unwrap_or_default().split_whitespace().collect();
        let der = STANDARD
            .decode(base64)
            .map_err(|_malformed| VapidError::Unreadable)?;
        let key = Self::read(&der, config).map_err(|_not_ours| VapidError::Unreadable)?;
        Ok(Some(key))
    }

    /// The key that was kept.
    ///
    /// # Errors
    /// `Corrupt`.
    pub fn read(pkcs8: &[u8], config: &Config) -> Result<Self, VapidError> {
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8)
            .map_err(|_rejected| VapidError::Corrupt)?;
        Ok(Self {
            signing: EncodingKey::from_ec_der(pkcs8),
            public_key: URL_SAFE_NO_PAD.encode(pair.public_key().as_ref()),
            subject: config.subject().to_owned(),
        })
    }

    /// What browsers subscribe with: an uncompressed point, base64url.
    #[must_use]
    pub fn public_key(&self) -> &str {
        &self.public_key
    }

    /// The `Authorization` for a push service, which is named by its origin.
    ///
    /// # Errors
    /// `Sign`.
    pub(crate) fn authorization(
        &self,
        origin: &str,
        now: DateTime<Utc>,
    ) -> Result<String, VapidError> {
        let claims = Claims {
            aud: origin,
            exp: (now + TTL).timestamp(),
            sub: &self.subject,
        };
        let header = Header::new(Algorithm::ES256);
        let token =
            jsonwebtoken::encode(&header, &claims, &self.signing).map_err(VapidError::Sign)?;
        Ok(format!("vapid t={token}, k={}", self.public_key))
    }
}

#[cfg(test)]
mod tests {
    use jsonwebtoken::{DecodingKey, Validation};
    use serde_json::Value;

    use super::*;

    fn pem(der: &[u8]) -> Config {
        let lines = STANDARD.encode(der);
        let text = format!("{BEGIN}\n{}\n{}\n{END}\n", &lines[..64], &lines[64..]);
        Config {
            vapid_private_key: text.into(),
            ..Config::default()
        }
    }

    #[test]
    fn a_token_says_for_whom_by_whom_and_until_when() {
        let config = Config::default();
        let vapid = Vapid::read(&Vapid::generate().unwrap(), &config).unwrap();
        let now = DateTime::from_timestamp(4_000_000_000, 0).unwrap();

        let authorization = vapid.authorization("https://push.example", now).unwrap();

        let rest = authorization.strip_prefix("vapid t=").unwrap();
        let (token, key) = rest.split_once(", k=").unwrap();
        assert_eq!(key, vapid.public_key());
        let point = URL_SAFE_NO_PAD.decode(key).unwrap();
        assert_eq!((point.len(), point[0]), (65, 4));
        let mut validation = Validation::new(Algorithm::ES256);
        validation.set_audience(&["https://push.example"]);
        let key = DecodingKey::from_ec_der(&point);
        let claims = jsonwebtoken::decode::<Value>(token, &key, &validation)
            .unwrap()
            .claims;
        assert_eq!(claims["sub"], "http://localhost:8080");
        assert_eq!(claims["exp"], 4_000_000_000_i64 + 43_200);
    }

    #[test]
    fn a_configured_key_is_read_and_a_wrong_one_named() {
        let der = Vapid::generate().unwrap();
        let kept = Vapid::read(&der, &Config::default()).unwrap();
        let configured = Vapid::configured(&pem(&der)).unwrap().unwrap();
        assert_eq!(configured.public_key(), kept.public_key());
        assert!(Vapid::configured(&Config::default()).unwrap().is_none());
        let error = Vapid::configured(&pem(&[7; 100])).unwrap_err().to_string();
        assert!(error.contains("HUBBUB_VAPID_PRIVATE_KEY"), "{error}");
    }
}
