//! One api on free ports, and people who talk to it.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::{Duration, Instant};

use api::config::{Api, RateMode, Signup};
use api::{Config, Listeners};
use domain::{Clock, SystemClock};
use lifecycle::Shutdown;
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;

pub(crate) const ORIGIN: &str = "http://localhost:8080";
pub(crate) const PASSWORD: &str = "correct horse battery";
const KEY: &str = "-----BEGIN PRIVATE KEY-----\n\
    MC4CAQAwBQYDK2VwBCIEIDNIYrIGG7e7vk8WkIlmqIaYMJfL7lSxCYERHpRSmGiz\n\
    -----END PRIVATE KEY-----\n";
/// How long a condition may take to come true.
const DEADLINE: Duration = Duration::from_secs(10);

/// A running api.
pub(crate) struct App {
    pub(crate) url: String,
    pub(crate) grpc: String,
    pub(crate) pool: PgPool,
    pub(crate) state: api::State,
    pub(crate) http: Client,
    shutdown: Shutdown,
}

impl Drop for App {
    fn drop(&mut self) {
        self.shutdown.abort();
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the servers of the tests are named from outside"
)]
fn redis_url() -> String {
    std::env::var("HUBBUB_TEST_REDIS_URL").unwrap_or_else(|_| "redis://127.0.0.1:6379".into())
}

pub(crate) fn config(pool: &PgPool) -> Config {
    let url = sqlx::ConnectOptions::to_url_lossy(&*pool.connect_options());
    Config {
        api: Api {
            rate_limits: RateMode::Off,
            http_workers: 2,
            signup: Signup::Open,
            ..Api::default()
        },
        door: auth::DoorConfig {
            public_url: ORIGIN.into(),
            ..auth::DoorConfig::default()
        },
        keys: auth::KeysConfig {
            jwt_keys: KEY.into(),
            access_ttl_s: 600,
        },
        passwords: auth::PasswordConfig {
            password_pepper: "p".repeat(32).into(),
            bcrypt_cost: 4,
        },
        store: store::Config {
            database_url: url.to_string().into(),
            database_pool: 10,
        },
        bus: bus::Config {
            redis_log_url: redis_url().into(),
            redis_prefix: format!("test-{}", Uuid::new_v4()),
            ..bus::Config::default()
        },
        rpc: rpc::Config {
            rpc_secret: "s".repeat(32).into(),
            api_grpc_url: "http://127.0.0.1:1".into(),
            files_grpc_url: "http://127.0.0.1:1".into(),
        },
        telemetry: lifecycle::telemetry::Config::default(),
    }
}

pub(crate) async fn spawn(pool: PgPool) -> App {
    let config = config(&pool);
    spawn_with(pool, config).await
}

pub(crate) async fn spawn_with(pool: PgPool, config: Config) -> App {
    start(pool, config, Arc::new(SystemClock)).await
}

pub(crate) async fn spawn_at(pool: PgPool, clock: Arc<dyn Clock>) -> App {
    let config = config(&pool);
    start(pool, config, clock).await
}

async fn start(pool: PgPool, config: Config, clock: Arc<dyn Clock>) -> App {
    let bind = || TcpListener::bind("127.0.0.1:0").unwrap();
    let listeners = Listeners {
        http: bind(),
        grpc: bind(),
        admin: bind(),
    };
    let url = format!("http://{}", listeners.http.local_addr().unwrap());
    let grpc = format!("http://{}", listeners.grpc.local_addr().unwrap());
    let service = api::build_at(config, listeners, clock).unwrap();
    let state = service.state().clone();
    let shutdown = Shutdown::new();
    let running = service.run(shutdown.clone());
    shutdown
        .tracker()
        .spawn(async move { running.await.unwrap() });
    let http = Client::builder().no_proxy().build().unwrap();
    let app = App {
        url,
        grpc,
        pool,
        state,
        http,
        shutdown,
    };
    eventually("the log is open", async || {
        matches!(app.state.bus.recovery().blessed().await, Ok(Some(_)))
    })
    .await;
    app
}

