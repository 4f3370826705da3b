//! Reactions.

use unicode_normalization::UnicodeNormalization as _;
use unicode_segmentation::UnicodeSegmentation as _;

use crate::text::Invalid;
use crate::text::clean::text_type;

text_type! {
    /// One emoji, or the `:name:` of a workspace's own.
    Emoji
}

/// The most different emoji on one message.
pub const MAX_REACTIONS: usize = 20;

impl Emoji {
    /// The most bytes of an emoji; a family with skin tones has 41.
    pub const MAX: u64 = 64;
    const MAX_NAME: usize = 32;

    /// # Errors
    /// When it is anything else than one emoji or one name.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        if text.is_empty() {
            return Err(Invalid::Empty);
        }
        if u64::try_from(text.len()).unwrap_or(u64::MAX) > Self::MAX {
            return Err(Invalid::TooLong { limit: Self::MAX });
        }
        if is_name(text) {
            return Ok(Self(text.to_owned()));
        }
        let text: String = text.nfc().collect();
        let mut clusters = text.graphemes(true);
        match (clusters.next(), clusters.next()) {
            (Some(one), None) if is_emoji(one) => Ok(Self(text)),
            _ => Err(Invalid::InvalidFormat),
        }
    }

    /// The name of a workspace's own emoji, without the colons.
    #[must_use]
    pub fn custom_name(&self) -> Option<&str> {
        self.0.strip_prefix(':')?.strip_suffix(':')
    }
}

fn is_name(text: &str) -> bool {
    let name = text
        .strip_prefix(':')
        .and_then(|rest| rest.strip_suffix(':'));
    name.is_some_and(|name| {
        let allowed =
            |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_+-".contains(&byte);
        (1..=Emoji::MAX_NAME).contains(&name.len()) && name.bytes().all(allowed)
    })
}

/// Whether a grapheme cluster is shown as an emoji: it starts with one, and is made of what emoji
/// sequences are made of.
fn is_emoji(cluster: &str) -> bool {
    let mut characters = cluster.chars();
    let Some(first) = characters.next() else {
        return false;
    };
    let rest = characters.as_str();
    match first {
        '0'..='9' | '#' | '*' => rest.ends_with('\u{20e3}'),
        '\u{1f1e6}'..='\u{1f1ff}' => rest.chars().all(is_regional) && rest.chars().count() == 1,
        _ => is_base(first) && rest.chars().all(|one| is_base(one) || is_joiner(one)),
    }
}

const fn is_regional(character: char) -> bool {
    matches!(character, '\u{1f1e6}'..='\u{1f1ff}')
}

/// Joiner, variation selector, keycap, the tags of regional flags.
const fn is_joiner(character: char) -> bool {
    matches!(
        character,
        '\u{200d}' | '\u{fe0e}' | '\u{fe0f}' | '\u{e0020}'..='\u{e007f}'
    )
}

const fn is_base(character: char) -> bool {
    matches!(
        character,
        '\u{a9}' | '\u{ae}' | '\u{203c}' | '\u{2049}' | '\u{2122}' | '\u{2139}'
            | '\u{2194}'..='\u{21aa}'
            | '\u{231a}'..='\u{23ff}'
            | '\u{24c2}'
            | '\u{25aa}'..='\u{25fe}'
            | '\u{2600}'..='\u{27bf}'
            | '\u{2934}'..='\u{2935}'
            | '\u{2b05}'..='\u{2b55}'
            | '\u{3030}' | '\u{303d}' | '\u{3297}' | '\u{3299}'
            | '\u{1f000}'..='\u{1f1e5}'
            | '\u{1f200}'..='\u{1faff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_emoji_or_one_name_is_a_reaction() {
        for text in [
            "👍",
            "👍🏽",
            "❤️",
            "👩‍❤️‍👨",
            "👨‍👩‍👧‍👦",
            "🇩🇪",
            "1️⃣",
            "#️⃣",
            "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
            "⌚",
            "㊙️",
            ":party_parrot:",
            ":+1:",
            ":a:",
        ] {
            assert_eq!(
                Emoji::parse(text).map(Emoji::into_string).as_deref(),
                Ok(text),
                "{text:?}"
            );
        }
        assert_eq!(Emoji::parse(":+1:").unwrap().custom_name(), Some("+1"));
    }

    #[test]
    fn anything_else_is_not() {
        for text in [
            "",
            "a",
            "ab",
            "1",
            "👍👍",
            "👍a",
            "王",
            ":",
            "::",
            ":A:",
            ":a b:",
            "a👍",
            "\u{200d}",
            "\u{fe0f}",
            "\0",
            "<b>",
            "👍\u{202e}",
            "é",
            &":".repeat(60),
            &"👍".repeat(100_000),
        ] {
            assert!(Emoji::parse(text).is_err(), "{text:.20?}");
        }
    }
}
