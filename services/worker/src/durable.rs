//! Tells the authors of a stored batch that their clients may forget their copies.

use bus::Bus;
use bytes::Bytes;
use domain::UserId;
use protocol::gateway::event::{Durable, UserEvent, UserFrame};

use crate::batch::{self, Item};

/// One hint per author and channel. A hint that is lost does no harm: the next one covers it, and
/// a client that resends meets its own nonce.
pub(crate) async fn tell(bus: &Bus, items: &[Item]) {
    let mut hints: Vec<(UserId, Bytes)> = Vec::new();
    for ((author, channel), seq) in batch::authors(items) {
        let event = UserEvent::Durable(Durable { channel, seq });
        let frame = UserFrame {
            user_version: None,
            event,
        };
        match serde_json::to_vec(&frame) {
            Ok(bytes) => hints.push((author, Bytes::from(bytes))),
            Err(error) => tracing::error!("a durable hint cannot be written: {error}"),
        }
    }
    if hints.is_empty() {
        return;
    }
    if let Err(error) = bus.users().hint(&hints).await {
        tracing::warn!(
            "{} authors do not hear that their messages are durable: {error}",
            hints.len()
        );
    }
}
