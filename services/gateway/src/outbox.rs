//! What waits to be written to one socket: bounded in bytes and in age.
//!
//! Whoever offers a frame never waits. While the kernel takes what is written, a frame goes out in
//! the very call that offers it, without waking the socket's task; only what the kernel does not
//! take at once waits here, and is then written many frames at a time. A full outbox is an answer,
//! and it closes its own socket, nobody else's. A sequenced event is never skipped; what may be
//! dropped says so itself.

mod frame;
mod queue;
#[cfg(test)]
mod tests;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use protocol::CloseCode;
use tokio::net::TcpStream;
use tokio::sync::Notify;
use tokio::time::Instant;

use queue::Queue;
pub(crate) use queue::{Kind, Offered};

/// The most bytes that wait for one socket, with [`FRAME_OVERHEAD_BYTES`] for each frame.
pub(crate) const CAPACITY_BYTES: usize = 256 * 1024;
/// From here on, ephemeral frames are dropped and replay is not read any further.
pub(crate) const HALF_BYTES: usize = CAPACITY_BYTES / 2;
/// What a waiting frame costs beside its bytes, which it shares with other sockets.
pub(crate) const FRAME_OVERHEAD_BYTES: usize = 64;
/// The longest that a frame may wait: then its socket reads too slowly.
pub(crate) const MAX_AGE: Duration = Duration::from_secs(10);

/// The handle of one socket's outbox. Clones share the queue.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outbox(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    queue: Mutex<Queue>,
    /// Where frames are written to in the call that offers them; without it they wait for
    /// [`Outbox::take`].
    stream: Option<Arc<TcpStream>>,
    /// Something to write, to close for, or to read in the mailbox.
    changed: Notify,
    /// The outbox was closed: interrupts a write under way.
    closed: Notify,
}

/// What the connection has to do next.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// Write this; it has waited since then.
    Write(Bytes, Instant),
    /// Nothing is left: close with this code.
    Close(CloseCode),
    /// The client is gone.
    Gone,
}

impl Outbox {
    /// The outbox of a WebSocket on this stream.
    pub(crate) fn on(stream: Arc<TcpStream>) -> Self {
        Self(Arc::new(Shared {
            stream: Some(stream),
            ..Shared::default()
        }))
    }

    /// Takes a frame, if it may. Never waits.
    pub(crate) fn offer(&self, frame: Bytes, kind: Kind) -> Offered {
        self.add(|queue| queue.offer(frame, kind, Instant::now()))
    }

    /// Takes an event as it happens, which must not be lost; `born`: when it was made.
    pub(crate) fn deliver(&self, frame: Bytes, born: Option<DateTime<Utc>>) -> Offered {
        self.add(|queue| queue.deliver(frame, born, Instant::now()))
    }

    /// Takes a frame that must not be lost.
    pub(crate) fn push(&self, frame: Bytes) -> Offered {
        self.offer(frame, Kind::Durable)
    }

    /// Answers a ping of the client.
    pub(crate) fn pong(&self, payload: Bytes) {
        self.add(|queue| queue.pong(payload, Instant::now()));
    }

    /// Says that the socket is closed: the last frame, behind what was begun.
    pub(crate) fn say_close(&self, payload: Bytes) {
        self.with(|queue| {
            queue.end(payload, Instant::now());
            self.write_to_stream(queue);
        });
    }

    /// Throws away what waits and closes the socket, after one last frame if there is one. The
    /// first reason stands.
    pub(crate) fn close(&self, code: CloseCode, last: Option<Bytes>) {
        self.with(|queue| {
            queue.close(code, last, Instant::now());
            self.write_to_stream(queue);
        });
        self.0.closed.notify_one();
        self.0.changed.notify_one();
    }

    /// Closes the socket once all that waits is written.
    pub(crate) fn finish(&self, code: CloseCode) {
        self.with(|queue| queue.finish(code));
        self.0.changed.notify_one();
    }

    /// What to do next, without waiting. A frame stays until it is written.
    pub(crate) fn next(&self) -> Option<Next> {
        self.with(|queue| queue.next())
    }

    /// As [`Outbox::next`], with the frame taken out.
    pub(crate) fn take(&self) -> Option<Next> {
        self.with(Queue::take)
    }

    /// Writes what waits as far as the kernel takes it.
    pub(crate) fn flush(&self) {
        self.with(|queue| self.write_to_stream(queue));
    }

    /// Whether anything is left to be written.
    pub(crate) fn holds_bytes(&self) -> bool {
        self.with(|queue| queue.holds_bytes())
    }

    /// Holds back what is offered from here on, until [`Outbox::uncork`]: an opening that fails has
    /// then said nothing.
    pub(crate) fn cork(&self) {
        self.with(|queue| queue.cork(true));
    }

    /// Writes what was held back, and from here on at once.
    pub(crate) fn uncork(&self) {
        self.with(|queue| {
            queue.cork(false);
            self.write_to_stream(queue);
        });
    }

    /// Gives up what waits, as its socket is closed and does not read.
    pub(crate) fn give_up(&self) {
        self.with(Queue::give_up);
    }

    /// Lets the connection look after the mailbox.
    pub(crate) fn nudge(&self) {
        self.0.changed.notify_one();
    }

    /// Waits until [`Outbox::next`] or the mailbox may have something. Cancelling loses nothing.
    pub(crate) async fn changed(&self) {
        self.0.changed.notified().await;
    }

    /// Waits until the outbox is closed with what waits thrown away.
    pub(crate) async fn interrupted(&self) {
        loop {
            if self.with(|queue| queue.is_interrupted()) {
                return;
            }
            self.0.closed.notified().await;
        }
    }

    /// Whether replay may add to it.
    pub(crate) fn has_room(&self) -> bool {
        self.with(|queue| queue.size() < HALF_BYTES && !queue.is_closed())
    }

    /// Whether the socket is on its way out.
    pub(crate) fn is_closed(&self) -> bool {
        self.with(|queue| queue.is_closed())
    }

    /// How many bytes wait.
    #[cfg(test)]
    pub(crate) fn size(&self) -> usize {
        self.with(|queue| queue.size())
    }

    fn add(&self, add: impl FnOnce(&mut Queue) -> Offered) -> Offered {
        let (offered, waits) = self.with(|queue| {
            let idle = !queue.holds_bytes();
            let offered = add(queue);
            if idle && offered == Offered::Queued {
                self.write_to_stream(queue);
            }
            (offered, queue.wants_attention())
        });
        match offered {
            Offered::Queued if waits => self.0.changed.notify_one(),
            Offered::Full => {
                self.0.closed.notify_one();
                self.0.changed.notify_one();
            }
            Offered::Queued | Offered::Dropped | Offered::Closed => {}
        }
        offered
    }

    fn write_to_stream(&self, queue: &mut Queue) {
        if let Some(stream) = &self.0.stream {
            queue.write(|parts| stream.try_write_vectored(parts));
        }
    }

    fn with<T>(&self, act: impl FnOnce(&mut Queue) -> T) -> T {
        act(&mut self.0.queue.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
