//! The store, on a real Postgres: each test has a database of its own.

#[cfg(test)]
mod apply;
#[cfg(test)]
mod files;
#[cfg(test)]
mod identity;
#[cfg(test)]
mod schema;
#[cfg(test)]
mod search;
#[cfg(test)]
mod support;
#[cfg(test)]
mod tls;
