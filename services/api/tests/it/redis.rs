//! A Redis of one's own, to be killed, restarted and emptied.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::app::eventually;

/// A durable Redis on a free port.
pub(crate) struct Redis {
    port: u16,
    data: TempDir,
    process: Child,
}

impl Drop for Redis {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Redis {
    pub(crate) async fn start() -> Self {
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let data = tempfile::tempdir().unwrap();
        let process = run(port, &data);
        let redis = Self {
            port,
            data,
            process,
        };
        redis.answers().await;
        redis
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// As a crash would end it.
    pub(crate) fn kill(&mut self) {
        let _gone = self.process.kill();
        let _status = self.process.wait();
    }

    /// Comes back with its data.
    pub(crate) async fn restart(&mut self) {
        self.kill();
        self.process = run(self.port, &self.data);
        self.answers().await;
    }

    pub(crate) async fn flush(&self) {
        assert_eq!(self.says("FLUSHALL").await.as_deref(), Some("+OK\r\n"));
    }

    async fn answers(&self) {
        eventually("redis answers", async || {
            self.says("PING").await.as_deref() == Some("+PONG\r\n")
        })
        .await;
    }

    /// One command, and the first line of the answer.
    pub(crate) async fn says(&self, command: &str) -> Option<String> {
        let mut socket = TcpStream::connect(("127.0.0.1", self.port)).await.ok()?;
        socket
            .write_all(format!("{command}\r\n").as_bytes())
            .await
            .ok()?;
        let mut answer = vec![0; 512];
        let length = socket.read(&mut answer).await.ok()?;
        String::from_utf8(answer[..length].to_vec()).ok()
    }
}

fn run(port: u16, data: &TempDir) -> Child {
    Command::new("redis-server")
        .args([
            "--port",
            &port.to_string(),
            "--dir",
            data.path().to_str().unwrap(),
        ])
        .args(["--bind", "127.0.0.1", "--save", "", "--appendonly", "yes"])
        .args([
            "--appendfsync",
            "always",
            "--maxmemory-policy",
            "noeviction",
        ])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}
