//! The queue itself; no waiting, no waking.

use std::collections::VecDeque;
use std::io::{self, IoSlice};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use protocol::CloseCode;
use tokio::time::Instant;

use super::frame::{Header, Opcode};
use super::{CAPACITY_BYTES, FRAME_OVERHEAD_BYTES, HALF_BYTES, MAX_AGE, Next};
use crate::metrics;

/// The most frames that one system call writes.
const BATCH: usize = 32;

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
    /// It is written, or waits to be.
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
    /// How much of the first frame is written, its header included: it can no longer be taken back.
    begun: usize,
    /// Nothing is written for now.
    corked: bool,
    ending: Option<Ending>,
}

#[derive(Debug)]
struct Waiting {
    opcode: Opcode,
    payload: Bytes,
    since: Instant,
    /// When the event that it carries was made.
    born: Option<DateTime<Utc>>,
}

/// How far the socket is on its way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// It closes once all is written.
    After(CloseCode),
    /// What waited was thrown away, so that even a write under way is given up.
    Now(CloseCode),
    /// As `Now`, and the last word is not waited for either.
    GivenUp(CloseCode),
    /// The close frame is the last one.
    Said,
    /// The client is gone.
    Gone,
}

impl Queue {
    pub(super) fn offer(&mut self, frame: Bytes, kind: Kind, now: Instant) -> Offered {
        self.admit((Opcode::Text, frame), kind, now)
    }

    /// An event as it happens, made at `born`.
    pub(super) fn deliver(
        &mut self,
        frame: Bytes,
        born: Option<DateTime<Utc>>,
        now: Instant,
    ) -> Offered {
        let offered = self.offer(frame, Kind::Durable, now);
        if let (Offered::Queued, Some(last)) = (offered, self.frames.back_mut()) {
            last.born = born;
        }
        offered
    }

    /// An answer to the client's framing, which counts as what waits.
    pub(super) fn pong(&mut self, payload: Bytes, now: Instant) -> Offered {
        self.admit((Opcode::Pong, payload), Kind::Durable, now)
    }

    pub(super) fn next(&self) -> Option<Next> {
        let waiting = self.frames.front();
        match (self.ending, waiting) {
            (Some(Ending::Gone | Ending::Said), _) => Some(Next::Gone),
            (Some(Ending::GivenUp(code)), _)
            | (Some(Ending::After(code) | Ending::Now(code)), None) => Some(Next::Close(code)),
            (_, Some(first)) => Some(Next::Write(first.payload.clone(), first.since)),
            (None, None) => None,
        }
    }

    pub(super) fn take(&mut self) -> Option<Next> {
        let next = self.next();
        if let Some(Next::Write(..)) = next {
            self.pop();
        }
        next
    }

    pub(super) fn close(&mut self, code: CloseCode, last: Option<Bytes>, now: Instant) {
        if self.is_interrupted() {
            return;
        }
        self.keep_begun();
        self.ending = Some(Ending::Now(code));
        if let Some(frame) = last {
            self.add(Opcode::Text, frame, now);
        }
    }

    pub(super) fn finish(&mut self, code: CloseCode) {
        self.ending.get_or_insert(Ending::After(code));
    }

    pub(super) fn give_up(&mut self) {
        if let Some(Ending::Now(code)) = self.ending {
            self.keep_begun();
            self.ending = Some(Ending::GivenUp(code));
        }
    }

    /// Nothing follows the close frame, and what waited before it is no longer of use.
    pub(super) fn end(&mut self, payload: Bytes, now: Instant) {
        if matches!(self.ending, Some(Ending::Said | Ending::Gone)) {
            return;
        }
        self.keep_begun();
        self.add(Opcode::Close, payload, now);
        self.corked = false;
        self.ending = Some(Ending::Said);
    }

