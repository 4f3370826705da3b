//! How far the worker is behind, and how full what it reads from is, for the metrics page.

use std::sync::Arc;
use std::time::Duration;

use bus::{Bus, Entry, Group};
use domain::{Clock, Partition};
use metrics::gauge;
use protocol::event::EventView;
use store::Store;
use tokio_util::sync::CancellationToken;

use crate::chain::chain;
use crate::metrics::{
    BACKLOG, DEAD_LETTERS, INDEX_BACKLOG, INDEX_LAG, LAG, LOG, MEMORY, MEMORY_MAX,
};

const EVERY: Duration = Duration::from_secs(5);

/// What measures.
pub(crate) struct Gauges {
    pub(crate) bus: Bus,
    pub(crate) store: Store,
    pub(crate) clock: Arc<dyn Clock>,
}

impl Gauges {
    /// Measures every 5 s, until `stop`. Each worker measures all partitions: of one that nobody
    /// works on, somebody must say so.
    pub(crate) async fn run(self, stop: CancellationToken) {
        loop {
            if let Err(error) = self.logs().await {
                tracing::debug!("the backlog cannot be measured: {}", chain(&error));
            }
            if let Err(error) = self.dead_letters().await {
                tracing::debug!("dead letters cannot be counted: {}", chain(&error));
            }
            tokio::select! {
                () = tokio::time::sleep(EVERY) => {}
                () = stop.cancelled() => return,
            }
        }
    }

    async fn logs(&self) -> Result<(), bus::Error> {
        for partition in self.bus.partitions().all() {
            let name = partition.to_string();
            let entries = self
                .bus
                .consumer(Group::Persist, partition)
                .backlog()
                .await?;
            gauge!(LOG, "partition" => name).set(number(entries));
            self.group(Group::Persist, partition, (BACKLOG, LAG))
                .await?;
            self.group(Group::Search, partition, (INDEX_BACKLOG, INDEX_LAG))
                .await?;
        }
        let memory = self.bus.durable_memory().await?;
        gauge!(MEMORY).set(bytes(memory.used));
        gauge!(MEMORY_MAX).set(memory.most.map_or(f64::INFINITY, bytes));
        Ok(())
    }

    async fn group(
        &self,
        group: Group,
        partition: Partition,
        (backlog, lag): (&'static str, &'static str),
    ) -> Result<(), bus::Error> {
        let name = partition.to_string();
        let waiting = self.bus.consumer(group, partition).waiting().await?;
        let age = waiting.oldest.as_ref().and_then(|oldest| self.age(oldest));
        gauge!(backlog, "partition" => name.clone()).set(number(waiting.entries));
        gauge!(lag, "partition" => name).set(age.map_or(0.0, |age| age.as_secs_f64()));
        Ok(())
    }

    /// How long ago an event was made; None for what cannot be read.
    fn age(&self, entry: &Entry) -> Option<Duration> {
        let record = entry.event.as_ref().ok()?;
        let event = EventView::decode(&record.payload).ok()?;
        (self.clock.now() - event.created_at).to_std().ok()
    }

    async fn dead_letters(&self) -> Result<(), store::Error> {
        let mut connection = self.store.acquire().await?;
        let count = store::dead_letters::count(&mut connection).await?;
        gauge!(DEAD_LETTERS).set(number(u64::try_from(count).unwrap_or(0)));
        Ok(())
    }
}

/// A backlog beyond 2^32 would have been refused long before.
fn number(count: u64) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Bytes, to the KiB.
fn bytes(bytes: u64) -> f64 {
    number(bytes / 1_024) * 1_024.0
}
