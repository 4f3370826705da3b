//! What this gateway counts. Names are described once, so that they have help texts.

use std::sync::LazyLock;
use std::time::Duration;

use bus::Server;
use chrono::{DateTime, Utc};
use domain::{Clock as _, SystemClock};
use metrics::{
    Histogram, Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge,
    histogram,
};
use protocol::CloseCode;
use protocol::gateway::command::CommandName;
use tokio::time::Instant;

use crate::hub::channel::Delivered;

const CONNECTIONS: &str = "hubbub_gateway_connections";
const MOST: &str = "hubbub_gateway_connections_max";
const OPENED: &str = "hubbub_gateway_opened_total";
const REFUSED: &str = "hubbub_gateway_refused_total";
const EVENTS: &str = "hubbub_gateway_events_total";
const DELIVERIES: &str = "hubbub_gateway_deliveries_total";
const EVENT_AGE: &str = "hubbub_gateway_event_age_seconds";
const DELIVERY: &str = "hubbub_gateway_delivery_seconds";
const OUTBOX_WAIT: &str = "hubbub_gateway_outbox_wait_seconds";
const GAPS_DETECTED: &str = "hubbub_gateway_gaps_detected_total";
const GAPS_UNREPAIRED: &str = "hubbub_gateway_gaps_unrepaired_total";
const GAP_REPAIR: &str = "hubbub_gateway_gap_repair_seconds";
const LOST: &str = "hubbub_gateway_subscriptions_lost_total";
const CLOSED: &str = "hubbub_gateway_closed_total";
const COMMANDS: &str = "hubbub_gateway_commands_total";
const COMMAND_TIME: &str = "hubbub_gateway_command_seconds";

/// Tells what the names mean, and counts from nothing what has not happened yet: a counter that
/// appears with its first event has no rate.
pub(crate) fn describe(most: usize) {
    bus::measured::describe();
    describe_sockets();
    describe_events();
    describe_commands();
    gauge!(MOST).set(number(most));
    connections(0);
    for code in CloseCode::ALL {
        counter!(CLOSED, "code" => code.number().to_string()).increment(0);
    }
    for server in [Server::Durable, Server::Live] {
        counter!(LOST, "server" => server.name()).increment(0);
    }
    for name in [OPENED, EVENTS, DELIVERIES, GAPS_DETECTED, GAPS_UNREPAIRED] {
        counter!(name).increment(0);
    }
    // It has buckets from now on, all of them empty.
    drop(histogram!(GAP_REPAIR));
    for reason in ["full", "address"] {
        counter!(REFUSED, "reason" => reason).increment(0);
    }
}

fn describe_sockets() {
    describe_gauge!(CONNECTIONS, "Sockets that are open, identified or not");
    describe_gauge!(MOST, "Sockets that this gateway takes at most");
    describe_counter!(OPENED, "Sockets that were let in");
    describe_counter!(
        REFUSED,
        "Sockets that were not let in: this gateway is full, or one address has too many"
    );
    describe_counter!(CLOSED, "Sockets that this gateway closed, by close code");
}

fn describe_commands() {
    describe_counter!(
        COMMANDS,
        "Commands to api: done (ok), not allowed or not possible (refused), or not our client's fault (failed)"
    );
    describe_histogram!(
        COMMAND_TIME,
        Unit::Seconds,
        "How long api took for a command, by its name"
    );
}

fn describe_events() {
    describe_counter!(EVENTS, "Events of channel logs that came by pub/sub");
    describe_counter!(DELIVERIES, "Frames of channel logs offered to sockets");
    describe_histogram!(
        EVENT_AGE,
        Unit::Seconds,
        "From an event's time in api to its fan-out here; compares two machines' clocks, so it is honest on one machine or with good time only"
    );
    describe_histogram!(
        DELIVERY,
        Unit::Seconds,
        "From an event's time in api until it is written to a socket, for each socket; compares two machines' clocks"
    );
    describe_histogram!(
        OUTBOX_WAIT,
        Unit::Seconds,
        "How long a frame waited in this process for its socket, by the monotonic clock"
    );
    describe_counter!(
        GAPS_DETECTED,
        "Times that pub/sub did not bring what Redis has"
    );
    describe_counter!(
        GAPS_UNREPAIRED,
        "Gaps that the tail could not fill; clients were told to reload"
    );
    describe_histogram!(
        GAP_REPAIR,
        Unit::Seconds,
        "From the detection of a gap to its repair"
    );
    describe_counter!(LOST, "Times that a subscription was lost, by server");
}

/// So many sockets are open.
pub(crate) fn connections(open: usize) {
    gauge!(CONNECTIONS).set(number(open));
}

/// Somebody was let in.
pub(crate) fn opened() {
    counter!(OPENED).increment(1);
}

/// Somebody was not let in.
pub(crate) fn refused(reason: &'static str) {
    counter!(REFUSED, "reason" => reason).increment(1);
}

/// An event was offered to the sockets of its channel.
pub(crate) fn delivered(delivered: &Delivered, now: DateTime<Utc>) {
    counter!(EVENTS).increment(1);
    counter!(DELIVERIES).increment(u64::try_from(delivered.sockets).unwrap_or(0));
    if let Some((_author, at)) = delivered.origin {
        // A negative age says that the clocks differ: then there is nothing honest to count.
        if let Ok(age) = (now - at).to_std() {
            histogram!(EVENT_AGE).record(age);
        }
    }
}

/// A frame that waited since `since` was handed to its socket; `born`: when the event that it
/// carries was made. This is counted for every delivery, so the names are looked up once only.
pub(crate) fn written(since: Instant, born: Option<DateTime<Utc>>) {
    static WAIT: LazyLock<Histogram> = LazyLock::new(|| histogram!(OUTBOX_WAIT));
    static AGE: LazyLock<Histogram> = LazyLock::new(|| histogram!(DELIVERY));
    WAIT.record(since.elapsed());
    // A negative age says that the clocks differ: then there is nothing honest to count.
    if let Some(Ok(age)) = born.map(|born| (SystemClock.now() - born).to_std()) {
        AGE.record(age);
    }
}

/// Something that Redis has did not come.
pub(crate) fn gap_detected() {
    counter!(GAPS_DETECTED).increment(1);
}

/// It was read from the tail.
pub(crate) fn gap_repaired(took: Duration) {
    histogram!(GAP_REPAIR).record(took);
}

/// The tail no longer has it.
pub(crate) fn gap_unrepaired() {
    counter!(GAPS_UNREPAIRED).increment(1);
}

/// A subscription was lost.
pub(crate) fn subscription_lost(server: Server) {
    counter!(LOST, "server" => server.name()).increment(1);
}

/// This gateway closed a socket.
pub(crate) fn closed(code: CloseCode) {
    counter!(CLOSED, "code" => code.number().to_string()).increment(1);
}

/// A command was answered by api, or not at all.
pub(crate) fn command<T>(name: CommandName, answer: &Result<T, rpc::Error>, took: Duration) {
    let outcome = match answer {
        Ok(_) => "ok",
        Err(error) if error.code().http_status() < 500 => "refused",
        Err(_) => "failed",
    };
    counter!(COMMANDS, "command" => name.as_str(), "outcome" => outcome).increment(1);
    histogram!(COMMAND_TIME, "command" => name.as_str()).record(took);
}

fn number(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}
