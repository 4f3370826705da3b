//! Exact unread counts: Postgres, completed by the tail (S15).

use std::collections::{BTreeMap, BTreeSet};

use bus::{Head, Range};
use domain::{ChannelId, MessageId, Partition, UserId};
use store::PgConnection;
use store::reading::{Counts, Except, Numbered};

use super::tally::{Tallies, Tally};
use crate::error::Error;
use crate::messages::recent::Recent;
use crate::state::State;

/// The logs of some channels, as far as counting and drawing a list of channels needs them.
#[derive(Debug, Clone, Default)]
pub struct Logs {
    /// The heads that Redis holds; a channel that is missing is cold.
    pub heads: BTreeMap<ChannelId, Head>,
    tallies: Tallies,
}

/// Reads heads and unpersisted events. Before Postgres, so that nothing falls in between.
///
/// # Errors
/// 503 when Redis is down.
pub async fn logs(
    state: &State,
    channels: impl IntoIterator<Item = ChannelId>,
) -> Result<Logs, Error> {
    let channels: BTreeSet<ChannelId> = channels.into_iter().collect();
    let wanted: Vec<_> = channels
        .into_iter()
        .map(|channel| (channel, Range::View, 0))
        .collect();
    let tails = state.bus.log().tails(&wanted).await?;
    let mut logs = Logs::default();
    for ((channel, _, _), tail) in wanted.into_iter().zip(tails) {
        let Some(tail) = tail else { continue };
        logs.heads.insert(channel, tail.head);
        if !tail.records.is_empty() {
            logs.tallies
                .insert(channel, Tally::new(&Recent::new(&tail)));
        }
    }
    Ok(logs)
}

/// Read positions and exact counts for pairs of members and channels of `logs`; pairs that are
/// not memberships are left out.
///
/// # Errors
/// 503 when Postgres is down.
pub async fn counts(
    state: &State,
    connection: &mut PgConnection,
    logs: &Logs,
    pairs: &[(UserId, ChannelId)],
) -> Result<Vec<Counts>, Error> {
    let deleted: Vec<MessageId> = logs.tallies.values().flat_map(Tally::deleted).collect();
    let readdressed: Vec<MessageId> = logs.tallies.values().flat_map(Tally::readdressed).collect();
    let except = Except {
        deleted: &deleted,
        readdressed: &readdressed,
    };
    let mut counts = store::reading::counts(connection, pairs, except).await?;
    let older = older(state, connection, logs).await?;
    for one in &mut counts {
        if let Some(tally) = logs.tallies.get(&one.channel_id) {
            tally.complete(one, &older);
        }
    }
    Ok(counts)
}

async fn older(
    state: &State,
    connection: &mut PgConnection,
    logs: &Logs,
) -> Result<BTreeMap<MessageId, Numbered>, Error> {
    let ids: Vec<MessageId> = logs.tallies.values().flat_map(Tally::older).collect();
    let partitions: BTreeSet<Partition> = ids
        .iter()
        .map(|id| state.bus.partitions().of_message(*id))
        .collect();
    let partitions: Vec<Partition> = partitions.into_iter().collect();
    let rows = store::reading::numbered(connection, &partitions, &ids).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}
