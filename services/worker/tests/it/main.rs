//! The worker, on a real Redis and a real Postgres.

#[cfg(test)]
mod deaths;
#[cfg(test)]
mod indexing;
#[cfg(test)]
mod poison;
#[cfg(test)]
mod storing;
#[cfg(test)]
mod support;
