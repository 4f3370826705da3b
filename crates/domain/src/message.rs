//! Messages.

use unicode_normalization::UnicodeNormalization as _;

use crate::text::Invalid;
use crate::text::clean::{self, text_type};
use crate::vocabulary::vocabulary;

vocabulary! {
    /// Who speaks in a message.
    #[derive(Default)]
    pub enum MessageKind {
        /// A person.
        #[default]
        User = "user",
        /// Hubbub itself, of something that its author did: a call that is over.
        System = "system",
        /// A bot.
        Bot = "bot",
    }
}

text_type! {
    /// What a message says: NFC, at most 16 KiB of UTF-8, something to see, no NUL.
    Body
}

impl Body {
    /// The most bytes.
    pub const MAX: u64 = 16_384;

    /// # Errors
    /// When it is too long, has a NUL, or nothing of it can be seen.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let body = Self::parse_or_empty(text)?;
        if body.0.is_empty() {
            Err(Invalid::Empty)
        } else {
            Ok(body)
        }
    }

    /// For a message that carries files: a body with nothing to see becomes empty.
    ///
    /// # Errors
    /// When it is too long or has a NUL.
    pub fn parse_or_empty(text: &str) -> Result<Self, Invalid> {
        let too_long = Invalid::TooLong { limit: Self::MAX };
        let fits = |bytes: usize| u64::try_from(bytes).is_ok_and(|bytes| bytes <= Self::MAX);
        // Composing can shorten a text to a third; what is longer still needs no work.
        if !fits(text.len() / 3) {
            return Err(too_long);
        }
        if text.contains('\0') {
            return Err(Invalid::ForbiddenCharacter);
        }
        if !clean::is_visible(text) {
            return Ok(Self(String::new()));
        }
        let text: String = text.nfc().collect();
        if fits(text.len()) {
            Ok(Self(text))
        } else {
            Err(too_long)
        }
    }
}

text_type! {
    /// The sender's key for a message: 1 to 64 printable ASCII characters without spaces.
    Nonce
}

impl Nonce {
    /// The most characters.
    pub const MAX: u64 = 64;

    /// # Errors
    /// When it is empty, too long, or has other characters.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        if text.is_empty() {
            return Err(Invalid::Empty);
        }
        if u64::try_from(text.len()).unwrap_or(u64::MAX) > Self::MAX {
            return Err(Invalid::TooLong { limit: Self::MAX });
        }
        if text.bytes().all(|byte| byte.is_ascii_graphic()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Invalid::InvalidFormat)
        }
    }
}

/// The most files on one message.
pub const MAX_FILES: usize = 10;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_body_that_was_accepted_is_accepted_again_unchanged(text in any::<String>()) {
            if let Ok(body) = Body::parse(&text) {
                prop_assert_eq!(Body::parse(body.as_str()), Ok(body.clone()));
                prop_assert!(body.as_str().len() <= 16_384);
            }
        }
    }

    #[test]
    fn a_body_without_anything_to_see_is_empty() {
        for text in [
            "",
            "  \n\t",
            "\u{200b}",
            "\u{fe0f}\u{200d} ",
            "\u{3164}\u{2800}",
        ] {
            assert_eq!(Body::parse(text), Err(Invalid::Empty), "{text:?}");
            assert_eq!(Body::parse_or_empty(text).unwrap().as_str(), "", "{text:?}");
        }
    }

    #[test]
    fn a_body_has_at_most_16_kib() {
        assert!(Body::parse(&"a".repeat(16_384)).is_ok());
        assert!(Body::parse(&"𝄞".repeat(4_096)).is_ok());
        let too_long = Err(Invalid::TooLong { limit: 16_384 });
        for text in [
            "a".repeat(16_385),
            "𝄞".repeat(4_097),
            "a".repeat(10_000_000),
        ] {
            assert_eq!(Body::parse(&text), too_long, "{} bytes", text.len());
        }
        assert!(
            Body::parse(&"e\u{301}".repeat(8_192)).is_ok(),
            "it counts composed"
        );
    }

    #[test]
    fn a_body_keeps_what_markdown_needs_and_refuses_nul() {
        let text = "  ```\n\tlet x = 1;\r\n```\n\u{202e}abc ZWJ 👩‍💻 \u{1b}[31m";
        assert_eq!(Body::parse(text).unwrap().as_str(), text);
        assert_eq!(Body::parse("a\0b"), Err(Invalid::ForbiddenCharacter));
        assert_eq!(Body::parse("e\u{301}").unwrap().as_str(), "é");
    }

    #[test]
    fn a_nonce_is_short_and_plain() {
        assert!(Nonce::parse("01936f3e-8a00-7000-8000-0123456789ab").is_ok());
        for text in ["", "a b", "ä", "a\n", &"n".repeat(65)] {
            assert!(Nonce::parse(text).is_err(), "{text:?}");
        }
    }
}
