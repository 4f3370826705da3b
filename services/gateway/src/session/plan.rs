//! What becomes of each position of `identify`: decided before anything is read.

use bus::Standing;
use domain::{Epoch, Seq};
use protocol::gateway::hello::Outcome;

use crate::hub::Place;

/// The most missed events that are sent for a channel; more is `behind`.
pub(crate) const MAX_MISSED: i64 = 500;
/// The most missed events that are sent in all.
pub(crate) const MAX_MISSED_IN_ALL: i64 = 5_000;

/// How a channel is taken up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Plan {
    /// With everything after this place. The outcome is announced if the client gave a position.
    From(Place, Option<Outcome>),
    /// From the head on, after this announcement.
    AtHead(Outcome),
}

/// How many missed events may still be sent.
#[derive(Debug)]
pub(crate) struct Budget(i64);

impl Default for Budget {
    fn default() -> Self {
        Self(MAX_MISSED_IN_ALL)
    }
}

impl Budget {
    /// Plans a channel: its `head`, as far as is known, and the client's position with what it is
    /// worth.
    pub(crate) fn plan(&mut self, head: Place, position: Option<(Epoch, Seq, Standing)>) -> Plan {
        let Some((_epoch, seq, standing)) = position else {
            return Plan::From(head, None);
        };
        if standing == Standing::Reset {
            return Plan::AtHead(Outcome::Reset);
        }
        let missed = head.seq.get() - seq.get();
        if missed > MAX_MISSED || missed > self.0 {
            return Plan::AtHead(Outcome::Behind);
        }
        self.0 -= missed.max(0);
        // A position of the previous life that is worth something lies on this one too (S12).
        Plan::From(
            Place {
                epoch: head.epoch,
                seq,
            },
            Some(Outcome::Ok),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(seq: i64) -> Place {
        Place {
            epoch: Epoch::new(2),
            seq: Seq::new(seq),
        }
    }

    fn position(seq: i64) -> (Epoch, Seq, Standing) {
        (Epoch::new(2), Seq::new(seq), Standing::Ok)
    }

    #[test]
    fn a_channel_without_a_position_is_taken_up_at_its_head_silently() {
        assert_eq!(
            Budget::default().plan(head(9), None),
            Plan::From(head(9), None)
        );
    }

    #[test]
    fn five_hundred_missed_events_are_sent_and_one_more_is_behind() {
        let mut budget = Budget::default();
        assert_eq!(
            budget.plan(head(600), Some(position(100))),
            Plan::From(head(100), Some(Outcome::Ok))
        );
        assert_eq!(
            budget.plan(head(601), Some(position(100))),
            Plan::AtHead(Outcome::Behind)
        );
    }

    #[test]
    fn five_thousand_are_sent_in_all_and_who_missed_nothing_is_always_ok() {
        let mut budget = Budget::default();
        for _ in 0..10 {
            assert!(matches!(
                budget.plan(head(500), Some(position(0))),
                Plan::From(..)
            ));
        }
        assert_eq!(
            budget.plan(head(500), Some(position(499))),
            Plan::AtHead(Outcome::Behind)
        );
        assert_eq!(
            budget.plan(head(500), Some(position(500))),
            Plan::From(head(500), Some(Outcome::Ok))
        );
    }

    #[test]
    fn a_position_of_a_lost_log_is_reset_and_one_that_was_taken_over_is_ok() {
        let mut budget = Budget::default();
        let lost = Some((Epoch::new(1), Seq::new(3), Standing::Reset));
        assert_eq!(budget.plan(head(9), lost), Plan::AtHead(Outcome::Reset));
        let taken_over = Some((Epoch::new(1), Seq::new(3), Standing::Ok));
        assert_eq!(
            budget.plan(head(9), taken_over),
            Plan::From(head(3), Some(Outcome::Ok))
        );
    }
}
