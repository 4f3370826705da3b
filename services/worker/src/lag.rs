//! How far the worker is behind, for the metrics page.

use std::time::Duration;

use bus::{Bus, Group};
use tokio_util::sync::CancellationToken;

use crate::chain::chain;

const EVERY: Duration = Duration::from_secs(5);

/// Measures every 5 s, until `stop`.
pub(crate) async fn run(bus: Bus, stop: CancellationToken) {
    loop {
        for partition in bus.partitions().all() {
            match bus.consumer(Group::Persist, partition).backlog().await {
                Ok(backlog) => {
                    // A backlog beyond 2^32 would have been refused long before.
                    let backlog = f64::from(u32::try_from(backlog).unwrap_or(u32::MAX));
                    let name = partition.to_string();
                    metrics::gauge!("hubbub_worker_backlog_events", "partition" => name)
                        .set(backlog);
                }
                Err(error) => {
                    tracing::debug!("the backlog cannot be measured: {}", chain(&error));
                    break;
                }
            }
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            () = stop.cancelled() => return,
        }
    }
}
