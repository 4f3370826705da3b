//! A TCP proxy between any two parts, for the ways in which a network fails.

#[cfg(test)]
mod tests;

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::{JoinHandle, JoinSet},
};

use crate::resp::{is_published, value_length};

/// What the proxy does to the connections through it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Carries everything after this delay.
    Carry(Duration),
    /// Carries nothing, says nothing, closes nothing: a half-open network.
    Blackhole,
    /// Closes what there is and every newcomer.
    Refuse,
}

/// A listener that carries every connection to `target`, until told otherwise.
pub struct ChaosProxy {
    address: SocketAddr,
    mode: watch::Sender<Mode>,
    /// Grows with each cut: a connection of an earlier generation ends.
    generation: watch::Sender<u64>,
    drops: Arc<Drops>,
    accepting: JoinHandle<()>,
}

/// Published Redis messages that shall not arrive.
#[derive(Default)]
struct Drops {
    wanted: AtomicU64,
    done: AtomicU64,
}

impl ChaosProxy {
    /// Starts one in front of `target` (`host:port`).
    ///
    /// # Panics
    /// When no port is free.
    pub async fn before(target: &str) -> Self {
        Self::start(target, false).await
    }

    /// Starts one in front of a Redis: it can tell the answers from the published messages.
    ///
    /// # Panics
    /// When no port is free.
    pub async fn before_redis(target: &str) -> Self {
        Self::start(target, true).await
    }

    async fn start(target: &str, redis: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener
            .local_addr()
            .expect("a bound listener has an address");
        let (mode, _) = watch::channel(Mode::Carry(Duration::ZERO));
        let (generation, _) = watch::channel(0);
        let drops = Arc::new(Drops::default());
        let through = Through {
            target: target.to_owned(),
            mode: mode.subscribe(),
            generation: generation.subscribe(),
            drops: redis.then(|| Arc::clone(&drops)),
        };
        let accepting = tokio::task::spawn(accept(listener, through));
        Self {
            address,
            mode,
            generation,
            drops,
            accepting,
        }
    }

    /// `host:port` to connect to instead of the target.
    #[must_use]
    pub fn address(&self) -> String {
        self.address.to_string()
    }

    /// Every byte takes this much longer in each direction.
    pub fn delay(&self, by: Duration) {
        self.mode.send_replace(Mode::Carry(by));
    }

    /// Ends all connections now; new ones are carried.
    pub fn cut(&self) {
        self.generation.send_modify(|g| *g += 1);
    }

    /// Ends all connections and refuses new ones.
    pub fn refuse(&self) {
        self.mode.send_replace(Mode::Refuse);
        self.cut();
    }

    /// Swallows every byte in silence.
    pub fn blackhole(&self) {
        self.mode.send_replace(Mode::Blackhole);
    }

    /// Carries again. Connections that were held in the dark are cut, as a router would.
    pub fn resume(&self) {
        let dark = *self.mode.borrow() == Mode::Blackhole;
        self.mode.send_replace(Mode::Carry(Duration::ZERO));
        if dark {
            self.cut();
        }
    }

    /// Lets the next `count` published messages of Redis disappear.
    pub fn drop_published(&self, count: u64) {
        self.drops.wanted.store(count, Ordering::SeqCst);
    }

    /// How many published messages have disappeared so far.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.drops.done.load(Ordering::SeqCst)
    }
}

impl Drop for ChaosProxy {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

#[derive(Clone)]
struct Through {
    target: String,
    mode: watch::Receiver<Mode>,
    generation: watch::Receiver<u64>,
    drops: Option<Arc<Drops>>,
}

async fn accept(listener: TcpListener, through: Through) {
    let mut carried = JoinSet::new();
    while let Ok((client, _)) = listener.accept().await {
        while carried.try_join_next().is_some() {}
        if *through.mode.borrow() != Mode::Refuse {
            carried.spawn(carry(client, through.clone()));
        }
    }
}

async fn carry(client: TcpStream, mut through: Through) {
    through.generation.mark_unchanged();
    let Ok(server) = TcpStream::connect(&through.target).await else {
        return;
    };
    let _ = (client.set_nodelay(true), server.set_nodelay(true));
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    let mode = through.mode.clone();
    tokio::select! {
        () = pump(from_client, to_server, mode.clone(), None) => (),
        () = pump(from_server, to_client, mode, through.drops.as_deref()) => (),
        _ = through.generation.changed() => (),
    }
}

/// Carries bytes until one side ends. With `drops` they are taken apart as answers of Redis.
async fn pump(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    mut mode: watch::Receiver<Mode>,
    drops: Option<&Drops>,
) {
    let mut buffer = vec![0; 64 * 1024];
    let mut answers = Answers::default();
    loop {
        let length = match from.read(&mut buffer).await {
            Ok(0) | Err(_) => return,
            Ok(length) => length,
        };
        loop {
            let now = *mode.borrow_and_update();
            match now {
                Mode::Carry(delay) if delay.is_zero() => break,
                Mode::Carry(delay) => break tokio::time::sleep(delay).await,
                Mode::Refuse => return,
                Mode::Blackhole if mode.changed().await.is_err() => return,
                Mode::Blackhole => (),
            }
        }
        let arrived = &buffer[..length];
        let sent = match drops {
            Some(drops) => to.write_all(&answers.sift(arrived, drops)).await,
            None => to.write_all(arrived).await,
        };
        if sent.is_err() {
            return;
        }
    }
}

/// The bytes of an answer that has not wholly arrived.
#[derive(Default)]
struct Answers {
    started: Vec<u8>,
}

impl Answers {
    /// Gives on whole answers, without the published messages that shall disappear.
    fn sift(&mut self, arrived: &[u8], drops: &Drops) -> Vec<u8> {
        self.started.extend_from_slice(arrived);
        let mut kept = Vec::with_capacity(self.started.len());
        let mut at = 0;
        while let Some(length) = self.started.get(at..).and_then(value_length) {
            let value = &self.started[at..at + length];
            if is_published(value) && drops.take() {
                drops.done.fetch_add(1, Ordering::SeqCst);
            } else {
                kept.extend_from_slice(value);
            }
            at += length;
        }
        self.started.drain(..at);
        kept
    }
}

impl Drops {
    fn take(&self) -> bool {
        let one_less = |wanted: u64| wanted.checked_sub(1);
        self.wanted
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, one_less)
            .is_ok()
    }
}
