//! What api counts. Names are described once, so that they have help texts.

use std::time::Duration;

use auth::Passwords;
use lifecycle::metrics::queues;
use metrics::{
    Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram,
};
use protocol::ErrorCode;

use crate::error::Error;
use crate::search;
use crate::state::State;

const SENDS: &str = "hubbub_sends_total";
const SEND_TIME: &str = "hubbub_send_seconds";
const REFUSALS: &str = "hubbub_append_refusals_total";
const RECOVERIES: &str = "hubbub_recoveries_total";
const OUTBOX: &str = "hubbub_outbox_entries";
const OUTBOX_AGE: &str = "hubbub_outbox_age_seconds";
const SEARCH: &str = "hubbub_search_seconds";

/// Tells what the names mean, counts from nothing what has not happened yet, and has the queues
/// watched.
pub fn describe(state: &State) {
    store::measured::describe();
    bus::measured::describe();
    crate::reports::describe();
    describe_counter!(SENDS, "Sends, by what came of them");
    describe_histogram!(
        SEND_TIME,
        Unit::Seconds,
        "How long an accepted send took, until it was in the log on the disk"
    );
    describe_counter!(
        REFUSALS,
        "Appends that the log refused: full, waiting for recovery (stale), or Redis is away (unavailable)"
    );
    describe_counter!(
        RECOVERIES,
        "Times that the log was opened again, by whether data was lost"
    );
    describe_gauge!(OUTBOX, "Changes in Postgres that are not in a log yet");
    describe_gauge!(
        OUTBOX_AGE,
        Unit::Seconds,
        "The age of the oldest change that is not in a log yet; 0 when there is none"
    );
    describe_histogram!(
        SEARCH,
        Unit::Seconds,
        "How long a search took, by what came of it"
    );
    counter!(SENDS, "outcome" => "accepted").increment(0);
    for reason in ["full", "stale", "unavailable"] {
        counter!(REFUSALS, "reason" => reason).increment(0);
    }
    for lost in ["false", "true"] {
        counter!(RECOVERIES, "lost" => lost).increment(0);
    }
    state.log.marks.watch();
    let searches = search::at_once(state.config.store.database_pool);
    queues::watch_turns("searches", &state.searches, searches);
    queues::watch_turns("passwords", state.passwords.places(), Passwords::PLACES);
}

/// A send is answered.
pub(crate) fn sent<T>(outcome: &'static str, sent: &Result<T, Error>, took: Duration) {
    counter!(SENDS, "outcome" => outcome).increment(1);
    if sent.is_ok() {
        histogram!(SEND_TIME).record(took);
    }
}

/// The log refused an append.
pub(crate) fn refused(error: &bus::Error) {
    let reason = match error {
        bus::Error::Full => "full",
        bus::Error::Stale => "stale",
        _ => "unavailable",
    };
    counter!(REFUSALS, "reason" => reason).increment(1);
}

/// The log was opened again.
pub(crate) fn recovered(lost: bool) {
    let lost = if lost { "true" } else { "false" };
    counter!(RECOVERIES, "lost" => lost).increment(1);
}

/// So much waits in the outbox, since so long.
pub(crate) fn outbox(entries: i64, age: Duration) {
    gauge!(OUTBOX).set(f64::from(u32::try_from(entries).unwrap_or(u32::MAX)));
    gauge!(OUTBOX_AGE).set(age.as_secs_f64());
}

/// A search is over.
pub(crate) fn searched<T>(found: &Result<T, Error>, took: Duration) {
    let outcome = match found {
        Ok(_) => "ok",
        Err(error) if error.code() == ErrorCode::SearchTimedOut => "timed_out",
        Err(error) if error.code().http_status() < 500 => "refused",
        Err(_) => "failed",
    };
    histogram!(SEARCH, "outcome" => outcome).record(took);
}
