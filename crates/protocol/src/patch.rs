//! JSON Merge Patch: an absent field leaves, `null` clears.

use serde::{Deserialize, Deserializer};

/// For `#[serde(default, deserialize_with = "patch::present")]`.
///
/// On an `Option<Option<T>>`, absent is `None`, `null` is `Some(None)` and a value is
/// `Some(Some(value))`. On an `Option<T>`, `null` is refused: the field cannot be cleared.
///
/// # Errors
/// When the value is present and is not a `T`.
pub fn present<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}
