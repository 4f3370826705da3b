//! Keeps two connections subscribed.

use std::collections::HashSet;
use std::pin::pin;
use std::time::Duration;

use redis::RedisError;
use tokio::sync::mpsc;
use tokio::time::{Instant, MissedTickBehavior, interval, timeout_at};
use tokio_util::sync::CancellationToken;

use super::socket::Socket;
use super::{Raw, Server, Wish};
use crate::route::Route;

/// How often a silent connection is asked whether it lives.
const PING_EVERY: Duration = Duration::from_secs(1);
/// The pauses between attempts to connect: from the first to the longest.
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_millis(500);
/// Wishes that are granted together.
const BATCH: usize = 256;

/// The work behind a [`Fanout`](super::Fanout); spawn [`Self::run`] on the service's tracker.
#[derive(Debug)]
pub struct FanoutDriver {
    pub(super) durable: Driver,
    pub(super) live: Driver,
}

impl FanoutDriver {
    /// Runs until `stop`, or until nobody receives.
    pub async fn run(self, stop: CancellationToken) {
        tokio::join!(self.durable.run(&stop), self.live.run(&stop));
    }
}

/// One server's connection, what it is subscribed to, and who wishes what.
#[derive(Debug)]
pub(super) struct Driver {
    server: Server,
    route: Route,
    wishes: mpsc::Receiver<Wish>,
    outgoing: mpsc::Sender<Raw>,
    topics: HashSet<String>,
}

/// Why a connection is used no more.
enum Ended {
    Lost,
    Unused,
}

impl Driver {
    pub(super) fn new(
        server: Server,
        route: Route,
        wishes: mpsc::Receiver<Wish>,
        outgoing: mpsc::Sender<Raw>,
    ) -> Self {
        Self {
            server,
            route,
            wishes,
            outgoing,
            topics: HashSet::new(),
        }
    }

    async fn run(mut self, stop: &CancellationToken) {
        let work = stop.run_until_cancelled(self.keep_connected());
        work.await;
    }

    async fn keep_connected(&mut self) {
        let mut pause = FIRST_PAUSE;
        let mut first = true;
        loop {
            let ended = match self.connect().await {
                Ok(socket) => {
                    pause = FIRST_PAUSE;
                    // Topics that were wished before the first connection count as lost too.
                    let again = !first || !self.topics.is_empty();
                    first = false;
                    self.use_up(socket, again).await
                }
                Err(error) => {
                    tracing::debug!(server = ?self.server, %error, "redis cannot be subscribed");
                    let ended = self.refuse_for(pause).await;
                    pause = (pause * 2).min(LONGEST_PAUSE);
                    ended
                }
            };
            if matches!(ended, Ended::Unused) {
                return;
            }
        }
    }

    /// Serves a connection as long as it lasts, and tells when that is over.
    async fn use_up(&mut self, mut socket: Socket, again: bool) -> Ended {
        if again && self.tell(Raw::Restored(self.server)).await.is_err() {
            return Ended::Unused;
        }
        let ended = self.serve(&mut socket).await;
        // Dropped first, so that nothing arrives behind the message that says so.
        drop(socket);
        if matches!(ended, Ended::Unused) {
            return Ended::Unused;
        }
        tracing::warn!(server = ?self.server, "a subscription was lost");
        match self.tell(Raw::Lost(self.server)).await {
            Ok(()) => Ended::Lost,
            Err(_nobody_receives) => Ended::Unused,
        }
    }

    async fn connect(&self) -> Result<Socket, RedisError> {
        let mut socket = Socket::open(&self.route, self.outgoing.clone()).await?;
        let topics = self.topics.iter().map(String::as_str);
        socket.change(topics, true).await?;
        Ok(socket)
    }

    /// Grants wishes until the connection is lost.
    async fn serve(&mut self, socket: &mut Socket) -> Ended {
        let mut ping = interval(PING_EVERY);
        ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut batch = Vec::new();
        let (route, address) = (self.route.clone(), socket.address().clone());
        let mut moved = pin!(route.moved_from(&address));
        loop {
            tokio::select! {
                () = socket.lost() => return Ended::Lost,
                () = &mut moved => return Ended::Lost,
                _ = ping.tick() => {
                    if socket.ping().await.is_err() {
                        return Ended::Lost;
                    }
                }
                count = self.wishes.recv_many(&mut batch, BATCH) => {
                    if count == 0 {
                        return Ended::Unused;
                    }
                    if self.grant(socket, batch.drain(..)).await.is_err() {
                        return Ended::Lost;
                    }
                }
            }
        }
    }

    /// Grants wishes that came together: neighbours of the same kind with one command a slot.
    async fn grant(
        &mut self,
        socket: &mut Socket,
        batch: impl Iterator<Item = Wish>,
    ) -> Result<(), RedisError> {
        let mut batch = batch.peekable();
        let mut broken = None;
        while let Some(first) = batch.next() {
            let wanted = first.wanted;
            let mut together = vec![first];
            while let Some(next) = batch.next_if(|next| next.wanted == wanted) {
                together.push(next);
            }
            self.note(&together);
            let topics = together.iter().flat_map(|wish| &wish.topics);
            let changed = match &broken {
                None => socket.change(topics.map(String::as_str), wanted).await,
                Some(error) => Err(RedisError::clone(error)),
            };
            for wish in together {
                // Whoever stopped waiting does not need the answer.
                let _unheard = wish.done.send(changed.clone().map_err(Into::into));
            }
            broken = broken.or(changed.err());
        }
        broken.map_or(Ok(()), Err)
    }

    fn note(&mut self, wishes: &[Wish]) {
        for wish in wishes {
            if wish.wanted {
                self.topics.extend(wish.topics.iter().cloned());
            } else {
                wish.topics
                    .iter()
                    .for_each(|topic| drop(self.topics.take(topic)));
            }
        }
    }

    /// While there is no connection: remembers what is wished and says that it has to wait.
    async fn refuse_for(&mut self, pause: Duration) -> Ended {
        let until = Instant::now() + pause;
        while let Ok(wish) = timeout_at(until, self.wishes.recv()).await {
            let Some(wish) = wish else {
                return Ended::Unused;
            };
            self.note(std::slice::from_ref(&wish));
            let error = RedisError::from((redis::ErrorKind::Io, "redis cannot be subscribed"));
            // Whoever stopped waiting does not need the answer.
            let _unheard = wish.done.send(Err(error.into()));
        }
        Ended::Lost
    }

    async fn tell(&self, what: Raw) -> Result<(), mpsc::error::SendError<Raw>> {
        self.outgoing.send(what).await
    }
}
