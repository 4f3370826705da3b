//! Path parameters that are more than an id.

use auth::Principal;
use domain::UserId;
use serde::{Deserialize, Deserializer, de};

/// A user in a path: an id, or `me`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Person {
    /// The caller.
    Me,
    /// Somebody by id.
    Id(UserId),
}

impl Person {
    /// Who that is for this caller.
    #[must_use]
    pub const fn id(self, who: &Principal) -> UserId {
        match self {
            Self::Me => who.user,
            Self::Id(id) => id,
        }
    }
}

impl<'de> Deserialize<'de> for Person {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text == "me" {
            return Ok(Self::Me);
        }
        text.parse().map(Self::Id).map_err(de::Error::custom)
    }
}
