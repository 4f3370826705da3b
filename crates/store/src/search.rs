//! The search index: its rows, what one may find in it, and what somebody searched for last.
//!
//! Rows are derived from messages alone and carry the version of the text that they were made of,
//! so writing one twice, or late, changes nothing.

mod backfill;
mod find;
mod recents;
mod rows;
mod text;
mod visible;

pub use backfill::{Page, look_through, restart};
pub use find::{Found, Wanted, begin, most_ranked, newest};
pub use recents::{forget, note, recents};
pub use rows::{Source, Version, delete, load, persisted, write};
pub use visible::{Place, authors, visible};
