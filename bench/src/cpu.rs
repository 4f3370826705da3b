//! What a process has spent, from the kernel's own books.

use std::fs;
use std::time::Duration;

use crate::cluster::Cluster;

/// CPU time of every part of the cluster, at one moment or over a span.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cpu {
    pub(crate) gateway: Duration,
    pub(crate) api: Duration,
    pub(crate) worker: Duration,
    pub(crate) redis_log: Duration,
    pub(crate) redis_live: Duration,
    pub(crate) postgres: Duration,
}

impl Cpu {
    /// Reads the books now.
    pub(crate) fn read(cluster: &Cluster) -> Self {
        let all = |service| cluster.pids(service).into_iter().map(spent).sum();
        Self {
            gateway: all("gateway"),
            api: all("api"),
            worker: all("worker"),
            redis_log: spent(cluster.processes.redis_log),
            redis_live: spent(cluster.processes.redis_live),
            postgres: spent_with_children(cluster.processes.postgres),
        }
    }

    /// What was spent since `earlier`.
    pub(crate) fn since(&self, earlier: &Self) -> Self {
        Self {
            gateway: self.gateway.saturating_sub(earlier.gateway),
            api: self.api.saturating_sub(earlier.api),
            worker: self.worker.saturating_sub(earlier.worker),
            redis_log: self.redis_log.saturating_sub(earlier.redis_log),
            redis_live: self.redis_live.saturating_sub(earlier.redis_live),
            postgres: self.postgres.saturating_sub(earlier.postgres),
        }
    }
}

/// Time on a core of all threads of a process, to the nanosecond.
pub(crate) fn spent(pid: u32) -> Duration {
    let Ok(threads) = fs::read_dir(format!("/proc/{pid}/task")) else {
        return Duration::ZERO;
    };
    let of_thread = |thread: fs::DirEntry| {
        let text = fs::read_to_string(thread.path().join("schedstat")).ok()?;
        text.split_ascii_whitespace()
            .next()?
            .parse()
            .ok()
            .map(Duration::from_nanos)
    };
    threads.flatten().filter_map(of_thread).sum()
}

/// A process and those it started: Postgres has one for each connection.
fn spent_with_children(pid: u32) -> Duration {
    let children = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children"));
    let children = children.unwrap_or_default();
    let pids = children
        .split_ascii_whitespace()
        .filter_map(|child| child.parse().ok());
    spent(pid) + pids.map(spent).sum::<Duration>()
}

/// Resident memory in KiB.
pub(crate) fn resident_kib(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|rest| rest.split_ascii_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}
