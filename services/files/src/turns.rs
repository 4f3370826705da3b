//! Turns for downloads: so many at once, and so many of one person.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::UserId;
use protocol::ErrorCode;

/// Downloads under way at once. Each holds a connection to S3.
const MOST: usize = 512;
/// Of one person: more than a browser asks for at once, and never all there are. Whoever reads
/// slowly keeps no place from the others.
pub(crate) const MOST_OF_ONE: usize = 64;

/// Who downloads now. Clones are the same.
#[derive(Clone, Debug, Default)]
pub(crate) struct Turns {
    running: Arc<Mutex<HashMap<Option<UserId>, usize>>>,
}

/// One download's turn: over when it is dropped.
#[derive(Debug)]
pub(crate) struct Turn {
    of: Turns,
    user: Option<UserId>,
}

impl Turns {
    /// How many are taken and how many there are, whenever it is asked.
    pub(crate) fn fullness(&self) -> impl Fn() -> Option<(usize, usize)> + Send + 'static {
        let running = Arc::downgrade(&self.running);
        move || {
            let running = running.upgrade()?;
            let running = running.lock().unwrap_or_else(PoisonError::into_inner);
            Some((running.values().sum(), MOST))
        }
    }

    /// Takes a turn. Those who are not signed in are as one person.
    ///
    /// # Errors
    /// `too_many_downloads` of this person, `overloaded` when all turns are taken.
    pub(crate) fn take(&self, user: Option<UserId>) -> Result<Turn, ErrorCode> {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        let all: usize = running.values().sum();
        let own = running.get(&user).copied().unwrap_or(0);
        if own >= MOST_OF_ONE {
            return Err(ErrorCode::TooManyDownloads);
        }
        if all >= MOST {
            return Err(ErrorCode::Overloaded);
        }
        running.insert(user, own + 1);
        Ok(Turn {
            of: self.clone(),
            user,
        })
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let running = self.of.running.lock();
        let mut running = running.unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = running.get_mut(&self.user) {
            *own = own.saturating_sub(1);
            if *own == 0 {
                running.remove(&self.user);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use rand::SeedableRng as _;
    use rand::rngs::StdRng;

    use super::*;

    fn people<const N: usize>() -> [Option<UserId>; N] {
        let mut rng = StdRng::from_os_rng();
        std::array::from_fn(|_| Some(UserId::generate(DateTime::UNIX_EPOCH, &mut rng)))
    }

    #[test]
    fn one_person_gets_so_many_turns_and_another_still_gets_one() {
        let turns = Turns::default();
        let [slow, other] = people();
        let held: Vec<Turn> = (0..MOST_OF_ONE)
            .map(|_| turns.take(slow).unwrap())
            .collect();
        assert_eq!(turns.take(slow).unwrap_err(), ErrorCode::TooManyDownloads);
        let others = turns.take(other).unwrap();
        drop(held);
        drop(turns.take(slow).unwrap());
        drop(others);
        assert!(turns.running.lock().unwrap().is_empty());
    }

    #[test]
    fn there_are_so_many_turns_in_all() {
        let turns = Turns::default();
        let held: Vec<Turn> = people::<{ MOST / MOST_OF_ONE }>()
            .into_iter()
            .flat_map(|user| std::iter::repeat_n(user, MOST_OF_ONE))
            .map(|user| turns.take(user).unwrap())
            .collect();
        let [late] = people();
        assert_eq!(turns.take(late).unwrap_err(), ErrorCode::Overloaded);
        drop(held);
        turns.take(late).unwrap();
    }
}
