//! `worker caught-up`: waits until Postgres has all that the log had accepted when it was asked, so
//! that a backup of Postgres that begins afterwards lacks nothing that was accepted before.

use std::time::Duration;

use anyhow::Context as _;
use bus::{Bus, Consumer, EntryId, Group};
use tokio::time::{Instant, sleep};

use crate::config::Config;

/// How often it is looked again.
const EVERY: Duration = Duration::from_millis(50);

/// Waits for at most `patience`.
///
/// # Errors
/// When the worker has not got there by then, with the partitions that are missing; when Redis does
/// not answer.
pub async fn run(config: &Config, patience: Duration) -> anyhow::Result<()> {
    let deadline = Instant::now() + patience;
    let bus = Bus::new(&config.bus, config.worker.partitions)?;
    let mut behind: Vec<(Consumer, EntryId)> = Vec::new();
    for partition in bus.partitions().all() {
        let consumer = bus.consumer(Group::Persist, partition);
        let last = consumer.last().await.context("the log")?;
        behind.extend(last.map(|last| (consumer, last)));
    }
    loop {
        let mut left = Vec::new();
        for (consumer, last) in behind {
            if !consumer.has_passed(&last).await.context("the log")? {
                left.push((consumer, last));
            }
        }
        if left.is_empty() {
            return Ok(());
        }
        anyhow::ensure!(
            Instant::now() < deadline,
            "{} partitions are not in Postgres after {} s: does a worker run?",
            left.len(),
            patience.as_secs(),
        );
        behind = left;
        sleep(EVERY).await;
    }
}
