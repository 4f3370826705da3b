//! The worker, on a real Redis and a real Postgres.

mod deaths;
mod poison;
mod storing;
mod support;
