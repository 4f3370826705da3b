//! The write limit: what it costs only to write a ready frame to as many sockets at the same pace.
//! No server can deliver for less, so gateways are measured against it.

use std::io::Write as _;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use tokio::io::AsyncReadExt as _;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// CPU of the writing thread for each write.
pub(crate) async fn per_write(
    sockets: usize,
    writes_per_s: u32,
    frame: usize,
    length: Duration,
) -> anyhow::Result<Duration> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let stop = CancellationToken::new();
    let accepting = tokio::task::spawn_blocking(move || accept(&listener, sockets));
    let mut readers = connect(address, sockets, &stop).await?;
    let streams = accepting.await??;
    let writing = move || write_at_pace(streams, writes_per_s, frame, length);
    let spent = tokio::task::spawn_blocking(writing).await?;
    stop.cancel();
    while readers.join_next().await.is_some() {}
    spent
}

fn accept(listener: &TcpListener, sockets: usize) -> std::io::Result<Vec<TcpStream>> {
    let mut streams = Vec::with_capacity(sockets);
    for _ in 0..sockets {
        let (stream, _peer) = listener.accept()?;
        stream.set_nodelay(true)?;
        streams.push(stream);
    }
    Ok(streams)
}

async fn connect(
    address: SocketAddr,
    sockets: usize,
    stop: &CancellationToken,
) -> anyhow::Result<JoinSet<()>> {
    let mut readers = JoinSet::new();
    for _ in 0..sockets {
        let stream = tokio::net::TcpStream::connect(address).await?;
        let stop = stop.clone();
        readers.spawn(async move {
            stop.run_until_cancelled(drain(stream)).await;
        });
    }
    Ok(readers)
}

async fn drain(mut stream: tokio::net::TcpStream) {
    let mut buffer = [0; 4096];
    while stream.read(&mut buffer).await.is_ok_and(|read| read > 0) {}
}

fn write_at_pace(
    mut streams: Vec<TcpStream>,
    writes_per_s: u32,
    frame: usize,
    length: Duration,
) -> anyhow::Result<Duration> {
    let frame = vec![b'x'; frame];
    let pause = Duration::from_secs(1) * u32::try_from(streams.len())? / writes_per_s;
    let before = own_cpu()?;
    let start = Instant::now();
    let mut writes = 0_u32;
    let mut due = start;
    while start.elapsed() < length {
        for stream in &mut streams {
            stream.write_all(&frame)?;
            writes += 1;
        }
        due += pause;
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
    }
    Ok(own_cpu()?.saturating_sub(before) / writes)
}

fn own_cpu() -> anyhow::Result<Duration> {
    let books = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanos = books
        .split_ascii_whitespace()
        .next()
        .context("an empty schedstat")?;
    Ok(Duration::from_nanos(nanos.parse()?))
}
