//! What this gateway counts. Names are described once, so that they have help texts.

use std::sync::LazyLock;
use std::time::Duration;

use bus::Server;
use chrono::{DateTime, Utc};
use metrics::{
    Histogram, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram,
};
use protocol::CloseCode;

use crate::hub::channel::Delivered;

const CONNECTIONS: &str = "hubbub_gateway_connections";
const EVENTS: &str = "hubbub_gateway_events_total";
const DELIVERIES: &str = "hubbub_gateway_deliveries_total";
const EVENT_AGE: &str = "hubbub_gateway_event_age_seconds";
const OUTBOX_WAIT: &str = "hubbub_gateway_outbox_wait_seconds";
const GAPS_DETECTED: &str = "hubbub_gateway_gaps_detected_total";
const GAPS_UNREPAIRED: &str = "hubbub_gateway_gaps_unrepaired_total";
const GAP_REPAIR: &str = "hubbub_gateway_gap_repair_seconds";
const LOST: &str = "hubbub_gateway_subscriptions_lost_total";
const CLOSED: &str = "hubbub_gateway_closed_total";
const COMMANDS: &str = "hubbub_gateway_commands_total";
const COMMAND_TIME: &str = "hubbub_gateway_command_seconds";

/// Tells what the names mean.
pub(crate) fn describe() {
    describe_gauge!(CONNECTIONS, "Sockets that are open, identified or not");
    describe_counter!(EVENTS, "Events of channel logs that came by pub/sub");
    describe_counter!(DELIVERIES, "Frames of channel logs offered to sockets");
    describe_histogram!(
        EVENT_AGE,
        "From an event's time in api to its fan-out here; compares two machines' clocks, so it is honest on one machine or with good time only"
    );
    describe_histogram!(
        OUTBOX_WAIT,
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
    describe_histogram!(GAP_REPAIR, "From the detection of a gap to its repair");
    describe_counter!(LOST, "Times that a subscription was lost");
    describe_counter!(CLOSED, "Sockets that this gateway closed, by close code");
    describe_counter!(COMMANDS, "Commands, by outcome");
    describe_histogram!(COMMAND_TIME, "How long api took for a command");
    gauge!(CONNECTIONS).set(0.0);
    counter!(GAPS_DETECTED).absolute(0);
    counter!(GAPS_UNREPAIRED).absolute(0);
}

/// So many sockets are open.
pub(crate) fn connections(open: usize) {
    gauge!(CONNECTIONS).set(u32::try_from(open).map_or(f64::MAX, f64::from));
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

/// A frame was handed to its socket. This is counted for every delivery, so the name is looked up
/// once only.
pub(crate) fn written(waited: Duration) {
    static WAIT: LazyLock<Histogram> = LazyLock::new(|| histogram!(OUTBOX_WAIT));
    WAIT.record(waited);
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
    let server = match server {
        Server::Durable => "durable",
        Server::Live => "live",
    };
    counter!(LOST, "server" => server).increment(1);
}

/// This gateway closed a socket.
pub(crate) fn closed(code: CloseCode) {
    counter!(CLOSED, "code" => code.number().to_string()).increment(1);
}

/// A command was answered by api.
pub(crate) fn command(ok: bool, took: Duration) {
    counter!(COMMANDS, "outcome" => if ok { "ok" } else { "refused" }).increment(1);
    histogram!(COMMAND_TIME).record(took);
}
