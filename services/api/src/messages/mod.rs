//! Messages: sending, changing, reading history. A file per verb; the routes only translate.

pub mod addressed;
mod delete;
pub mod draft;
mod edit;
mod embed;
mod embeds;
mod files;
pub mod find;
pub(crate) mod first_word;
mod get;
mod limits;
mod list;
pub mod many;
mod mass;
pub mod mention;
mod nonce;
pub mod page;
mod parent;
mod people;
mod pin;
mod react;
mod reactors;
mod readers;
pub mod recent;
mod revisions;
mod routes;
pub mod row;
pub mod rules;
mod send;
#[cfg(test)]
pub(crate) mod tests;
mod unembed;
mod update_file;

pub use delete::delete;
pub use edit::edit;
pub use embed::embed;
pub use files::files;
pub use get::get;
pub use list::{At, list, replies};
pub use pin::{pin, pins};
pub use react::react;
pub use reactors::reactors;
pub use readers::readers;
pub use revisions::revisions;
pub use routes::routes;
pub use send::send;
pub use unembed::unembed;
pub use update_file::update_file;

/// The body hash of changes that say nothing but that they happen: of two racers both win.
const NOTHING: [u8; 32] = [0; 32];
