//! Redis with TLS: only whoever shows a certificate of the right authority is spoken to.

use std::path::Path;
use std::process::Command;

use bus::{Bus, Error};
use domain::Partitions;
use secrecy::SecretString;
use tempfile::TempDir;

use crate::support::config;
use crate::support::server::{Server, free_port};

/// Certificates in a folder: `NAME.pem` and `NAME.key`, all signed by `authority.pem`.
struct Authority(TempDir);

impl Authority {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        openssl(
            folder.path(),
            "req -x509 -newkey ed25519 -nodes -days 2 -subj /CN=authority \
             -keyout authority.key -out authority.pem",
        );
        Self(folder)
    }

    fn signs(&self, name: &str) {
        let folder = self.0.path();
        openssl(
            folder,
            &format!(
                "req -newkey ed25519 -nodes -subj /CN={name} -keyout {name}.key -out {name}.csr \
                 -addext subjectAltName=DNS:localhost,IP:127.0.0.1"
            ),
        );
        openssl(
            folder,
            &format!(
                "x509 -req -in {name}.csr -days 2 -CA authority.pem -CAkey authority.key \
                 -CAcreateserial -copy_extensions copy -out {name}.pem"
            ),
        );
    }

    fn path(&self, file: &str) -> String {
        let path = self.0.path().join(file);
        path.to_str().unwrap().to_owned()
    }

    fn text(&self, file: &str) -> SecretString {
        let text = std::fs::read_to_string(self.path(file)).unwrap();
        SecretString::from(text)
    }
}

fn openssl(folder: &Path, words: &str) {
    let done = Command::new("openssl")
        .args(words.split_whitespace())
        .current_dir(folder)
        .output()
        .expect("openssl is on PATH");
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
}

/// A server that speaks TLS on the port, and asks its clients for certificates or does not.
async fn server(authority: &Authority, port: u16, asks: &str) -> Server {
    authority.signs("server");
    Server::start_with(&[
        "--tls-port",
        &port.to_string(),
        "--tls-cert-file",
        &authority.path("server.pem"),
        "--tls-key-file",
        &authority.path("server.key"),
        "--tls-ca-cert-file",
        &authority.path("authority.pem"),
        "--tls-auth-clients",
        asks,
    ])
    .await
}

fn bus(port: u16, settle: impl FnOnce(&mut bus::Config)) -> Result<Bus, Error> {
    let mut config = config(&format!("rediss://localhost:{port}"), "tls");
    settle(&mut config);
    Bus::new(&config, Partitions::default())
}

#[tokio::test]
async fn a_server_of_the_given_authority_is_spoken_to_and_no_other() {
    let (ours, theirs) = (Authority::new(), Authority::new());
    let port = free_port();
    let _server = server(&ours, port, "no").await;

    let trusting = bus(port, |config| {
        config.redis_ca = Some(ours.text("authority.pem"));
    })
    .unwrap();
    let mistaken = bus(port, |config| {
        config.redis_ca = Some(theirs.text("authority.pem"));
    })
    .unwrap();
    let without = bus(port, |_config| {}).unwrap();

    trusting.ping_durable().await.unwrap();
    for refusing in [mistaken, without] {
        let refused = refusing.ping_durable().await.unwrap_err();
        let Error::Unavailable { source } = refused else {
            panic!("{refused:?}");
        };
        assert!(source.to_string().contains("certificate"), "{source}");
    }
}

#[tokio::test]
async fn a_server_that_asks_for_a_certificate_is_shown_one() {
    let authority = Authority::new();
    authority.signs("hubbub");
    let port = free_port();
    let _server = server(&authority, port, "yes").await;
    let ca = Some(authority.text("authority.pem"));

    let known = bus(port, |config| {
        config.redis_ca.clone_from(&ca);
        config.redis_cert = Some(authority.text("hubbub.pem"));
        config.redis_key = Some(authority.text("hubbub.key"));
    })
    .unwrap();
    let unknown = bus(port, |config| config.redis_ca.clone_from(&ca)).unwrap();

    known.ping_durable().await.unwrap();
    unknown.ping_durable().await.unwrap_err();
}

#[test]
fn certificates_that_cannot_be_used_are_refused_at_the_door() {
    let text = |text: &str| Some(SecretString::from(text));
    let no_key = bus(1, |config| config.redis_cert = text("x"));
    let no_certificate = bus(1, |config| config.redis_ca = text("/etc/ssl/ca.pem"));
    let broken = bus(1, |config| {
        config.redis_ca = text("-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n");
    });

    for refused in [no_key, no_certificate, broken] {
        let refused = refused.unwrap_err();
        assert!(matches!(refused, Error::Config { .. }), "{refused:?}");
    }
}
