//! What the index knows of a message besides its words: numbers that stand in the same index, so
//! that one look at it answers "this word, there, by them, then".
//!
//! A tag of an id is 60 of its bits: two may share one, so what it finds is compared with the id
//! itself afterwards.

use uuid::Uuid;

use super::query::Has;
use crate::id::{ChannelId, MessageId, UserId, WorkspaceId};

/// A number in the index.
pub type Tag = i64;

const WORKSPACE: i64 = 1;
const CHANNEL: i64 = 2;
const AUTHOR: i64 = 3;
const THREAD: i64 = 4;
const HAS: i64 = 5;
const TIME: i64 = 6;

/// The lengths of time that have tags, as powers of two of milliseconds: 4.7 hours, 3.1 days, 50
/// days. Each is 16 of the one before.
const LEVELS: [(i64, u32); 3] = [(0, 24), (1, 28), (2, 32)];
/// The most tags of one window. Four years take no more than this; a longer window is asked for
/// without.
const MAX_TAGS: usize = 72;

const fn tag(kind: i64, rest: i64) -> Tag {
    (kind << 60) | rest
}

fn of_id(kind: i64, id: Uuid) -> Tag {
    let bits = id.as_u128() & ((1 << 60) - 1);
    tag(kind, i64::try_from(bits).unwrap_or_default())
}

/// The tag of a workspace's messages.
#[must_use]
pub fn workspace(id: WorkspaceId) -> Tag {
    of_id(WORKSPACE, id.as_uuid())
}

/// The tag of a channel's messages.
#[must_use]
pub fn channel(id: ChannelId) -> Tag {
    of_id(CHANNEL, id.as_uuid())
}

/// The tag of a person's messages.
#[must_use]
pub fn author(id: UserId) -> Tag {
    of_id(AUTHOR, id.as_uuid())
}

/// The tag of the replies to a message.
#[must_use]
pub fn thread(root: MessageId) -> Tag {
    of_id(THREAD, root.as_uuid())
}

/// The tag of messages that carry this.
#[must_use]
pub const fn has(what: Has) -> Tag {
    let rest = match what {
        Has::File => 1,
        Has::Link => 2,
        Has::Image => 3,
    };
    tag(HAS, rest)
}

/// The tags of the times that a message belongs to.
#[must_use]
pub fn times(id: MessageId) -> [Tag; 3] {
    LEVELS.map(|(level, shift)| time(level, shift, millis(id)))
}

fn time(level: i64, shift: u32, millis: i64) -> Tag {
    tag(TIME, (level << 56) | (millis >> shift))
}

/// When a message was created, by its id, in milliseconds since 1970.
#[must_use]
pub fn millis(id: MessageId) -> i64 {
    i64::try_from(id.as_uuid().as_u128() >> 80).unwrap_or_default()
}

/// A time: the messages from one millisecond up to, not including, another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first millisecond.
    pub from: i64,
    /// The one after the last.
    pub until: i64,
}

impl Window {
    /// The end of all times that an id can name.
    pub const END: i64 = 1 << 48;

    /// What is of both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            from: self.from.max(other.from),
            until: self.until.min(other.until),
        }
    }

    /// The least id of `millis`.
    #[must_use]
    pub fn bound(millis: i64) -> Uuid {
        let millis = u128::try_from(millis.clamp(0, Self::END - 1)).unwrap_or_default();
        Uuid::from_u128(millis << 80)
    }

    /// The window of this length before it, its beginning moved down to where tags begin.
    #[must_use]
    pub fn before(self, length: i64) -> Self {
        let from = (self.from - length.max(1)).max(0);
        let shift = LEVELS
            .iter()
            .rev()
            .find(|(_, shift)| length >> shift >= 2)
            .map_or(24, |(_, shift)| *shift);
        Self {
            from: (from >> shift) << shift,
            until: self.from,
        }
    }

    /// Tags that every message of the window has at least one of; some outside of it have one too.
    /// `None`: it would take too many.
    #[must_use]
    pub fn tags(self) -> Option<Vec<Tag>> {
        let mut tags = Vec::new();
        let (least, unit) = (24, 1_i64 << 24);
        let mut at = (self.from.max(0) >> least) << least;
        let until = ((self.until.max(0) + unit - 1) >> least) << least;
        while at < until {
            if tags.len() >= MAX_TAGS {
                return None;
            }
            let fits = |shift: u32| at.trailing_zeros() >= shift && at + (1_i64 << shift) <= until;
            let largest = LEVELS.iter().rev().find(|(_, shift)| fits(*shift));
            let (level, shift) = largest.copied().unwrap_or((0, least));
            tags.push(time(level, shift, at));
            at += 1_i64 << shift;
        }
        Some(tags)
    }
}

/// How long the first window is, which most searches for something frequent need no other than.
pub const FIRST_WINDOW: i64 = 2 << 24;
