//! What stands in for the live Redis while it is away: each process counts for itself.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::{Limit, Verdict};

/// Subjects that are counted at most; beyond them one passes uncounted.
const MOST_SUBJECTS: usize = 100_000;
/// How long Redis is not asked after it did not answer, so that nobody waits for it each time.
const NOT_ASKED: Duration = Duration::from_secs(1);

/// The same algorithm as in Redis, in this process alone.
#[derive(Debug, Default)]
pub(super) struct Local {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// When each counter would be as if nothing had been done.
    due: HashMap<String, Instant>,
    /// Until when Redis is not asked.
    away_until: Option<Instant>,
}

impl Local {
    /// Whether Redis did not answer a moment ago.
    pub(super) fn stands_in(&self, now: Instant) -> bool {
        self.lock().away_until.is_some_and(|until| now < until)
    }

    /// Notes that Redis did not answer.
    pub(super) fn note_away(&self, now: Instant) {
        self.lock().away_until = Some(now + NOT_ASKED);
    }

    /// Counts one deed against all limits, or against none. Stricter than Redis would be: half
    /// the burst, since other processes count for themselves too.
    pub(super) fn check(&self, keys: &[&str], limits: &[Limit], now: Instant) -> Vec<Verdict> {
        let mut state = self.lock();
        let due = |key: &str| state.due.get(key).copied().unwrap_or(now).max(now);
        let judged = keys.iter().zip(limits);
        let judged = judged.map(|(key, limit)| judge(limit, due(key), now));
        let (verdicts, nexts): (Vec<_>, Vec<_>) = judged.unzip();
        if verdicts.iter().all(|verdict: &Verdict| verdict.allowed) {
            state.make_room(now);
            let counted = keys.iter().map(|key| (*key).to_owned()).zip(nexts);
            if state.due.len() < MOST_SUBJECTS {
                state.due.extend(counted);
            }
        }
        verdicts
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Forgets counters that say nothing any more, when there are many.
    fn make_room(&mut self, now: Instant) {
        if self.due.len() >= MOST_SUBJECTS {
            self.due.retain(|_key, due| *due > now);
        }
    }
}

/// The verdict of one limit whose counter is `due` then, and when it is due after this deed.
fn judge(limit: &Limit, due: Instant, now: Instant) -> (Verdict, Instant) {
    let between = limit.between();
    let burst = limit.burst.div_ceil(2).max(1);
    let following = due + between;
    let full = now + between * burst;
    let spare = full.saturating_duration_since(following);
    let wait = following.saturating_duration_since(full);
    let allowed = wait.is_zero();
    let counted = if allowed { following } else { due };
    let verdict = Verdict {
        allowed,
        limit: limit.clone(),
        remaining: u32::try_from(spare.as_micros() / between.as_micros().max(1)).unwrap_or(burst),
        reset: counted.saturating_duration_since(now),
        retry_after: wait,
    };
    (verdict, following)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limit(burst: u32) -> Limit {
        Limit {
            name: "send".to_owned(),
            burst,
            count: burst,
            per: Duration::from_secs(10),
        }
    }

    #[test]
    fn half_the_burst_passes_and_one_more_after_the_wait() {
        let local = Local::default();
        let limits = [limit(10)];
        let start = Instant::now();
        let check = |at| local.check(&["anna"], &limits, at).remove(0);

        for left in [4, 3, 2, 1, 0] {
            let verdict = check(start);
            assert!(verdict.allowed);
            assert_eq!(verdict.remaining, left);
        }
        let refused = check(start);
        assert!(!refused.allowed);
        assert_eq!(refused.retry_after, Duration::from_secs(1));
        assert_eq!(refused.reset, Duration::from_secs(5));
        assert!(check(start + refused.retry_after).allowed);
        assert!(!check(start + refused.retry_after).allowed);
    }

    #[test]
    fn what_one_limit_refuses_is_counted_by_none() {
        let local = Local::default();
        let start = Instant::now();
        let (wide, narrow) = (limit(20), limit(2));
        let both = [wide.clone(), narrow];
        local.check(&["wide", "narrow"], &both, start);

        let refused = local.check(&["wide", "narrow"], &both, start);

        assert!(refused[0].allowed && !refused[1].allowed);
        assert_eq!(local.check(&["wide"], &[wide], start)[0].remaining, 8);
    }
}
