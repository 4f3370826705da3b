//! The store, on a real Postgres: each test has a database of its own.

mod apply;
mod files;
mod support;
