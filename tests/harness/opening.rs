//! How a client opens its connection, and the loop that keeps it.

use std::sync::{Arc, atomic::Ordering};

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::{net::TcpStream, sync::mpsc};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{
        Error, Message,
        handshake::client::Request,
        http::{HeaderValue, header},
    },
};

use crate::{
    follow::{Following, Hole},
    frame::Frame,
    person::Person,
    socket::{Closed, Shared, Socket},
    wait::{DEADLINE, eventually, within},
};

/// How a client says who it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The cookie of a browser, which also sends its origin.
    Cookie,
    /// `Authorization: Bearer`.
    Header,
    /// The subprotocol `bearer.JWT`.
    Subprotocol,
    /// `?token=`.
    Url,
}

/// A connection about to be opened.
#[derive(Clone)]
pub struct Opening {
    who: Person,
    gateway: usize,
    address: Option<String>,
    by: By,
    origin: Option<String>,
    identify: Option<Value>,
    following: Following,
    resuming: bool,
    light: bool,
}

impl Opening {
    /// For this person: bearer in the header, gateway 0, no positions.
    #[must_use]
    pub fn of(who: &Person) -> Self {
        Self {
            who: who.clone(),
            gateway: 0,
            address: None,
            by: By::Header,
            origin: None,
            identify: None,
            following: Following::default(),
            resuming: false,
            light: false,
        }
    }

    /// At which gateway.
    #[must_use]
    pub fn at(mut self, gateway: usize) -> Self {
        self.gateway = gateway;
        self
    }

    /// Through a proxy in front of the gateway.
    #[must_use]
    pub fn through(mut self, address: String) -> Self {
        self.address = Some(address);
        self
    }

    /// How it says who it is.
    #[must_use]
    pub fn by(mut self, by: By) -> Self {
        self.by = by;
        self
    }

    /// Comes from a page of this origin.
    #[must_use]
    pub fn from_origin(mut self, origin: &str) -> Self {
        self.origin = Some(origin.to_owned());
        self
    }

    /// Comes back with what it knew.
    #[must_use]
    pub fn resuming(mut self, following: Following) -> Self {
        self.following = following;
        self.resuming = true;
        self
    }

    /// Identifies with exactly this data.
    #[must_use]
    pub fn identifying_with(mut self, data: Value) -> Self {
        self.identify = Some(data);
        self
    }

    /// Keeps what was applied, but not the frames: for many events.
    #[must_use]
    pub fn light(mut self) -> Self {
        self.light = true;
        self
    }

    /// Connects, identifies and waits for `ready`.
    ///
    /// # Panics
    /// When the gateway refuses.
    pub async fn open(self) -> Socket {
        let positions = self.resuming.then(|| json!(self.following.positions()));
        let plain = json!({ "client": "e2e/1", "positions": positions.unwrap_or(json!([])) });
        let identify = self.identify.clone().unwrap_or(plain);
        let socket = self
            .connect()
            .await
            .unwrap_or_else(|e| panic!("the gateway refuses: {e}"));
        socket.until("hello", |seen| seen.first("hello")).await;
        socket
            .sends_text(json!({ "type": "identify", "data": identify }).to_string())
            .await;
        socket.until("ready", |seen| seen.first("ready")).await;
        socket
    }

    /// Like [`Opening::open`], but comes back when it is sent away, as a real client does while
    /// something is broken.
    pub async fn open_at_last(self) -> Socket {
        let what = "a gateway that lets the client in";
        eventually(what, DEADLINE, async || self.clone().try_open().await).await
    }

    async fn try_open(self) -> Option<Socket> {
        let positions = json!(self.following.positions());
        let identify = json!({ "client": "e2e/1", "positions": positions });
        let socket = self.connect().await.ok()?;
        socket.tells("identify", identify).await;
        let ready = socket.until("ready, or the end", |seen| {
            seen.first("ready")
                .map(|_| true)
                .or(seen.closed.as_ref().map(|_| false))
        });
        ready.await.then_some(socket)
    }

    /// Connects and leaves it at that.
    ///
    /// # Errors
    /// When the gateway refuses the upgrade.
    pub async fn connect(self) -> Result<Socket, Error> {
        let address = self
            .address
            .clone()
            .unwrap_or_else(|| self.who.doors.gateways[self.gateway].clone());
        let stream = TcpStream::connect(&address).await?;
        stream.set_nodelay(true)?;
        let handshake = client_async(self.request(&address), stream);
        let (stream, _) = within("the upgrade", DEADLINE, handshake).await?;
        let shared = Arc::new(Shared::new(self.light, self.following));
        let (outgoing, commands) = mpsc::channel(1024);
        let client = Client {
            shared: Arc::clone(&shared),
            stream,
        };
        let running = tokio::task::spawn(client.run(commands));
        Ok(Socket {
            who: self.who,
            shared,
            outgoing,
            running,
        })
    }

