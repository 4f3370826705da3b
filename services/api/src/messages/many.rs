//! Several messages at once, of several channels, as they are now.

use std::collections::{BTreeMap, BTreeSet};

use domain::{ChannelId, MessageId, Partition, UserId};
use protocol::message::Message;
use store::PgConnection;

use super::recent::Recent;
use super::row;
use crate::error::Error;
use crate::state::State;

/// Those of `ids` that exist, from Postgres and the tails. That the viewer may see them is for the
/// caller to know.
///
/// # Errors
/// 503 when Postgres is down.
pub async fn find(
    state: &State,
    connection: &mut PgConnection,
    viewer: UserId,
    ids: &[MessageId],
    recents: &BTreeMap<ChannelId, Recent>,
) -> Result<BTreeMap<MessageId, Message>, Error> {
    let partitions = partitions(state, ids);
    let partitions: Vec<i16> = partitions.into_iter().map(i16::from).collect();
    let rows = store::messages::find_anywhere(connection, viewer, &partitions, ids).await?;
    let mut found = BTreeMap::new();
    for mut message in row::messages(rows)? {
        if let Some(recent) = recents.get(&message.channel_id) {
            recent.apply(&mut message, Some(viewer));
        }
        found.insert(message.id, message);
    }
    for id in ids
        .iter()
        .filter(|id| !found.contains_key(id))
        .copied()
        .collect::<Vec<_>>()
    {
        let in_tail = recents
            .values()
            .find_map(|recent| recent.find(id, Some(viewer)));
        found.extend(in_tail.map(|message| (id, message)));
    }
    Ok(found)
}

/// Where these messages are stored.
#[must_use]
pub fn partitions(state: &State, ids: &[MessageId]) -> BTreeSet<Partition> {
    ids.iter()
        .map(|id| state.bus.partitions().of_message(*id))
        .collect()
}
