//! What is measured of the way to Postgres.

use std::time::Instant;

use metrics::{
    Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram,
};
use sqlx::PgPool;

use crate::Error;

const WAIT: &str = "hubbub_db_acquire_seconds";
const FAILURES: &str = "hubbub_db_acquire_failures_total";
const CONNECTIONS: &str = "hubbub_db_connections";
const MOST: &str = "hubbub_db_connections_max";

/// Tells what the names mean, once there is a recorder.
pub fn describe() {
    describe_histogram!(
        WAIT,
        Unit::Seconds,
        "The wait for a free connection to Postgres; where a transaction begins, with its begin"
    );
    describe_counter!(
        FAILURES,
        "Times that no connection to Postgres came free in time"
    );
    describe_gauge!(
        CONNECTIONS,
        "Connections to Postgres that are open, busy and idle"
    );
    describe_gauge!(MOST, "Connections to Postgres that this process may hold");
    counter!(FAILURES).increment(0);
}

/// Takes a connection.
pub(crate) async fn taken<T>(
    taking: impl Future<Output = Result<T, sqlx::Error>>,
) -> Result<T, Error> {
    let started = Instant::now();
    let taken = taking.await;
    histogram!(WAIT).record(started.elapsed());
    if taken.is_err() {
        counter!(FAILURES).increment(1);
    }
    Ok(taken?)
}

/// Writes down how the pool is used now.
pub(crate) fn look_at(pool: &PgPool) {
    let idle = u32::try_from(pool.num_idle()).unwrap_or(u32::MAX);
    let busy = pool.size().saturating_sub(idle);
    gauge!(CONNECTIONS, "state" => "busy").set(f64::from(busy));
    gauge!(CONNECTIONS, "state" => "idle").set(f64::from(idle));
    gauge!(MOST).set(f64::from(pool.options().get_max_connections()));
}
