//! One process of the cluster.

use std::{
    collections::BTreeMap,
    fs::File,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Output, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use crate::{diagnosis::Diagnosis, wait::eventually};

/// How long a service may take until it is ready.
const START: Duration = Duration::from_secs(30);

/// Which service a process runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Rules and truth.
    Api,
    /// Sockets.
    Gateway,
    /// Log to Postgres.
    Worker,
    /// Bytes to S3.
    Files,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::Gateway => "gateway",
            Self::Worker => "worker",
            Self::Files => "files",
        }
    }
}

/// A running service; it is killed when this value is dropped.
pub struct Node {
    /// Which service.
    pub kind: Kind,
    public: u16,
    admin: u16,
    grpc: u16,
    environment: BTreeMap<String, String>,
    log: PathBuf,
    process: Option<Child>,
}

impl Node {
    /// A service that is not started yet, on ports of its own, with its log in `folder`.
    #[must_use]
    pub fn new(kind: Kind, environment: &BTreeMap<String, String>, folder: &Path) -> Self {
        let (public, admin, grpc) = (free_port(), free_port(), free_port());
        let mut environment = environment.clone();
        for (name, port) in [
            ("LISTEN", public),
            ("ADMIN_LISTEN", admin),
            ("GRPC_LISTEN", grpc),
        ] {
            environment.insert(format!("HUBBUB_{name}"), format!("127.0.0.1:{port}"));
        }
        let log = folder.join(format!("{}-{public}.log", kind.name()));
        Self {
            kind,
            public,
            admin,
            grpc,
            environment,
            log,
            process: None,
        }
    }

