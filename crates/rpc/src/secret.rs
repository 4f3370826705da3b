//! The shared secret that our services show each other.

use secrecy::{ExposeSecret, SecretString};
use tonic::metadata::{Ascii, MetadataValue};
use tonic::service::Interceptor;
use tonic::{Request, Status};

use crate::error::Error;
use crate::trace;

const AUTHORIZATION: &str = "authorization";

/// Puts the secret and the current trace into every call.
#[derive(Clone, Debug)]
pub struct Credentials {
    header: MetadataValue<Ascii>,
}

impl Credentials {
    /// # Errors
    /// When the secret cannot be sent in a header.
    pub fn new(secret: &SecretString) -> Result<Self, Error> {
        let mut header: MetadataValue<Ascii> = format!("Bearer {}", secret.expose_secret())
            .parse()
            .map_err(|_not_ascii| Error::Secret)?;
        header.set_sensitive(true);
        Ok(Self { header })
    }
}

impl Interceptor for Credentials {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        request
            .metadata_mut()
            .insert(AUTHORIZATION, self.header.clone());
        trace::inject(request.metadata_mut());
        Ok(request)
    }
}

/// Refuses every call that does not show the secret.
#[derive(Clone, Debug)]
pub struct Guard {
    expected: SecretString,
}

impl Guard {
    /// A guard that expects this secret.
    #[must_use]
    pub fn new(secret: &SecretString) -> Self {
        Self {
            expected: format!("Bearer {}", secret.expose_secret()).into(),
        }
    }
}

impl Interceptor for Guard {
    fn call(&mut self, request: Request<()>) -> Result<Request<()>, Status> {
        let shown = request
            .metadata()
            .get(AUTHORIZATION)
            .map_or(&[][..], |it| it.as_bytes());
        if same(shown, self.expected.expose_secret().as_bytes()) {
            Ok(request)
        } else {
            Err(Status::unauthenticated(
                "the shared secret is missing or wrong",
            ))
        }
    }
}

/// Compares in a time that depends on the lengths alone.
fn same(left: &[u8], right: &[u8]) -> bool {
    let difference = left
        .iter()
        .zip(right)
        .fold(0, |sum, (one, other)| sum | (one ^ other));
    left.len() == right.len() && difference == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(secret: &str) -> Request<()> {
        Credentials::new(&secret.into())
            .unwrap()
            .call(Request::new(()))
            .unwrap()
    }

    #[test]
    fn only_the_very_secret_passes() {
        let mut guard = Guard::new(&"correct horse".into());
        assert!(guard.call(shown("correct horse")).is_ok());
        for wrong in ["", "correct hors", "correct horsf", "correct horse "] {
            assert!(guard.call(shown(wrong)).is_err(), "{wrong:?}");
        }
        assert!(guard.call(Request::new(())).is_err());
    }
}
