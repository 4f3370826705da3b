//! The whole cluster of a test: its own database, its own keys in Redis, its own object store.

use std::{collections::BTreeMap, path::PathBuf, sync::Arc};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use tempfile::TempDir;

use crate::{
    certificate::Certificate,
    chaos_proxy::ChaosProxy,
    database::Database,
    node::{Kind, Node, env},
    person::{Channel, Person, Workspace},
    redis::Redis,
    resp,
    s3::S3,
    sentinels::Watched,
    wait::{DEADLINE, eventually},
};

/// The origin that browsers are told to be at.
pub const ORIGIN: &str = "http://hubbub.test";

/// Where clients knock.
#[derive(Debug)]
pub struct Doors {
    apis: Vec<String>,
    files: String,
    /// `host:port` of each gateway.
    pub gateways: Vec<String>,
}

impl Doors {
    /// How many replicas of api there are.
    pub(crate) fn apis(&self) -> usize {
        self.apis.len()
    }

    /// The URL of a path below `/api/v1` at a replica of api, or at files if it is theirs.
    #[must_use]
    pub fn rest(&self, api: usize, path: &str) -> String {
        let host = if is_of_files(path) {
            &self.files
        } else {
            &self.apis[api]
        };
        format!("http://{host}/api/v1{path}")
    }

    /// The URL of a path at the root of api.
    #[must_use]
    pub fn root(&self, path: &str) -> String {
        format!("http://{}{path}", self.apis[0])
    }
}

/// Whether the edge sends this path to files.
fn is_of_files(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    match parts.as_slice() {
        ["images", ..] | ["users", _, "avatar"] | ["channels", _, "cover"] => true,
        ["workspaces", _, "icon" | "storage" | "emoji", ..] => true,
        _ => path.starts_with("/files"),
    }
}

/// A running cluster. Everything ends when it is dropped.
pub struct Cluster {
    /// Replicas of api.
    pub apis: Vec<Node>,
    /// The files service.
    pub files: Node,
    /// Replicas of gateway.
    pub gateways: Vec<Node>,
    /// Workers.
    pub workers: Vec<Node>,
    /// A Redis of its own, if it was asked for.
    pub redis: Option<Redis>,
    /// A Redis with replicas and sentinels of its own, if it was asked for.
    pub watched: Option<Watched>,
    /// A proxy between the gateways and Redis, if it was asked for.
    pub gateway_redis: Option<ChaosProxy>,
    /// A proxy between the gateways and what of Redis may be lost, if it was asked for.
    pub gateway_live: Option<ChaosProxy>,
    /// A proxy between everything and Postgres, if it was asked for.
    pub postgres: Option<ChaosProxy>,
    /// Its database.
    pub database: Database,
    /// Where clients knock.
    pub doors: Arc<Doors>,
    s3: S3,
    folder: TempDir,
}

/// How a cluster shall be made.
pub struct Start {
    apis: usize,
    gateways: usize,
    workers: usize,
    own_redis: bool,
    watched_redis: bool,
    redis_proxy: bool,
    live_proxy: bool,
    postgres_proxy: bool,
    trusted: Option<String>,
    seaweedfs: bool,
    settings: BTreeMap<String, String>,
}

impl Cluster {
    /// Begins to describe one: a single process of each, unless asked for more.
    #[must_use]
    pub fn start() -> Start {
        Start {
            apis: 1,
            gateways: 1,
            workers: 1,
            own_redis: false,
            watched_redis: false,
            redis_proxy: false,
            live_proxy: false,
            postgres_proxy: false,
            trusted: None,
            seaweedfs: false,
            settings: BTreeMap::new(),
        }
    }

    /// All its processes.
    pub(crate) fn nodes(&mut self) -> impl Iterator<Item = &mut Node> {
        let others = [&mut self.files].into_iter();
        let others = others.chain(&mut self.gateways).chain(&mut self.workers);
        self.apis.iter_mut().chain(others)
    }

    /// The folder that its object store, when it is ours, keeps the bucket in.
    pub(crate) fn bucket(&self) -> PathBuf {
        self.folder.path().join("s3").join(S3::BUCKET)
    }

    /// The address of its object store.
    pub(crate) fn store(&self) -> String {
        self.s3.endpoint()
    }

    /// Somebody new signs up.
    pub async fn signs_up(&self, handle: &str) -> Person {
        Person::sign_up(Arc::clone(&self.doors), handle).await
    }

    /// Somebody without an account.
    #[must_use]
    pub fn stranger(&self) -> Person {
        Person::stranger(Arc::clone(&self.doors), "stranger")
    }

    /// People in a workspace and in one public channel, which the first of them made.
    pub async fn people<const N: usize>(&self, handles: [&str; N]) -> ([Person; N], Channel) {
        let (people, _, channel) = self.company(handles).await;
        (people, channel)
    }

