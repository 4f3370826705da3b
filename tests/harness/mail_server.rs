//! A mail server that keeps what it is given.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader},
    net::TcpListener,
    task::JoinHandle,
};
use tokio_rustls::TlsAcceptor;

use crate::{
    certificate::Certificate,
    node::free_port,
    wait::{DEADLINE, eventually},
};

/// A mail that arrived.
#[derive(Debug, Clone)]
pub struct Letter {
    /// The address in the envelope.
    pub to: String,
    /// The whole mail, as it came.
    pub raw: String,
    /// Whether nobody on the way could read it.
    pub encrypted: bool,
}

/// How a mail server speaks TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Privacy {
    /// From the first byte.
    Tls,
    /// Once it is asked to.
    StartTls,
}

impl Letter {
    /// The plain text, decoded.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn text(&self) -> String {
        let start = self.raw.find("text/plain").expect("a plain part");
        let part = &self.raw[start..];
        let (head, body) = part.split_once("\r\n\r\n").expect("a part has a head");
        let body = body.split("\r\n--").next().unwrap_or_default();
        let head = head.to_ascii_lowercase();
        if head.contains("base64") {
            let compact: String = body.split_whitespace().collect();
            let bytes = STANDARD.decode(compact).expect("base64");
            String::from_utf8(bytes).expect("UTF-8")
        } else if head.contains("quoted-printable") {
            quoted_printable(body)
        } else {
            body.to_owned()
        }
    }

    /// The token of the link that sets a new password.
    ///
    /// # Panics
    /// When the text has no such link.
    #[must_use]
    pub fn token(&self) -> String {
        let text = self.text();
        let (_, rest) = text.split_once("/reset#").expect("a link with a token");
        rest.split_whitespace()
            .next()
            .unwrap_or_default()
            .to_owned()
    }
}

fn quoted_printable(text: &str) -> String {
    let joined = text.replace("=\r\n", "");
    let mut bytes = Vec::with_capacity(joined.len());
    let mut rest = joined.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let code = tail.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let byte = code.and_then(|two| u8::from_str_radix(two, 16).ok());
        match byte {
            Some(byte) if *first == b'=' => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).expect("UTF-8")
}

/// The server; it ends when it is dropped.
pub struct MailServer {
    letters: Arc<Mutex<Vec<Letter>>>,
    visits: Arc<AtomicUsize>,
    running: JoinHandle<()>,
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.running.abort();
    }
}

impl MailServer {
    /// A port for a server that is not there yet.
    #[must_use]
    pub fn port() -> u16 {
        free_port()
    }

    /// What a cluster is told of a server at this port.
    #[must_use]
    pub fn url(port: u16) -> String {
        format!("smtp://127.0.0.1:{port}")
    }

    /// Takes mail at this port.
    ///
    /// # Panics
    /// When the port is taken.
    pub async fn start(port: u16) -> Self {
        Self::listen(port, None).await
    }

    /// Takes mail at this port of `localhost`, encrypted.
    ///
    /// # Panics
    /// When the port is taken.
    pub async fn start_private(port: u16, shown: &Certificate, privacy: Privacy) -> Self {
        Self::listen(port, Some((shown.acceptor(), privacy))).await
    }

