//! What has to be done to one partition's channels: compares what survives in Redis with what
//! Postgres and the gateways have. Pure.

use std::collections::{BTreeMap, BTreeSet};

use bus::{Head, Restored, Survivor};
use bytes::Bytes;
use domain::{ChannelId, MessageNo, Seq};
use protocol::EventView;
use store::recovery::Offer;

/// What there is of one partition.
#[derive(Debug, Default)]
pub(super) struct Remains {
    /// Whether Redis holds this partition at all: false after a flush or on a new server.
    pub(super) stands: bool,
    /// What survives in Redis.
    pub(super) survivors: Vec<Survivor>,
    /// What Postgres has, for every channel that ever had an event stored.
    pub(super) stored: Vec<store::heads::Head>,
    /// What gateways hold above that.
    pub(super) offers: Vec<Offer>,
}

impl Remains {
    /// Whether events may be gone.
    pub(super) fn lost_something(&self) -> bool {
        !self.stands || !damaged(self).is_empty()
    }
}

/// The channels of `remains` whose log lost something, or may have.
pub(super) fn damaged(remains: &Remains) -> BTreeSet<ChannelId> {
    let survivors: BTreeMap<ChannelId, Option<Head>> = remains
        .survivors
        .iter()
        .map(|one| (one.channel, one.head))
        .collect();
    let mut damaged: BTreeSet<ChannelId> = BTreeSet::new();
    for one in &remains.survivors {
        let whole = one
            .head
            .is_some_and(|head| one.tail_end.is_none_or(|end| end <= head.seq));
        if !whole || !remains.stands {
            damaged.insert(one.channel);
        }
    }
    for stored in &remains.stored {
        match survivors.get(&stored.channel_id) {
            Some(Some(head)) if head.seq >= stored.persisted_seq => {}
            _ => {
                damaged.insert(stored.channel_id);
            }
        }
    }
    for offer in &remains.offers {
        let head = survivors.get(&offer.channel_id).copied().flatten();
        if head.is_none_or(|head| head.seq < offer.seq) {
            damaged.insert(offer.channel_id);
        }
    }
    damaged
}

/// One damaged channel, put together again.
#[derive(Debug)]
pub(super) struct Rebuilt {
    /// Its counters under the new epoch.
    pub(super) head: Head,
    /// Events from gateways, to be added to what its tail holds.
    pub(super) events: Vec<Restored>,
}

/// Puts a channel together: `stored` is its row with the new epoch, `tail` what its tail holds,
/// `offers` what gateways hold.
pub(super) fn rebuild(
    stored: &store::heads::Head,
    survivor: Option<&Survivor>,
    tail: &BTreeMap<Seq, Option<MessageNo>>,
    offers: &[Offer],
) -> Rebuilt {
    let before = survivor.and_then(|one| one.head);
    let mut events = BTreeMap::new();
    for offer in offers.iter().filter(|offer| !tail.contains_key(&offer.seq)) {
        events.insert(offer.seq, restored(offer));
    }
    let persisted = stored.persisted_seq;
    let known = |seq: Seq| tail.contains_key(&seq) || events.contains_key(&seq);
    let last = |keys: Option<&Seq>| keys.copied().unwrap_or(Seq::ZERO);
    let seq = persisted
        .max(before.map_or(Seq::ZERO, |head| head.seq))
        .max(last(tail.keys().next_back()))
        .max(last(events.keys().next_back()));
    let mut base = persisted;
    while base < seq && known(base.next()) {
        base = base.next();
    }
    let message_no = stored
        .persisted_message_no
        .max(before.map_or(MessageNo::ZERO, |head| head.message_no))
        .max(tail.values().flatten().copied().max().unwrap_or_default())
        .max(
            events
                .values()
                .filter_map(|event| event.message_no)
                .max()
                .unwrap_or_default(),
        );
    let head = Head {
        epoch: stored.epoch,
        base,
        seq,
        message_no,
        persisted,
        mver: before.map_or(stored.mver, |head| head.mver.max(stored.mver)),
        floor: seq.next(),
        closed: stored.closed || before.is_some_and(|head| head.closed),
    };
    Rebuilt {
        head,
        events: events.into_values().collect(),
    }
}

fn restored(offer: &Offer) -> Restored {
    let view = EventView::decode(&offer.payload).ok();
    let created = view.filter(|view| view.kind == protocol::EventKind::MessageCreated);
    Restored {
        seq: offer.seq,
        message_no: offer.message_no,
        message: created.and_then(|view| view.message()),
        payload: Bytes::copy_from_slice(&offer.payload),
    }
}