    /// Sets a variable for the next start: `name` without `HUBBUB_`.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.environment
            .insert(format!("HUBBUB_{name}"), value.into());
    }

    /// What the process is told, or will be.
    pub(crate) fn environment(&self) -> &BTreeMap<String, String> {
        &self.environment
    }

    /// Starts the process; it may not be ready yet.
    ///
    /// # Panics
    /// When the program is missing or already runs.
    pub fn launch(&mut self) {
        assert!(self.process.is_none(), "{} already runs", self.kind.name());
        let log = File::options()
            .create(true)
            .append(true)
            .open(&self.log)
            .expect("a log file");
        let errors = log.try_clone().expect("a second handle of the log");
        let child = Command::new(program())
            .arg(self.kind.name())
            .envs(&self.environment)
            .stdin(Stdio::null())
            .stdout(log)
            .stderr(errors)
            .spawn()
            .expect("the program of the services should start");
        self.process = Some(child);
    }

    /// Waits until `/health/ready` says so.
    ///
    /// # Panics
    /// When it takes too long or the process ends: the message carries the end of its log.
    pub async fn ready(&mut self) {
        let url = self.admin("/health/ready");
        let started = std::time::Instant::now();
        while started.elapsed() < START {
            if reqwest::get(&url)
                .await
                .is_ok_and(|answer| answer.status().is_success())
            {
                return;
            }
            let ended = self
                .process
                .as_mut()
                .is_none_or(|p| p.try_wait().is_ok_and(|s| s.is_some()));
            assert!(
                !ended,
                "{} ended at its start:\n{}",
                self.kind.name(),
                self.log_end()
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!(
            "{} was not ready in {START:?}:\n{}",
            self.kind.name(),
            self.log_end()
        );
    }

    /// Starts it and waits until it is ready.
    pub async fn start(&mut self) {
        self.launch();
        self.ready().await;
    }

    /// Kills it and starts it again as where people rely on it, at this public URL.
    pub async fn restarts_in_production(&mut self, url: &str) {
        self.kill();
        self.set("ENV", "production");
        self.set("PUBLIC_URL", url);
        self.set("BCRYPT_COST", "10");
        self.start().await;
    }

    /// SIGKILL, and away.
    ///
    /// # Panics
    /// When it did not run.
    pub fn kill(&mut self) {
        let mut process = self.process.take().expect("a service that runs");
        process.kill().expect("a child can be killed");
        process.wait().expect("a killed child ends");
    }

    /// Sends a signal by its name, for example `TERM`.
    ///
    /// # Panics
    /// When it does not run.
    pub fn signal(&self, signal: &str) {
        let pid = self.pid().to_string();
        let sent = Command::new("kill").args(["-s", signal, &pid]).status();
        assert!(
            sent.is_ok_and(|status| status.success()),
            "could not send SIG{signal} to {pid}"
        );
    }

    /// Waits until the process has ended by itself.
    pub async fn ended(&mut self, deadline: Duration) -> ExitStatus {
        let what = format!("the {} process ends", self.kind.name());
        let process = std::sync::Mutex::new(self.process.take().expect("a service that runs"));
        eventually(&what, deadline, || async {
            process
                .lock()
                .expect("no holder panics")
                .try_wait()
                .expect("a child can be asked")
        })
        .await
    }

    /// Runs its `doctor` with its configuration and these settings: names without `HUBBUB_`.
    ///
    /// # Panics
    /// When the program does not start.
    #[must_use]
    pub fn doctor(&self, settings: &[(&str, &str)]) -> Diagnosis {
        Diagnosis::of(&self.runs_command(&["doctor"], settings))
    }

    /// Runs a command of its program with its configuration: what that prints, or why it fails.
    ///
    /// # Errors
    /// With what it complains of, when it ends with another code than 0.
    ///
    /// # Panics
    /// When the program does not start.
    pub fn command(&self, words: &[&str]) -> Result<String, String> {
        let output = self.runs_command(words, &[]);
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        if output.status.success() {
            Ok(text(&output.stdout))
        } else {
            Err(text(&output.stderr))
        }
    }

    fn runs_command(&self, words: &[&str], settings: &[(&str, &str)]) -> Output {
        let changed = settings
            .iter()
            .map(|(name, value)| (format!("HUBBUB_{name}"), (*value).to_owned()));
        Command::new(program())
            .arg(self.kind.name())
            .args(words)
            .envs(&self.environment)
            .envs(changed)
            .stdin(Stdio::null())
            .output()
            .expect("the program of the services should start")
    }

    /// Whether it was started and not killed.
    #[must_use]
    pub fn runs(&self) -> bool {
        self.process.is_some()
    }

    /// Memory that the process holds now, in KiB.
    ///
    /// # Panics
    /// When it does not run.
    #[must_use]
    pub fn resident_kib(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid()));
        let status = status.expect("a running process has a status");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let number = line
            .and_then(|rest| rest.split_whitespace().next())
            .expect("VmRSS");
        number.parse().expect("VmRSS is a number")
    }

    /// A URL on the public port.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address())
    }

    /// A URL on the admin port.
    #[must_use]
    pub fn admin(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.admin)
    }

    /// `host:port` of the public port.
    #[must_use]
    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.public)
    }

    /// `host:port` of the gRPC port.
    #[must_use]
    pub fn grpc(&self) -> String {
        format!("127.0.0.1:{}", self.grpc)
    }

    /// All that the process has written so far.
    #[must_use]
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    fn log_end(&self) -> String {
        let log = self.log();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(40)..].join("\n")
    }

    fn pid(&self) -> u32 {
        self.process.as_ref().expect("a service that runs").id()
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        if let Some(process) = &mut self.process {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

/// The program that runs any service: built with this package, beside the tests.
pub(crate) fn program() -> PathBuf {
    let test = std::env::current_exe().expect("a test knows its own file");
    let folder = test
        .parent()
        .and_then(Path::parent)
        .expect("tests lie in a folder of the build");
    folder.join("hubbub-node")
}

/// A port that nobody uses, below those that the kernel gives to outgoing connections: a service
/// that is killed can come back on it. Each test process counts upwards through a range of its own,
/// so that neither its own services nor those of its neighbour are given the same one.
pub(crate) fn free_port() -> u16 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    loop {
        let start = std::process::id() * 97 % 200;
        let offset = start * 100 + NEXT.fetch_add(1, Ordering::Relaxed);
        let port = 12_000 + u16::try_from(offset % 20_000).unwrap_or_default();
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

/// A variable that the tests need.
///
/// # Panics
/// When it is missing: the message says how to get it.
#[expect(
    clippy::disallowed_methods,
    reason = "tests find their servers in the environment"
)]
pub(crate) fn env(name: &str) -> String {
    std::env::var(name)
        .unwrap_or_else(|_| panic!("{name} is not set: `make test` starts the servers and sets it"))
}
