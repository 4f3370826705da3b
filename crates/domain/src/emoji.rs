//! A workspace's own emoji.

use crate::text::Invalid;
use crate::text::clean::text_type;

text_type! {
    /// The name of a custom emoji, without its colons: 2 to 32 of `a-z`, `0-9`, `_`, `+` and `-`.
    EmojiName
}

/// The names that every chat knows, one a line: a custom emoji of the same name would change what
/// people have written.
const SHORTCODES: &str = include_str!("emoji/shortcodes.txt");

impl EmojiName {
    /// The fewest characters.
    pub const MIN: u64 = 2;
    /// The most characters.
    pub const MAX: u64 = 32;

    /// # Errors
    /// When it is too short or too long, has other characters, or names a standard emoji.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let length = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
        if length < Self::MIN {
            return Err(Invalid::TooShort { limit: Self::MIN });
        }
        if length > Self::MAX {
            return Err(Invalid::TooLong { limit: Self::MAX });
        }
        let allowed =
            |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_+-".contains(&byte);
        if !text.bytes().all(allowed) {
            return Err(Invalid::InvalidFormat);
        }
        if SHORTCODES.lines().any(|known| known == text) {
            return Err(Invalid::Reserved);
        }
        Ok(Self(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_plain_and_not_a_standard_one() {
        for name in ["zz", "party_parrot", "c++", "100-percent", &"a".repeat(32)] {
            assert!(EmojiName::parse(name).is_ok(), "{name}");
        }
        for (name, fault) in [
            ("", Invalid::TooShort { limit: 2 }),
            ("a", Invalid::TooShort { limit: 2 }),
            (&"a".repeat(33), Invalid::TooLong { limit: 32 }),
            ("Party", Invalid::InvalidFormat),
            ("party parrot", Invalid::InvalidFormat),
            (":party:", Invalid::InvalidFormat),
            ("pärty", Invalid::InvalidFormat),
            ("../x", Invalid::InvalidFormat),
            ("smile", Invalid::Reserved),
            ("+1", Invalid::Reserved),
        ] {
            assert_eq!(EmojiName::parse(name), Err(fault), "{name:?}");
        }
    }
}
