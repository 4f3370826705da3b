//! One recovery, from the lock to the blessing.

use std::collections::BTreeMap;
use std::time::Duration;

use bus::{Gate, Incarnation, Record, Restore, Survey, Survivor};
use domain::{ChannelId, MessageNo, Partition, Seq};
use store::recovery::Offer;

use super::nonces;
use super::plan::{self, Remains};
use crate::error::Error;
use crate::state::State;

/// How long one round of collecting takes.
const ROUND: Duration = Duration::from_millis(250);
/// Rounds that begin with a call to the gateways: one that is just connecting again hears a later
/// one.
const CALLING: [u32; 3] = [0, 2, 4];
/// The round after which collecting ends as soon as nothing new comes.
const LEAST_ROUNDS: u32 = 5;
/// The round after which it ends in any case: the log has to open.
const MOST_ROUNDS: u32 = 12;

/// Recovers, unless another process is at it or has just been. Answers the new incarnation.
///
/// Broken off at any point, it leaves the log closed and can be begun anew.
pub(super) async fn recover(state: &State) -> Result<Option<Incarnation>, Error> {
    let mut lock = state.store.begin().await?;
    if !store::recovery::try_lock(&mut lock).await? {
        return Ok(None);
    }
    let recovery = state.bus.recovery();
    let surveys = surveys(state).await?;
    let lost_counters = surveys
        .values()
        .flat_map(|survey| &survey.channels)
        .any(is_torn);
    if recovery.blessed().await?.is_some() && !lost_counters {
        return Ok(None);
    }
    let gates = recovery.gates().await?;
    let before = gates
        .iter()
        .filter_map(|gate| gate.incarnation())
        .max_by_key(|one| one.number);
    let least = surveys
        .values()
        .map(|survey| survey.least_incarnation)
        .max()
        .unwrap_or(1);
    let was_open = store::recovery::was_open(&mut lock).await?;
    let number = store::recovery::next_incarnation(&mut lock, least).await?;
    let mut incarnation = Incarnation {
        number,
        lost: before.map_or(0, |before| before.lost),
        lost_at: before.map_or(0, |before| before.lost_at),
    };
    tracing::warn!(number, "the log is closed: recovery {number} begins");
    recovery.close(incarnation).await?;
    // Before the first opening nothing was ever appended that a gateway could still hold.
    let offers = if was_open {
        collect_offers(state).await?
    } else {
        Vec::new()
    };
    let remains = remains(state, &gates, offers).await?;
    let lost = was_open && remains.values().any(Remains::lost_something);
    let now = state.now();
    if lost {
        incarnation = Incarnation {
            lost: number,
            lost_at: now.timestamp(),
            ..incarnation
        };
        // Broken off from here on, the next recovery still knows that something was lost.
        recovery.close(incarnation).await?;
        repair(state, incarnation, &remains).await?;
        nonces::reload(state, &remains, now).await?;
    }
    recovery.bless(incarnation).await?;
    store::recovery::forget_offers(&mut lock).await?;
    lock.commit().await.map_err(store::Error::from)?;
    tracing::warn!(number, lost, "the log is open: recovery {number} is done");
    crate::metrics::recovered(lost);
    Ok(Some(incarnation))
}

/// Whether a channel's counters are gone while its tail is not.
fn is_torn(survivor: &Survivor) -> bool {
    survivor.head.is_none() && survivor.tail_end.is_some()
}

/// Whether Redis holds a partition, and did so before a recovery that was broken off.
fn stands(gate: Gate) -> bool {
    match gate {
        Gate::Missing => false,
        Gate::Closed(incarnation) => incarnation.lost != incarnation.number,
        Gate::Open(_) => true,
    }
}

async fn surveys(state: &State) -> Result<BTreeMap<Partition, Survey>, Error> {
    let mut surveys = BTreeMap::new();
    for partition in state.bus.partitions().all() {
        surveys.insert(partition, state.bus.recovery().survey(partition).await?);
    }
    Ok(surveys)
}

