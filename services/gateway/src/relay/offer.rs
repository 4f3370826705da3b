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
        let mut batch = Vec::new();
        let mut bytes = 0;
        for channel in self.hub.channels() {
            for event in channel.held() {
                bytes += event.payload.len();
                batch.push(offered(channel.id(), event));
                if bytes >= BATCH_BYTES {
                    bytes = 0;
                    self.send(std::mem::take(&mut batch)).await;
                }
            }
        }
        self.send(batch).await;
    }

    async fn send(&self, batch: Vec<Offered>) {
        if batch.is_empty() {
            return;
        }
        let count = batch.len();
        match self.api.offer(batch).await {
            Ok(taken) => tracing::info!(count, taken, "recovery took {taken} of {count} events"),
            Err(error) => tracing::error!(count, "recovery did not take {count} events: {error}"),
        }
    }
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
