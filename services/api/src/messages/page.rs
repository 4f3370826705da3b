//! One page of history out of two halves: rows that Postgres had, and events that the tail has
//! (S10). Pure: the same two halves give the same page, wherever the watermark stood.

use domain::{Seq, UserId};
use protocol::message::Message;
use store::messages::List;

use super::recent::Recent;

/// Where a page lies around its pivot: messages before it, and messages from it on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The first seq of the right side.
    pub pivot: Seq,
    /// How many messages lie to the left of the pivot.
    pub left: usize,
    /// How many lie from the pivot on.
    pub right: usize,
}

/// The messages of a page, and whether there is more on either side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Ascending.
    pub messages: Vec<Message>,
    /// Whether there are older ones.
    pub has_before: bool,
    /// Whether there are newer ones.
    pub has_after: bool,
}

/// The rows that Postgres gave: `window.left + 1` before the pivot and `window.right + 1` from it
/// on, both ascending, as far as there are so many.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    /// Before the pivot.
    pub left: Vec<Message>,
    /// From the pivot on.
    pub right: Vec<Message>,
}

/// Puts a page together. Whatever is at or below the watermark is in `rows`, whatever is above it
/// in `recent`; what is in both is taken once.
#[must_use]
pub fn merge(
    list: List,
    window: Window,
    rows: Rows,
    recent: &Recent,
    viewer: Option<UserId>,
) -> Page {
    let (newer_left, newer_right): (Vec<_>, Vec<_>) = recent
        .created(list)
        .partition(|message| message.seq < window.pivot);
    let mut left = united(rows.left, newer_left);
    let mut right = united(rows.right, newer_right);
    let has_before = left.len() > window.left;
    let has_after = right.len() > window.right;
    left.drain(..left.len().saturating_sub(window.left));
    right.truncate(window.right);
    left.append(&mut right);
    for message in &mut left {
        recent.apply(message, viewer);
    }
    Page {
        messages: left,
        has_before,
        has_after,
    }
}

/// Both, by seq. A row is newer than the creation of the same message in the tail.
fn united(rows: Vec<Message>, created: Vec<Message>) -> Vec<Message> {
    let mut all = rows;
    let stored = all.len();
    for message in created {
        let known = all.iter().take(stored).any(|row| row.seq == message.seq);
        if !known {
            all.push(message);
        }
    }
    all.sort_by_key(|message| message.seq);
    all
}
