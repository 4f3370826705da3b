//! Tells the followers of threads how those stand for them, once the replies are stored.

use std::collections::{BTreeMap, BTreeSet};

use bus::Bus;
use bytes::Bytes;
use domain::{MessageId, Partition, UserId};
use protocol::gateway::event::{UserEvent, UserFrame};
use protocol::thread::ThreadState;
use store::Store;
use store::reading::Except;
use store::threads::{self, Counts, Side, Unread};

use crate::batch::{Fate, Item};

/// The most followers that one batch tells. Whoever is left out sees it with the next reply, or
/// when they look.
const MOST_TOLD: i64 = 2_000;

/// One hint per follower and thread that the batch touched. A hint that is lost does no harm: the
/// next one covers it, and a client that reconnects asks.
pub(crate) async fn tell(bus: &Bus, store: &Store, partition: Partition, items: &[Item]) {
    let roots: BTreeSet<MessageId> = items.iter().filter_map(thread).collect();
    if roots.is_empty() {
        return;
    }
    let roots: Vec<MessageId> = roots.into_iter().collect();
    let states = match states(store, partition, &roots).await {
        Ok(states) => states,
        Err(error) => {
            tracing::warn!("followers of {} threads are not told: {error}", roots.len());
            return;
        }
    };
    let mut hints: Vec<(UserId, Bytes)> = Vec::with_capacity(states.len());
    for (user, state) in states {
        let frame = UserFrame {
            user_version: None,
            event: UserEvent::ThreadUpdated(state),
        };
        match serde_json::to_vec(&frame) {
            Ok(bytes) => hints.push((user, Bytes::from(bytes))),
            Err(error) => tracing::error!("a thread hint cannot be written: {error}"),
        }
    }
    if let Err(error) = bus.users().hint(&hints).await {
        tracing::warn!("{} followers are not told: {error}", hints.len());
    }
}

fn thread(item: &Item) -> Option<MessageId> {
    match &item.fate {
        Fate::Fold(entry) => entry.thread(),
        _ => None,
    }
}

async fn states(
    store: &Store,
    partition: Partition,
    roots: &[MessageId],
) -> Result<Vec<(UserId, ThreadState)>, store::Error> {
    let mut connection = store.acquire().await?;
    let followers = threads::followers(&mut connection, roots, MOST_TOLD).await?;
    let wanted: Vec<Unread> = followers
        .iter()
        .map(|side| Unread {
            user_id: side.user_id,
            root_id: side.root_id,
            channel_id: side.channel_id,
            partition,
            read_seq: side.read_seq,
        })
        .collect();
    let counts = threads::counts(&mut connection, &wanted, Except::default()).await?;
    let counts: BTreeMap<(UserId, MessageId), Counts> = counts
        .into_iter()
        .map(|one| ((one.user_id, one.root_id), one))
        .collect();
    let state = |side: &Side| {
        let counts = counts.get(&(side.user_id, side.root_id))?;
        let state = ThreadState {
            root_id: side.root_id,
            channel_id: side.channel_id,
            following: true,
            read_seq: side.read_seq,
            unread: counts.unread,
            mentions: counts.mentions,
        };
        Some((side.user_id, state))
    };
    Ok(followers.iter().filter_map(state).collect())
}
