//! What is measured of the way to Redis.

use std::time::Duration;

use metrics::{Unit, counter, describe_counter, describe_histogram, histogram};
use redis::RedisError;

use crate::fanout::Server;

const CALL: &str = "hubbub_redis_call_seconds";
const ERRORS: &str = "hubbub_redis_errors_total";
const WAIT: &str = "hubbub_redis_pool_wait_seconds";
const CONFIRM: &str = "hubbub_redis_confirm_seconds";
const UNCONFIRMED: &str = "hubbub_redis_unconfirmed_total";
const OVERFLOWS: &str = "hubbub_fanout_overflows_total";
const UNREADABLE: &str = "hubbub_fanout_unreadable_total";
const LOCAL_LIMITS: &str = "hubbub_rate_limits_local_total";

/// What Redis says when it is there and does not do what it is for.
const REFUSALS: &[&str] = &[
    "BUSY",
    "CLUSTERDOWN",
    "LOADING",
    "MASTERDOWN",
    "MISCONF",
    "NOREPLICAS",
    "OOM",
    "READONLY",
];

/// Tells what the names mean, once there is a recorder.
pub fn describe() {
    describe_histogram!(
        CALL,
        Unit::Seconds,
        "A call to Redis on the shared connection, with the wait for it, by server"
    );
    describe_counter!(
        ERRORS,
        "Calls that Redis did not answer (io) or refused to do, being full, read-only, loading or busy (refused), by server"
    );
    describe_histogram!(
        WAIT,
        Unit::Seconds,
        "The wait for a connection to the durable Redis of one's own"
    );
    describe_histogram!(
        CONFIRM,
        Unit::Seconds,
        "The wait until enough replicas had what was written, where they have to"
    );
    describe_counter!(
        UNCONFIRMED,
        "Writes that too few replicas had in time: refused, and sent again by whoever made them"
    );
    describe_counter!(
        OVERFLOWS,
        "Times that what Redis pushes came faster than it was taken: the subscription is made anew"
    );
    describe_counter!(
        UNREADABLE,
        "Messages on a topic that are not ours, and were skipped"
    );
    describe_counter!(
        LOCAL_LIMITS,
        "Times that a rate limit was counted in this process alone, as the live Redis did not answer"
    );
    for name in [UNCONFIRMED, OVERFLOWS, UNREADABLE, LOCAL_LIMITS] {
        counter!(name).increment(0);
    }
    for server in [Server::Durable, Server::Live] {
        for kind in ["io", "refused"] {
            counter!(ERRORS, "server" => server.name(), "kind" => kind).increment(0);
        }
    }
}

/// A call on the shared connection is over.
pub(crate) fn called(server: Server, took: Duration, error: Option<&RedisError>) {
    histogram!(CALL, "server" => server.name()).record(took);
    if let Some(kind) = error.and_then(kind) {
        counter!(ERRORS, "server" => server.name(), "kind" => kind).increment(1);
    }
}

/// Nothing for the refusals that are a part of how scripts are called.
fn kind(error: &RedisError) -> Option<&'static str> {
    if error.is_io_error() || error.is_unrecoverable_error() {
        return Some("io");
    }
    let is_refusal = error.code().is_some_and(|code| REFUSALS.contains(&code));
    is_refusal.then_some("refused")
}

/// A connection of one's own was waited for.
pub(crate) fn waited(took: Duration, error: Option<&RedisError>) {
    histogram!(WAIT).record(took);
    if error.is_some() {
        counter!(ERRORS, "server" => Server::Durable.name(), "kind" => "io").increment(1);
    }
}

/// Replicas were waited for.
pub(crate) fn confirmed(took: Duration, enough: bool) {
    histogram!(CONFIRM).record(took);
    if !enough {
        counter!(UNCONFIRMED).increment(1);
    }
}

/// The queue behind a subscription was full.
pub(crate) fn overflowed() {
    counter!(OVERFLOWS).increment(1);
}

/// Something on a topic could not be read.
pub(crate) fn unreadable() {
    counter!(UNREADABLE).increment(1);
}

/// The live Redis did not say whether a limit is reached.
pub(crate) fn limited_locally() {
    counter!(LOCAL_LIMITS).increment(1);
}
