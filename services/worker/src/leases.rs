//! Which partitions this worker works on: a fair share, taken, renewed, handed over.
//!
//! Leases only avoid double work. Two workers on one partition do no harm: the watermark decides.

use std::collections::HashMap;
use std::time::Duration;

use bus::Bus;
use domain::Partition;
use tokio::task::JoinHandle;
use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::TaskTracker;

use crate::chain::chain;
use crate::consumer::PartitionLoop;
use crate::indexer::IndexLoop;
use crate::persist::Persist;

/// A lease lasts 5 s, so three renewals may fail.
const RENEW: Duration = Duration::from_millis(1_500);
/// How long the batch in hand may take when a partition is given up.
const HAND_OVER: Duration = Duration::from_secs(5);

/// A partition that is worked on. Whatever becomes of the lease, its loop ends with it.
struct Held {
    stop: DropGuard,
    /// What stores, and what indexes.
    tasks: [JoinHandle<()>; 2],
}

/// The leases of one worker.
pub(crate) struct Leases {
    bus: Bus,
    /// Names this worker among the others.
    token: String,
    tracker: TaskTracker,
    make_persist: Box<dyn Fn(Partition) -> Persist + Send + Sync>,
    held: HashMap<Partition, Held>,
}

impl Leases {
    pub(crate) fn new(
        bus: Bus,
        token: String,
        tracker: TaskTracker,
        make_persist: impl Fn(Partition) -> Persist + Send + Sync + 'static,
    ) -> Self {
        let make_persist = Box::new(make_persist);
        Self {
            bus,
            token,
            tracker,
            make_persist,
            held: HashMap::new(),
        }
    }

    /// Keeps a fair share until `stop`, then hands all over.
    pub(crate) async fn run(mut self, stop: CancellationToken) {
        loop {
            if let Err(error) = self.round().await {
                tracing::warn!("the leases cannot be renewed: {}", chain(&error));
            }
            tokio::select! {
                () = tokio::time::sleep(RENEW) => {}
                () = stop.cancelled() => break,
            }
        }
        self.hand_over().await;
    }

    /// Renews what is held, then takes or gives until the share is fair.
    async fn round(&mut self) -> Result<(), bus::Error> {
        self.renew().await?;
        let workers = self.bus.members().renew(&self.token).await?.max(1);
        let partitions = usize::from(self.bus.partitions().count());
        let share = partitions.div_ceil(workers);
        while self.held.len() > share {
            let Some(partition) = self.held.keys().max().copied() else {
                break;
            };
            self.release(partition).await;
        }
        // Each worker starts to look elsewhere, so that they rarely want the same one.
        let start = usize::from(self.token.bytes().fold(0_u8, u8::wrapping_add));
        let all: Vec<Partition> = self.bus.partitions().all().collect();
        for partition in all.iter().cycle().skip(start % partitions).take(partitions) {
            if self.held.len() >= share {
                break;
            }
            self.take(*partition).await?;
        }
        record(self.held.len());
        Ok(())
    }

    async fn renew(&mut self) -> Result<(), bus::Error> {
        let held: Vec<Partition> = self.held.keys().copied().collect();
        for partition in held {
            let stands = self.bus.lease(partition).renew(&self.token).await?;
            let is_working = self
                .held
                .get(&partition)
                .is_some_and(|held| !held.tasks.iter().any(JoinHandle::is_finished));
            if !stands || !is_working {
                tracing::warn!(%partition, "partition {partition} is lost");
                self.held.remove(&partition);
            }
        }
        Ok(())
    }

    async fn take(&mut self, partition: Partition) -> Result<(), bus::Error> {
        if self.held.contains_key(&partition)
            || !self.bus.lease(partition).acquire(&self.token).await?
        {
            return Ok(());
        }
        tracing::info!(%partition, "partition {partition} is taken");
        let stop = CancellationToken::new();
        let persist = (self.make_persist)(partition);
        let index = IndexLoop {
            consumer: self.bus.consumer(bus::Group::Search, partition),
            store: persist.store.clone(),
            partition,
            stop: stop.clone(),
        };
        let work = PartitionLoop {
            bus: self.bus.clone(),
            consumer: self.bus.consumer(bus::Group::Persist, partition),
            persist,
            stop: stop.clone(),
        };
        let tasks = [
            self.tracker.spawn(work.run()),
            self.tracker.spawn(index.run()),
        ];
        self.held.insert(
            partition,
            Held {
                stop: stop.drop_guard(),
                tasks,
            },
        );
        Ok(())
    }

    /// Finishes the batch in hand and gives the lease back.
    async fn release(&mut self, partition: Partition) {
        let Some(Held { stop, tasks }) = self.held.remove(&partition) else {
            return;
        };
        drop(stop);
        finish(partition, tasks).await;
        self.give_back(partition).await;
    }

    async fn give_back(&self, partition: Partition) {
        if let Err(error) = self.bus.lease(partition).release(&self.token).await {
            tracing::warn!(%partition, "the lease of partition {partition} runs out by itself: {}", chain(&error));
        }
    }

    async fn hand_over(mut self) {
        // All at once, so that each finishes the batch that it has in hand.
        let held: Vec<_> = self
            .held
            .drain()
            .map(|(partition, held)| (partition, held.stop.disarm(), held.tasks))
            .collect();
        for (_, stop, _) in &held {
            stop.cancel();
        }
        for (partition, _, tasks) in held {
            finish(partition, tasks).await;
            self.give_back(partition).await;
        }
        if let Err(error) = self.bus.members().leave(&self.token).await {
            tracing::warn!(
                "the other workers count this one for a while: {}",
                chain(&error)
            );
        }
    }
}

async fn finish(partition: Partition, tasks: [JoinHandle<()>; 2]) {
    let aborts = tasks.each_ref().map(JoinHandle::abort_handle);
    let both = futures_util::future::join_all(tasks);
    if tokio::time::timeout(HAND_OVER, both).await.is_err() {
        tracing::warn!(%partition, "the batch of partition {partition} is left to the next worker");
        for abort in aborts {
            abort.abort();
        }
    }
}

fn record(held: usize) {
    let held = u32::try_from(held).unwrap_or(u32::MAX);
    metrics::gauge!("hubbub_worker_partitions").set(f64::from(held));
}
