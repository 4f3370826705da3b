//! The rules about what is accepted, stored and shown. Each function reads the journal once.

use std::collections::{HashMap, HashSet};

use super::{
    entries::{Journal, Outcome, Stored},
    verdict::{Count, Verdict},
};

/// A key is its sender's, in a channel.
pub(super) type Key<'a> = (&'a str, &'a str, &'a str);

impl Journal {
    /// Finds every broken promise.
    #[must_use]
    pub fn judge(&self) -> Verdict {
        let mut verdict = Verdict::default();
        self.accepted_is_stored(&mut verdict);
        self.stored_was_asked_for(&mut verdict);
        self.histories_agree(&mut verdict);
        self.senders_keep_their_order(&mut verdict);
        self.clients_saw_right(&mut verdict);
        for reading in self.readings.iter().filter(|reading| !reading.seen) {
            verdict.charge(Count::StaleRead, format!("{} was not shown", reading.key));
        }
        verdict
    }

    fn accepted_is_stored(&self, verdict: &mut Verdict) {
        let stored: HashSet<(&str, i64, &str)> = self
            .rows()
            .map(|(channel, row)| (channel, row.seq, row.id.as_str()))
            .collect();
        let dead: HashSet<&str> = self.dead.iter().map(String::as_str).collect();
        let mut places: HashMap<Key<'_>, (&str, i64)> = HashMap::new();
        for attempt in &self.attempts {
            let Outcome::Accepted { id, place } = &attempt.outcome else {
                continue;
            };
            let (channel, key) = (attempt.channel.as_str(), attempt.key.as_str());
            let key_of_sender = (channel, attempt.author.as_str(), key);
            let first = *places.entry(key_of_sender).or_insert((id, place.seq));
            if first.0 != id {
                verdict.charge(
                    Count::Duplicated,
                    format!("{key} became {} and {id}", first.0),
                );
            }
            if !stored.contains(&(channel, place.seq, id.as_str())) && !dead.contains(key) {
                let what = format!("{key} accepted as {id} at {}", place.seq);
                verdict.charge(Count::Lost, what);
            }
        }
    }

    fn stored_was_asked_for(&self, verdict: &mut Verdict) {
        let asked = self.asked();
        let mut keys: HashSet<Key<'_>> = HashSet::new();
        for (channel, row) in self.rows() {
            let key = (channel, row.author.as_str(), row.key.as_str());
            if !keys.insert(key) {
                verdict.charge(Count::Duplicated, format!("{} is stored twice", row.key));
            }
            if !asked.contains_key(&key) {
                verdict.charge(
                    Count::Phantom,
                    format!("{} is stored at {}", row.key, row.seq),
                );
            }
        }
    }

    fn histories_agree(&self, verdict: &mut Verdict) {
        for (reader, channel, shown) in &self.histories {
            let by_seq: HashMap<i64, &Stored> = shown.iter().map(|row| (row.seq, row)).collect();
            if by_seq.len() != shown.len() {
                verdict.charge(Count::Duplicated, format!("{reader} is shown a seq twice"));
            }
            if shown.windows(2).any(|pair| pair[0].seq > pair[1].seq) {
                verdict.charge(Count::Reordered, format!("the history of {reader}"));
            }
            for row in self.stored.get(channel).into_iter().flatten() {
                let line = format!("{} at {} for {reader}", row.key, row.seq);
                match by_seq.get(&row.seq) {
                    Some(seen) if seen.id == row.id => (),
                    _ => verdict.charge(Count::Hidden, line),
                }
            }
            let stored: HashSet<&str> = self
                .stored
                .get(channel)
                .into_iter()
                .flatten()
                .map(|r| r.id.as_str())
                .collect();
            for row in shown {
                if !stored.contains(row.id.as_str()) {
                    let line = format!("{reader} is shown {}, which is not stored", row.key);
                    verdict.charge(Count::Phantom, line);
                }
                if self.deletions.contains_key(&row.id) && !row.body.is_empty() {
                    verdict.charge(Count::Resurrected, format!("{} for {reader}", row.id));
                }
            }
        }
    }

    fn senders_keep_their_order(&self, verdict: &mut Verdict) {
        let mut sequences: HashMap<(&str, &str), Vec<(u64, i64, &str)>> = HashMap::new();
        for attempt in &self.attempts {
            if let Outcome::Accepted { place, .. } = &attempt.outcome {
                let sender = (attempt.channel.as_str(), attempt.author.as_str());
                let sent = (attempt.order, place.seq, attempt.key.as_str());
                sequences.entry(sender).or_default().push(sent);
            }
        }
        for sequence in sequences.values_mut() {
            sequence.sort_unstable();
            for pair in sequence.windows(2) {
                if pair[0].1 > pair[1].1 {
                    let line = format!("{} overtook {}", pair[1].2, pair[0].2);
                    verdict.charge(Count::Reordered, line);
                }
            }
        }
    }

    /// What may exist: every key that was not refused in all its attempts.
    pub(super) fn asked(&self) -> HashMap<Key<'_>, &str> {
        let may = self
            .attempts
            .iter()
            .filter(|attempt| attempt.outcome != Outcome::Refused);
        may.map(|a| {
            (
                (a.channel.as_str(), a.author.as_str(), a.key.as_str()),
                a.body.as_str(),
            )
        })
        .collect()
    }

    fn rows(&self) -> impl Iterator<Item = (&str, &Stored)> {
        self.stored
            .iter()
            .flat_map(|(channel, rows)| rows.iter().map(move |row| (channel.as_str(), row)))
    }
}