/// Waits until the condition holds; fails after ten seconds.
pub(crate) async fn eventually(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let start = Instant::now();
    while !holds().await {
        assert!(start.elapsed() < DEADLINE, "not within ten seconds: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// An answer, read whole.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) body: Value,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// The status and the problem's code.
    pub(crate) fn refusal(&self) -> (u16, &str) {
        assert_eq!(
            self.header("content-type"),
            "application/problem+json",
            "{:?}",
            self.body
        );
        (self.status.as_u16(), self.body["code"].as_str().unwrap())
    }

    /// The body of a success.
    pub(crate) fn ok(self) -> Value {
        assert!(self.status.is_success(), "{} {}", self.status, self.body);
        self.body
    }

    /// What is the same for every occurrence of the same refusal.
    pub(crate) fn anonymous(&self) -> Value {
        let mut body = self.body.clone();
        body["request_id"] = json!(null);
        body["instance"] = json!(null);
        body
    }
}

pub(crate) async fn send(request: RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    let bytes = response.bytes().await.unwrap();
    let body = if bytes.is_empty() {
        Value::Null
    } else {
        serde_json::from_slice(&bytes)
            .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&bytes).into_owned()))
    };
    Answer {
        status,
        headers,
        body,
    }
}

impl App {
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http
            .request(method, format!("{}/api/v1{path}", self.url))
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        send(self.request(Method::POST, path).json(&body)).await
    }

    pub(crate) async fn sign_up_answer(&self, handle: &str) -> Answer {
        self.post(
            "/auth/signup",
            json!({
                "email": format!("{handle}@example.com"),
                "handle": handle,
                "display_name": handle,
                "password": PASSWORD,
            }),
        )
        .await
    }

    pub(crate) async fn person(&self, handle: &str) -> Person<'_> {
        let answer = self.sign_up_answer(handle).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        Person::of(self, &answer.body)
    }

    pub(crate) async fn log_in(&self, login: &str, password: &str) -> Answer {
        self.post(
            "/auth/login",
            json!({ "login": login, "password": password }),
        )
        .await
    }
}

/// Somebody who is signed in.
pub(crate) struct Person<'a> {
    pub(crate) app: &'a App,
    pub(crate) id: String,
    pub(crate) token: String,
    pub(crate) refresh: String,
}

impl<'a> Person<'a> {
    pub(crate) fn of(app: &'a App, signed_in: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        Self {
            app,
            id: text(&signed_in["user"]["id"]),
            token: text(&signed_in["access_token"]),
            refresh: text(&signed_in["refresh_token"]),
        }
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.app.request(method, path).bearer_auth(&self.token)
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        send(self.request(Method::GET, path)).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        send(self.request(Method::POST, path).json(&body)).await
    }

    pub(crate) async fn act(&self, path: &str) -> Answer {
        send(self.request(Method::POST, path)).await
    }

    pub(crate) async fn patch(&self, path: &str, body: Value) -> Answer {
        send(self.request(Method::PATCH, path).json(&body)).await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Answer {
        send(self.request(Method::PUT, path).json(&body)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        send(self.request(Method::DELETE, path)).await
    }

    /// A new workspace of theirs; its id.
    pub(crate) async fn workspace(&self, name: &str) -> String {
        let made = self.post("/workspaces", json!({ "name": name })).await.ok();
        made["id"].as_str().unwrap().to_owned()
    }

    /// A new channel of theirs; its id.
    pub(crate) async fn channel(&self, workspace: &str, name: &str, kind: &str) -> String {
        let path = format!("/workspaces/{workspace}/channels");
        let made = self
            .post(&path, json!({ "name": name, "kind": kind }))
            .await
            .ok();
        made["id"].as_str().unwrap().to_owned()
    }

    /// An invitation to a workspace; its code.
    pub(crate) async fn invite(&self, workspace: &str, input: Value) -> String {
        let made = self
            .post(&format!("/workspaces/{workspace}/invites"), input)
            .await
            .ok();
        made["code"].as_str().unwrap().to_owned()
    }

    /// Somebody new whom they invite.
    pub(crate) async fn guest(&self, workspace: &str, handle: &str, role: &str) -> Person<'a> {
        let code = self.invite(workspace, json!({ "role": role })).await;
        let other = self.app.person(handle).await;
        other.act(&format!("/invites/{code}/accept")).await.ok();
        other
    }

    /// The id of a channel of theirs with this name.
    pub(crate) async fn named(&self, workspace: &str, name: &str) -> String {
        let list = self
            .get(&format!("/workspaces/{workspace}/channels"))
            .await
            .ok();
        let found = list["data"]
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["name"] == name);
        found.unwrap()["id"].as_str().unwrap().to_owned()
    }
}
