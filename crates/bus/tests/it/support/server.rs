//! A Redis of the test's own, to be killed, restarted and flushed.

use std::net::TcpListener;
use std::time::Duration;

use tempfile::TempDir;
use tokio::process::{Child, Command};
use tokio::time::sleep;

use super::until;

/// A durable Redis: every write is on disk before it is answered.
pub(crate) struct Server {
    port: u16,
    folder: TempDir,
    more: Vec<String>,
    child: Child,
}

impl Server {
    pub(crate) async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// With more settings, as on the command line.
    pub(crate) async fn start_with(more: &[&str]) -> Self {
        let port = free_port();
        let folder = TempDir::new().unwrap();
        let more: Vec<String> = more.iter().map(|&word| word.to_owned()).collect();
        let child = spawn(port, &folder, &more);
        let server = Self {
            port,
            folder,
            more,
            child,
        };
        server.answers().await;
        server
    }

    /// One that follows this one, and has all that it has.
    pub(crate) async fn replica(&self) -> Self {
        let port = self.port.to_string();
        let of = ["--replicaof", "127.0.0.1", &port];
        let at_once = ["--repl-diskless-sync-delay", "0"];
        let replica = Self::start_with(&[&of[..], &at_once].concat()).await;
        until("the replica follows", async || {
            let info: String = self.command(&["INFO", "replication"]);
            info.contains("state=online")
        })
        .await;
        replica
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// What it answers to a command.
    pub(crate) fn command<T: redis::FromRedisValue>(&self, words: &[&str]) -> T {
        let client = redis::Client::open(self.url()).unwrap();
        let mut connection = client.get_connection().unwrap();
        redis::Cmd::new().arg(words).query(&mut connection).unwrap()
    }

    pub(crate) async fn kill(&mut self) {
        self.child.kill().await.unwrap();
    }

    pub(crate) async fn start_again(&mut self) {
        self.child = spawn(self.port, &self.folder, &self.more);
        self.answers().await;
    }

    async fn answers(&self) {
        let client = redis::Client::open(self.url()).unwrap();
        until("redis answers", async || {
            let answer = client
                .get_connection()
                .and_then(|mut connection| redis::cmd("PING").query::<String>(&mut connection));
            answer.is_ok()
        })
        .await;
    }

    /// Sends a signal, such as STOP or CONT.
    pub(crate) async fn signal(&self, signal: &str) {
        let pid = self.child.id().unwrap().to_string();
        let done = Command::new("kill")
            .args(["-s", signal, &pid])
            .status()
            .await;
        assert!(done.unwrap().success());
        sleep(Duration::ZERO).await;
    }
}

pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

fn spawn(port: u16, folder: &TempDir, more: &[String]) -> Child {
    Command::new("redis-server")
        .args(["--port", &port.to_string(), "--bind", "127.0.0.1"])
        .args([
            "--appendonly",
            "yes",
            "--appendfsync",
            "always",
            "--save",
            "",
        ])
        .args(["--maxmemory-policy", "noeviction", "--loglevel", "warning"])
        .arg("--dir")
        .arg(folder.path())
        .args(more)
        .kill_on_drop(true)
        .spawn()
        .expect("redis-server is on PATH")
}
