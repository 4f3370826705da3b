//! One partition: reads its log, stores it, acknowledges, for as long as the lease is held.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use bus::{Bus, Committed, Consumer};
use domain::MessageId;
use store::apply::Watermark;
use tokio_util::sync::CancellationToken;

use crate::backoff::Backoff;
use crate::batch::{Fate, Item};
use crate::chain::chain;
use crate::pace::Pace;
use crate::persist::{Failure, Persist, Persisted};
use crate::{durable, first_word, hole, notify, threads, voids};

/// Events of a batch at most.
const BATCH: usize = 1_000;
/// How long to wait for an event before looking whether the lease still stands.
const BLOCK: Duration = Duration::from_millis(500);

/// The worker of one partition.
pub(crate) struct PartitionLoop {
    pub(crate) bus: Bus,
    pub(crate) consumer: Consumer,
    pub(crate) persist: Persist,
    /// The lease is lost or given back: finish the batch in hand and leave.
    pub(crate) stop: CancellationToken,
}

impl PartitionLoop {
    /// Runs until told to stop. What another worker left unacknowledged comes first.
    pub(crate) async fn run(self) {
        let mut backoff = Backoff::default();
        let mut pace = Pace::new(Instant::now());
        let mut is_caught_up = false;
        while !self.stop.is_cancelled() {
            let Some(entries) = self.read(is_caught_up, &mut backoff).await else {
                is_caught_up = false;
                continue;
            };
            if entries.is_empty() {
                is_caught_up = true;
                continue;
            }
            let begun = Instant::now();
            let is_full = entries.len() == BATCH;
            let items = entries.into_iter().map(Item::of).collect();
            // What was not stored is still pending: it is read again from there.
            is_caught_up &= self.store(items).await.is_some();
            let next = begun + pace.rest(begun);
            if !is_full {
                let rest = tokio::time::sleep_until(next.into());
                self.stop.run_until_cancelled(rest).await;
            }
        }
    }

    /// The next events. None, after a while: Redis does not give any.
    async fn read(&self, is_caught_up: bool, backoff: &mut Backoff) -> Option<Vec<bus::Entry>> {
        let read = if is_caught_up {
            self.consumer.next(BATCH, BLOCK).await
        } else {
            self.consumer.pending(BATCH).await
        };
        match read {
            Ok(entries) => {
                *backoff = Backoff::default();
                Some(entries)
            }
            Err(error) => {
                let (partition, error) = (self.persist.partition, chain(&error));
                tracing::warn!(%partition, "partition {partition} cannot be read: {error}");
                backoff.wait(&self.stop).await;
                None
            }
        }
    }

    /// Stores all items, in order; splits what Postgres refuses until the culprit is alone.
    /// None: told to stop before that was done.
    async fn store(&self, items: Vec<Item>) -> Option<()> {
        let mut backoff = Backoff::default();
        let mut work = VecDeque::from([items]);
        while let Some(mut items) = work.pop_front() {
            let started = Instant::now();
            match self.persist.batch(&mut items).await {
                Ok(persisted) => {
                    measure(&items, &persisted, started);
                    self.acknowledge(&items, &persisted.watermarks).await?;
                    backoff = Backoff::default();
                }
                Err(failure) => {
                    let again = self.answer(&failure, items, &mut backoff).await?;
                    push_front(&mut work, again);
                }
            }
        }
        Some(())
    }

