//! What a worker counts. Names are described once, so that they have help texts.

use domain::NotifyOutcome;
use metrics::{Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge};

pub(crate) const LOG: &str = "hubbub_worker_log_events";
pub(crate) const LOG_MAX: &str = "hubbub_worker_log_max_events";
pub(crate) const BACKLOG: &str = "hubbub_worker_backlog_events";
pub(crate) const LAG: &str = "hubbub_worker_lag_seconds";
pub(crate) const INDEX_BACKLOG: &str = "hubbub_search_backlog_events";
pub(crate) const INDEX_LAG: &str = "hubbub_search_lag_seconds";
pub(crate) const MEMORY: &str = "hubbub_redis_memory_bytes";
pub(crate) const MEMORY_MAX: &str = "hubbub_redis_memory_max_bytes";
pub(crate) const DEAD_LETTERS: &str = "hubbub_worker_dead_letters";
const FAILURES: &str = "hubbub_worker_batch_failures_total";

/// Tells what the names mean, and counts from nothing what has not happened yet. `log_max`: the
/// bound of a partition's log, in events.
pub(crate) fn describe(log_max: u32) {
    store::measured::describe();
    bus::measured::describe();
    describe_logs();
    describe_batches();
    describe_index();
    describe_jobs();
    gauge!(LOG_MAX).set(f64::from(log_max));
    for name in [
        "hubbub_worker_rows_total",
        "hubbub_worker_dead_letters_total",
        "hubbub_worker_lost_events_total",
        "hubbub_worker_conflicts_total",
        "hubbub_worker_stale_events_total",
        "hubbub_worker_previews_total",
        "hubbub_notifications_total",
        "hubbub_search_rows_total",
        "hubbub_search_refused_total",
    ] {
        counter!(name).increment(0);
    }
    for outcome in [
        NotifyOutcome::Sent,
        NotifyOutcome::NoSubscription,
        NotifyOutcome::Failed,
    ] {
        counter!("hubbub_pushes_total", "outcome" => outcome.as_str()).increment(0);
    }
    for reason in ["unavailable", "rejected", "conflicts", "no_channel", "hole"] {
        counter!(FAILURES, "reason" => reason).increment(0);
    }
}

/// A batch could not be stored as it was.
pub(crate) fn failed(reason: &'static str) {
    counter!(FAILURES, "reason" => reason).increment(1);
}

fn describe_logs() {
    describe_gauge!(LOG, "Events that a partition's log in Redis holds");
    describe_gauge!(
        LOG_MAX,
        "Events that a partition's log may hold before sends are refused"
    );
    describe_gauge!(
        BACKLOG,
        "Events of a partition that are not in Postgres yet"
    );
    describe_gauge!(
        LAG,
        Unit::Seconds,
        "The age of a partition's oldest event that is not in Postgres yet; 0 when there is none"
    );
    describe_gauge!(MEMORY, Unit::Bytes, "Memory that the durable Redis holds");
    describe_gauge!(
        MEMORY_MAX,
        Unit::Bytes,
        "Memory at which the durable Redis refuses writes; infinite when it has no bound"
    );
    describe_gauge!(
        DEAD_LETTERS,
        "Events that were set aside and not yet tried again"
    );
    describe_counter!(
        "hubbub_worker_dead_letters_total",
        "Events that were set aside"
    );
    describe_gauge!(
        "hubbub_worker_partitions",
        "Partitions that this worker works on"
    );
}

fn describe_batches() {
    describe_histogram!(
        "hubbub_worker_batch_seconds",
        Unit::Seconds,
        "How long a batch took to be stored"
    );
    describe_histogram!(
        "hubbub_worker_batch_events",
        "Events of a batch that was stored"
    );
    describe_counter!("hubbub_worker_rows_total", "Rows that were written");
    describe_counter!(
        FAILURES,
        "Batches that could not be stored as they were, by why: Postgres was away (unavailable), refused a row (rejected), or the log and the tables differ"
    );
    describe_counter!(
        "hubbub_worker_conflicts_total",
        "Batches with a message that Postgres has with another content: seqs were given twice"
    );
    describe_counter!(
        "hubbub_worker_lost_events_total",
        "Seqs that neither log nor tail had, and that are void"
    );
    describe_counter!(
        "hubbub_worker_stale_events_total",
        "Events of an earlier epoch that were passed over"
    );
}

fn describe_index() {
    describe_gauge!(
        INDEX_BACKLOG,
        "Events of a partition that are not in the search index yet"
    );
    describe_gauge!(
        INDEX_LAG,
        Unit::Seconds,
        "The age of a partition's oldest event that is not in the search index yet; 0 when there is none"
    );
    describe_histogram!(
        "hubbub_search_batch_seconds",
        Unit::Seconds,
        "How long rows of the search index took to be written"
    );
    describe_counter!(
        "hubbub_search_rows_total",
        "Rows of the search index that were written"
    );
    describe_counter!(
        "hubbub_search_refused_total",
        "Messages whose words Postgres does not take: they are found by everything else"
    );
}

fn describe_jobs() {
    describe_counter!(
        "hubbub_worker_previews_total",
        "Messages whose links were looked at"
    );
    describe_counter!(
        "hubbub_notifications_total",
        "Notifications that were noted"
    );
    describe_counter!(
        "hubbub_pushes_total",
        "Notifications to devices, by what came of them"
    );
}
