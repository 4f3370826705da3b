//! Which changes were heard: each comes twice, told and read, in either order. Pure.

use std::collections::HashMap;

use bus::Parting;
use domain::UserId;

/// What was heard so far.
#[derive(Debug, Default)]
pub(super) struct Heard {
    /// Every change up to here was read.
    read_to_us: i64,
    /// Of two people, the last change after that; few: what is told between two readings.
    told: HashMap<(UserId, UserId), i64>,
}

impl Heard {
    /// Where to read on.
    pub(super) const fn read_to(&self) -> i64 {
        self.read_to_us
    }

    /// Whether it changes how these two stand, as far as is known.
    pub(super) fn is_news(&mut self, parting: &Parting) -> bool {
        let known = self.told.get(&parting.people);
        let is_news = parting.at_us > self.read_to_us && known.is_none_or(|at| *at < parting.at_us);
        if is_news {
            self.told.insert(parting.people, parting.at_us);
        }
        is_news
    }

    /// All of these were taken.
    pub(super) fn have_read(&mut self, partings: &[Parting]) {
        let Some(last) = partings.last() else {
            return;
        };
        self.read_to_us = self.read_to_us.max(last.at_us);
        self.told.retain(|_, at| *at > last.at_us);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hub::testing::user;

    fn parting(other: u128, apart: bool, at_us: i64) -> Parting {
        Parting {
            people: (user(1), user(other)),
            apart,
            at_us,
        }
    }

    #[test]
    fn what_was_told_is_not_taken_again_when_it_is_read_nor_after_that() {
        let mut heard = Heard::default();
        let (first, second) = (parting(2, true, 5), parting(3, true, 6));
        assert!(heard.is_news(&first));
        assert!(!heard.is_news(&first));
        assert!(heard.is_news(&second), "it was missed");
        heard.have_read(&[first, second]);
        assert_eq!(heard.read_to(), 6);
        assert!(!heard.is_news(&first) && !heard.is_news(&second));
        assert!(heard.told.is_empty());
    }

    #[test]
    fn what_was_missed_does_not_undo_what_was_told_since() {
        let mut heard = Heard::default();
        let (missed, told) = (parting(2, true, 5), parting(2, false, 7));
        assert!(heard.is_news(&told));
        assert!(!heard.is_news(&missed));
        heard.have_read(&[missed]);
        assert!(!heard.is_news(&told), "it is read later");
        assert_eq!(heard.told.len(), 1);
    }
}
