//! Whom to trust, and who one is, when Redis speaks TLS.

use redis::{ClientTlsConfig, ErrorKind, RedisError, TlsCertificates};
use secrecy::{ExposeSecret, SecretString};

use crate::config::Config;
use crate::error::Error;

/// How a certificate begins.
const CERTIFICATE: &str = "-----BEGIN CERTIFICATE-----";

/// What the configuration says about certificates; None: the machine's own trust, and no
/// certificate to show.
///
/// # Errors
/// [`Error::Config`] when a certificate comes without its key, or a key without its certificate, or
/// what should be a certificate is none: nobody would be trusted.
pub(crate) fn trust(config: &Config) -> Result<Option<TlsCertificates>, Error> {
    let bytes = |pem: &SecretString| pem.expose_secret().as_bytes().to_vec();
    let client_tls = match (&config.redis_cert, &config.redis_key) {
        (None, None) => None,
        (Some(cert), Some(key)) => Some(ClientTlsConfig {
            client_cert: bytes(cert),
            client_key: bytes(key),
        }),
        _ => {
            return Err(unusable(
                "HUBBUB_REDIS_CERT and HUBBUB_REDIS_KEY go together",
            ));
        }
    };
    if let Some(ca) = &config.redis_ca
        && !ca.expose_secret().contains(CERTIFICATE)
    {
        return Err(unusable("HUBBUB_REDIS_CA holds no certificate in PEM"));
    }
    let root_cert = config.redis_ca.as_ref().map(bytes);
    let given = client_tls.is_some() || root_cert.is_some();
    Ok(given.then_some(TlsCertificates {
        client_tls,
        root_cert,
    }))
}

fn unusable(what: &'static str) -> Error {
    let source = RedisError::from((ErrorKind::InvalidClientConfig, what));
    Error::Config { source }
}
