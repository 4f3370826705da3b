//! One partition: reads its log, stores it, acknowledges, for as long as the lease is held.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use bus::{Bus, Committed, Consumer};
use domain::MessageId;
use store::apply::Watermark;
use tokio_util::sync::CancellationToken;

use crate::backoff::Backoff;
use crate::batch::{Fate, Item};
use crate::persist::{self, Failure, Persist, Persisted};
use crate::{durable, hole, voids};

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
        let mut is_caught_up = false;
        while !self.stop.is_cancelled() {
            let read = if is_caught_up {
                self.consumer.next(BATCH, BLOCK).await
            } else {
                self.consumer.pending(BATCH).await
            };
            let entries = match read {
                Ok(entries) => entries,
                Err(error) => {
                    let partition = self.persist.partition;
                    tracing::warn!(%partition, "partition {partition} cannot be read: {error:#}");
                    is_caught_up = false;
                    if !backoff.wait(&self.stop).await {
                        return;
                    }
                    continue;
                }
            };
            backoff = Backoff::default();
            if entries.is_empty() {
                is_caught_up = true;
                continue;
            }
            let items = entries.into_iter().map(Item::of).collect();
            // What was not stored is still pending: it is read again from there.
            is_caught_up &= self.store(items).await.is_some();
        }
    }

    /// Stores all items, in order; splits what Postgres refuses until the culprit is alone.
    /// None: told to stop before that was done.
    async fn store(&self, items: Vec<Item>) -> Option<()> {
        let mut backoff = Backoff::default();
        let mut work = VecDeque::from([items]);
        while let Some(mut items) = work.pop_front() {
            let started = Instant::now();
            match self.persist.batch(&items).await {
                Ok(persisted) => {
                    measure(&items, &persisted, started);
                    self.acknowledge(&items, &persisted.watermarks).await?;
                    backoff = Backoff::default();
                }
                Err(failure) => {
                    let again = self.answer(failure, &mut items, &mut work, &mut backoff).await?;
                    if again {
                        work.push_front(items);
                    }
                }
            }
        }
        Some(())
    }

    /// Does what a failure asks for. Returns whether the items, as they are now, are to be tried
    /// again as a whole.
    async fn answer(
        &self,
        failure: Failure,
        items: &mut Vec<Item>,
        work: &mut VecDeque<Vec<Item>>,
        backoff: &mut Backoff,
    ) -> Option<bool> {
        let reason = chain(&failure);
        match failure {
            Failure::Unavailable(_) => {
                tracing::warn!("a batch of {} waits for Postgres: {reason}", items.len());
                // A batch that is too big for the statement timeout passes in smaller ones.
                split(items, work);
                backoff.wait(&self.stop).await.then_some(false)
            }
            Failure::Rejected(_) if items.len() > 1 => {
                tracing::warn!("a batch of {} is split: {reason}", items.len());
                split(items, work);
                Some(false)
            }
            Failure::Rejected(_) => {
                items.iter_mut().for_each(|item| item.fate = Fate::Poison(reason.clone()));
                Some(true)
            }
            Failure::Conflicts(messages) => {
                metrics::counter!("hubbub_worker_conflicts_total").increment(1);
                tracing::error!("messages conflict with stored ones: {messages:?}");
                for item in persist::conflicting(items, &messages) {
                    item.fate = Fate::Poison(reason.clone());
                }
                Some(true)
            }
            Failure::NoChannel(channel) => {
                let of_channel = |item: &&mut Item| {
                    item.position().is_some_and(|(other, _)| other == channel)
                };
                for item in items.iter_mut().filter(of_channel) {
                    item.fate = Fate::Foreign(reason.clone());
                }
                Some(true)
            }
            Failure::Hole { channel, persisted, seq } => {
                tracing::warn!(channel.id = %channel, "{reason}");
                let filled = hole::fill(&self.bus, items, channel, persisted, seq).await;
                if filled.is_err() && !backoff.wait(&self.stop).await {
                    return None;
                }
                Some(true)
            }
        }
    }

    /// Tells Redis what is stored. Retried until it is done, or somebody else has the lease: what
    /// is not acknowledged is read again, and changes nothing then.
    async fn acknowledge(&self, items: &[Item], watermarks: &[Watermark]) -> Option<()> {
        let mut backoff = Backoff::default();
        loop {
            let Err(error) = self.try_acknowledge(items, watermarks).await else { return Some(()) };
            tracing::warn!("a stored batch is not acknowledged: {error:#}");
            if !backoff.wait(&self.stop).await {
                return None;
            }
        }
    }

    async fn try_acknowledge(
        &self,
        items: &[Item],
        watermarks: &[Watermark],
    ) -> Result<(), bus::Error> {
        let committed = Committed {
            persisted: watermarks.iter().map(|mark| (mark.channel_id, mark.persisted_seq)).collect(),
            entries: items.iter().filter_map(|item| item.id.clone()).collect(),
            messages: items.iter().filter_map(Item::creates).collect::<Vec<MessageId>>(),
            voids: voids::of(&self.bus, items).await?,
        };
        self.consumer.committed(&committed).await?;
        durable::tell(&self.bus, items).await;
        Ok(())
    }
}

/// Puts the two halves in front of what is left to do.
fn split(items: &mut Vec<Item>, work: &mut VecDeque<Vec<Item>>) {
    let second = items.split_off(items.len() / 2);
    for half in [second, std::mem::take(items)] {
        if !half.is_empty() {
            work.push_front(half);
        }
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

/// The failure and what caused it, in one line.
fn chain(failure: &Failure) -> String {
    let mut text = failure.to_string();
    let mut source = std::error::Error::source(failure);
    while let Some(error) = source {
        text.push_str(": ");
        text.push_str(&error.to_string());
        source = error.source();
    }
    text
}
