//! `Idempotency-Key`: the name that a client gives a request which it may have to send again.

use crate::text::Invalid;

/// 1 to 255 visible ASCII characters and spaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestKey(String);

impl RequestKey {
    /// The most bytes.
    pub const MAX: usize = 255;

    /// A header's value.
    ///
    /// # Errors
    /// When it is empty, too long or not visible ASCII.
    pub fn parse(value: &[u8]) -> Result<Self, Invalid> {
        let is_visible = value.iter().all(|byte| (b' '..=b'~').contains(byte));
        if !is_visible || !(1..=Self::MAX).contains(&value.len()) {
            return Err(Invalid::InvalidFormat);
        }
        let key = std::str::from_utf8(value).map_err(|_not_text| Invalid::InvalidFormat)?;
        Ok(Self(key.to_owned()))
    }

    /// The key as it came.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_short_visible_text() {
        for key in ["a", "0b9f-4c", "with a space", &"k".repeat(255)] {
            assert_eq!(RequestKey::parse(key.as_bytes()).unwrap().as_str(), key);
        }
        for key in ["", "tab\t", "é", "\u{7f}", &"k".repeat(256)] {
            assert!(RequestKey::parse(key.as_bytes()).is_err(), "{key:?}");
        }
    }
}
