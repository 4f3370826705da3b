//! A channel whose next event is not the one that should come: fills the hole from the tail.
//!
//! It happens when two workers read one partition for a moment, after a lease was taken over: what
//! the other one has in hand is missing here. The tail keeps all that is not stored yet, so it has
//! the missing events. Only what is not even there is lost, and stands as a void.

use bus::{Bus, Range};
use domain::{ChannelId, Epoch, Seq};

use crate::batch::{Fate, Item, Place};

/// How much of a hole is filled at a time.
const FILL: usize = 1_000;

/// Puts what is missing after `persisted` in front of the event at `seq`, or sets that event aside
/// when the log never gave its channel such a seq.
pub(crate) async fn fill(
    bus: &Bus,
    items: &mut Vec<Item>,
    channel: ChannelId,
    persisted: Seq,
    seq: Seq,
) -> Result<(), bus::Error> {
    let Some(at) = items
        .iter()
        .position(|item| item.position() == Some((channel, seq)))
    else {
        return Ok(());
    };
    let tail = bus
        .log()
        .tail(channel, Range::After(persisted), FILL)
        .await?;
    let Some(tail) = tail.filter(|tail| seq <= tail.head.seq) else {
        if let Some(item) = items.get_mut(at) {
            let reason = format!("the channel's log has no event {seq}");
            item.fate = Fate::Foreign(reason);
        }
        return Ok(());
    };
    let epoch = epoch_of(items.get(at)).unwrap_or(tail.head.epoch);
    let mut missing = Vec::new();
    let mut records = tail.records.into_iter().peekable();
    let mut expected = persisted.next();
    while expected < seq && missing.len() < FILL {
        let item = match records.next_if(|record| record.seq == expected) {
            Some(record) => Item::from_tail(record),
            None => lost(channel, epoch, expected),
        };
        missing.push(item);
        expected = expected.next();
    }
    items.splice(at..at, missing);
    Ok(())
}

fn epoch_of(item: Option<&Item>) -> Option<Epoch> {
    match item?.place {
        Place::Log { epoch, .. } => Some(epoch),
        Place::Unknown => None,
    }
}

fn lost(channel: ChannelId, epoch: Epoch, seq: Seq) -> Item {
    metrics::counter!("hubbub_worker_lost_events_total").increment(1);
    tracing::error!(channel.id = %channel, %seq, "event {seq} of channel {channel} is lost");
    Item::void(channel, epoch, seq)
}
