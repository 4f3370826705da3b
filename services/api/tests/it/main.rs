//! The api over HTTP, on real Postgres and Redis.

mod accounts;
mod app;
mod channels;
mod dms;
mod door;
mod idempotency;
mod invites;
mod limits;
mod log;
mod members;
mod refresh;
mod users;
mod workspaces;
