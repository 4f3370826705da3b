//! What a deletion leaves in the tails: the seqs of the deleted message's earlier events, which
//! are void from now on (S9).

use std::collections::HashMap;

use bus::{Bus, Range};
use domain::{ChannelId, MessageId, Seq};
use protocol::event::EventView;

use crate::batch::{Fate, Item};
use crate::event::Change;

/// More than a tail ever holds for us: it is trimmed to 2,000 events once they are stored.
const WHOLE_TAIL: usize = 10_000;

/// The seqs that the batch makes void: earlier events of messages that it deletes, dead letters.
pub(crate) async fn of(bus: &Bus, items: &[Item]) -> Result<Vec<(ChannelId, Seq)>, bus::Error> {
    let mut voids = Vec::new();
    let mut deleted: HashMap<ChannelId, HashMap<MessageId, Seq>> = HashMap::new();
    for item in items {
        let Some((channel, seq)) = item.position() else {
            continue;
        };
        match &item.fate {
            Fate::Poison(_) => voids.push((channel, seq)),
            Fate::Fold(entry) => {
                if let Change::Deleted(deletion) = &entry.change {
                    deleted.entry(channel).or_default().insert(deletion.id, seq);
                }
            }
            Fate::Foreign(_) | Fate::Stale => {}
        }
    }
    for (channel, messages) in deleted {
        let tail = bus.log().tail(channel, Range::Newest, WHOLE_TAIL).await?;
        for record in tail.into_iter().flat_map(|tail| tail.records) {
            if is_gone(&record, &messages) {
                voids.push((channel, record.seq));
            }
        }
    }
    Ok(voids)
}

fn is_gone(record: &bus::Record, deleted: &HashMap<MessageId, Seq>) -> bool {
    let Ok(event) = EventView::decode(&record.payload) else {
        return false;
    };
    let deletion = event.message().and_then(|message| deleted.get(&message));
    event.kind.is_voided_by_deletion() && deletion.is_some_and(|seq| record.seq < *seq)
}
