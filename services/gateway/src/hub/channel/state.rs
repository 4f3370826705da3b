//! What happens under a channel's lock.

use bus::{Head, Record, Standing};
use domain::{ChannelId, ConnectionId, Epoch, Psn, Seq};
use indexmap::IndexMap;
use protocol::gateway::hello::Outcome;
use tokio::time::Instant;

use super::{Delivered, Join, Place, Received};
use crate::frames;
use crate::hub::event::{Effect, Event};
use crate::hub::listener::{Letter, Listener, Role};
use crate::hub::ring::Ring;
use crate::hub::traced;

#[derive(Debug)]
pub(super) struct State {
    id: ChannelId,
    place: Option<Place>,
    /// Up to where the previous life of the log is part of this one (S12).
    base: Seq,
    /// The place in the partition's log of the last event that was seen.
    psn: Option<Psn>,
    ring: Ring,
    /// By socket, and dense: everybody hears an event, and thousands may come or go at once.
    listeners: IndexMap<ConnectionId, Listener>,
    /// A task is reading what was missed, and this is the last event seen meanwhile: it waits in
    /// the tail.
    repair: Option<Seq>,
    touched: Instant,
    retired: bool,
}

impl State {
    pub(super) fn new(id: ChannelId, now: Instant) -> Self {
        Self {
            id,
            place: None,
            base: Seq::ZERO,
            psn: None,
            ring: Ring::default(),
            listeners: IndexMap::new(),
            repair: None,
            touched: now,
            retired: false,
        }
    }

    pub(super) fn place(&self) -> Option<Place> {
        self.place
    }

    pub(super) fn receive(&mut self, record: &Record) -> Received {
        self.psn = self.psn.max(record.psn);
        let next = Place {
            epoch: record.epoch,
            seq: record.seq,
        };
        let Some(place) = self.place else {
            // Nobody listens yet. Who comes reads what lies before from the tail.
            return Received::Delivered(self.deliver(Event::read(record)));
        };
        if next.epoch < place.epoch || (next.epoch == place.epoch && next.seq <= place.seq) {
            return Received::Known;
        }
        if let Some(seen) = &mut self.repair {
            *seen = next.seq.max(*seen);
            return Received::Waiting;
        }
        if next.epoch == place.epoch && next.seq == place.seq.next() {
            return Received::Delivered(self.deliver(Event::read(record)));
        }
        self.repair = Some(next.seq);
        Received::Missed
    }

    pub(super) fn adopt(&mut self, head: &Head) {
        let there = Place {
            epoch: head.epoch,
            seq: head.seq,
        };
        let here = *self.place.get_or_insert(there);
        if here.epoch == there.epoch {
            self.base = head.base;
        }
    }

    pub(super) fn compare(&mut self, head: &Head) -> bool {
        self.adopt(head);
        let there = (head.epoch, head.seq);
        let behind = self
            .place
            .is_some_and(|here| (here.epoch, here.seq) < there);
        let starts = behind && self.repair.is_none();
        if starts {
            self.repair = Some(head.seq);
        }
        starts
    }

    pub(super) fn assume(&mut self, place: Place) {
        self.place.get_or_insert(place);
    }

    pub(super) fn lacks(&self, psn: Psn) -> bool {
        self.repair.is_none() && self.psn.is_none_or(|seen| seen < psn)
    }

    pub(super) fn begin_repair(&mut self) -> bool {
        let Some(place) = self.place.filter(|_| self.repair.is_none()) else {
            return false;
        };
        self.repair = Some(place.seq);
        true
    }

    pub(super) fn mend(&mut self, records: &[Record]) -> usize {
        let mut news = 0;
        for record in records {
            if self.place.map(|place| place.seq.next()) == Some(record.seq) {
                self.deliver(Event::read(record));
                news += 1;
            }
        }
        news
    }

    pub(super) fn end_repair(&mut self, head: Seq, psn: Option<Psn>) -> bool {
        let Some(place) = self.place else { return true };
        let wanted = self.repair.map_or(head, |seen| seen.max(head));
        if place.seq < wanted {
            return false;
        }
        self.psn = self.psn.max(psn);
        self.repair = None;
        true
    }

    pub(super) fn abandon_repair(&mut self) {
        self.repair = None;
    }

    pub(super) fn jump(&mut self, head: &Head, outcome: Outcome) {
        let stays = self.place.filter(|_| outcome == Outcome::Ok);
        if stays.is_some() {
            self.ring.rename(head.epoch);
        } else {
            self.ring.clear();
            // What was seen of a life that is over is not waited for.
            self.repair = self.repair.map(|_| head.seq);
        }
        let seq = stays.map_or(head.seq, |place| place.seq);
        self.base = head.base;
        self.place = Some(Place {
            epoch: head.epoch,
            seq,
        });
        let frame = frames::resumed(self.id, outcome, head.epoch, head.seq);
        for listener in self.listeners.values_mut() {
            listener.after = Seq::ZERO;
            listener.socket.outbox.push(frame.clone());
        }
    }

