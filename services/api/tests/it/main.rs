//! The api over HTTP, on real Postgres and Redis.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a broken expectation in a helper is a failed test; statements on rows are unchecked"
)]

mod accounts;
mod app;
mod blocks;
mod changes;
mod channel_life;
mod channels;
mod dms;
mod door;
mod ending;
mod filling;
mod guests;
mod history;
mod idempotency;
mod invites;
mod limits;
mod log;
mod members;
mod outages;
mod persist;
mod person;
mod quiet;
mod reading;
mod recovery;
mod redis;
mod refresh;
mod rights;
mod sends;
mod sessions;
mod talk;
mod users;
mod workspaces;
