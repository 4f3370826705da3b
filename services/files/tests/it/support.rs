//! One files service on free ports, and people who use it.

use std::collections::HashSet;
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use auth::{Keys, KeysConfig};
use domain::{ChannelId, Clock as _, FileId, ImageId, SessionId, SystemClock, UserId, WorkspaceId};
use files::{Config, Listeners};
use lifecycle::Shutdown;
use reqwest::multipart::{Form, Part};
use reqwest::{Client, Method, RequestBuilder, Response};
use rpc::files::Carrier;
use rpc::{FilesClient, ImagesClient};
use secrecy::SecretString;
use serde_json::Value;
use sqlx::{ConnectOptions as _, PgPool};
use tokio::time::{Instant, sleep};

mod aging;
pub(crate) mod clamd;
pub(crate) mod faults;
mod s3;
mod stand_in;

pub(crate) use aging::eventually;

use s3::{BUCKET, S3};
use stand_in::Chat;

const KEY: &str = "-----BEGIN PRIVATE KEY-----\n\
    MC4CAQAwBQYDK2VwBCIEIDNIYrIGG7e7vk8WkIlmqIaYMJfL7lSxCYERHpRSmGiz\n\
    -----END PRIVATE KEY-----\n";
const SECRET: &str = "the secret among the services";
/// Small, so that tests reach it.
pub(crate) const UPLOAD_MAX_BYTES: u64 = 12 * 1024 * 1024;
/// Likewise.
pub(crate) const IMAGE_MAX_BYTES: u64 = 1024 * 1024;
const PATIENCE: Duration = Duration::from_secs(20);

/// A service that runs, with all that it needs.
pub(crate) struct Place {
    pub(crate) workspace: WorkspaceId,
    pub(crate) channel: ChannelId,
    pub(crate) s3: S3,
    pub(crate) pool: PgPool,
    readers: Arc<Mutex<HashSet<(UserId, ChannelId)>>>,
    /// Files of which messages were told.
    pub(crate) updated: Arc<Mutex<Vec<Value>>>,
    keys: Keys,
    url: String,
    claims: FilesClient,
    pub(crate) images: ImagesClient,
    http: Client,
    shutdown: Shutdown,
}

/// Somebody with an account in the workspace.
pub(crate) struct Person {
    pub(crate) id: UserId,
    token: String,
}

#[expect(clippy::disallowed_methods, reason = "tests have no configuration")]
fn redis_url() -> SecretString {
    std::env::var("HUBBUB_TEST_REDIS_URL")
        .expect("HUBBUB_TEST_REDIS_URL")
        .into()
}

fn free() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").unwrap()
}

/// What every place has alike.
fn configured(pool: &PgPool, s3: &str) -> Config {
    let mut config = Config::default();
    config.rpc.rpc_secret = SECRET.into();
    config.files.upload_max_bytes = UPLOAD_MAX_BYTES;
    config.files.image_max_bytes = IMAGE_MAX_BYTES;
    config.store.database_url = pool.connect_options().to_url_lossy().to_string().into();
    config.bus.redis_log_url = redis_url();
    s3.clone_into(&mut config.s3.s3_endpoint);
    BUCKET.clone_into(&mut config.s3.s3_bucket);
    config.s3.s3_access_key = "access".into();
    config.s3.s3_secret_key = "secret".into();
    s3.clone_into(&mut config.s3.s3_public_url);
    config.program = Some(env!("CARGO_BIN_EXE_files").into());
    config
}

impl Place {
    pub(crate) async fn open(pool: PgPool) -> Self {
        Self::open_with(pool, |_config| {}).await
    }