    /// The HTTP status with which the upgrade is refused.
    ///
    /// # Panics
    /// When it is not refused.
    pub async fn refusal(self) -> u16 {
        match self.connect().await {
            Err(Error::Http(answer)) => answer.status().as_u16(),
            Err(other) => panic!("a refusal should be an HTTP answer: {other}"),
            Ok(_) => panic!("the gateway should have refused"),
        }
    }

    fn request(&self, address: &str) -> Request {
        let token = &self.who.token;
        let query = if self.by == By::Url {
            format!("?token={token}")
        } else {
            String::new()
        };
        let mut protocols = "hubbub.v1".to_owned();
        if self.by == By::Subprotocol {
            protocols = format!("{protocols}, bearer.{token}");
        }
        let mut request = Request::builder()
            .uri(format!("ws://{address}/ws{query}"))
            .header(header::HOST, address)
            .header(header::CONNECTION, "Upgrade")
            .header(header::UPGRADE, "websocket")
            .header(header::SEC_WEBSOCKET_VERSION, "13")
            .header(header::SEC_WEBSOCKET_KEY, "dGhlIHNhbXBsZSBub25jZQ==")
            .header(header::SEC_WEBSOCKET_PROTOCOL, protocols)
            .body(())
            .expect("a request of fixed parts");
        let mut set = |name, value: String| {
            request
                .headers_mut()
                .insert(name, HeaderValue::from_str(&value).expect("a header"));
        };
        match self.by {
            By::Header => set(header::AUTHORIZATION, format!("Bearer {token}")),
            By::Cookie => set(header::COOKIE, format!("hubbub_access={token}")),
            By::Subprotocol | By::Url => (),
        }
        if let Some(origin) = &self.origin {
            set(header::ORIGIN, origin.clone());
        }
        request
    }
}

struct Client {
    shared: Arc<Shared>,
    stream: WebSocketStream<TcpStream>,
}

impl Client {
    async fn run(mut self, mut commands: mpsc::Receiver<String>) {
        let closed = loop {
            let answers = tokio::select! {
                message = self.stream.next() => match message {
                    Some(Ok(Message::Text(text))) => self.shared.takes(&text),
                    Some(Ok(Message::Close(frame))) => break frame,
                    Some(Ok(_)) => continue,
                    Some(Err(_)) | None => break None,
                },
                Some(command) = commands.recv() => vec![command],
            };
            for answer in answers {
                if self.stream.feed(Message::text(answer)).await.is_err() {
                    break;
                }
            }
            let _ = self.stream.flush().await;
        };
        let closed = closed.map_or(
            Closed {
                code: 1006,
                reason: String::new(),
            },
            |frame| Closed {
                code: frame.code.into(),
                reason: frame.reason.to_string(),
            },
        );
        self.shared.seen().closed = Some(closed);
        self.shared.changed();
        // The answer to the other side's Close, as the WebSocket protocol wants it.
        let _ = self.stream.flush().await;
    }
}

impl Shared {
    /// Takes one frame in, and gives what a client says to it.
    fn takes(&self, text: &str) -> Vec<String> {
        let frame = Frame::parse(text);
        let mut answers = Vec::new();
        let mut seen = self.seen();
        let following = &mut seen.following;
        let mut holes: Vec<Hole> = Vec::new();
        match frame.kind.as_str() {
            _ if frame.seq.is_some() => holes.extend(following.event(frame.clone())),
            "ready" => following.ready(&frame.data()),
            "resumed" => holes.extend(following.resumed(&frame.data())),
            "channel.added" => following.added(&frame.data()),
            "ok" => holes.extend(following.answered(&frame)),
            "error" => following.refused(&frame),
            "ping" => {
                answers.push(r#"{"type":"pong"}"#.to_owned());
                let data = frame.data();
                for (channel, head) in data["heads"].as_object().into_iter().flatten() {
                    holes.extend(following.head(channel, head.as_i64().unwrap_or_default()));
                }
            }
            _ => (),
        }
        for hole in holes {
            let id = self.next_id.fetch_add(1, Ordering::Relaxed);
            following.asks(id, &hole);
            let data = json!({ "channel": hole.channel, "after_seq": hole.after });
            answers.push(json!({ "type": "fill", "id": id, "data": data }).to_string());
        }
        if !(self.light && frame.seq.is_some()) {
            seen.frames.push(frame);
        }
        drop(seen);
        self.changed();
        answers
    }
}
