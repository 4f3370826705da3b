//! The judge: from what was asked, answered, seen and stored it counts every broken promise.
//!
//! Tests note what happens in a [`Journal`] while they run, add what is stored and shown once all
//! is quiet, and demand that [`Journal::judge`] finds nothing. The rules are those of
//! RELIABILITY.md §3.2; every one of them has a planted bug in `checker/tests.rs`.

mod clients;
mod entries;
mod judge;
mod notes;
#[cfg(test)]
mod tests;
mod verdict;

pub use entries::{Attempt, Client, Journal, Outcome, Place, Reading, Stored, Window};
pub use notes::{Send, Talk, accepted};
pub use verdict::{Count, Verdict};
