//! Numbers with a meaning. All are whole, not negative, and below 2^53, so that every client's
//! JSON numbers hold them exactly.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// 2^53 - 1: the largest integer that every JSON parser keeps exact.
pub const MAX_NUMBER: i64 = 9_007_199_254_740_991;

/// The number was negative or above [`MAX_NUMBER`], or was not a number at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a whole number from 0 to 9007199254740991")]
pub struct NumberOutOfRange;

macro_rules! numbers {
    ($($(#[doc = $doc_text:literal])* $name:ident)*) => {$(
        $(#[doc = $doc_text])*
        #[derive(
            Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(try_from = "i64", into = "i64")]
        #[cfg_attr(feature = "sqlx", derive(sqlx::Type), sqlx(transparent))]
        pub struct $name(i64);

        impl $name {
            /// Zero: before the first.
            pub const ZERO: Self = Self(0);

            /// A number that our own counters made; out-of-range values are cut to the range.
            #[must_use]
            pub const fn new(value: i64) -> Self {
                if value < 0 {
                    Self(0)
                } else if value > MAX_NUMBER {
                    Self(MAX_NUMBER)
                } else {
                    Self(value)
                }
            }

            /// The bare number.
            #[must_use]
            pub const fn get(self) -> i64 {
                self.0
            }

            /// The number after this one.
            #[must_use]
            pub const fn next(self) -> Self {
                Self::new(self.0 + 1)
            }

            /// The number before this one, or zero.
            #[must_use]
            pub const fn previous(self) -> Self {
                Self::new(self.0 - 1)
            }
        }

        #[cfg(feature = "utoipa")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                crate::schema::number(concat!($($doc_text,)*))
            }
        }

        #[cfg(feature = "utoipa")]
        impl utoipa::ToSchema for $name {}

        impl TryFrom<i64> for $name {
            type Error = NumberOutOfRange;

            fn try_from(value: i64) -> Result<Self, NumberOutOfRange> {
                if (0..=MAX_NUMBER).contains(&value) {
                    Ok(Self(value))
                } else {
                    Err(NumberOutOfRange)
                }
            }
        }

        impl From<$name> for i64 {
            fn from(number: $name) -> Self {
                number.0
            }
        }

        impl FromStr for $name {
            type Err = NumberOutOfRange;

            fn from_str(text: &str) -> Result<Self, NumberOutOfRange> {
                let value: i64 = text.parse().map_err(|_malformed| NumberOutOfRange)?;
                Self::try_from(value)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, formatter)
            }
        }
    )*};
}

numbers! {
    /// The place of an event in its channel's log: 1, 2, 3 … without holes.
    Seq
    /// The place of a message among its channel's top-level messages: 1, 2, 3 …
    MessageNo
    /// The life of a channel's log. It rises when a log had to be rebuilt and positions may lie.
    Epoch
    /// A channel's membership version: raised whenever somebody loses a right in it.
    Mver
    /// The place of an event in its partition's log (the part after the incarnation).
    Psn
    /// The version of a read position: raised when the position was lowered by hand.
    ReadVersion
    /// The seq of a user's own log.
    UserVersion
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_within_what_json_keeps_exact() {
        assert_eq!("9007199254740991".parse::<Seq>(), Ok(Seq::new(MAX_NUMBER)));
        for text in ["-1", "9007199254740992", "1;drop", "", "1.0", " 1"] {
            assert_eq!(text.parse::<Seq>(), Err(NumberOutOfRange), "{text:?}");
        }
        assert_eq!(Seq::new(i64::MAX).next(), Seq::new(MAX_NUMBER));
        assert_eq!(Seq::ZERO.previous(), Seq::ZERO);
    }
}
