//! The order of a socket's commands: those of one lane are carried out one after the other, those
//! of different lanes at the same time.

use std::collections::{HashMap, VecDeque};

use domain::{ChannelId, MessageId};

/// What keeps its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Lane {
    /// Sends to a channel and reads of it.
    Channel(ChannelId),
    /// Changes of a message.
    Message(MessageId),
    /// Everything else.
    Other,
}

/// The commands under way, and those that wait behind them.
#[derive(Debug)]
pub(crate) struct Lanes<T> {
    busy: HashMap<Lane, VecDeque<T>>,
    /// All of them, under way and waiting.
    len: usize,
}

impl<T> Default for Lanes<T> {
    fn default() -> Self {
        Self {
            busy: HashMap::new(),
            len: 0,
        }
    }
}

impl<T> Lanes<T> {
    /// Takes a command in; back comes what is to be begun now.
    pub(crate) fn enter(&mut self, lane: Lane, command: T) -> Option<T> {
        self.len += 1;
        if let Some(waiting) = self.busy.get_mut(&lane) {
            waiting.push_back(command);
            return None;
        }
        self.busy.insert(lane, VecDeque::new());
        Some(command)
    }

    /// A command of this lane is done; back comes the next one to begin.
    pub(crate) fn done(&mut self, lane: Lane) -> Option<T> {
        self.len -= 1;
        let next = self.busy.get_mut(&lane).and_then(VecDeque::pop_front);
        if next.is_none() {
            self.busy.remove(&lane);
        }
        next
    }

    /// How many are under way or wait.
    pub(crate) fn len(&self) -> usize {
        self.len
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hub::testing::channel_id;

    #[test]
    fn a_lane_keeps_its_order_and_holds_up_no_other() {
        let (one, two) = (Lane::Channel(channel_id(1)), Lane::Channel(channel_id(2)));
        let mut lanes = Lanes::default();
        assert_eq!(lanes.enter(one, "a"), Some("a"));
        assert_eq!(lanes.enter(one, "b"), None);
        assert_eq!(lanes.enter(two, "x"), Some("x"));
        assert_eq!(lanes.enter(one, "c"), None);
        assert_eq!(lanes.len(), 4);

        assert_eq!(lanes.done(one), Some("b"));
        assert_eq!(lanes.done(one), Some("c"));
        assert_eq!(lanes.done(one), None);
        assert_eq!(lanes.done(two), None);
        assert_eq!((lanes.len(), lanes.busy.len()), (0, 0));
    }
}