    /// Does what a failure asks for. Returns what is to be tried again, and in how many pieces.
    /// None: told to stop.
    async fn answer(
        &self,
        failure: &Failure,
        mut items: Vec<Item>,
        backoff: &mut Backoff,
    ) -> Option<Vec<Vec<Item>>> {
        let reason = chain(failure);
        crate::metrics::failed(failure.name());
        match failure {
            Failure::Unavailable(_) => {
                tracing::warn!("a batch of {} waits for Postgres: {reason}", items.len());
                // A batch that is too big for the statement timeout passes in smaller ones.
                return backoff.wait(&self.stop).await.then(|| halves(items));
            }
            Failure::Rejected(_) if items.len() > 1 => {
                tracing::warn!("a batch of {} is split: {reason}", items.len());
                return Some(halves(items));
            }
            Failure::Rejected(_) => {
                set_aside(&mut items, |_alone| true, || Fate::Poison(reason.clone()));
            }
            Failure::Conflicts(messages) => {
                metrics::counter!("hubbub_worker_conflicts_total").increment(1);
                tracing::error!("messages conflict with stored ones: {messages:?}");
                let is_one = |item: &Item| item.creates().is_some_and(|id| messages.contains(&id));
                set_aside(&mut items, is_one, || Fate::Poison(reason.clone()));
            }
            Failure::NoChannel(channel) => {
                tracing::error!(channel.id = %channel, "{reason}");
                let is_one =
                    |item: &Item| item.position().is_some_and(|(other, _)| other == *channel);
                set_aside(&mut items, is_one, || Fate::Foreign(reason.clone()));
            }
            Failure::Hole {
                channel,
                persisted,
                seq,
            } => {
                tracing::warn!(channel.id = %channel, "{reason}");
                let filled = hole::fill(&self.bus, &mut items, *channel, *persisted, *seq).await;
                if filled.is_err() && !backoff.wait(&self.stop).await {
                    return None;
                }
            }
        }
        Some(vec![items])
    }

    /// Tells Redis what is stored. Retried until it is done, or somebody else has the lease: what
    /// is not acknowledged is read again, and changes nothing then.
    async fn acknowledge(&self, items: &[Item], watermarks: &[Watermark]) -> Option<()> {
        let mut backoff = Backoff::default();
        loop {
            let Err(error) = self.try_acknowledge(items, watermarks).await else {
                return Some(());
            };
            tracing::warn!("a stored batch is not acknowledged yet: {}", chain(&error));
            if !backoff.wait(&self.stop).await {
                return None;
            }
        }
    }

    async fn try_acknowledge(
        &self,
        items: &[Item],
        watermarks: &[Watermark],
    ) -> Result<(), first_word::Error> {
        first_word::announce(&self.bus, &self.persist.store, items).await?;
        notify::note(&self.persist, items).await?;
        let committed = Committed {
            persisted: watermarks
                .iter()
                .map(|mark| (mark.channel_id, mark.persisted_seq))
                .collect(),
            entries: items.iter().filter_map(|item| item.id.clone()).collect(),
            messages: items
                .iter()
                .filter_map(Item::creates)
                .collect::<Vec<MessageId>>(),
            voids: voids::of(&self.bus, items).await?,
        };
        self.consumer.committed(&committed).await?;
        durable::tell(&self.bus, items).await;
        let Persist {
            store, partition, ..
        } = &self.persist;
        threads::tell(&self.bus, store, *partition, items).await;
        Ok(())
    }
}

fn push_front(work: &mut VecDeque<Vec<Item>>, again: Vec<Vec<Item>>) {
    for items in again.into_iter().rev().filter(|items| !items.is_empty()) {
        work.push_front(items);
    }
}

fn halves(mut items: Vec<Item>) -> Vec<Vec<Item>> {
    let second = items.split_off(items.len().div_ceil(2));
    vec![items, second]
}

fn set_aside(items: &mut [Item], is_one: impl Fn(&Item) -> bool, fate: impl Fn() -> Fate) {
    for item in items.iter_mut().filter(|item| is_one(item)) {
        item.fate = fate();
    }
}

fn measure(items: &[Item], persisted: &Persisted, started: Instant) {
    // A batch has at most a few thousand events: no precision is lost.
    let count = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    metrics::histogram!("hubbub_worker_batch_seconds").record(started.elapsed());
    metrics::histogram!("hubbub_worker_batch_events").record(count(items.len()));
    metrics::counter!("hubbub_worker_rows_total").increment(to_u64(persisted.rows));
    metrics::counter!("hubbub_worker_dead_letters_total").increment(to_u64(persisted.dead));
}

fn to_u64(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
