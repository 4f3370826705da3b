//! A Redis with two replicas and three sentinels, so that one can go.

use std::{
    process::{Child, Command, Stdio},
    time::Duration,
};

use tempfile::TempDir;

use crate::{node::free_port, redis::Redis, resp, resp::Resp, wait::eventually};

/// By which name the sentinels know the primary.
const NAME: &str = "hubbub";
/// How long a primary may be silent before its sentinels speak of another.
const SILENT_MS: u32 = 2_000;
const SENTINELS: usize = 3;

/// Three servers, of which one is the primary, and who watches them. All end with this value.
pub struct Watched {
    servers: Vec<Redis>,
    sentinels: Vec<Sentinel>,
}

struct Sentinel {
    port: u16,
    process: Child,
    _folder: TempDir,
}

impl Watched {
    /// Starts them, and waits until everybody knows everybody.
    ///
    /// # Panics
    /// When one does not start in time.
    pub async fn start() -> Self {
        let primary = Redis::start().await;
        let replicas = [primary.replica().await, primary.replica().await];
        eventually("the replicas follow", Duration::from_secs(20), async || {
            let info = primary.command(&["INFO", "replication"]);
            let following = info.text().matches("state=online").count();
            (following == replicas.len()).then_some(())
        })
        .await;
        let sentinels: Vec<_> = (0..SENTINELS)
            .map(|_| Sentinel::start(primary.port()))
            .collect();
        let watched = Self {
            servers: [primary].into_iter().chain(replicas).collect(),
            sentinels,
        };
        for sentinel in &watched.sentinels {
            let others = [("num-slaves", 2), ("num-other-sentinels", SENTINELS - 1)];
            eventually(
                "a sentinel knows all",
                Duration::from_secs(30),
                async || {
                    let said = sentinel.ask(&["MASTER", NAME])?;
                    let said = said.words();
                    let value = |name: &str| {
                        let at = said.iter().position(|word| *word == name)?;
                        said.get(at + 1)?.parse::<usize>().ok()
                    };
                    let knows = others
                        .iter()
                        .all(|(name, count)| value(name) == Some(*count));
                    knows.then_some(())
                },
            )
            .await;
        }
        watched
    }

    /// How services find the primary.
    #[must_use]
    pub fn url(&self) -> String {
        let hosts: Vec<String> = self
            .sentinels
            .iter()
            .map(|sentinel| format!("127.0.0.1:{}", sentinel.port))
            .collect();
        format!("redis+sentinel://{}/{NAME}", hosts.join(","))
    }

    /// `host:port` of the primary, as the first sentinel knows it.
    ///
    /// # Panics
    /// When it does not answer.
    #[must_use]
    pub fn primary(&self) -> String {
        let said = self.sentinels[0].ask(&["GET-MASTER-ADDR-BY-NAME", NAME]);
        said.expect("a sentinel answers").words().join(":")
    }

    /// SIGKILL for the primary. Answers where it was.
    ///
    /// # Panics
    /// When it was not running.
    pub fn kill_primary(&mut self) -> String {
        let primary = self.primary();
        let mut servers = self.servers.iter_mut();
        let server = servers.find(|server| server.address() == primary);
        server.expect("one of the servers").kill();
        primary
    }
}

impl Sentinel {
    fn start(primary: u16) -> Self {
        let folder = TempDir::with_prefix("hubbub-sentinel-").expect("a folder for a sentinel");
        let port = free_port();
        let file = folder.path().join("sentinel.conf");
        let text = format!(
            "port {port}\nbind 127.0.0.1\ndir {}\nsentinel monitor {NAME} 127.0.0.1 {primary} 2\n\
             sentinel down-after-milliseconds {NAME} {SILENT_MS}\n\
             sentinel failover-timeout {NAME} 10000\n",
            folder.path().display()
        );
        std::fs::write(&file, text).expect("the sentinel's configuration");
        let log = std::fs::File::create(folder.path().join("log")).expect("a log file");
        let process = Command::new("redis-server")
            .arg(&file)
            .arg("--sentinel")
            .stdin(Stdio::null())
            .stdout(log)
            .spawn()
            .expect("redis-server should be on the PATH");
        Self {
            port,
            process,
            _folder: folder,
        }
    }

    fn ask(&self, words: &[&str]) -> Option<Resp> {
        let words = [&["SENTINEL"], words].concat();
        resp::command(&format!("127.0.0.1:{}", self.port), &words).ok()
    }
}

impl Drop for Sentinel {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
