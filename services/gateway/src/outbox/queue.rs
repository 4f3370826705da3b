//! The queue itself; no waiting, no waking.

use std::collections::VecDeque;

use bytes::Bytes;
use protocol::CloseCode;
use tokio::time::Instant;

use super::{CAPACITY_BYTES, FRAME_OVERHEAD_BYTES, HALF_BYTES, MAX_AGE, Next};

/// Whether a frame may be dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Never: without room for it the socket is closed.
    Durable,
    /// Typing, presence, receipts: dropped once the queue is half full.
    Ephemeral,
}

/// What became of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Offered {
    /// It waits to be written.
    Queued,
    /// It was ephemeral, and the queue half full.
    Dropped,
    /// There was no room: with this the outbox is closed as slow.
    Full,
    /// The outbox is closed.
    Closed,
}

#[derive(Debug, Default)]
pub(super) struct Queue {
    frames: VecDeque<Waiting>,
    size: usize,
    close: Option<Close>,
}

#[derive(Debug)]
struct Waiting {
    frame: Bytes,
    since: Instant,
}

#[derive(Debug, Clone, Copy)]
struct Close {
    code: CloseCode,
    /// Whether what waited was thrown away, so that even a write under way is given up.
    interrupts: bool,
}

impl Queue {
    pub(super) fn offer(&mut self, frame: Bytes, kind: Kind, now: Instant) -> Offered {
        if self.close.is_some() {
            return Offered::Closed;
        }
        if kind == Kind::Ephemeral && self.size >= HALF_BYTES {
            return Offered::Dropped;
        }
        let overdue = self
            .frames
            .front()
            .is_some_and(|oldest| oldest.since + MAX_AGE <= now);
        if overdue || self.size + cost(&frame) > CAPACITY_BYTES {
            self.close(CloseCode::Slow, None, now);
            return Offered::Full;
        }
        self.add(frame, now);
        Offered::Queued
    }

    pub(super) fn take(&mut self) -> Option<Next> {
        if let Some(waiting) = self.frames.pop_front() {
            self.size -= cost(&waiting.frame);
            if self.frames.is_empty() {
                // An idle socket holds no buffer.
                self.frames = VecDeque::new();
            }
            return Some(Next::Write(waiting.frame, waiting.since));
        }
        self.close.map(|close| Next::Close(close.code))
    }

    pub(super) fn close(&mut self, code: CloseCode, last: Option<Bytes>, now: Instant) {
        if self.is_interrupted() {
            return;
        }
        self.frames = VecDeque::new();
        self.size = 0;
        self.close = Some(Close {
            code,
            interrupts: true,
        });
        if let Some(frame) = last {
            self.add(frame, now);
        }
    }

    pub(super) fn finish(&mut self, code: CloseCode) {
        self.close.get_or_insert(Close {
            code,
            interrupts: false,
        });
    }

    pub(super) fn size(&self) -> usize {
        self.size
    }

    pub(super) fn is_closed(&self) -> bool {
        self.close.is_some()
    }

    pub(super) fn is_interrupted(&self) -> bool {
        self.close.is_some_and(|close| close.interrupts)
    }

    fn add(&mut self, frame: Bytes, now: Instant) {
        self.size += cost(&frame);
        self.frames.push_back(Waiting { frame, since: now });
    }
}

fn cost(frame: &Bytes) -> usize {
    frame.len() + FRAME_OVERHEAD_BYTES
}
