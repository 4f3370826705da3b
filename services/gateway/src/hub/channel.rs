//! One channel on this gateway: where its log stands, its ring, and the sockets that listen.
//!
//! Everything happens under one short lock, without waiting: an event is applied and offered to
//! all listeners, or a socket becomes a listener, but never both at once. That is what makes the
//! change from replay to live seamless.

mod state;

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError};

use bus::{Head, Record, Standing};
use chrono::{DateTime, Utc};
use domain::{ChannelId, ConnectionId, Epoch, Psn, Seq, UserId};
use protocol::gateway::hello::Outcome;
use tokio::time::Instant;

use super::event::Event;
use super::listener::Listener;
use state::State;

/// Where a log stands: all events up to `seq` have been delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// The life of the log.
    pub(crate) epoch: Epoch,
    /// The last event.
    pub(crate) seq: Seq,
}

/// One channel on this gateway.
#[derive(Debug)]
pub(crate) struct Channel {
    id: ChannelId,
    /// The seq of the last delivered event, for pings.
    head: AtomicI64,
    state: Mutex<State>,
}

/// What became of an event that came by pub/sub.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Received {
    /// It was the next one, and went to the sockets.
    Delivered(Delivered),
    /// It was known.
    Known,
    /// Something before it is missing, or the log has a new life: read the tail.
    Missed,
    /// The tail is being read already.
    Waiting,
}

/// An event that was delivered.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Delivered {
    /// To how many sockets.
    pub(crate) sockets: usize,
    /// Who caused it, and when.
    pub(crate) origin: Option<(UserId, DateTime<Utc>)>,
    /// Whether it is a new message.
    pub(crate) said: bool,
}

/// What a socket has to do to listen from a position on.
#[derive(Debug)]
pub(crate) enum Join {
    /// Nothing: it listens.
    Live,
    /// Send these first, then ask again.
    Ring(Vec<Event>),
    /// The ring does not reach back: read the tail, then ask again.
    Tail,
    /// The log has another life by now.
    OtherLife,
    /// This handle is out of use: get the channel anew.
    Retired,
}

impl Channel {
    /// A channel of which nothing is known yet.
    pub(crate) fn new(id: ChannelId) -> Self {
        let state = Mutex::new(State::new(id, Instant::now()));
        Self {
            id,
            head: AtomicI64::new(0),
            state,
        }
    }

    /// Which channel.
    pub(crate) const fn id(&self) -> ChannelId {
        self.id
    }

    /// The seq of the last delivered event.
    pub(crate) fn head(&self) -> Seq {
        Seq::new(self.head.load(Ordering::Acquire))
    }

    /// Where the log stands here; unknown until it was subscribed and its head read.
    pub(crate) fn place(&self) -> Option<Place> {
        self.with(|state| state.place())
    }

    /// Takes an event that came by pub/sub.
    pub(crate) fn receive(&self, record: &Record) -> Received {
        self.with(|state| state.receive(record))
    }

    /// Takes the head that Redis has for its own, unless it has a place already.
    pub(crate) fn adopt(&self, head: &Head) {
        self.with(|state| state.adopt(head));
    }

    /// Compares with the head that Redis has. Answers whether the tail must be read; then a repair
    /// has begun.
    pub(crate) fn compare(&self, head: &Head) -> bool {
        self.with(|state| state.compare(head))
    }

    /// Redis does not have this channel's hash: it stands where Postgres says.
    pub(crate) fn assume(&self, place: Place) {
        self.with(|state| state.assume(place));
    }

    /// Whether pub/sub has not brought the event with this place in the partition's log.
    pub(crate) fn lacks(&self, psn: Psn) -> bool {
        self.with(|state| state.lacks(psn))
    }

    /// Begins a repair, unless one is under way.
    pub(crate) fn begin_repair(&self) -> bool {
        self.with(State::begin_repair)
    }

    /// Applies events that a repair has read. Answers how many were news.
    pub(crate) fn mend(&self, records: &[Record]) -> usize {
        self.with(|state| state.mend(records))
    }

    /// Ends a repair that has reached `head`; it goes on when more was seen meanwhile.
    pub(crate) fn end_repair(&self, head: Seq, psn: Option<Psn>) -> bool {
        self.with(|state| state.end_repair(head, psn))
    }

    /// Gives a repair up: there is no log to read.
    pub(crate) fn abandon_repair(&self) {
        self.with(State::abandon_repair);
    }

    /// The log goes on under another epoch with all that was delivered here (`ok`), or starts
    /// anew (`reset`), or what was missed is out of reach (`behind`): goes to where Redis stands,
    /// and tells everybody.
    pub(crate) fn jump(&self, head: &Head, outcome: Outcome) {
        self.with(|state| state.jump(head, outcome));
    }

    /// What a position of a client is worth here; `None` when this gateway cannot know.
    pub(crate) fn judge(&self, epoch: Epoch, seq: Seq) -> Option<Standing> {
        self.with(|state| state.judge(epoch, seq))
    }

    /// Makes a listener of a socket that has everything up to `from`, if nothing is missing in
    /// between. `live` runs under the lock, before any later event.
    pub(crate) fn join(
        &self,
        from: Place,
        listener: &Listener,
        limit: usize,
        live: impl FnOnce(),
    ) -> Join {
        self.with(|state| state.join(from, listener, limit, live))
    }

    /// Makes a listener of a socket from the head on; `live` learns where that is, under the lock.
    pub(crate) fn join_at_head(&self, listener: &Listener, live: impl FnOnce(Place)) -> Join {
        self.with(|state| state.join_at_head(listener, live))
    }

    /// Who previewed the channel is a member now.
    pub(crate) fn promote(&self, socket: ConnectionId) {
        self.with(|state| state.promote(socket));
    }

    /// Ends a listening. Answers whether there was one.
    pub(crate) fn leave(&self, socket: ConnectionId) -> bool {
        self.with(|state| state.leave(socket))
    }

    /// Up to `limit` events after `after` from the ring.
    pub(crate) fn recent(&self, after: Seq, limit: usize) -> Option<(Place, Vec<Event>)> {
        self.with(|state| state.recent(after, limit))
    }

    /// What the ring holds, for recovery.
    pub(crate) fn held(&self) -> Vec<Event> {
        self.with(|state| state.held())
    }

    /// Takes the channel out of use when nobody has listened since `before`.
    pub(super) fn retire(&self, before: Instant) -> bool {
        self.with(|state| state.retire(before))
    }

    /// Somebody is about to use it.
    pub(super) fn touch(&self) {
        self.with(State::touch);
    }

    /// After recovery the places in the partition's log start anew.
    pub(super) fn forget_psn(&self) {
        self.with(State::forget_psn);
    }

    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let outcome = act(&mut state);
        if let Some(place) = state.place() {
            self.head.store(place.seq.get(), Ordering::Release);
        }
        outcome
    }
}
