//! `<service> healthcheck`: is the process behind this port ready? For containers without a shell.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context as _, ensure};

const TIMEOUT: Duration = Duration::from_secs(3);

/// Asks `/health/ready` on the admin port. An unspecified address means this machine.
///
/// # Errors
/// When nobody answers in time, or the answer is not 2xx.
pub fn run(mut admin: SocketAddr) -> anyhow::Result<()> {
    if admin.ip().is_unspecified() {
        admin.set_ip(std::net::Ipv4Addr::LOCALHOST.into());
    }
    let mut stream = TcpStream::connect_timeout(&admin, TIMEOUT)
        .with_context(|| format!("nobody listens on {admin}"))?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    stream
        .write_all(b"GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream
        .take(8192)
        .read_to_string(&mut answer)
        .context("no answer in time")?;
    let status = answer.lines().next().unwrap_or_default();
    ensure!(status.starts_with("HTTP/1.1 2"), "not ready: {status}");
    Ok(())
}
