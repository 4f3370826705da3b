//! Nonces that a lost Redis forgot: of the last hour from Postgres, and of what gateways offered.

use std::collections::BTreeMap;

use bus::{Earlier, Key};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{ChannelId, Partition};
use protocol::message::content_hash::Content;
use protocol::{EventView, LogEvent};
use store::recovery::{Nonce, Offer};

use super::plan::Remains;
use crate::error::Error;
use crate::state::State;

/// How far back nonces are loaded before the log opens; older retries ask Postgres.
const BACK: TimeDelta = TimeDelta::hours(1);
/// Keys that travel in one packet.
const CHUNK: usize = 1_000;

/// Makes the log remember again.
pub(super) async fn reload(
    state: &State,
    remains: &BTreeMap<Partition, Remains>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    for (partition, remains) in remains {
        let mut connection = state.store.acquire().await?;
        let stored = store::recovery::nonces_since(&mut connection, *partition, now - BACK).await?;
        drop(connection);
        let mut known: Vec<_> = remains.offers.iter().filter_map(offered).collect();
        known.extend(stored.into_iter().filter_map(stored_key));
        for chunk in known.chunks(CHUNK) {
            state.bus.recovery().remember(chunk).await?;
        }
    }
    Ok(())
}

fn stored_key(nonce: Nonce) -> Option<(ChannelId, Key, Earlier)> {
    let earlier = Earlier {
        message: Some(nonce.id),
        epoch: nonce.epoch,
        seq: nonce.seq,
        message_no: nonce.message_no,
        body_hash: nonce.body_hash.try_into().ok()?,
    };
    let key = Key::Nonce {
        author: nonce.author_id,
        nonce: nonce.nonce,
    };
    Some((nonce.channel_id, key, earlier))
}

fn offered(offer: &Offer) -> Option<(ChannelId, Key, Earlier)> {
    let event = EventView::decode(&offer.payload).ok()?.event().ok()?;
    let LogEvent::MessageCreated(message) = event else {
        return None;
    };
    let file_ids: Vec<_> = message.file_ids().collect();
    let content = Content {
        body: &message.body,
        parent_id: message.parent_id,
        also_in_channel: message.also_in_channel,
        file_ids: &file_ids,
    };
    let earlier = Earlier {
        message: Some(message.id),
        epoch: offer.epoch,
        seq: offer.seq,
        message_no: offer.message_no,
        body_hash: content.hash(),
    };
    let key = Key::Nonce {
        author: message.author.id,
        nonce: message.nonce.clone(),
    };
    Some((offer.channel_id, key, earlier))
}
