//! Giving recovery what this gateway still holds: a message survives even the loss of Redis.

use domain::{ChannelId, Psn};
use rpc::chat::Offered;

use super::Relay;
use crate::hub::event::Event;

/// The most bytes of payload in one offer.
const BATCH_BYTES: usize = 1024 * 1024;

impl Relay {
    /// Offers all rings. Recovery takes what lies above the heads that it found.
    pub(super) async fn offer(&self) {
        for channel in self.hub.channels() {
            for batch in batches(channel.id(), channel.held()) {
                self.send(batch).await;
            }
        }
    }

    async fn send(&self, batch: Vec<Offered>) {
        let count = batch.len();
        match self.api.offer(batch).await {
            Ok(taken) => tracing::info!(count, taken, "recovery took {taken} of {count} events"),
            Err(error) => tracing::error!(count, "recovery did not take {count} events: {error}"),
        }
    }
}

/// Cuts a ring into pieces that one call carries.
fn batches(channel: ChannelId, events: Vec<Event>) -> Vec<Vec<Offered>> {
    let mut batches = Vec::new();
    let mut room = 0;
    for event in events {
        if batches.is_empty() || event.payload.len() > room {
            batches.push(Vec::new());
            room = BATCH_BYTES;
        }
        room = room.saturating_sub(event.payload.len());
        if let Some(batch) = batches.last_mut() {
            batch.push(offered(channel, event));
        }
    }
    batches
}

fn offered(channel: ChannelId, event: Event) -> Offered {
    Offered {
        channel,
        epoch: event.epoch,
        seq: event.seq,
        message_no: event.message_no,
        psn: event.psn.unwrap_or(Psn::ZERO),
        payload: event.payload,
    }
}
