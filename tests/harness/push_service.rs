//! A push service and the browsers behind it, as far as RFC 8030, 8291 and 8292 know them.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use aws_lc_rs::{
    aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey},
    agreement::{self, ECDH_P256, PrivateKey, UnparsedPublicKey},
    hkdf::{HKDF_SHA256, KeyType, Salt},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::Notify,
    task::JoinHandle,
};

/// A push service on this machine; it ends with this value.
pub struct PushService {
    port: u16,
    browsers: Arc<Mutex<HashMap<String, Arc<Inbox>>>>,
    serving: JoinHandle<()>,
}

/// A browser that has subscribed there.
pub struct Browser {
    endpoint: String,
    private: PrivateKey,
    public: Vec<u8>,
    auth: [u8; 16],
    inbox: Arc<Inbox>,
}

#[derive(Default)]
struct Inbox(Mutex<State>);

struct State {
    answer: u16,
    came: VecDeque<(HashMap<String, String>, Vec<u8>)>,
    refused: usize,
    held: Option<Arc<Held>>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            answer: 201,
            came: VecDeque::new(),
            refused: 0,
            held: None,
        }
    }
}

/// A request that gets no answer.
#[derive(Default)]
pub struct Held {
    is_asked: Mutex<bool>,
    let_go: Notify,
}

/// A push that was carried, decrypted.
#[derive(Debug)]
pub struct Carried {
    /// What it says.
    pub payload: Value,
    headers: HashMap<String, String>,
}

impl PushService {
    /// Starts one.
    ///
    /// # Panics
    /// When there is no free port.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let browsers: Arc<Mutex<HashMap<String, Arc<Inbox>>>> = Arc::default();
        let known = Arc::clone(&browsers);
        let serving = tokio::task::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::task::spawn(serve(stream, Arc::clone(&known)));
            }
        });
        Self {
            port,
            browsers,
            serving,
        }
    }

    /// `host:port`.
    #[must_use]
    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Whom its tokens are for.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("http://{}", self.address())
    }

    /// A browser that has just subscribed.
    ///
    /// # Panics
    /// When no key can be made.
    #[must_use]
    pub fn browser(&self) -> Browser {
        let path = format!("/push/{:032x}", rand::random::<u128>());
        let private = PrivateKey::generate(&ECDH_P256).expect("a key");
        let public = private
            .compute_public_key()
            .expect("its public half")
            .as_ref()
            .to_vec();
        let inbox = Arc::<Inbox>::default();
        lock(&self.browsers).insert(path.clone(), Arc::clone(&inbox));
        Browser {
            endpoint: format!("{}{path}", self.origin()),
            private,
            public,
            auth: rand::random(),
            inbox,
        }
    }
}

impl Drop for PushService {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Browser {
    /// What the browser's page gives to the server.
    #[must_use]
    pub fn subscription(&self) -> Value {
        json!({
            "endpoint": self.endpoint,
            "keys": {
                "p256dh": URL_SAFE_NO_PAD.encode(&self.public),
                "auth": URL_SAFE_NO_PAD.encode(self.auth),
            },
        })
    }

    /// What its service answers from now on.
    pub fn answers(&self, status: u16) {
        lock(&self.inbox.0).answer = status;
    }

    /// Its service does not answer the next request until it is let go.
    #[must_use]
    pub fn holds(&self) -> Arc<Held> {
        let held = Arc::<Held>::default();
        lock(&self.inbox.0).held = Some(Arc::clone(&held));
        held
    }

    /// How many pushes were not taken.
    #[must_use]
    pub fn refused(&self) -> usize {
        lock(&self.inbox.0).refused
    }

    /// The oldest push that was not looked at yet.
    ///
    /// # Panics
    /// When it is not for this browser.
    #[must_use]
    pub fn next(&self) -> Option<Carried> {
        let (headers, body) = lock(&self.inbox.0).came.pop_front()?;
        let payload = serde_json::from_slice(&self.decrypt(&body)).expect("JSON");
        Some(Carried { payload, headers })
    }

