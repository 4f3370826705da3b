//! One listening client: opens, identifies, then notes every event it hears until told to stop.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::handshake::client::Request;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use tokio_util::sync::CancellationToken;

use crate::frame;

const OPEN_TIMEOUT: Duration = Duration::from_secs(30);

/// What all sockets of a run share.
#[derive(Debug)]
pub(crate) struct Run {
    /// The run's clock starts here.
    pub(crate) start: Instant,
    /// Our messages heard, over all sockets.
    pub(crate) deliveries: AtomicU64,
    /// Sends answered with ok.
    pub(crate) accepted: AtomicU64,
    /// Sends answered with an error.
    pub(crate) refused: AtomicU64,
    /// Ends every socket.
    pub(crate) stop: CancellationToken,
}

impl Run {
    /// A run that starts now.
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self {
            start: Instant::now(),
            deliveries: AtomicU64::new(0),
            accepted: AtomicU64::new(0),
            refused: AtomicU64::new(0),
            stop: CancellationToken::new(),
        })
    }

    /// Microseconds since the start.
    pub(crate) fn now(&self) -> u64 {
        micros(self.start.elapsed())
    }
}

pub(crate) fn micros(span: Duration) -> u64 {
    u64::try_from(span.as_micros()).unwrap_or(u64::MAX)
}

/// What one socket heard.
#[derive(Debug, Default)]
pub(crate) struct Heard {
    /// From due to heard, in microseconds, for each of our messages.
    pub(crate) latencies: Vec<u32>,
    /// From due to accepted, in microseconds, for each of this socket's sends.
    pub(crate) accepts: Vec<u32>,
    /// Events that came before their predecessor, or whose predecessor never came.
    pub(crate) gaps: u64,
    /// Events that came again.
    pub(crate) repeats: u64,
    /// The last seq of each channel.
    pub(crate) last: HashMap<String, u64>,
    /// A digest of our bodies in the order heard.
    pub(crate) digest: Digest,
    /// Why the socket ended early, if it did.
    pub(crate) failure: Option<String>,
}

/// FNV-1a over bodies: what two listeners, or a listener and Postgres, must agree on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Digest(u64);

impl Default for Digest {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Digest {
    /// Takes in the next body.
    pub(crate) fn add(&mut self, body: &str) {
        for byte in body.bytes().chain([0]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

/// An open, identified socket.
pub(crate) struct Socket {
    stream: Stream,
    run: Arc<Run>,
    sends: mpsc::Receiver<Send>,
    heard: Heard,
    due: HashMap<u64, u64>,
}

/// A command to send, with its id and the moment it is due.
pub(crate) struct Send {
    pub(crate) id: u64,
    pub(crate) due: u64,
    pub(crate) frame: String,
}

impl Socket {
    /// Connects, identifies and waits for `ready`.
    pub(crate) async fn open(
        gateway: &str,
        token: &str,
        run: Arc<Run>,
    ) -> anyhow::Result<(Self, mpsc::Sender<Send>)> {
        let stream = connect(gateway, token).await?;
        let (sender, sends) = mpsc::channel(4096);
        let socket = Self {
            stream,
            run,
            sends,
            heard: Heard::default(),
            due: HashMap::new(),
        };
        Ok((socket, sender))
    }

    /// Where the channel's log stood before anything was said: the next seq heard is the one after.
    pub(crate) fn stands_at(&mut self, channel: String, head_seq: u64) {
        self.heard.last.insert(channel, head_seq);
    }

    /// Listens and sends until the run stops.
    pub(crate) async fn run(mut self) -> Heard {
        let stop = self.run.stop.clone();
        let ended = stop.run_until_cancelled(self.listen()).await;
        if let Some(Err(error)) = ended {
            self.heard.failure = Some(format!("{error:#}"));
        }
        self.stream.close(None).await.ok();
        self.heard
    }

    async fn listen(&mut self) -> anyhow::Result<()> {
        let mut sending = true;
        loop {
            tokio::select! {
                frame = self.stream.next() => match frame.context("the socket ended")?? {
                    Message::Text(text) => self.hear(&text).await?,
                    Message::Close(reason) => bail!("closed: {reason:?}"),
                    _ => {}
                },
                send = self.sends.recv(), if sending => match send {
                    Some(send) => {
                        self.due.insert(send.id, send.due);
                        self.stream.send(Message::text(send.frame)).await?;
                    }
                    None => sending = false,
                },
            }
        }
    }

    async fn hear(&mut self, text: &Utf8Bytes) -> anyhow::Result<()> {
        if let Some(seen) = frame::read(text) {
            self.note(&seen);
        } else if frame::is(text, "ok") {
            self.answered(text);
            self.run.accepted.fetch_add(1, Ordering::Relaxed);
        } else if frame::is(text, "error") {
            self.run.refused.fetch_add(1, Ordering::Relaxed);
            self.heard.failure.get_or_insert_with(|| text.to_string());
        } else if frame::is(text, "ping") {
            self.stream
                .send(Message::text(r#"{"type":"pong"}"#))
                .await?;
        }
        Ok(())
    }

    fn answered(&mut self, text: &str) {
        if let Some(due) = frame::answered(text).and_then(|id| self.due.remove(&id)) {
            self.heard.accepts.push(since(due, self.run.now()));
        }
    }

    fn note(&mut self, seen: &frame::Seen<'_>) {
        match self.heard.last.get_mut(seen.channel) {
            Some(last) if seen.seq <= *last => {
                self.heard.repeats += 1;
                return;
            }
            Some(last) => {
                self.heard.gaps += seen.seq - *last - 1;
                *last = seen.seq;
            }
            None => {
                self.heard.last.insert(seen.channel.to_owned(), seen.seq);
            }
        }
        let Some((body, due)) = seen.body.and_then(|body| Some((body, frame::due(body)?))) else {
            return;
        };
        self.heard.latencies.push(since(due, self.run.now()));
        self.heard.digest.add(body);
        self.run.deliveries.fetch_add(1, Ordering::Relaxed);
    }
}

pub(crate) type Stream = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Connects, identifies and waits for `ready`.
pub(crate) async fn connect(gateway: &str, token: &str) -> anyhow::Result<Stream> {
    let mut request = gateway.into_client_request()?;
    let headers = request.headers_mut();
    headers.insert(
        "sec-websocket-protocol",
        HeaderValue::from_static("hubbub.v1"),
    );
    headers.insert(
        "authorization",
        HeaderValue::from_str(&format!("Bearer {token}"))?,
    );
    tokio::time::timeout(OPEN_TIMEOUT, identified(request))
        .await
        .context("no ready in time")?
}

async fn identified(request: Request) -> anyhow::Result<Stream> {
    let (mut stream, _answer) = connect_async(request)
        .await
        .context("the gateway refused")?;
    let identify = r#"{"type":"identify","data":{"client":"bench/1"}}"#;
    stream.send(Message::text(identify)).await?;
    loop {
        match stream.next().await.context("closed before ready")?? {
            Message::Text(text) if frame::is(&text, "ready") => return Ok(stream),
            Message::Close(reason) => bail!("closed before ready: {reason:?}"),
            _ => {}
        }
    }
}

fn since(due: u64, now: u64) -> u32 {
    u32::try_from(now.saturating_sub(due)).unwrap_or(u32::MAX)
}
