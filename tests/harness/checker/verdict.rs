//! What the judge found.

use std::{collections::BTreeMap, fmt};

/// The ways in which a promise can be broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Count {
    /// Accepted, but neither stored nor a dead letter.
    Lost,
    /// Stored, but absent from a member's history.
    Hidden,
    /// One key stored, shown or applied twice.
    Duplicated,
    /// Out of order: a client, two readers, or one sender's own sequence.
    Reordered,
    /// One place, two contents.
    Reused,
    /// Seen or stored, but never asked for, or refused.
    Phantom,
    /// Delivered, and gone at the end.
    Retracted,
    /// A connected client lacks an event.
    Gap,
    /// A read right after an accepted send did not show it.
    StaleRead,
    /// Delivered to somebody who was no member at that seq.
    Leak,
    /// Content visible after its deletion.
    Resurrected,
}

impl Count {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Lost,
        Self::Hidden,
        Self::Duplicated,
        Self::Reordered,
        Self::Reused,
        Self::Phantom,
        Self::Retracted,
        Self::Gap,
        Self::StaleRead,
        Self::Leak,
        Self::Resurrected,
    ];
}

/// Every broken promise with its evidence.
#[derive(Debug, Clone, Default)]
pub struct Verdict {
    evidence: BTreeMap<Count, Vec<String>>,
}

impl Verdict {
    pub(super) fn charge(&mut self, count: Count, evidence: String) {
        self.evidence.entry(count).or_default().push(evidence);
    }

    /// How often this promise was broken.
    #[must_use]
    pub fn of(&self, count: Count) -> usize {
        self.evidence.get(&count).map_or(0, Vec::len)
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.evidence.is_empty()
    }

    /// Demands that nothing was found.
    ///
    /// # Panics
    /// When something was: the message shows the evidence.
    pub fn assert_clean(&self) {
        assert!(self.is_clean(), "broken promises:\n{self}");
    }

    /// Demands that nothing was found but what may happen here.
    ///
    /// # Panics
    /// When something else was: the message shows the evidence.
    pub fn assert_clean_but_for(&self, allowed: Count) {
        let is_clean = self.evidence.keys().all(|count| *count == allowed);
        assert!(is_clean, "broken promises:\n{self}");
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for count in Count::ALL {
            let Some(evidence) = self.evidence.get(&count) else {
                continue;
            };
            writeln!(f, "{count:?}: {}", evidence.len())?;
            for line in evidence.iter().take(5) {
                writeln!(f, "  {line}")?;
            }
        }
        Ok(())
    }
}
