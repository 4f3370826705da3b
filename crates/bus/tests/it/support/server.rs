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
    child: Child,
}

impl Server {
    pub(crate) async fn start() -> Self {
        let port = free_port();
        let folder = TempDir::new().unwrap();
        let child = spawn(port, &folder);
        let server = Self {
            port,
            folder,
            child,
        };
        server.answers().await;
        server
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    pub(crate) async fn kill(&mut self) {
        self.child.kill().await.unwrap();
    }

    pub(crate) async fn start_again(&mut self) {
        self.child = spawn(self.port, &self.folder);
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

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

fn spawn(port: u16, folder: &TempDir) -> Child {
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
        .kill_on_drop(true)
        .spawn()
        .expect("redis-server is on PATH")
}