async fn collect_offers(state: &State) -> Result<Vec<Offer>, Error> {
    let mut connection = state.store.acquire().await?;
    store::recovery::forget_offers(&mut connection).await?;
    drop(connection);
    let mut taken = 0;
    for round in 0..MOST_ROUNDS {
        if CALLING.contains(&round) {
            state.bus.recovery().call_for_offers().await?;
        }
        tokio::time::sleep(ROUND).await;
        let mut connection = state.store.acquire().await?;
        let before = std::mem::replace(
            &mut taken,
            store::recovery::count_offers(&mut connection).await?,
        );
        if round + 1 >= LEAST_ROUNDS && before == taken {
            break;
        }
    }
    let mut connection = state.store.acquire().await?;
    Ok(store::recovery::offers(&mut connection).await?)
}

/// Everything there is, by partition. Redis is asked again, now that nothing changes any more.
async fn remains(
    state: &State,
    gates: &[Gate],
    offers: Vec<Offer>,
) -> Result<BTreeMap<Partition, Remains>, Error> {
    let partitions = state.bus.partitions();
    let mut remains = BTreeMap::new();
    let mut surveys = surveys(state).await?;
    let mut connection = state.store.acquire().await?;
    for (partition, gate) in partitions.all().zip(gates) {
        let survivors = surveys
            .remove(&partition)
            .map_or_else(Vec::new, |survey| survey.channels);
        let stored = store::heads::of_partition(&mut connection, partition).await?;
        let stands = stands(*gate);
        remains.insert(
            partition,
            Remains {
                stands,
                survivors,
                stored,
                offers: Vec::new(),
            },
        );
    }
    for offer in offers {
        if let Some(remains) = remains.get_mut(&partitions.of(offer.channel_id)) {
            remains.offers.push(offer);
        }
    }
    Ok(remains)
}

/// Gives damaged channels a new epoch and puts their logs together.
async fn repair(
    state: &State,
    incarnation: Incarnation,
    remains: &BTreeMap<Partition, Remains>,
) -> Result<(), Error> {
    for (partition, remains) in remains.iter().filter(|(_, one)| one.lost_something()) {
        let damaged: Vec<ChannelId> = plan::damaged(remains).into_iter().collect();
        let mut tx = state.store.begin().await?;
        if remains.stands {
            store::heads::raise(&mut tx, &damaged).await?;
        } else {
            store::heads::raise_all(&mut tx, *partition).await?;
        }
        let stored = store::heads::find_all(&mut tx, &damaged).await?;
        let mut restores = Vec::with_capacity(stored.len());
        for head in &stored {
            restores.push(together(state, head, remains).await?);
        }
        let bases: Vec<_> = restores
            .iter()
            .map(|restore| (restore.channel, restore.head.base))
            .collect();
        store::heads::set_bases(&mut tx, &bases).await?;
        tx.commit().await.map_err(store::Error::from)?;
        for restore in &restores {
            state.bus.recovery().restore(incarnation, restore).await?;
        }
    }
    Ok(())
}

async fn together(
    state: &State,
    stored: &store::heads::Head,
    remains: &Remains,
) -> Result<Restore, Error> {
    let channel = stored.channel_id;
    let survivor = remains.survivors.iter().find(|one| one.channel == channel);
    let records = match survivor {
        Some(_) => state.bus.recovery().surviving(channel).await?,
        None => Vec::new(),
    };
    let tail: BTreeMap<Seq, Option<MessageNo>> = records
        .iter()
        .map(|record: &Record| (record.seq, record.message_no))
        .collect();
    let offers: Vec<Offer> = remains
        .offers
        .iter()
        .filter(|offer| offer.channel_id == channel)
        .cloned()
        .collect();
    let rebuilt = plan::rebuild(stored, survivor, &tail, &offers);
    Ok(Restore {
        channel,
        head: rebuilt.head,
        events: rebuilt.events,
    })
}
