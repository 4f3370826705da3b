//! Counters of this process in Prometheus' text format.
//!
//! A name says what is counted and in what unit: `_total` for what only grows, `_seconds`,
//! `_bytes`, `_events` for what has a unit. Whoever counts something also describes it, after
//! [`handle`] was called. Labels have few values: never ids, addresses or what people write.

pub mod http;
#[cfg(target_os = "linux")]
mod process;
#[cfg(not(target_os = "linux"))]
mod process {
    //! Nothing is known of a process there.
    pub(super) fn describe() {}
    pub(super) fn sample() {}
}
pub mod queues;

use std::sync::OnceLock;

use metrics::{describe_gauge, gauge};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};

/// Buckets for durations in seconds: from 100 µs to 10 s.
const SECONDS: &[f64] = &[
    0.0001, 0.000_25, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5,
    5.0, 10.0,
];
/// Buckets for batches: up to the thousand events that one has at most.
const EVENTS: &[f64] = &[
    1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1_000.0,
];

const BUILD: &str = "hubbub_build_info";

static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();

/// The recorder of this process, installed at the first call. Several services in one process (a
/// test) share it. Histograms whose names end in `_seconds` have buckets from 100 µs to 10 s,
/// those in `_events` from 1 to 1,000.
pub fn handle() -> &'static PrometheusHandle {
    HANDLE.get_or_init(|| {
        // Only an empty list of buckets is refused, and ours are constants.
        let recorder = builder().unwrap_or_default().build_recorder();
        let handle = recorder.handle();
        if metrics::set_global_recorder(recorder).is_err() {
            tracing::warn!("another metrics recorder is installed; ours stays empty");
        }
        describe();
        handle
    })
}

fn builder() -> Result<PrometheusBuilder, BuildError> {
    let of = |suffix: &str| Matcher::Suffix(suffix.to_owned());
    PrometheusBuilder::new()
        .set_buckets_for_metric(of("_seconds"), SECONDS)?
        .set_buckets_for_metric(of("_events"), EVENTS)
}

fn describe() {
    process::describe();
    describe_gauge!(BUILD, "1, with the version of the program that runs");
    gauge!(BUILD, "version" => env!("CARGO_PKG_VERSION")).set(1.0);
    crate::admin::describe();
    http::describe();
    queues::describe();
}

/// What was counted until now; what is looked at only when somebody asks is looked at now.
pub(crate) fn render() -> String {
    process::sample();
    queues::sample();
    let handle = handle();
    handle.run_upkeep();
    handle.render()
}
