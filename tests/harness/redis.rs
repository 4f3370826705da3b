//! A Redis of our own, to be killed, restarted and wiped.

use std::{
    process::{Child, Command, Stdio},
    time::Duration,
};

use tempfile::TempDir;

use crate::{node::free_port, resp, resp::Resp, wait::eventually};

/// A `redis-server` process with its data in a folder of its own; both end with this value.
pub struct Redis {
    folder: TempDir,
    port: u16,
    more: Vec<String>,
    process: Option<Child>,
}

impl Redis {
    /// Starts one that syncs every write before it answers, as the durable Redis does.
    ///
    /// # Panics
    /// When `redis-server` cannot be started or does not answer in time.
    pub async fn start() -> Self {
        Self::start_with(Vec::new()).await
    }

    /// Starts one that has, and takes, what this one does.
    pub(crate) async fn replica(&self) -> Self {
        let port = self.port.to_string();
        let of = ["--replicaof", "127.0.0.1", &port];
        let at_once = ["--repl-diskless-sync-delay", "0"];
        let more = of.into_iter().chain(at_once).map(str::to_owned);
        Self::start_with(more.collect()).await
    }

    async fn start_with(more: Vec<String>) -> Self {
        let folder = TempDir::with_prefix("hubbub-redis-").expect("a folder for Redis");
        let mut redis = Self {
            folder,
            port: free_port(),
            more,
            process: None,
        };
        redis.revive().await;
        redis
    }

    /// `redis://…` for the services.
    #[must_use]
    pub fn url(&self) -> String {
        format!("redis://{}", self.address())
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// `host:port`.
    #[must_use]
    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// SIGKILL: nothing is said, nothing is saved.
    ///
    /// # Panics
    /// When it was not running.
    pub fn kill(&mut self) {
        let mut process = self.process.take().expect("Redis should be running");
        process.kill().expect("a child can be killed");
        process.wait().expect("a killed child ends");
    }

    /// Starts it again on the same port with the data that it has.
    ///
    /// # Panics
    /// When it does not answer in time.
    pub async fn revive(&mut self) {
        let log = std::fs::File::create(self.folder.path().join("redis.log")).expect("a log file");
        let child = Command::new("redis-server")
            .args([
                "--port",
                &self.port.to_string(),
                "--bind",
                "127.0.0.1",
                "--dir",
            ])
            .arg(self.folder.path())
            .args([
                "--appendonly",
                "yes",
                "--appendfsync",
                "always",
                "--save",
                "",
            ])
            .args([
                "--maxmemory-policy",
                "noeviction",
                "--enable-debug-command",
                "yes",
            ])
            .args(&self.more)
            .stdin(Stdio::null())
            .stdout(log)
            .spawn()
            .expect("redis-server should be on the PATH");
        self.process = Some(child);
        let address = self.address();
        eventually("Redis answers PING", Duration::from_secs(10), || async {
            resp::command(&address, &["PING"])
                .ok()
                .filter(|pong| pong.text() == "PONG")
        })
        .await;
    }

    /// Removes all data while it is down: an empty disk.
    ///
    /// # Panics
    /// When the folder cannot be emptied.
    pub fn wipe(&self) {
        let data = self.folder.path().join("appendonlydir");
        std::fs::remove_dir_all(data).expect("the data can be removed");
    }

    /// Sends a command.
    ///
    /// # Panics
    /// When Redis does not answer.
    pub fn command(&self, words: &[&str]) -> Resp {
        resp::command(&self.address(), words).expect("Redis should answer")
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        if let Some(process) = &mut self.process {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}