    /// Like [`Cluster::people`], with the workspace.
    ///
    /// # Panics
    /// When nobody is asked for.
    pub async fn company<const N: usize>(
        &self,
        handles: [&str; N],
    ) -> ([Person; N], Workspace, Channel) {
        let mut people = Vec::with_capacity(N);
        for handle in handles {
            people.push(self.signs_up(handle).await);
        }
        let (first, others) = people.split_first().expect("somebody");
        let workspace = first.creates_workspace("Acme").await;
        first.invites(&workspace, "member", others).await;
        let channel = first.creates_channel(&workspace, "talk", "public").await;
        for other in others {
            other.joins(&channel).await;
        }
        let people = people
            .try_into()
            .unwrap_or_else(|_| unreachable!("as many as handles"));
        (people, workspace, channel)
    }
}

impl Start {
    /// This many replicas of api.
    #[must_use]
    pub fn apis(mut self, count: usize) -> Self {
        self.apis = count;
        self
    }

    /// This many gateways.
    #[must_use]
    pub fn gateways(mut self, count: usize) -> Self {
        self.gateways = count;
        self
    }

    /// This many workers; none is possible.
    #[must_use]
    pub fn workers(mut self, count: usize) -> Self {
        self.workers = count;
        self
    }

    /// A Redis of its own, which the test may kill and wipe.
    #[must_use]
    pub fn own_redis(mut self) -> Self {
        self.own_redis = true;
        self
    }

    /// A Redis of its own with replicas, which sentinels watch: the test may kill the primary.
    #[must_use]
    pub fn watched_redis(mut self) -> Self {
        self.watched_redis = true;
        self
    }

    /// The gateways reach Redis through a proxy.
    #[must_use]
    pub fn redis_proxy(mut self) -> Self {
        self.redis_proxy = true;
        self
    }

    /// The gateways reach what of Redis may be lost (presence, typing) through a proxy.
    #[must_use]
    pub fn live_proxy(mut self) -> Self {
        self.live_proxy = true;
        self
    }

    /// Everything reaches Postgres through a proxy.
    #[must_use]
    pub fn postgres_proxy(mut self) -> Self {
        self.postgres_proxy = true;
        self
    }

    /// Its services trust who shows this certificate, and nobody else.
    #[must_use]
    pub fn trusting(mut self, certificate: &Certificate) -> Self {
        self.trusted = Some(certificate.pem());
        self
    }

    /// Files are stored in a SeaweedFS, as in the containers.
    #[must_use]
    pub fn seaweedfs(mut self) -> Self {
        self.seaweedfs = true;
        self
    }

    /// A setting of every service: the variable's name without `HUBBUB_`.
    #[must_use]
    pub fn set(mut self, name: &str, value: &str) -> Self {
        self.settings
            .insert(format!("HUBBUB_{name}"), value.to_owned());
        self
    }

    /// Starts it and waits until all of it is ready.
    ///
    /// # Panics
    /// When some part does not start: the message carries the end of its log.
    pub async fn up(self) -> Cluster {
        let folder = TempDir::with_prefix("hubbub-cluster-").expect("a folder for the cluster");
        let database = Database::create().await;
        let redis = if self.own_redis {
            Some(Redis::start().await)
        } else {
            None
        };
        let watched = match self.watched_redis {
            true => Some(Watched::start().await),
            false => None,
        };
        let redis_url = match (&redis, &watched) {
            (_, Some(watched)) => watched.url(),
            (Some(redis), None) => redis.url(),
            (None, None) => env("HUBBUB_TEST_REDIS_URL"),
        };
        let s3 = S3::start(folder.path(), self.seaweedfs).await;
        let postgres = match self.postgres_proxy {
            true => Some(ChaosProxy::before(&database.address()).await),
            false => None,
        };
        let gateway_redis = match self.redis_proxy {
            true => Some(ChaosProxy::before_redis(host(&redis_url)).await),
            false => None,
        };
        let gateway_live = match self.live_proxy {
            true => Some(ChaosProxy::before_redis(host(&redis_url)).await),
            false => None,
        };

        let mut settings = common(&redis_url, &s3);
        let url = database.url();
        let url = match &postgres {
            Some(proxy) => url.replace(&database.address(), &proxy.address()),
            None => url.to_owned(),
        };
        settings.insert("HUBBUB_DATABASE_URL".to_owned(), url);
        settings.extend(self.settings);
        if let Some(pem) = self.trusted {
            let file = folder.path().join("trusted.pem");
            std::fs::write(&file, pem).expect("a file in the cluster's folder");
            let path = file.to_str().expect("a path in UTF-8").to_owned();
            settings.insert("SSL_CERT_FILE".to_owned(), path);
        }
        let new = |kind| Node::new(kind, &settings, folder.path());
        let mut apis: Vec<Node> = (0..self.apis).map(|_| new(Kind::Api)).collect();
        let mut files = new(Kind::Files);
        let mut gateways: Vec<Node> = (0..self.gateways).map(|_| new(Kind::Gateway)).collect();
        let mut workers: Vec<Node> = (0..self.workers).map(|_| new(Kind::Worker)).collect();

        let (api_url, files_url) = (grpc_url(&apis[0]), grpc_url(&files));
        for node in apis
            .iter_mut()
            .chain([&mut files])
            .chain(&mut gateways)
            .chain(&mut workers)
        {
            node.set("API_GRPC_URL", &api_url);
            node.set("FILES_GRPC_URL", &files_url);
        }
        if let Some(proxy) = &gateway_redis {
            for gateway in &mut gateways {
                gateway.set("REDIS_LOG_URL", format!("redis://{}", proxy.address()));
            }
        }
        if let Some(proxy) = &gateway_live {
            for gateway in &mut gateways {
                gateway.set("REDIS_LIVE_URL", format!("redis://{}", proxy.address()));
            }
        }
        for node in apis
            .iter_mut()
            .chain([&mut files])
            .chain(&mut gateways)
            .chain(&mut workers)
        {
            node.launch();
        }
        for node in apis
            .iter_mut()
            .chain([&mut files])
            .chain(&mut gateways)
            .chain(&mut workers)
        {
            node.ready().await;
        }
        let primary = watched.as_ref().map(Watched::primary);
        log_opens(&settings, primary.as_deref()).await;
        let doors = Arc::new(Doors {
            apis: apis.iter().map(Node::address).collect(),
            files: files.address(),
            gateways: gateways.iter().map(Node::address).collect(),
        });
        Cluster {
            apis,
            files,
            gateways,
            workers,
            redis,
            watched,
            gateway_redis,
            gateway_live,
            postgres,
            database,
            doors,
            s3,
            folder,
        }
    }
}