    /// As [`Place::open`], with something configured otherwise.
    pub(crate) async fn open_with(pool: PgPool, change: impl FnOnce(&mut Config)) -> Self {
        let now = SystemClock.now();
        let keys = KeysConfig {
            jwt_keys: KEY.into(),
            access_ttl_s: 600,
        };
        let keys = Keys::load(&keys).unwrap();
        let shutdown = Shutdown::new();
        let workspace = WorkspaceId::generate(now, &mut rand::rng());
        let readers = Arc::default();
        let updated = Arc::default();
        let chat = Chat {
            workspace,
            readers: Arc::clone(&readers),
            jwks: keys.jwks().clone(),
            updated: Arc::clone(&updated),
        };
        let api = chat.serve(SECRET, &shutdown).await;
        let s3 = S3::start().await;
        let listeners = Listeners {
            http: free(),
            grpc: free(),
            admin: free(),
        };
        let url = format!("http://{}", listeners.http.local_addr().unwrap());
        let mut config = configured(&pool, &s3.endpoint);
        config.rpc.api_grpc_url = api;
        config.rpc.files_grpc_url = format!("http://{}", listeners.grpc.local_addr().unwrap());
        config.bus.redis_prefix = format!("test-{workspace}");
        change(&mut config);
        let claims = FilesClient::connect(&config.rpc).unwrap();
        let images = ImagesClient::connect(&config.rpc).unwrap();
        let service = files::build(config, listeners).await.unwrap();
        let run = Box::pin(service.run(shutdown.clone()));
        shutdown.tracker().spawn(async move { run.await.unwrap() });
        let channel = ChannelId::generate(now, &mut rand::rng());
        let http = Client::new();
        let place = Self {
            workspace,
            channel,
            s3,
            pool,
            readers,
            updated,
            keys,
            url,
            claims,
            images,
            http,
            shutdown,
        };
        place.make_workspace().await;
        place.is_ready().await;
        place
    }

    async fn make_workspace(&self) {
        let owner = self.account().await;
        let slug = self.workspace.to_string();
        let mut conn = self.pool.acquire().await.unwrap();
        let names = ("Acme", slug.as_str());
        let now = SystemClock.now();
        store::workspaces::insert(&mut conn, self.workspace, names, owner, now)
            .await
            .unwrap();
    }

    async fn account(&self) -> UserId {
        let now = SystemClock.now();
        let id = UserId::generate(now, &mut rand::rng());
        let name = id.to_string();
        let new = store::accounts::New {
            id,
            email: &name,
            email_key: &name,
            handle: &name,
            handle_key: &name,
            display_name: "Alice",
            created_at: now,
        };
        store::accounts::insert(&mut self.pool.acquire().await.unwrap(), &new)
            .await
            .unwrap();
        id
    }

    /// The keys are fetched in the background.
    async fn is_ready(&self) {
        let somebody = self.person().await;
        let end = Instant::now() + PATIENCE;
        while self.get(&somebody, "/nothing").await.status() == 503 {
            assert!(Instant::now() < end, "the service does not become ready");
            sleep(Duration::from_millis(20)).await;
        }
    }

    /// Somebody new in the workspace.
    pub(crate) async fn person(&self) -> Person {
        let id = self.account().await;
        let now = SystemClock.now();
        let session = SessionId::generate(now, &mut rand::rng());
        Person {
            id,
            token: self.keys.sign(id, session, now).unwrap(),
        }
    }

    /// From now on they may read the channel.
    pub(crate) fn joins(&self, who: &Person) {
        self.readers.lock().unwrap().insert((who.id, self.channel));
    }

    /// From now on they may not.
    pub(crate) fn leaves(&self, who: &Person) {
        self.readers.lock().unwrap().remove(&(who.id, self.channel));
    }

    pub(crate) fn request(&self, who: &Person, method: Method, path: &str) -> RequestBuilder {
        let url = format!("{}/api/v1/files{path}", self.url);
        self.http.request(method, url).bearer_auth(&who.token)
    }

    /// A request to a path below `/api/v1`.
    pub(crate) fn at_api(&self, who: &Person, method: Method, path: &str) -> RequestBuilder {
        let url = format!("{}/api/v1{path}", self.url);
        self.http.request(method, url).bearer_auth(&who.token)
    }

    pub(crate) async fn get(&self, who: &Person, path: &str) -> Response {
        self.request(who, Method::GET, path).send().await.unwrap()
    }

    /// Somebody without a token.
    pub(crate) async fn stranger(&self, path: &str) -> Response {
        self.http
            .get(format!("{}/api/v1/files{path}", self.url))
            .send()
            .await
            .unwrap()
    }

