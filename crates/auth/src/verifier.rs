//! Checking access tokens as RFC 8725 asks: one algorithm, keys from our own list, and every claim.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use chrono::{DateTime, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, Header, Validation};
use protocol::account::Jwks;

use crate::keys::{AUDIENCE, Claims, ISSUER, TYPE};

/// Longer tokens are refused unread.
const MAX_TOKEN_BYTES: usize = 4_096;
/// How far our own clocks may differ, in seconds.
const LEEWAY_S: i64 = 5;

/// Why a token was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// It is not one of ours, or not an access token.
    #[error("the access token is not valid")]
    Invalid,
    /// It was one of ours, and its time is over.
    #[error("the access token has expired")]
    Expired,
    /// No verification key was fetched yet.
    #[error("no verification keys yet")]
    NoKeys,
}

/// Verifies access tokens with the public keys that it was last given. Clones share them.
#[derive(Clone, Default)]
pub struct Verifier {
    keys: Arc<RwLock<Arc<HashMap<String, DecodingKey>>>>,
}

impl std::fmt::Debug for Verifier {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_list()
            .entries(self.current().keys())
            .finish()
    }
}

impl Verifier {
    /// Replaces the keys. Keys that are not Ed25519 are left out.
    pub fn set(&self, jwks: &Jwks) {
        let ours = jwks
            .keys
            .iter()
            .filter(|key| key.kty == "OKP" && key.crv == "Ed25519");
        let keys = ours
            .filter_map(|key| {
                Some((
                    key.kid.clone(),
                    DecodingKey::from_ed_components(&key.x).ok()?,
                ))
            })
            .collect();
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(keys);
    }

    /// Whether there is a key at all: a service without one is not ready.
    #[must_use]
    pub fn has_keys(&self) -> bool {
        !self.current().is_empty()
    }

    /// Whether this token names a key that is not known here: a reason to fetch the keys anew.
    #[must_use]
    pub fn lacks_key_of(&self, token: &str) -> bool {
        token.len() <= MAX_TOKEN_BYTES
            && jsonwebtoken::decode_header(token)
                .ok()
                .and_then(|header| header.kid)
                .is_some_and(|kid| !self.current().contains_key(&kid))
    }

    /// What the token says, when it is one of ours and valid at `now`.
    ///
    /// # Errors
    /// When it is not.
    pub fn verify(&self, token: &str, now: DateTime<Utc>) -> Result<Claims, TokenError> {
        if token.len() > MAX_TOKEN_BYTES {
            return Err(TokenError::Invalid);
        }
        let keys = self.current();
        if keys.is_empty() {
            return Err(TokenError::NoKeys);
        }
        let header =
            jsonwebtoken::decode_header(token).map_err(|_not_a_jwt| TokenError::Invalid)?;
        if !is_plain(&header) {
            return Err(TokenError::Invalid);
        }
        let key = header
            .kid
            .and_then(|kid| keys.get(&kid).cloned())
            .ok_or(TokenError::Invalid)?;
        let claims = jsonwebtoken::decode::<Claims>(token, &key, &validation())
            .map_err(|_bad_signature_or_claim| TokenError::Invalid)?
            .claims;
        check_times(&claims, now.timestamp())?;
        Ok(claims)
    }

    fn current(&self) -> Arc<HashMap<String, DecodingKey>> {
        Arc::clone(&self.keys.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Nothing but `alg`, `typ` and `kid`: a header that brings or points to a key is not ours.
fn is_plain(header: &Header) -> bool {
    header.alg == Algorithm::EdDSA
        && header.typ.as_deref() == Some(TYPE)
        && header.jku.is_none()
        && header.jwk.is_none()
        && header.x5u.is_none()
        && header.x5c.is_none()
        && header.crit.is_none()
        && header.cty.is_none()
        && header.enc.is_none()
        && header.zip.is_none()
}

/// Times are checked by [`check_times`], on the clock that was handed in.
fn validation() -> Validation {
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.set_issuer(&[ISSUER]);
    validation.set_audience(&[AUDIENCE]);
    validation.set_required_spec_claims(&["exp", "nbf", "aud", "iss", "sub"]);
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation
}

fn check_times(claims: &Claims, now: i64) -> Result<(), TokenError> {
    if claims.nbf > now + LEEWAY_S || claims.iat > now + LEEWAY_S || claims.exp <= claims.nbf {
        return Err(TokenError::Invalid);
    }
    if claims.exp <= now - LEEWAY_S {
        Err(TokenError::Expired)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests;
