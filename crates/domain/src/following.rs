//! Who follows a thread: whoever began it, replied to it or was named in it, or chose to. Who
//! stopped by hand stays away until they reply again.

use crate::Seq;

/// One person's side of one thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Follow {
    /// Whether its replies are news to them. False only by their own hand.
    pub following: bool,
    /// Replies up to here were read.
    pub read_seq: Seq,
    /// The head of the log when they last chose by hand, or zero: what was said before that does
    /// not undo the choice.
    pub hand_seq: Seq,
}

/// What a reply makes of a person's side of its thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// They wrote the reply at this seq.
    Replied(Seq),
    /// Somebody replied to what they wrote at this seq.
    Answered(Seq),
    /// The reply at this seq names them.
    Named(Seq),
}

impl Follow {
    /// A side that begins with replies after `read_seq`.
    const fn automatic(read_seq: Seq) -> Self {
        Self {
            following: true,
            read_seq,
            hand_seq: Seq::ZERO,
        }
    }

    /// A side after this cause. `before` is `None` for who had nothing to do with the thread.
    #[must_use]
    pub fn after(before: Option<Self>, cause: Cause) -> Self {
        match (before, cause) {
            (None, Cause::Replied(seq) | Cause::Answered(seq)) => Self::automatic(seq),
            (None, Cause::Named(seq)) => Self::automatic(seq.previous()),
            (Some(known), Cause::Replied(seq)) => Self {
                following: known.following || seq > known.hand_seq,
                read_seq: known.read_seq.max(seq),
                ..known
            },
            (Some(known), Cause::Answered(_) | Cause::Named(_)) => known,
        }
    }

    /// A side after a choice by hand at the log's head `head`. What they followed already keeps
    /// what is unread of it.
    #[must_use]
    pub fn chosen(before: Option<Self>, following: bool, head: Seq) -> Self {
        let read_seq = match before {
            Some(known) if known.following => known.read_seq,
            Some(known) => known.read_seq.max(head),
            None => head,
        };
        Self {
            following,
            read_seq,
            hand_seq: head,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seq(number: i64) -> Seq {
        Seq::new(number)
    }

    #[test]
    fn a_thread_is_followed_by_who_takes_part_in_it() {
        let author = Follow::after(None, Cause::Answered(seq(3)));
        assert!(author.following && author.read_seq == seq(3));
        let replier = Follow::after(None, Cause::Replied(seq(9)));
        assert!(replier.following && replier.read_seq == seq(9));
        let named = Follow::after(None, Cause::Named(seq(9)));
        assert!(
            named.following && named.read_seq == seq(8),
            "the reply is news"
        );
    }

    #[test]
    fn who_stopped_by_hand_comes_back_by_replying_alone() {
        let gone = Follow::chosen(
            Some(Follow::after(None, Cause::Replied(seq(4)))),
            false,
            seq(6),
        );
        assert!(!gone.following);
        assert!(!Follow::after(Some(gone), Cause::Named(seq(7))).following);
        assert!(!Follow::after(Some(gone), Cause::Answered(seq(1))).following);
        assert!(
            !Follow::after(Some(gone), Cause::Replied(seq(5))).following,
            "a reply from before the choice does not undo it"
        );
        let back = Follow::after(Some(gone), Cause::Replied(seq(8)));
        assert!(back.following && back.read_seq == seq(8));
    }

    #[test]
    fn what_is_followed_by_hand_begins_now_and_keeps_what_is_unread() {
        let new = Follow::chosen(None, true, seq(10));
        assert_eq!((new.following, new.read_seq), (true, seq(10)));
        let known = Follow::after(None, Cause::Answered(seq(2)));
        assert_eq!(Follow::chosen(Some(known), true, seq(10)).read_seq, seq(2));
        let gone = Follow::chosen(Some(known), false, seq(10));
        assert_eq!(Follow::chosen(Some(gone), true, seq(20)).read_seq, seq(20));
    }
}