    pub(crate) async fn post(&self, who: &Person, form: Form) -> Response {
        self.request(who, Method::POST, "")
            .multipart(form)
            .send()
            .await
            .unwrap()
    }

    /// Uploads; the answer.
    pub(crate) async fn try_upload(&self, who: &Person, name: &str, bytes: &[u8]) -> Response {
        let part = Part::bytes(bytes.to_vec()).file_name(name.to_owned());
        let form = Form::new()
            .text("workspace_id", self.workspace.to_string())
            .part("file", part);
        self.post(who, form).await
    }

    /// Uploads; the file.
    pub(crate) async fn upload(&self, who: &Person, name: &str, bytes: &[u8]) -> Value {
        let answer = self.try_upload(who, name, bytes).await;
        let status = answer.status();
        let file: Value = answer.json().await.unwrap();
        assert_eq!(status, 201, "{file}");
        file
    }

    /// The file, once what is said of it is so.
    pub(crate) async fn becomes(
        &self,
        who: &Person,
        file: &Value,
        is_so: impl Fn(&Value) -> bool,
    ) -> Value {
        let end = Instant::now() + PATIENCE;
        loop {
            let answer = self.get(who, &path(file, "")).await;
            let now: Value = answer.json().await.unwrap();
            if is_so(&now) {
                return now;
            }
            assert!(Instant::now() < end, "it stays as it is: {now}");
            sleep(Duration::from_millis(20)).await;
        }
    }

    /// The file, once it has thumbnails.
    pub(crate) async fn previewed(&self, who: &Person, file: &Value) -> Value {
        self.becomes(who, file, |now| now["thumbnail_url"].is_string())
            .await
    }

    /// These pictures were stored more than a day ago.
    pub(crate) async fn a_day_passes(&self, images: &[ImageId]) {
        let ids: Vec<uuid::Uuid> = images.iter().map(|id| id.as_uuid()).collect();
        #[expect(clippy::disallowed_methods, reason = "nothing else sets back the time")]
        let aged = sqlx::query(
            "update images set created_at = created_at - interval '25 hours' where id = any($1)",
        );
        aged.bind(ids).execute(&self.pool).await.unwrap();
    }

    /// The bucket has this many objects in the end.
    pub(crate) async fn has_objects(&self, count: usize) {
        let end = Instant::now() + PATIENCE;
        while self.s3.objects().len() != count {
            let found = self.s3.objects();
            assert!(Instant::now() < end, "{count} objects expected: {found:?}");
            sleep(Duration::from_millis(100)).await;
        }
    }

    /// A message of theirs with this nonce claims the file.
    pub(crate) async fn claim(
        &self,
        who: &Person,
        file: &Value,
        nonce: &str,
    ) -> Result<Vec<protocol::file::File>, rpc::Error> {
        let carrier = Carrier {
            channel: self.channel,
            author: who.id,
            nonce: nonce.to_owned(),
        };
        self.claims.claim(&[id(file)], &carrier).await
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.shutdown.abort();
    }
}

pub(crate) fn id(file: &Value) -> FileId {
    file["id"].as_str().unwrap().parse().unwrap()
}

pub(crate) fn path(file: &Value, rest: &str) -> String {
    format!("/{}{rest}", id(file))
}

/// The code of a refusal, after a look at its shape.
pub(crate) async fn refused(answer: Response, status: u16) -> String {
    let (actual, kind) = (
        answer.status(),
        answer.headers().get("content-type").cloned(),
    );
    let problem: Value = answer.json().await.unwrap();
    assert_eq!(actual, status, "{problem}");
    assert_eq!(kind.unwrap(), "application/problem+json");
    assert!(problem["request_id"].is_string(), "{problem}");
    problem["code"].as_str().unwrap().to_owned()
}

/// Bytes that compress badly and repeat nowhere near.
pub(crate) fn noise(len: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut bytes = Vec::with_capacity(len + 8);
    while bytes.len() < len {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes.truncate(len);
    // Not by chance the beginning of something.
    bytes[..4].fill(0);
    bytes
}