    /// Hands what waits to `write`, many frames at a time, until it takes no more.
    pub(super) fn write(&mut self, write: impl Fn(&[IoSlice<'_>]) -> io::Result<usize>) {
        while !self.corked && !self.frames.is_empty() {
            match self.write_batch(&write) {
                Ok(0) => return self.lose(),
                Ok(written) => self.advance(written),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_broken) => return self.lose(),
            }
        }
    }

    pub(super) fn cork(&mut self, corked: bool) {
        self.corked = corked;
    }

    pub(super) fn size(&self) -> usize {
        self.size
    }

    pub(super) fn holds_bytes(&self) -> bool {
        !self.frames.is_empty()
    }

    /// Whether the connection has anything to do.
    pub(super) fn wants_attention(&self) -> bool {
        self.holds_bytes() || self.is_closed()
    }

    pub(super) fn is_closed(&self) -> bool {
        self.ending.is_some()
    }

    pub(super) fn is_interrupted(&self) -> bool {
        !matches!(self.ending, None | Some(Ending::After(_)))
    }

    fn admit(&mut self, (opcode, frame): (Opcode, Bytes), kind: Kind, now: Instant) -> Offered {
        if self.ending.is_some() {
            return Offered::Closed;
        }
        if kind == Kind::Ephemeral && self.size >= HALF_BYTES {
            return Offered::Dropped;
        }
        let oldest = self.frames.front();
        let overdue = oldest.is_some_and(|oldest| oldest.since + MAX_AGE <= now);
        if overdue || self.size + cost(&frame) > CAPACITY_BYTES {
            self.close(CloseCode::Slow, None, now);
            return Offered::Full;
        }
        self.add(opcode, frame, now);
        Offered::Queued
    }

    fn write_batch(
        &self,
        write: impl Fn(&[IoSlice<'_>]) -> io::Result<usize>,
    ) -> io::Result<usize> {
        let mut headers = [Header::default(); BATCH];
        let batch = self.frames.len().min(BATCH);
        for (header, waiting) in headers.iter_mut().zip(&self.frames) {
            *header = Header::new(waiting.opcode, waiting.payload.len());
        }
        let mut parts = [IoSlice::new(&[]); BATCH * 2];
        let frames = headers.iter().zip(&self.frames);
        for (pair, (header, waiting)) in parts.chunks_exact_mut(2).zip(frames) {
            if let [head, payload] = pair {
                *head = IoSlice::new(header.bytes());
                *payload = IoSlice::new(&waiting.payload);
            }
        }
        let mut parts = parts.get_mut(..batch * 2).unwrap_or_default();
        IoSlice::advance_slices(&mut parts, self.begun);
        write(parts)
    }

    /// So many bytes more are written.
    fn advance(&mut self, written: usize) {
        self.begun += written;
        while let Some(first) = self.frames.front() {
            let whole = on_wire(first);
            if self.begun < whole {
                return;
            }
            let rest = self.begun - whole;
            self.pop();
            self.begun = rest;
        }
    }

    fn add(&mut self, opcode: Opcode, payload: Bytes, now: Instant) {
        self.size += cost(&payload);
        self.frames.push_back(Waiting {
            opcode,
            payload,
            since: now,
            born: None,
        });
    }

    fn pop(&mut self) {
        if let Some(first) = self.frames.pop_front() {
            metrics::written(first.since, first.born);
            self.size -= cost(&first.payload);
            self.begun = 0;
        }
        if self.frames.is_empty() {
            // An idle socket holds no buffer.
            self.frames = VecDeque::new();
        }
    }

    /// Throws away what waits, except a frame of which the client has a part: without its end the
    /// client could read nothing that follows.
    fn keep_begun(&mut self) {
        self.frames.truncate(usize::from(self.begun > 0));
        self.size = self.frames.iter().map(|one| cost(&one.payload)).sum();
        self.frames.shrink_to_fit();
    }

    fn lose(&mut self) {
        self.frames = VecDeque::new();
        self.size = 0;
        self.begun = 0;
        self.ending = Some(Ending::Gone);
    }
}

fn cost(frame: &Bytes) -> usize {
    frame.len() + FRAME_OVERHEAD_BYTES
}

fn on_wire(waiting: &Waiting) -> usize {
    let header = Header::new(waiting.opcode, waiting.payload.len());
    header.bytes().len() + waiting.payload.len()
}
