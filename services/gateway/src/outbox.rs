//! What waits to be written to one socket: bounded in bytes and in age.
//!
//! Whoever offers a frame never waits: a full outbox is an answer, and it closes its own socket,
//! nobody else's. A sequenced event is never skipped; what may be dropped says so itself.

mod queue;
#[cfg(test)]
mod tests;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use protocol::CloseCode;
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
    /// Something to write, or to close for.
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
}

impl Outbox {
    /// Queues a frame, if it may. Never waits.
    pub(crate) fn offer(&self, frame: Bytes, kind: Kind) -> Offered {
        let offered = self.with(|queue| queue.offer(frame, kind, Instant::now()));
        match offered {
            Offered::Queued => self.0.changed.notify_one(),
            Offered::Full => self.0.closed.notify_one(),
            Offered::Dropped | Offered::Closed => {}
        }
        offered
    }

    /// Queues a frame that must not be lost.
    pub(crate) fn push(&self, frame: Bytes) -> Offered {
        self.offer(frame, Kind::Durable)
    }

    /// Throws away what waits and closes the socket, after one last frame if there is one. The
    /// first reason stands.
    pub(crate) fn close(&self, code: CloseCode, last: Option<Bytes>) {
        self.with(|queue| queue.close(code, last, Instant::now()));
        self.0.closed.notify_one();
        self.0.changed.notify_one();
    }

    /// Closes the socket once all that waits is written.
    pub(crate) fn finish(&self, code: CloseCode) {
        self.with(|queue| queue.finish(code));
        self.0.changed.notify_one();
    }

    /// What to write next, without waiting.
    pub(crate) fn take(&self) -> Option<Next> {
        self.with(Queue::take)
    }

    /// Waits until [`Outbox::take`] may have something. Cancelling loses nothing.
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

    fn with<T>(&self, act: impl FnOnce(&mut Queue) -> T) -> T {
        act(&mut self.0.queue.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
