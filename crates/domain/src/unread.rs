//! Read positions, and what is unread because of them.

use crate::id::UserId;
use crate::number::{MessageNo, ReadVersion};

/// Counting stops here: nobody reads a larger number.
pub const MOST_UNREAD: i64 = 10_000;

/// How far somebody has read in a channel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReadPosition {
    /// The last top-level message that was read.
    pub message_no: MessageNo,
    /// Raised whenever the position was lowered by hand.
    pub version: ReadVersion,
}

impl ReadPosition {
    /// After reading up to `message_no`: never lower, and never beyond the channel's head.
    #[must_use]
    pub fn read(self, message_no: MessageNo, head: MessageNo) -> Self {
        Self {
            message_no: self.message_no.max(message_no.min(head)),
            ..self
        }
    }

    /// After marking `first_unread` as unread: the position lies before it. A mark that lowers
    /// nothing changes nothing.
    #[must_use]
    pub fn unread(self, first_unread: MessageNo) -> Self {
        let before = first_unread.previous();
        if before >= self.message_no {
            return self;
        }
        Self {
            message_no: before,
            version: self.version.next(),
        }
    }

    /// Of two positions that met, the one that holds: the higher version, then the further one.
    #[must_use]
    pub fn merge(self, other: Self) -> Self {
        if (other.version, other.message_no) > (self.version, self.message_no) {
            other
        } else {
            self
        }
    }

    /// Whether a top-level message is unread for `reader`: behind the position, by somebody else,
    /// not deleted.
    #[must_use]
    pub fn counts(
        self,
        reader: UserId,
        message_no: MessageNo,
        author: UserId,
        deleted: bool,
    ) -> bool {
        message_no > self.message_no && author != reader && !deleted
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn position(message_no: i64, version: i64) -> ReadPosition {
        ReadPosition {
            message_no: MessageNo::new(message_no),
            version: ReadVersion::new(version),
        }
    }

    proptest! {
        #[test]
        fn merging_is_the_same_in_any_order(a in 0_i64..9, b in 0_i64..9, v in 0_i64..3, w in 0_i64..3) {
            let (one, other) = (position(a, v), position(b, w));
            prop_assert_eq!(one.merge(other), other.merge(one));
            prop_assert_eq!(one.merge(other).merge(one), one.merge(other));
        }
    }

    #[test]
    fn reading_only_raises_and_stops_at_the_head() {
        let head = MessageNo::new(10);
        assert_eq!(position(5, 0).read(MessageNo::new(3), head), position(5, 0));
        assert_eq!(
            position(5, 0).read(MessageNo::new(99), head),
            position(10, 0)
        );
    }

    #[test]
    fn marking_as_unread_lowers_and_wins_over_older_reads() {
        let read = position(8, 0);
        let lowered = read.unread(MessageNo::new(3));
        assert_eq!(lowered, position(2, 1));
        assert_eq!(lowered.merge(read), lowered);
        assert_eq!(read.unread(MessageNo::new(9)), read);
    }
}
