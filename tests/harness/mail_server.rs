//! A mail server that keeps what it is given.

use std::sync::{Arc, Mutex};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

use crate::{
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
        let listener = TcpListener::bind(("127.0.0.1", port))
            .await
            .expect("a free port");
        let letters = Arc::new(Mutex::new(Vec::new()));
        let taken = Arc::clone(&letters);
        let running = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&taken)));
            }
        });
        Self { letters, running }
    }

    /// All that arrived so far.
    ///
    /// # Panics
    /// Never: nobody panics with the lock.
    #[must_use]
    pub fn letters(&self) -> Vec<Letter> {
        self.letters.lock().expect("no holder panics").clone()
    }

    /// Waits for the `count`-th mail.
    pub async fn letter(&self, count: usize) -> Letter {
        eventually(&format!("mail {count}"), DEADLINE, async || {
            self.letters().get(count - 1).cloned()
        })
        .await
    }
}

async fn serve(stream: TcpStream, letters: Arc<Mutex<Vec<Letter>>>) {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read);
    let mut to = String::new();
    if write.write_all(b"220 test\r\n").await.is_err() {
        return;
    }
    loop {
        let mut line = String::new();
        if !lines
            .read_line(&mut line)
            .await
            .is_ok_and(|bytes| bytes > 0)
        {
            return;
        }
        let command = line.trim_end().to_ascii_uppercase();
        let answer = if command.starts_with("EHLO") {
            "250 test"
        } else if command.starts_with("RCPT TO:") {
            to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
            "250 ok"
        } else if command == "DATA" {
            let _ = write.write_all(b"354 go on\r\n").await;
            let mut raw = String::new();
            while !raw.ends_with("\r\n.\r\n") {
                if !lines.read_line(&mut raw).await.is_ok_and(|bytes| bytes > 0) {
                    return;
                }
            }
            let letter = Letter {
                to: to.clone(),
                raw,
            };
            letters.lock().expect("no holder panics").push(letter);
            "250 taken"
        } else if command == "QUIT" {
            let _ = write.write_all(b"221 bye\r\n").await;
            return;
        } else {
            "250 ok"
        };
        if write
            .write_all(format!("{answer}\r\n").as_bytes())
            .await
            .is_err()
        {
            return;
        }
    }
}
