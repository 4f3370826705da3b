//! Mail over TLS: to who can be trusted, or not at all.

use e2e::{Certificate, Cluster, MailServer, Privacy};

use super::{NEW, forgets, queue_is_empty, resets};

/// A cluster that sends mail to this address, and trusts one certificate.
async fn sending(url: &str, trusted: &Certificate) -> Cluster {
    let start = Cluster::start()
        .trusting(trusted)
        .set("SMTP_URL", url)
        .set("SMTP_FROM", "Hubbub <hubbub@chat.example>");
    start.up().await
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_goes_encrypted_from_the_first_byte_or_from_when_the_server_says_so() {
    for (privacy, scheme, query) in [
        (Privacy::Tls, "smtps", ""),
        (Privacy::StartTls, "smtp", "?tls=required"),
    ] {
        let (port, certificate) = (MailServer::port(), Certificate::new());
        let mail = MailServer::start_private(port, &certificate, privacy).await;
        let url = format!("{scheme}://localhost:{port}{query}");
        let cluster = sending(&url, &certificate).await;
        cluster.signs_up("alice").await;

        forgets(&cluster, "alice@example.com").await;

        let letter = mail.letter(1).await;
        assert_eq!(letter.to, "alice@example.com");
        assert!(letter.encrypted, "{privacy:?}");
        let _ = resets(&cluster, &letter.token(), NEW).await.status(204);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_is_kept_from_a_server_that_cannot_be_trusted_or_does_not_encrypt() {
    let (port, trusted) = (MailServer::port(), Certificate::new());
    let url = format!("smtp://localhost:{port}?tls=required");
    let cluster = sending(&url, &trusted).await;
    cluster.signs_up("alice").await;
    let stranger = Certificate::new();
    let mail = MailServer::start_private(port, &stranger, Privacy::StartTls).await;
    forgets(&cluster, "alice@example.com").await;
    mail.visited().await;
    assert!(mail.letters().is_empty());
    drop(mail);

    let mail = MailServer::start(port).await;
    mail.visited().await;
    assert!(mail.letters().is_empty());
    drop(mail);

    let mail = MailServer::start_private(port, &trusted, Privacy::StartTls).await;
    assert!(mail.letter(1).await.encrypted, "it waited");
    queue_is_empty(&cluster).await;
}
