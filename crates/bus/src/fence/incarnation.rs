//! Which blessing of the durable Redis is in force.

use std::fmt;
use std::str::FromStr;

use crate::error::Error;

/// Psns of one incarnation: 2^32 events in one partition.
pub(crate) const PSNS_PER_INCARNATION: i64 = 1 << 32;
/// Incarnations that a 53-bit psn can tell apart.
const MAX_INCARNATION: i64 = (1 << 21) - 1;

/// One blessing of the durable Redis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Incarnation {
    /// From a sequence in Postgres: every blessing has a higher one.
    pub number: i64,
    /// The number of the last blessing that came after a loss of data, or 0.
    pub lost: i64,
    /// When that was, in seconds since 1970, or 0. Idempotency keys are complete again 24 h later.
    pub lost_at: i64,
}

impl Incarnation {
    /// Whether its number can be part of a psn.
    #[must_use]
    pub const fn is_valid(&self) -> bool {
        self.number > 0 && self.number <= MAX_INCARNATION && self.lost <= self.number
    }
}

impl fmt::Display for Incarnation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}:{}", self.number, self.lost, self.lost_at)
    }
}

impl FromStr for Incarnation {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        const UNREADABLE: Error = Error::Corrupt {
            what: "the incarnation",
        };
        let mut parts = text.splitn(3, ':').map(|part| part.parse().ok());
        let mut next = || parts.next().flatten().ok_or(UNREADABLE);
        Ok(Self {
            number: next()?,
            lost: next()?,
            lost_at: next()?,
        })
    }
}

/// What the key `inc` of a partition says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// Nothing: a new or a flushed Redis.
    Missing,
    /// Recovery is at work, or was broken off.
    Closed(Incarnation),
    /// Events are taken, if the server still holds the scripts.
    Open(Incarnation),
}

impl Gate {
    pub(crate) fn parse(text: Option<&str>) -> Result<Self, Error> {
        match text {
            None => Ok(Self::Missing),
            Some(text) => match text.strip_suffix(" closed") {
                Some(text) => Ok(Self::Closed(text.parse()?)),
                None => Ok(Self::Open(text.parse()?)),
            },
        }
    }

    /// The incarnation that it names, open or not.
    #[must_use]
    pub const fn incarnation(self) -> Option<Incarnation> {
        match self {
            Self::Missing => None,
            Self::Closed(incarnation) | Self::Open(incarnation) => Some(incarnation),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gate_survives_its_text() {
        let incarnation = Incarnation {
            number: 12,
            lost: 7,
            lost_at: 1_795_000_000,
        };
        let open = incarnation.to_string();

        assert_eq!(Gate::parse(Some(&open)).unwrap(), Gate::Open(incarnation));
        assert_eq!(
            Gate::parse(Some(&format!("{open} closed"))).unwrap(),
            Gate::Closed(incarnation)
        );
        assert_eq!(Gate::parse(None).unwrap(), Gate::Missing);
        assert!(Gate::parse(Some("12:7")).is_err());
    }
}
