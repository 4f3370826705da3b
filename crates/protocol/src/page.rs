//! Lists that come in pages.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::problem::{InvalidInput, OrInvalid};
use domain::text::Invalid;

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Page<T> {
    /// The entries, in the order of the list.
    pub data: Vec<T>,
    /// Give this as `cursor` for the next page; null on the last one.
    pub next_cursor: Option<String>,
}

impl<T> Page<T> {
    /// A list that fits on one page.
    #[must_use]
    pub const fn whole(data: Vec<T>) -> Self {
        Self {
            data,
            next_cursor: None,
        }
    }
}

/// The query of a route that answers with a page.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct PageQuery {
    /// How many entries: 1 to 200, 50 by default.
    pub limit: Option<i64>,
    /// Where to go on: `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// How many entries a page holds: 1 to 200, 50 unless told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit(u16);

impl Limit {
    /// The most entries on a page.
    pub const MAX: u16 = 200;
    /// The number of entries unless told otherwise.
    pub const DEFAULT: Self = Self(50);

    /// # Errors
    /// When `asked` is not from 1 to 200: a page is never cut silently.
    pub fn parse(asked: Option<i64>) -> Result<Self, InvalidInput> {
        let Some(asked) = asked else {
            return Ok(Self::DEFAULT);
        };
        u16::try_from(asked)
            .ok()
            .filter(|limit| (1..=Self::MAX).contains(limit))
            .map(Self)
            .ok_or(Invalid::OutOfRange {
                limit: u64::from(Self::MAX),
            })
            .or_invalid("/limit")
    }

    /// The bare number.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl From<Limit> for usize {
    fn from(limit: Limit) -> Self {
        Self::from(limit.0)
    }
}

impl From<Limit> for i64 {
    fn from(limit: Limit) -> Self {
        Self::from(limit.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_never_cut_silently() {
        assert_eq!(Limit::parse(None).unwrap(), Limit::DEFAULT);
        assert_eq!(Limit::parse(Some(200)).unwrap().get(), 200);
        for asked in [-1, 0, 201, 1_000_000_000, i64::MAX] {
            assert!(Limit::parse(Some(asked)).is_err(), "{asked}");
        }
    }
}
