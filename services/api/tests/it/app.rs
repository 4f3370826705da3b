//! One api on free ports, and people who talk to it.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::{Duration, Instant};

use api::config::{Api, RateMode, Signup};
use api::{Config, Listeners};
use domain::{Clock, SystemClock};
use lifecycle::Shutdown;
use reqwest::Client;
use sqlx::PgPool;
use uuid::Uuid;

pub(crate) use crate::person::{Answer, Person, send};

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
        mail: api::mail::Config::default(),
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
        gifs: api::config::Gifs::default(),
        push: push::Config::default(),
        fetch: fetch::Config::default(),
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

pub(crate) async fn spawn_with_at(pool: PgPool, config: Config, clock: Arc<dyn Clock>) -> App {
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
    let running = Box::pin(service.run(shutdown.clone()));
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
