//! Calls: how many people one holds, and the names that clients make in it.

use crate::text::Invalid;

/// The most people in one call: everybody sends to everybody.
pub const MAX_PEOPLE: usize = 6;
/// The most people that are rung at once.
pub const MAX_RUNG: usize = 8;
/// The most bytes of an offer or an answer.
pub const MAX_SDP_BYTES: usize = 32 * 1_024;
/// The most candidates in one signal.
pub const MAX_CANDIDATES: usize = 20;
/// The most bytes of one candidate.
pub const MAX_CANDIDATE_BYTES: usize = 1_024;

/// A name of the client's choice for a seat in a call or for a ring: 1 to 36 letters, digits, `-`
/// and `_`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CallToken(String);

impl CallToken {
    /// The longest, in bytes: a UUID fits.
    pub const MAX_BYTES: usize = 36;

    /// The only way in.
    ///
    /// # Errors
    /// When it is empty, too long, or has another character.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        if text.is_empty() {
            return Err(Invalid::Empty);
        }
        if text.len() > Self::MAX_BYTES {
            let limit = u64::try_from(Self::MAX_BYTES).unwrap_or(u64::MAX);
            return Err(Invalid::TooLong { limit });
        }
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if !text.bytes().all(plain) {
            return Err(Invalid::ForbiddenCharacter);
        }
        Ok(Self(text.to_owned()))
    }

    /// The name as it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name as it was given.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_short_and_plain() {
        assert!(CallToken::parse("0197f3aa-1_Z").is_ok());
        assert!(CallToken::parse(&"a".repeat(36)).is_ok());
        assert_eq!(CallToken::parse(""), Err(Invalid::Empty));
        let long = CallToken::parse(&"a".repeat(37));
        assert_eq!(long, Err(Invalid::TooLong { limit: 36 }));
        for text in ["a b", "a\nb", "é", "a{b"] {
            assert_eq!(CallToken::parse(text), Err(Invalid::ForbiddenCharacter));
        }
    }
}
