//! Exact unread counts: Postgres, completed by the tail (S15).

use std::collections::{BTreeMap, BTreeSet};

use bus::{Head, Range};
use domain::{ChannelId, MessageId, Partition, Seq, UserId};
use store::PgConnection;
use store::reading::{Counts, Except, Numbered};

use super::tally::{Tallies, Tally};
use crate::error::Error;
use crate::messages::recent::Recent;
use crate::state::State;

/// How often what the worker has overtaken is read again.
const MOST_AGAIN: usize = 3;

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

impl Logs {
    /// The counts of this person and channel are those of the log up to here.
    #[must_use]
    pub fn counted_to(&self, counts: &Counts) -> Seq {
        let head = self.heads.get(&counts.channel_id);
        head.map_or(counts.persisted_seq, |head| {
            head.seq.max(counts.persisted_seq)
        })
    }

    /// The channels of which Postgres knew more than what was read of their logs before.
    fn behind(&self, counts: &[Counts]) -> BTreeSet<ChannelId> {
        let is_behind = |one: &&Counts| {
            let head = self.heads.get(&one.channel_id);
            head.is_some_and(|head| head.seq < one.persisted_seq)
        };
        let behind = counts.iter().filter(is_behind);
        behind.map(|one| one.channel_id).collect()
    }

    /// Takes what was read later in place of what is here.
    fn renew(&mut self, channels: &BTreeSet<ChannelId>, later: Self) {
        self.tallies
            .retain(|channel, _| !channels.contains(channel));
        self.heads.extend(later.heads);
        self.tallies.extend(later.tallies);
    }
}

/// Read positions and exact counts for pairs of members and channels of `logs`; pairs that are
/// not memberships are left out. Where Postgres has overtaken `logs` meanwhile, they are read
/// again: half of an event in the one and half in the other would be a wrong number.
///
/// # Errors
/// 503 when Postgres is down.
pub async fn counts(
    state: &State,
    connection: &mut PgConnection,
    logs: &mut Logs,
    pairs: &[(UserId, ChannelId)],
) -> Result<Vec<Counts>, Error> {
    let mut counts = count(state, connection, logs, pairs).await?;
    for _again in 0..MOST_AGAIN {
        let behind = logs.behind(&counts);
        if behind.is_empty() {
            break;
        }
        let Ok(later) = self::logs(state, behind.iter().copied()).await else {
            break;
        };
        logs.renew(&behind, later);
        let is_behind = |channel: &ChannelId| behind.contains(channel);
        let some: Vec<_> = pairs
            .iter()
            .copied()
            .filter(|(_, channel)| is_behind(channel))
            .collect();
        counts.retain(|one| !is_behind(&one.channel_id));
        counts.extend(count(state, connection, logs, &some).await?);
    }
    Ok(counts)
}

async fn count(
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