    pub(super) fn judge(&self, epoch: Epoch, seq: Seq) -> Option<Standing> {
        let place = self.place?;
        if epoch == place.epoch {
            return (seq <= place.seq).then_some(Standing::Ok);
        }
        if epoch > place.epoch {
            return None;
        }
        let taken_over = epoch.next() == place.epoch && seq <= self.base;
        Some(if taken_over {
            Standing::Ok
        } else {
            Standing::Reset
        })
    }

    pub(super) fn join(
        &mut self,
        from: Place,
        listener: &Listener,
        limit: usize,
        live: impl FnOnce(),
    ) -> Join {
        self.touch();
        if self.retired {
            return Join::Retired;
        }
        let Some(place) = self.place else {
            return Join::Tail;
        };
        if place.epoch != from.epoch {
            return Join::OtherLife;
        }
        if from.seq < place.seq {
            return self
                .ring
                .after(from.seq, limit)
                .map_or(Join::Tail, Join::Ring);
        }
        live();
        // Another gateway may have been faster than this one: then what the client has already is
        // not sent again.
        self.listen(Listener {
            after: from.seq,
            ..listener.clone()
        });
        Join::Live
    }

    pub(super) fn join_at_head(&mut self, listener: &Listener, live: impl FnOnce(Place)) -> Join {
        self.touch();
        if self.retired {
            return Join::Retired;
        }
        let Some(place) = self.place else {
            return Join::Tail;
        };
        live(place);
        self.listen(Listener {
            after: place.seq,
            ..listener.clone()
        });
        Join::Live
    }

    pub(super) fn promote(&mut self, socket: ConnectionId) {
        if let Some(listener) = self.listeners.get_mut(&socket) {
            listener.role = Role::Member;
        }
    }

    pub(super) fn leave(&mut self, socket: ConnectionId) -> bool {
        self.touch();
        self.listeners.swap_remove(&socket).is_some()
    }

    pub(super) fn recent(&self, after: Seq, limit: usize) -> Option<(Place, Vec<Event>)> {
        let place = self.place?;
        if after >= place.seq {
            return Some((place, Vec::new()));
        }
        self.ring.after(after, limit).map(|events| (place, events))
    }

    pub(super) fn held(&self) -> Vec<Event> {
        self.ring.above(Seq::ZERO)
    }

    pub(super) fn retire(&mut self, before: Instant) -> bool {
        let idle = self.listeners.is_empty() && self.touched < before;
        self.retired |= idle;
        idle
    }

    pub(super) fn touch(&mut self) {
        self.touched = Instant::now();
    }

    pub(super) fn forget_psn(&mut self) {
        self.psn = None;
    }

    fn listen(&mut self, listener: Listener) {
        self.listeners.insert(listener.socket.id, listener);
    }

    /// Offers the next event to everybody and lets it take effect.
    fn deliver(&mut self, event: Event) -> Delivered {
        self.place = Some(Place {
            epoch: event.epoch,
            seq: event.seq,
        });
        self.psn = self.psn.max(event.psn);
        let mut delivered = Delivered {
            sockets: 0,
            origin: event.origin,
            said: event.effect == Effect::Said,
        };
        let born = event.origin.map(|(_author, at)| at);
        let span = traced::span_of(self.id, &event);
        let frame = traced::held(&event.frame, &span);
        for listener in self.listeners.values() {
            if event.seq <= listener.after {
                continue;
            }
            listener.socket.outbox.deliver(frame.clone(), born);
            delivered.sockets += 1;
        }
        span.record("sockets", delivered.sockets);
        self.take_effect(event.effect);
        self.ring.push(self.id, event);
        delivered
    }

    fn take_effect(&mut self, effect: Effect) {
        let id = self.id;
        match effect {
            Effect::None | Effect::Said | Effect::Deleted => {}
            Effect::Left(user) => {
                let gone = self
                    .listeners
                    .extract_if(.., |_, one| one.socket.user == user);
                gone.for_each(|(_, one)| one.socket.tell(Letter::Left(id)));
            }
            Effect::Settings => {
                let previews = self
                    .listeners
                    .values()
                    .filter(|one| one.role == Role::Preview);
                previews.for_each(|one| one.socket.tell(Letter::CheckPreviews));
            }
            Effect::Closed => {
                self.listeners
                    .drain(..)
                    .for_each(|(_, one)| one.socket.tell(Letter::Left(id)));
            }
        }
    }
}