/// Waits until the log takes its first event: api opens it a moment after it is ready. `primary`
/// is where the log is if the settings do not say it.
pub(crate) async fn log_opens(settings: &BTreeMap<String, String>, primary: Option<&str>) {
    let redis = primary.unwrap_or_else(|| host(&settings["HUBBUB_REDIS_LOG_URL"]));
    let key = format!("{}:{{p15}}:inc", settings["HUBBUB_REDIS_PREFIX"]);
    eventually("the log opens", DEADLINE, async || {
        let incarnation = resp::command(redis, &["GET", &key]).ok()?;
        let text = incarnation.text();
        (!text.is_empty() && !text.ends_with("closed")).then_some(())
    })
    .await;
}

impl Drop for Cluster {
    /// A failed test shows what the services complained of.
    fn drop(&mut self) {
        if !std::thread::panicking() {
            return;
        }
        let others = [&self.files]
            .into_iter()
            .chain(&self.gateways)
            .chain(&self.workers);
        for node in self.apis.iter().chain(others) {
            let log = node.log();
            let complaints = log
                .lines()
                .filter(|l| l.contains("WARN") || l.contains("ERROR"));
            for line in complaints.take(20) {
                eprintln!("{:?}: {line}", node.kind);
            }
        }
    }
}

fn grpc_url(node: &Node) -> String {
    format!("http://{}", node.grpc())
}

fn host(redis_url: &str) -> &str {
    redis_url
        .trim_start_matches("redis://")
        .trim_end_matches('/')
}

/// What every service of the cluster is told.
fn common(redis_url: &str, s3: &S3) -> BTreeMap<String, String> {
    let settings = [
        ("ENV", "local"),
        ("PUBLIC_URL", ORIGIN),
        ("REDIS_LOG_URL", redis_url),
        ("REDIS_LIVE_URL", redis_url),
        (
            "REDIS_PREFIX",
            &format!("e2e-{:016x}", rand::random::<u64>()),
        ),
        ("RPC_SECRET", "the secret that the services of a test share"),
        ("PASSWORD_PEPPER", "the pepper in the passwords of a test"),
        ("JWT_KEYS", &signing_key()),
        ("BCRYPT_COST", "4"),
        ("RATE_LIMITS", "off"),
        ("LINK_PREVIEWS", "off"),
        ("SIGNUP", "open"),
        ("ALLOW_URL_TOKEN", "true"),
        ("DATABASE_POOL", "4"),
        ("S3_ENDPOINT", &s3.endpoint()),
        ("S3_PUBLIC_URL", &s3.endpoint()),
        ("S3_BUCKET", S3::BUCKET),
        ("S3_REGION", "us-east-1"),
        ("S3_ACCESS_KEY", S3::ACCESS_KEY),
        ("S3_SECRET_KEY", S3::SECRET_KEY),
        ("DRAIN_DELAY_S", "0"),
        ("DRAIN_WINDOW_S", "1"),
        ("LOG", "info"),
        ("LOG_FORMAT", "text"),
    ];
    settings
        .map(|(name, value)| (format!("HUBBUB_{name}"), value.to_owned()))
        .into()
}

/// A fresh Ed25519 key as PKCS#8 PEM: a fixed head and 32 bytes of chance.
fn signing_key() -> String {
    const HEAD: [u8; 16] = [
        0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04,
        0x20,
    ];
    let seed: [u8; 32] = rand::random();
    let der = STANDARD.encode([&HEAD[..], &seed].concat());
    format!("-----BEGIN PRIVATE KEY-----\n{der}\n-----END PRIVATE KEY-----\n")
}
