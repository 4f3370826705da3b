//! What a journal holds.

use std::collections::HashMap;

use crate::frame::Applied;

/// A place in a channel's log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The epoch under which it was told.
    pub epoch: i64,
    /// The seq.
    pub seq: i64,
}

/// What came of a send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Accepted, with the message's id, at this place.
    Accepted {
        /// The id.
        id: String,
        /// Where.
        place: Place,
    },
    /// Refused for good: it must never appear.
    Refused,
    /// No answer, or one that says nothing: zero or one.
    Unknown,
}

/// One send, under one key; a retry of the same key is another attempt.
#[derive(Debug, Clone)]
pub struct Attempt {
    /// The channel.
    pub channel: String,
    /// The sender.
    pub author: String,
    /// The sender's key.
    pub key: String,
    /// The text.
    pub body: String,
    /// Its place in this sender's own sequence: a sender waits for each before the next.
    pub order: u64,
    /// What came of it.
    pub outcome: Outcome,
}

/// What one connected client applied in one channel.
#[derive(Debug, Clone)]
pub struct Client {
    /// A name for the report.
    pub name: String,
    /// Whose client.
    pub user: String,
    /// The channel.
    pub channel: String,
    /// The seq from which it looked.
    pub from: i64,
    /// The events in the order of application.
    pub applied: Vec<Applied>,
    /// Whether it was connected at the end, so that nothing may be missing.
    pub connected: bool,
    /// Whether it once had to reload, so that holes are no fault of the stream.
    pub reloaded: bool,
}

/// A message as it is stored, or as a member's history shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// The seq.
    pub seq: i64,
    /// The id.
    pub id: String,
    /// The author.
    pub author: String,
    /// The sender's key.
    pub key: String,
    /// The text.
    pub body: String,
    /// Whether only a tombstone is left.
    pub deleted: bool,
}

/// A read right after an accepted send.
#[derive(Debug, Clone)]
pub struct Reading {
    /// What was sent before.
    pub key: String,
    /// Whether the reader saw it.
    pub seen: bool,
}

/// When somebody was a member: after `from`, up to and including `until`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The seq at which they joined.
    pub from: i64,
    /// The seq at which they left, if they did.
    pub until: Option<i64>,
}

/// All that happened, as far as it matters.
#[derive(Debug, Clone, Default)]
pub struct Journal {
    /// Sends.
    pub attempts: Vec<Attempt>,
    /// Clients.
    pub clients: Vec<Client>,
    /// Rows of Postgres by channel.
    pub stored: HashMap<String, Vec<Stored>>,
    /// Whole histories over REST: (reader, channel) and what it showed.
    pub histories: Vec<(String, String, Vec<Stored>)>,
    /// The head of each channel at the end.
    pub heads: HashMap<String, i64>,
    /// Keys in the dead-letter table.
    pub dead: Vec<String>,
    /// Reads right after sends.
    pub readings: Vec<Reading>,
    /// (user, channel) → when they were members. Channels that are not named here are open to all.
    pub members: HashMap<(String, String), Vec<Window>>,
    /// Message id → the seq of its deletion.
    pub deletions: HashMap<String, i64>,
}
