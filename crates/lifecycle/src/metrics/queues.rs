//! How full the bounded queues of this process are, looked at whenever somebody asks.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use metrics::{counter, describe_counter, describe_gauge, gauge};
use tokio::sync::{Semaphore, mpsc};

const ENTRIES: &str = "hubbub_queue_entries";
const CAPACITY: &str = "hubbub_queue_capacity_entries";
const REFUSED: &str = "hubbub_queue_refused_total";

/// How much of it is taken, and how much there is; None when the queue is gone.
type Probe = Box<dyn Fn() -> Option<(usize, usize)> + Send>;

static PROBES: Mutex<Vec<(&'static str, Probe)>> = Mutex::new(Vec::new());

pub(super) fn describe() {
    describe_gauge!(ENTRIES, "What waits in a bounded queue, or is under way");
    describe_gauge!(CAPACITY, "What a bounded queue can hold");
    describe_counter!(REFUSED, "What found a bounded queue full and was refused");
}

/// Watches a channel by its sender, which is not kept alive. Those of one name are added up.
pub fn watch<T: Send + 'static>(name: &'static str, sender: &mpsc::Sender<T>) {
    let sender = sender.downgrade();
    watch_by(name, move || {
        let sender = sender.upgrade()?;
        let most = sender.max_capacity();
        Some((most - sender.capacity(), most))
    });
}

/// Watches `most` turns that are taken from a semaphore, which is not kept alive.
pub fn watch_turns(name: &'static str, turns: &Arc<Semaphore>, most: usize) {
    let turns = Arc::downgrade(turns);
    watch_by(name, move || {
        let free = turns.upgrade()?.available_permits();
        Some((most.saturating_sub(free), most))
    });
}

/// Something found this queue full.
pub fn refused(name: &'static str) {
    counter!(REFUSED, "queue" => name).increment(1);
}

/// Watches whatever answers how much is taken and how much there is; None once it is gone.
pub fn watch_by(name: &'static str, probe: impl Fn() -> Option<(usize, usize)> + Send + 'static) {
    counter!(REFUSED, "queue" => name).increment(0);
    let mut probes = PROBES.lock().unwrap_or_else(PoisonError::into_inner);
    probes.push((name, Box::new(probe)));
}

pub(super) fn sample() {
    let mut sums: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut probes = PROBES.lock().unwrap_or_else(PoisonError::into_inner);
    probes.retain(|(name, probe)| {
        let sum = sums.entry(name).or_default();
        let Some((entries, capacity)) = probe() else {
            return false;
        };
        *sum = (sum.0 + entries, sum.1 + capacity);
        true
    });
    drop(probes);
    for (name, (entries, capacity)) in sums {
        gauge!(ENTRIES, "queue" => name).set(number(entries));
        gauge!(CAPACITY, "queue" => name).set(number(capacity));
    }
}

fn number(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queues_of_one_name_are_added_up_and_those_that_are_gone_are_forgotten() {
        let recorder = crate::metrics::handle();
        let (first, _inbox) = mpsc::channel(4);
        let (second, inbox) = mpsc::channel::<u8>(8);
        watch("tests", &first);
        watch("tests", &second);
        first.try_send(1_u8).unwrap();
        sample();
        let page = recorder.render();
        assert!(
            page.contains("hubbub_queue_entries{queue=\"tests\"} 1"),
            "{page}"
        );
        assert!(
            page.contains("hubbub_queue_capacity_entries{queue=\"tests\"} 12"),
            "{page}"
        );

        drop((second, inbox));
        sample();
        let page = recorder.render();
        assert!(
            page.contains("hubbub_queue_capacity_entries{queue=\"tests\"} 4"),
            "{page}"
        );
    }
}
