//! The decision whether a request is let in, apart from any framework's extractor, so that REST
//! routes, files and socket upgrades all take it here.

use std::sync::Arc;

use actix_web::http::Method;
use actix_web::http::header::{AUTHORIZATION, HeaderMap, ORIGIN};
use domain::Clock;

use crate::config::DoorConfig;
use crate::cookies::{self, Cookies};
use crate::keys::Claims;
use crate::origin::{InvalidAddress, Origins};
use crate::principal::Denied;
use crate::revoked::Revoked;
use crate::verifier::{TokenError, Verifier};

/// Everything that it takes to let a request in. Clones share keys and revocations.
#[derive(Debug, Clone)]
pub struct Door {
    /// The verification keys.
    pub verifier: Verifier,
    /// The sessions that were ended.
    pub revoked: Revoked,
    /// The pages that may use cookies.
    pub origins: Origins,
    /// The cookies' names.
    pub cookies: Cookies,
    /// Whether a token may stand in a URL.
    pub allow_url_token: bool,
    clock: Arc<dyn Clock>,
}

impl Door {
    /// # Errors
    /// When an address of the configuration is none.
    pub fn new(config: &DoorConfig, clock: Arc<dyn Clock>) -> Result<Self, InvalidAddress> {
        Ok(Self {
            verifier: Verifier::default(),
            revoked: Revoked::default(),
            origins: Origins::load(config)?,
            cookies: Cookies::new(&config.public_url),
            allow_url_token: config.allow_url_token,
            clock,
        })
    }

    /// Who sends this request: by `Authorization: Bearer`, else by cookie, which an unsafe method
    /// may only bring from a page of ours.
    ///
    /// # Errors
    /// When it is nobody that we know.
    pub fn admit(&self, method: &Method, headers: &HeaderMap) -> Result<Claims, Denied> {
        if headers.contains_key(AUTHORIZATION) {
            return self.verify(bearer(headers).ok_or(Denied::Unauthenticated)?);
        }
        let token = cookies::read(headers, self.cookies.access_name());
        let claims = self.verify(token.ok_or(Denied::Unauthenticated)?)?;
        if !method.is_safe() {
            self.require_origin(headers)?;
        }
        Ok(claims)
    }

    /// What this access token says, when its session still lives.
    ///
    /// # Errors
    /// When it is not valid, expired or of an ended session.
    pub fn verify(&self, token: &str) -> Result<Claims, Denied> {
        let claims = self.verifier.verify(token, self.clock.now())?;
        if self.revoked.covers(&claims) {
            return Err(Denied::Revoked);
        }
        Ok(claims)
    }

    /// For what acts with cookies: the page must be one of ours, and say so.
    ///
    /// # Errors
    /// When `Origin` is absent or foreign.
    pub fn require_origin(&self, headers: &HeaderMap) -> Result<(), Denied> {
        match single(headers, &ORIGIN) {
            Some(origin) if self.origins.allows(origin) => Ok(()),
            _ => Err(Denied::Origin),
        }
    }

    /// For what a program may do as well: a page that says where it is from must be ours.
    ///
    /// # Errors
    /// When `Origin` is foreign.
    pub fn check_origin(&self, headers: &HeaderMap) -> Result<(), Denied> {
        if headers.contains_key(ORIGIN) {
            self.require_origin(headers)
        } else {
            Ok(())
        }
    }
}

/// The token of `Authorization: Bearer`, if that is there once.
#[must_use]
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = single(headers, &AUTHORIZATION)?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token)
}

fn single<'a>(
    headers: &'a HeaderMap,
    name: &actix_web::http::header::HeaderName,
) -> Option<&'a str> {
    let mut all = headers.get_all(name);
    let first = all.next()?;
    if all.next().is_some() {
        None
    } else {
        first.to_str().ok()
    }
}

impl From<TokenError> for Denied {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::Invalid => Self::Unauthenticated,
            TokenError::Expired => Self::Expired,
            TokenError::NoKeys => Self::NoKeys,
        }
    }
}
