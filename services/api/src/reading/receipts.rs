//! Telling those who look at a channel how far its members have read: as a hint, which may be lost.

use protocol::gateway::event::{EphemeralEvent, EphemeralFrame, ReceiptUpdated};
use rpc::live::Letter;
use store::reading::Receipt;

use crate::state::State;

/// Publishes receipts, without making anybody wait. Called after the commit of what they tell; the
/// group commit has put several marks of one person into one.
pub(super) fn publish(state: &State, receipts: Vec<Receipt>) {
    let receipts: Vec<Receipt> = receipts
        .into_iter()
        .filter(|receipt| !receipt.shown_to.is_empty())
        .collect();
    if receipts.is_empty() {
        return;
    }
    let live = state.bus.live();
    state.tracker.spawn(async move {
        for receipt in receipts {
            let channel = receipt.channel_id;
            let Ok(payload) = serde_json::to_vec(&letter(receipt)) else {
                continue;
            };
            if let Err(error) = live.publish_in(channel, &payload).await {
                tracing::debug!(channel.id = %channel, "a receipt in {channel} was lost: {error}");
            }
        }
    });
}

fn letter(receipt: Receipt) -> Letter {
    let event = EphemeralEvent::ReceiptUpdated(ReceiptUpdated {
        user_id: receipt.user_id,
        message_no: receipt.read_message_no,
    });
    Letter {
        frame: EphemeralFrame {
            channel: Some(receipt.channel_id),
            event,
        },
        shown_to: Some(receipt.shown_to),
    }
}
