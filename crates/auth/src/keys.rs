//! The keys that sign access tokens, and what a token says.

use aws_lc_rs::digest;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{SessionId, UserId};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use protocol::account::{Jwk, Jwks};
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};

use crate::config::KeysConfig;

/// Who signs: the `iss` of every token.
pub const ISSUER: &str = "hubbub";
/// For whom: the `aud` of every access token.
pub const AUDIENCE: &str = "hubbub:access";
/// The header's `typ` (RFC 9068), so that no other kind of token passes for an access token.
pub const TYPE: &str = "at+jwt";

/// What an access token says. Times are Unix seconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// Who signed.
    pub iss: String,
    /// For whom.
    pub aud: String,
    /// The user.
    pub sub: UserId,
    /// The session that the token belongs to.
    pub sid: SessionId,
    /// When it was signed.
    pub iat: i64,
    /// Not valid before.
    pub nbf: i64,
    /// Not valid from then on.
    pub exp: i64,
}

/// The configured keys cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// There is none.
    #[error("HUBBUB_JWT_KEYS holds no PEM block of a private key")]
    Missing,
    /// A block is not an Ed25519 key in PKCS#8.
    #[error("HUBBUB_JWT_KEYS: block {0} is not an Ed25519 private key in PKCS#8 PEM")]
    Unreadable(usize),
    /// A token could not be signed.
    #[error("could not sign an access token")]
    Sign(#[source] jsonwebtoken::errors::Error),
}

/// The private keys of an installation. The first signs, all verify, so that keys rotate with
/// overlap: put the new one second, wait for everybody to fetch it, then put it first.
pub struct Keys {
    signing: EncodingKey,
    header: Header,
    jwks: Jwks,
    ttl: TimeDelta,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Keys")
            .field("jwks", &self.jwks)
            .finish_non_exhaustive()
    }
}

impl Keys {
    /// # Errors
    /// When there is no key, or one that is not Ed25519.
    pub fn load(config: &KeysConfig) -> Result<Self, KeysError> {
        let blocks = pem_blocks(config.jwt_keys.expose_secret());
        let mut signing = None;
        let mut keys = Vec::new();
        for (index, der) in blocks.iter().enumerate() {
            let der = der.as_deref().ok_or(KeysError::Unreadable(index + 1))?;
            let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(der)
                .map_err(|_rejected| KeysError::Unreadable(index + 1))?;
            let jwk = jwk(pair.public_key().as_ref());
            if signing.is_none() {
                signing = Some((EncodingKey::from_ed_der(der), jwk.kid.clone()));
            }
            keys.push(jwk);
        }
        let (signing, kid) = signing.ok_or(KeysError::Missing)?;
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some(TYPE.into());
        header.kid = Some(kid);
        let ttl = TimeDelta::seconds(i64::from(config.access_ttl_s));
        Ok(Self {
            signing,
            header,
            jwks: Jwks { keys },
            ttl,
        })
    }

    /// The public halves, newest first, as the verifiers fetch them.
    #[must_use]
    pub const fn jwks(&self) -> &Jwks {
        &self.jwks
    }

    /// How long a token lives.
    #[must_use]
    pub const fn ttl(&self) -> TimeDelta {
        self.ttl
    }

    /// A token for this session, valid from now on.
    ///
    /// # Errors
    /// `Sign` when the key does not work.
    pub fn sign(
        &self,
        user: UserId,
        session: SessionId,
        now: DateTime<Utc>,
    ) -> Result<String, KeysError> {
        let claims = Claims {
            iss: ISSUER.into(),
            aud: AUDIENCE.into(),
            sub: user,
            sid: session,
            iat: now.timestamp(),
            nbf: now.timestamp(),
            exp: (now + self.ttl).timestamp(),
        };
        jsonwebtoken::encode(&self.header, &claims, &self.signing).map_err(KeysError::Sign)
    }
}

/// The JWK of a public key; its name is the thumbprint of RFC 7638, so that it follows from the
/// key and can be neither chosen nor confused.
fn jwk(public: &[u8]) -> Jwk {
    let x = URL_SAFE_NO_PAD.encode(public);
    let canonical = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#);
    let kid = URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, canonical.as_bytes()));
    Jwk {
        kty: "OKP".into(),
        crv: "Ed25519".into(),
        alg: "EdDSA".into(),
        usage: "sig".into(),
        kid,
        x,
    }
}

/// The bytes of each `PRIVATE KEY` block; `None` for one that is not base64.
fn pem_blocks(pem: &str) -> Vec<Option<Vec<u8>>> {
    let blocks = pem.split("-----BEGIN PRIVATE KEY-----").skip(1);
    blocks
        .map(|block| {
            let body = block.split_once("-----END PRIVATE KEY-----")?.0;
            // A key that came through an environment file may have its line ends as `\n`.
            let body: String = body
                .replace("\\n", "")
                .chars()
                .filter(|c| !c.is_whitespace())
                .collect();
            STANDARD.decode(body).ok()
        })
        .collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) const FIRST: &str = "-----BEGIN PRIVATE KEY-----\n\
        MC4CAQAwBQYDK2VwBCIEIBpjZp7GtgpyMCR6bTquCEPUTcc/Q+tMX3VXb8GpaMYl\n\
        -----END PRIVATE KEY-----\n";
    pub(crate) const SECOND: &str = "-----BEGIN PRIVATE KEY-----\n\
        MC4CAQAwBQYDK2VwBCIEIDPvCHl58oN2bPWWocH9H928GSImiIOideG5kMSxBg9w\n\
        -----END PRIVATE KEY-----\n";

    pub(crate) fn keys(pem: &str) -> Keys {
        let config = KeysConfig {
            jwt_keys: pem.to_owned().into(),
            access_ttl_s: 600,
        };
        Keys::load(&config).unwrap()
    }

    #[test]
    fn the_first_key_signs_and_all_are_published_in_order() {
        let both = keys(&format!("{FIRST}{SECOND}"));
        let first = keys(FIRST);

        assert_eq!(both.header.kid, first.header.kid);
        assert_eq!(both.jwks().keys.len(), 2);
        assert_eq!(both.jwks().keys[0], first.jwks().keys[0]);
    }

    #[test]
    fn a_key_with_escaped_line_ends_is_the_same_key() {
        assert_eq!(keys(&FIRST.replace('\n', "\\n")).jwks(), keys(FIRST).jwks());
    }

    #[test]
    fn what_is_no_key_stops_the_start() {
        for (pem, message) in [
            (String::new(), "holds no PEM block"),
            ("secret".into(), "holds no PEM block"),
            (
                format!("{FIRST}-----BEGIN PRIVATE KEY-----\n!!\n-----END PRIVATE KEY-----"),
                "block 2",
            ),
        ] {
            let config = KeysConfig {
                jwt_keys: pem.into(),
                ..KeysConfig::default()
            };
            let error = Keys::load(&config).unwrap_err().to_string();
            assert!(error.contains(message), "{error}");
        }
    }
}
