//! The channel log: append, counters, tails.

use std::sync::{Arc, LazyLock};

use bytes::Bytes;
use domain::{ChannelId, Epoch, MessageNo, Mver, Psn, Seq};

use crate::fence::Fence;
use crate::keys::Keys;
use crate::link::Link;
use crate::script::Lua;

mod append;
mod forget;
mod head;
pub(crate) mod key;
mod moved;
pub(crate) mod tail;

pub use append::{Append, AppendError, Appended, Earlier, End, Position};
pub use head::{Head, Seed, Standing};
pub use key::Key;
pub use tail::{Range, Tail};

pub(crate) use head::head_of;

static TAIL: LazyLock<Lua> = LazyLock::new(|| Lua::new(include_str!("scripts/tail.lua")));

/// One event of a channel's log, as it travels through log, tail and fan-out alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The channel.
    pub channel: ChannelId,
    /// The life of the log that it belongs to.
    pub epoch: Epoch,
    /// Its place in the channel: 1, 2, 3 …
    pub seq: Seq,
    /// Its place among the channel's top-level messages, if it is one.
    pub message_no: Option<MessageNo>,
    /// Its place in the partition's log; a tail does not tell.
    pub psn: Option<Psn>,
    /// The event, as it was appended. Empty when its content is gone (void).
    pub payload: Bytes,
}

impl Record {
    /// Whether its content is gone.
    #[must_use]
    pub fn is_void(&self) -> bool {
        self.payload.is_empty()
    }
}

/// The channel log. Clones are the same.
#[derive(Debug, Clone)]
pub struct Log {
    pub(crate) link: Link,
    pub(crate) keys: Arc<Keys>,
    pub(crate) fence: Fence,
    pub(crate) max_entries: u32,
}

/// A membership version as a script argument: empty when there is none.
fn optional(version: Option<Mver>) -> String {
    version.map_or_else(String::new, |version| version.to_string())
}