    /// RFC 8291, from the browser's side.
    fn decrypt(&self, body: &[u8]) -> Vec<u8> {
        let (salt, rest) = body.split_at(16);
        let (server, sealed) = rest[5..].split_at(usize::from(rest[4]));
        let peer = UnparsedPublicKey::new(&ECDH_P256, server);
        let shared = agreement::agree(&self.private, peer, "no point of the curve", |secret| {
            let info: [&[u8]; 3] = [b"WebPush: info\0", &self.public, server];
            Ok(derive::<32>(&self.auth, secret, &info))
        })
        .expect("a key of the curve");
        let key = derive::<16>(salt, &shared, &[b"Content-Encoding: aes128gcm\0"]);
        let nonce = derive::<12>(salt, &shared, &[b"Content-Encoding: nonce\0"]);
        let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key).expect("a key"));
        let mut sealed = sealed.to_vec();
        let nonce = Nonce::assume_unique_for_key(nonce);
        let open = key
            .open_in_place(nonce, Aad::empty(), &mut sealed)
            .expect("it is for this browser");
        let end = open
            .iter()
            .rposition(|byte| *byte != 0)
            .expect("a mark of the last record");
        assert_eq!(open[end], 2, "the last record");
        open[..end].to_vec()
    }
}

impl Carried {
    /// A header of the request, empty when it is absent.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// Checks who sent it, and for whom; gives what the token says.
    ///
    /// # Panics
    /// When it is not signed by this key for this service.
    #[must_use]
    pub fn verify(&self, public_key: &str, origin: &str) -> Value {
        let authorization = self.header("authorization");
        let parts = authorization
            .strip_prefix("vapid t=")
            .and_then(|rest| rest.split_once(", k="));
        let (token, key) = parts.expect("a token and a key");
        assert_eq!(key, public_key);
        let point = URL_SAFE_NO_PAD.decode(key).expect("base64url");
        let mut validation = Validation::new(Algorithm::ES256);
        validation.set_audience(&[origin]);
        let key = DecodingKey::from_ec_der(&point);
        jsonwebtoken::decode(token, &key, &validation)
            .expect("a token that holds")
            .claims
    }
}

impl Held {
    /// Whether the request has come.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        *lock(&self.is_asked)
    }

    /// Ends it without an answer.
    pub fn lets_go(&self) {
        self.let_go.notify_one();
    }
}

async fn serve(
    mut stream: TcpStream,
    browsers: Arc<Mutex<HashMap<String, Arc<Inbox>>>>,
) -> Option<()> {
    let mut bytes = Vec::new();
    let (head, at) = loop {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
        if let Some(at) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break (String::from_utf8_lossy(&bytes[..at]).into_owned(), at + 4);
        }
    };
    let mut lines = head.split("\r\n");
    let path = lines.next()?.split(' ').nth(1)?.to_owned();
    let headers: HashMap<String, String> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let length: usize = headers.get("content-length")?.parse().ok()?;
    while bytes.len() < at + length {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
    let inbox = lock(&browsers).get(&path).cloned();
    let status = match inbox {
        None => 404,
        Some(inbox) => inbox.takes(headers, bytes.split_off(at)).await?,
    };
    let answer =
        format!("HTTP/1.1 {status} Answer\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    stream.write_all(answer.as_bytes()).await.ok()
}

impl Inbox {
    /// The status to answer with; none: the connection is to break.
    async fn takes(&self, headers: HashMap<String, String>, body: Vec<u8>) -> Option<u16> {
        let held = lock(&self.0).held.take();
        if let Some(held) = held {
            *lock(&held.is_asked) = true;
            held.let_go.notified().await;
            return None;
        }
        let mut state = lock(&self.0);
        if (200..300).contains(&state.answer) {
            state.came.push_back((headers, body));
        } else {
            state.refused += 1;
        }
        Some(state.answer)
    }
}

fn derive<const N: usize>(salt: &[u8], secret: &[u8], info: &[&[u8]]) -> [u8; N] {
    struct Length(usize);
    impl KeyType for Length {
        fn len(&self) -> usize {
            self.0
        }
    }
    let mut derived = [0; N];
    let key = Salt::new(HKDF_SHA256, salt).extract(secret);
    let key = key.expand(info, Length(N)).expect("a short key");
    key.fill(&mut derived).expect("as long as asked for");
    derived
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
