//! A certificate of a test's own, for `localhost`: whoever is to trust it is given it.

use std::sync::Arc;

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

/// The kinds of values of DER that a certificate is made of.
const BITS: u8 = 0x03;
const OCTETS: u8 = 0x04;
const TEXT: u8 = 0x0c;
const TIME: u8 = 0x17;
const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const CONTEXT_0: u8 = 0xa0;
const CONTEXT_3: u8 = 0xa3;
const DNS_NAME: u8 = 0x82;

/// Version 3, and a serial number.
const VERSION: [u8; 3] = [0x02, 0x01, 0x02];
const SERIAL: [u8; 3] = [0x02, 0x01, 0x01];
/// 1.3.101.112, 2.5.4.3 and 2.5.29.17.
const ED25519: [u8; 5] = [0x06, 0x03, 0x2b, 0x65, 0x70];
const COMMON_NAME: [u8; 5] = [0x06, 0x03, 0x55, 0x04, 0x03];
const ALTERNATIVE_NAME: [u8; 5] = [0x06, 0x03, 0x55, 0x1d, 0x11];

/// A certificate and its key.
pub struct Certificate {
    der: Vec<u8>,
    key: Vec<u8>,
}

impl Default for Certificate {
    fn default() -> Self {
        Self::new()
    }
}

impl Certificate {
    /// A new one, signed by itself.
    ///
    /// # Panics
    /// When there is no chance to be had.
    #[must_use]
    pub fn new() -> Self {
        let pair = Ed25519KeyPair::generate().expect("a key");
        let key = pair.to_pkcs8v1().expect("a key that can be written");
        let algorithm = der(SEQUENCE, &[&ED25519]);
        let name = der(SEQUENCE, &[&COMMON_NAME, &der(TEXT, &[b"a test"])]);
        let name = der(SEQUENCE, &[&der(SET, &[&name])]);
        let from = der(TIME, &[b"200101000000Z"]);
        let until = der(TIME, &[b"491231235959Z"]);
        let public = der(BITS, &[&[0], pair.public_key().as_ref()]);
        let hosts = der(SEQUENCE, &[&der(DNS_NAME, &[b"localhost"])]);
        let hosts = der(SEQUENCE, &[&ALTERNATIVE_NAME, &der(OCTETS, &[&hosts])]);
        let body = der(
            SEQUENCE,
            &[
                &der(CONTEXT_0, &[&VERSION]),
                &SERIAL,
                &algorithm,
                &name,
                &der(SEQUENCE, &[&from, &until]),
                &name,
                &der(SEQUENCE, &[&algorithm, &public]),
                &der(CONTEXT_3, &[&der(SEQUENCE, &[&hosts])]),
            ],
        );
        let signature = der(BITS, &[&[0], pair.sign(&body).as_ref()]);
        Self {
            der: der(SEQUENCE, &[&body, &algorithm, &signature]),
            key: key.as_ref().to_vec(),
        }
    }

    /// As a file that lists whom to trust.
    #[must_use]
    pub fn pem(&self) -> String {
        let text = STANDARD.encode(&self.der);
        let lines: Vec<&str> = (0..text.len())
            .step_by(64)
            .map(|at| &text[at..text.len().min(at + 64)])
            .collect();
        format!(
            "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n",
            lines.join("\n")
        )
    }

    /// Who shows it to those who connect.
    ///
    /// # Panics
    /// When it cannot be used.
    #[must_use]
    pub fn acceptor(&self) -> TlsAcceptor {
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(self.key.clone()));
        let chain = vec![CertificateDer::from(self.der.clone())];
        let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .expect("versions of TLS")
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .expect("a certificate with its key");
        TlsAcceptor::from(Arc::new(config))
    }
}

/// A value of DER: its kind, its length, its parts.
fn der(kind: u8, parts: &[&[u8]]) -> Vec<u8> {
    let body = parts.concat();
    let length = u16::try_from(body.len()).expect("a short value");
    let [high, low] = length.to_be_bytes();
    let mut value = match (high, low) {
        (0, 0..=0x7f) => vec![kind, low],
        (0, _) => vec![kind, 0x81, low],
        _ => vec![kind, 0x82, high, low],
    };
    value.extend(body);
    value
}
