//! One channel on this gateway: where its log stands, its ring, and the sockets that listen.
//!
//! Everything happens under one short lock, without waiting: an event is applied and offered to
//! all listeners, or a socket becomes a listener, but never both at once. That is what makes the
//! change from replay to live seamless.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use bus::{Head, Record, Standing};
use chrono::{DateTime, Utc};
use domain::{ChannelId, ConnectionId, Epoch, Psn, Seq, UserId};
use protocol::gateway::hello::Outcome;
use tokio::time::Instant;

use super::event::{Effect, Event};
use super::listener::{Letter, Listener, Role};
use super::ring::Ring;
use crate::frames;
use crate::outbox::Kind;

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

#[derive(Debug)]
struct State {
    /// Unknown until the subscription is confirmed and the head read.
    place: Option<Place>,
    /// Up to where the previous life of the log is part of this one (S12).
    base: Seq,
    psn: Option<Psn>,
    ring: Ring,
    listeners: Vec<Listener>,
    /// A task is reading what was missed; what comes meanwhile waits in the tail.
    repair: Option<Repair>,
    touched: Instant,
    retired: bool,
}

/// What was seen while a repair is under way.
#[derive(Clone, Copy, Debug)]
struct Repair {
    seen: Seq,
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
    pub(crate) fn new(id: ChannelId) -> Self {
        let state = State {
            place: None,
            base: Seq::ZERO,
            psn: None,
            ring: Ring::default(),
            listeners: Vec::new(),
            repair: None,
            touched: Instant::now(),
            retired: false,
        };
        Self {
            id,
            head: AtomicI64::new(0),
            state: Mutex::new(state),
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

    /// Where the log stands here.
    pub(crate) fn place(&self) -> Option<Place> {
        self.with(|state| state.place)
    }

    /// Takes an event that came by pub/sub.
    pub(crate) fn receive(&self, record: &Record) -> Received {
        self.with(|state| {
            state.psn = state.psn.max(record.psn);
            let next = Place {
                epoch: record.epoch,
                seq: record.seq,
            };
            let Some(place) = state.place else {
                // The head is about to be read; what lies between the two is then a gap.
                self.settle(state, next);
                state.ring.push(self.id, Event::read(record));
                return Received::Delivered(Delivered::default());
            };
            if next.epoch < place.epoch || (next.epoch == place.epoch && next.seq <= place.seq) {
                return Received::Known;
            }
            if let Some(repair) = &mut state.repair {
                repair.seen = repair.seen.max(next.seq);
                return Received::Waiting;
            }
            if next.epoch == place.epoch && next.seq == place.seq.next() {
                return Received::Delivered(self.deliver(state, Event::read(record)));
            }
            state.repair = Some(Repair { seen: next.seq });
            Received::Missed
        })
    }

    /// Takes the head that Redis has for its own, unless it has a place already.
    pub(crate) fn adopt(&self, head: &Head) {
        self.with(|state| {
            let there = Place {
                epoch: head.epoch,
                seq: head.seq,
            };
            match state.place {
                None => {
                    self.settle(state, there);
                    state.base = head.base;
                }
                Some(here) if here.epoch == there.epoch => state.base = head.base,
                Some(_) => {}
            }
        });
    }

    /// Compares with the head that Redis has. Answers whether the tail must be read; then a repair
    /// has begun.
    pub(crate) fn compare(&self, head: &Head) -> bool {
        self.adopt(head);
        self.with(|state| {
            let Some(here) = state.place else {
                return false;
            };
            let behind = (here.epoch, here.seq) < (head.epoch, head.seq);
            let starts = behind && state.repair.is_none();
            if starts {
                state.repair = Some(Repair { seen: head.seq });
            }
            starts
        })
    }

    /// Redis does not have this channel's hash: it stands where Postgres says.
    pub(crate) fn assume(&self, place: Place) {
        self.with(|state| {
            if state.place.is_none() {
                self.settle(state, place);
            }
        });
    }

    /// Whether pub/sub has not brought the event with this place in the partition's log.
    pub(crate) fn lacks(&self, psn: Psn) -> bool {
        self.with(|state| state.repair.is_none() && state.psn.is_none_or(|seen| seen < psn))
    }

    /// Begins a repair, unless one is under way.
    pub(crate) fn begin_repair(&self) -> bool {
        self.with(|state| {
            let starts = state.repair.is_none() && state.place.is_some();
            if let (true, Some(place)) = (starts, state.place) {
                state.repair = Some(Repair { seen: place.seq });
            }
            starts
        })
    }

    /// Applies events that a repair has read. Answers how many were news.
    pub(crate) fn mend(&self, records: &[Record]) -> usize {
        self.with(|state| {
            let mut news = 0;
            for record in records {
                let next = state.place.map(|place| place.seq.next());
                if next == Some(record.seq) {
                    self.deliver(state, Event::read(record));
                    news += 1;
                }
            }
            news
        })
    }

    /// Ends a repair that has reached `head`; it goes on when more was seen meanwhile.
    pub(crate) fn end_repair(&self, head: Seq, psn: Option<Psn>) -> bool {
        self.with(|state| {
            let Some(place) = state.place else {
                return true;
            };
            let wanted = state.repair.map_or(head, |repair| repair.seen.max(head));
            if place.seq < wanted {
                return false;
            }
            state.psn = state.psn.max(psn);
            state.repair = None;
            true
        })
    }

    /// Gives a repair up: there is no log to read.
    pub(crate) fn abandon_repair(&self) {
        self.with(|state| state.repair = None);
    }

    /// The log goes on under another epoch with all that was delivered here, or starts anew, or
    /// what was missed is out of reach: goes to where Redis stands, and tells everybody.
    pub(crate) fn jump(&self, head: &Head, outcome: Outcome) {
        self.with(|state| {
            let seq = match (outcome, state.place) {
                (Outcome::Ok, Some(place)) => place.seq,
                _ => head.seq,
            };
            if outcome == Outcome::Ok {
                state.ring.rename(head.epoch);
            } else {
                state.ring.clear();
            }
            state.base = head.base;
            self.settle(
                state,
                Place {
                    epoch: head.epoch,
                    seq,
                },
            );
            let frame = frames::resumed(self.id, outcome, head.epoch, head.seq);
            for listener in &mut state.listeners {
                listener.after = Seq::ZERO;
                listener.socket.outbox.push(frame.clone());
            }
        });
    }

    /// What a position of a client is worth here; `None` when this gateway cannot know.
    pub(crate) fn judge(&self, epoch: Epoch, seq: Seq) -> Option<Standing> {
        self.with(|state| {
            let place = state.place?;
            if epoch == place.epoch {
                return (seq <= place.seq).then_some(Standing::Ok);
            }
            if epoch > place.epoch {
                return None;
            }
            let carried_over = epoch.next() == place.epoch && seq <= state.base;
            Some(if carried_over {
                Standing::Ok
            } else {
                Standing::Reset
            })
        })
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
        self.with(|state| {
            state.touched = Instant::now();
            if state.retired {
                return Join::Retired;
            }
            let Some(place) = state.place else {
                return Join::Tail;
            };
            if place.epoch != from.epoch {
                return Join::OtherLife;
            }
            if from.seq < place.seq {
                return state
                    .ring
                    .after(from.seq, limit)
                    .map_or(Join::Tail, Join::Ring);
            }
            live();
            // Another gateway may have been faster than this one: then what the client has
            // already is not sent again.
            state.listen(Listener {
                after: from.seq,
                ..listener.clone()
            });
            Join::Live
        })
    }

    /// Makes a listener of a socket from the head on; `live` learns where that is, under the lock.
    pub(crate) fn join_at_head(&self, listener: &Listener, live: impl FnOnce(Place)) -> Join {
        self.with(|state| {
            state.touched = Instant::now();
            if state.retired {
                return Join::Retired;
            }
            let Some(place) = state.place else {
                return Join::Tail;
            };
            live(place);
            state.listen(Listener {
                after: place.seq,
                ..listener.clone()
            });
            Join::Live
        })
    }

    /// Who previewed the channel is a member now.
    pub(crate) fn promote(&self, socket: ConnectionId) {
        self.with(|state| {
            let mut all = state.listeners.iter_mut();
            if let Some(listener) = all.find(|one| one.socket.id == socket) {
                listener.role = Role::Member;
            }
        });
    }

    /// Ends a listening. Answers whether there was one.
    pub(crate) fn leave(&self, socket: ConnectionId) -> bool {
        self.with(|state| {
            state.touched = Instant::now();
            let found = state
                .listeners
                .iter()
                .position(|one| one.socket.id == socket);
            found
                .map(|index| state.listeners.swap_remove(index))
                .is_some()
        })
    }

    /// Up to `limit` events after `after` from the ring.
    pub(crate) fn recent(&self, after: Seq, limit: usize) -> Option<(Place, Vec<Event>)> {
        self.with(|state| {
            let place = state.place?;
            if after >= place.seq {
                return Some((place, Vec::new()));
            }
            state.ring.after(after, limit).map(|events| (place, events))
        })
    }

    /// What the ring holds, for recovery.
    pub(crate) fn held(&self) -> Vec<Event> {
        self.with(|state| state.ring.above(Seq::ZERO))
    }

    /// Takes the channel out of use when nobody has listened since `before`.
    pub(super) fn retire(&self, before: Instant) -> bool {
        self.with(|state| {
            let idle = state.listeners.is_empty() && state.touched < before;
            state.retired |= idle;
            idle
        })
    }

    pub(super) fn touch(&self) {
        self.with(|state| state.touched = Instant::now());
    }

    /// After recovery the places in the partition's log start anew.
    pub(super) fn forget_psn(&self) {
        self.with(|state| state.psn = None);
    }

    fn settle(&self, state: &mut State, place: Place) {
        state.place = Some(place);
        self.head.store(place.seq.get(), Ordering::Release);
    }

    /// Offers the next event to everybody and lets it take effect.
    fn deliver(&self, state: &mut State, event: Event) -> Delivered {
        self.settle(
            state,
            Place {
                epoch: event.epoch,
                seq: event.seq,
            },
        );
        state.psn = state.psn.max(event.psn);
        let mut delivered = Delivered {
            sockets: 0,
            origin: event.origin,
            said: event.effect == Effect::Said,
        };
        for listener in &state.listeners {
            if event.seq > listener.after {
                listener
                    .socket
                    .outbox
                    .offer(event.frame.clone(), Kind::Durable);
                delivered.sockets += 1;
            }
        }
        self.take_effect(state, event.effect);
        state.ring.push(self.id, event);
        delivered
    }

    fn take_effect(&self, state: &mut State, effect: Effect) {
        let id = self.id;
        match effect {
            Effect::None | Effect::Said | Effect::Deleted => {}
            Effect::Left(user) => state.listeners.retain(|listener| {
                let stays = listener.socket.user != user;
                if !stays {
                    listener.socket.tell(Letter::Left(id));
                }
                stays
            }),
            Effect::Settings => {
                let previews = state
                    .listeners
                    .iter()
                    .filter(|one| one.role == Role::Preview);
                previews.for_each(|one| one.socket.tell(Letter::CheckPreviews));
            }
            Effect::Closed => {
                for listener in state.listeners.drain(..) {
                    listener.socket.tell(Letter::Left(id));
                }
            }
        }
    }

    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl State {
    fn listen(&mut self, listener: Listener) {
        let same = self
            .listeners
            .iter_mut()
            .find(|one| Arc::ptr_eq(&one.socket, &listener.socket));
        match same {
            Some(known) => *known = listener,
            None => self.listeners.push(listener),
        }
    }
}