    async fn listen(port: u16, tls: Option<(TlsAcceptor, Privacy)>) -> Self {
        // The server before this one may still be letting go of it.
        let listener = eventually("a free port", DEADLINE, async || {
            TcpListener::bind(("127.0.0.1", port)).await.ok()
        })
        .await;
        let letters = Arc::new(Mutex::new(Vec::new()));
        let visits = Arc::new(AtomicUsize::new(0));
        let (taken, ended) = (Arc::clone(&letters), Arc::clone(&visits));
        let running = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (letters, tls) = (Arc::clone(&taken), tls.clone());
                let ended = Arc::clone(&ended);
                tokio::spawn(async move {
                    match tls {
                        None => plain(stream, &letters).await,
                        Some((tls, privacy)) => private(stream, &letters, (tls, privacy)).await,
                    }
                    ended.fetch_add(1, Ordering::SeqCst);
                });
            }
        });
        Self {
            letters,
            visits,
            running,
        }
    }

    /// All that arrived so far.
    ///
    /// # Panics
    /// Never: nobody panics with the lock.
    #[must_use]
    pub fn letters(&self) -> Vec<Letter> {
        self.letters.lock().expect("no holder panics").clone()
    }

    /// Waits until somebody has come and gone, whether or not they left a mail.
    pub async fn visited(&self) {
        eventually("somebody comes", 2 * DEADLINE, async || {
            (self.visits.load(Ordering::SeqCst) > 0).then_some(())
        })
        .await;
    }

    /// Waits for the `count`-th mail.
    pub async fn letter(&self, count: usize) -> Letter {
        eventually(&format!("mail {count}"), DEADLINE, async || {
            self.letters().get(count - 1).cloned()
        })
        .await
    }
}

/// Letters that have arrived.
type Letters = Mutex<Vec<Letter>>;

async fn plain(stream: impl AsyncRead + AsyncWrite + Unpin, letters: &Letters) {
    let mut talk = Talk::over(stream, false);
    if talk.says("220 test").await {
        let _ = talk.serve(letters, false).await;
    }
}

async fn private(
    stream: impl AsyncRead + AsyncWrite + Unpin,
    letters: &Letters,
    (tls, privacy): (TlsAcceptor, Privacy),
) {
    let stream = if privacy == Privacy::StartTls {
        let mut talk = Talk::over(stream, false);
        if !talk.says("220 test").await || !talk.serve(letters, true).await {
            return;
        }
        talk.stream.into_inner()
    } else {
        stream
    };
    let Ok(stream) = tls.accept(stream).await else {
        return;
    };
    let mut talk = Talk::over(stream, true);
    if privacy == Privacy::StartTls || talk.says("220 test").await {
        let _ = talk.serve(letters, false).await;
    }
}

/// A conversation with somebody who has mail to deliver.
struct Talk<S> {
    stream: BufReader<S>,
    encrypted: bool,
    to: String,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Talk<S> {
    fn over(stream: S, encrypted: bool) -> Self {
        Self {
            stream: BufReader::new(stream),
            encrypted,
            to: String::new(),
        }
    }

    async fn says(&mut self, answer: &str) -> bool {
        let line = format!("{answer}\r\n");
        self.stream.write_all(line.as_bytes()).await.is_ok() && self.stream.flush().await.is_ok()
    }

    async fn hears(&mut self, text: &mut String) -> bool {
        let read = self.stream.read_line(text).await;
        read.is_ok_and(|bytes| bytes > 0)
    }

    /// Until it ends; whether it ended because it is to go on encrypted.
    async fn serve(&mut self, letters: &Letters, offers_tls: bool) -> bool {
        loop {
            let mut line = String::new();
            if !self.hears(&mut line).await {
                return false;
            }
            let command = line.trim_end().to_ascii_uppercase();
            let answer = if command.starts_with("EHLO") && offers_tls {
                "250-test\r\n250 STARTTLS"
            } else if command.starts_with("EHLO") {
                "250 test"
            } else if command == "STARTTLS" && offers_tls {
                return self.says("220 go on").await;
            } else if command.starts_with("RCPT TO:") {
                self.to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                "250 ok"
            } else if command == "DATA" {
                let Some(letter) = self.letter().await else {
                    return false;
                };
                letters.lock().expect("no holder panics").push(letter);
                "250 taken"
            } else if command == "QUIT" {
                let _ = self.says("221 bye").await;
                return false;
            } else {
                "250 ok"
            };
            if !self.says(answer).await {
                return false;
            }
        }
    }

    async fn letter(&mut self) -> Option<Letter> {
        let _ = self.says("354 go on").await;
        let mut raw = String::new();
        while !raw.ends_with("\r\n.\r\n") {
            if !self.hears(&mut raw).await {
                return None;
            }
        }
        Some(Letter {
            to: self.to.clone(),
            raw,
            encrypted: self.encrypted,
        })
    }
}
