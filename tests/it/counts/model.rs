//! What the counts must be: every message and every position, counted anew each time.

use std::collections::{BTreeMap, BTreeSet};

/// Who they are: places in the list of people.
pub(crate) type Who = usize;
/// Which channel: its place in the list of channels.
pub(crate) type Where = usize;

/// One message, as far as counting goes.
#[derive(Debug, Clone)]
pub(crate) struct Message {
    pub(crate) id: String,
    /// Its number; none for a plain reply.
    pub(crate) number: Option<i64>,
    pub(crate) author: Who,
    pub(crate) is_root: bool,
    pub(crate) addressed: Addressed,
    pub(crate) deleted: bool,
}

/// Whom a text addresses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Addressed {
    pub(crate) people: BTreeSet<Who>,
    pub(crate) everybody: bool,
    /// Whom an `@here` in it found, if there is one: all are online, so those who were in the
    /// channel when it came in.
    pub(crate) here: Option<BTreeSet<Who>>,
}

impl Addressed {
    fn includes(&self, who: Who) -> bool {
        let is_here = self.here.as_ref().is_some_and(|here| here.contains(&who));
        self.everybody || self.people.contains(&who) || is_here
    }
}

/// One channel.
#[derive(Debug, Clone, Default)]
pub(crate) struct Channel {
    /// How far each member has read.
    pub(crate) read: BTreeMap<Who, i64>,
    pub(crate) archived: bool,
    pub(crate) messages: Vec<Message>,
}

/// What one person sees of one channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) read: i64,
    pub(crate) unread: i64,
    pub(crate) mentions: i64,
}

impl Channel {
    /// The number of the last message.
    pub(crate) fn head(&self) -> i64 {
        let numbers = self.messages.iter().filter_map(|one| one.number);
        numbers.max().unwrap_or(0)
    }

    /// What a member sees; nothing for who is none.
    pub(crate) fn counts(&self, who: Who) -> Option<Counts> {
        let read = *self.read.get(&who)?;
        let unread = self.messages.iter().filter(|one| {
            one.number.is_some_and(|number| number > read) && one.author != who && !one.deleted
        });
        let mentions = unread.clone().filter(|one| one.addressed.includes(who));
        Some(Counts {
            read,
            unread: i64::try_from(unread.count()).expect("a small number"),
            mentions: i64::try_from(mentions.count()).expect("a small number"),
        })
    }

    /// Reads up to a message: only raises, and stops at the head.
    pub(crate) fn reads(&mut self, who: Who, number: i64) {
        let head = self.head();
        if let Some(read) = self.read.get_mut(&who) {
            *read = (*read).max(number.min(head));
        }
    }

    /// Makes a message the first unread one: only lowers.
    pub(crate) fn unreads(&mut self, who: Who, number: i64) {
        if let Some(read) = self.read.get_mut(&who) {
            *read = (*read).min(number - 1);
        }
    }

    /// What was there before counts as read.
    pub(crate) fn joins(&mut self, who: Who) {
        let head = self.head();
        self.read.entry(who).or_insert(head);
    }

    pub(crate) fn message(&mut self, id: &str) -> &mut Message {
        let found = self.messages.iter_mut().find(|one| one.id == id);
        found.expect("a message of the model")
    }
}
