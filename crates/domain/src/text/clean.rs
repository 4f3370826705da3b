//! What characters are, for the rules of the other modules.

use unicode_normalization::UnicodeNormalization as _;

use super::Invalid;

/// Whether a character shows nothing and takes no width: text made of these alone looks empty.
pub(crate) const fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fff8}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Whether a character turns the direction of what follows, which can make a name look like
/// another one.
pub(crate) const fn is_direction_change(character: char) -> bool {
    matches!(
        character,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    )
}

/// Whether a reader would see anything of this text.
pub(crate) fn is_visible(text: &str) -> bool {
    text.chars()
        .any(|one| !one.is_whitespace() && !one.is_control() && !is_invisible(one))
}

/// One line for people: NFC, trimmed, no control characters, no changes of direction, something
/// to see, at most `limit` characters.
pub(crate) fn line(text: &str, limit: u64) -> Result<String, Invalid> {
    let text = optional_line(text, limit)?;
    if is_visible(&text) {
        Ok(text)
    } else {
        Err(Invalid::Empty)
    }
}

/// As [`line`], but may be empty.
pub(crate) fn optional_line(text: &str, limit: u64) -> Result<String, Invalid> {
    let text: String = bounded(text, limit)?.trim().nfc().collect();
    if text
        .chars()
        .any(|one| one.is_control() || is_direction_change(one))
    {
        return Err(Invalid::ForbiddenCharacter);
    }
    count(&text, limit)?;
    Ok(text)
}

/// One line of a stranger's text, made fit to stand among ours: no control characters, no changes
/// of direction, single spaces, at most `most` characters, the last an ellipsis where it was cut.
#[must_use]
pub fn excerpt(text: &str, most: usize) -> String {
    let mut line = String::new();
    let mut length = 0;
    let mut is_gap = false;
    for one in text.chars().filter(|one| !is_direction_change(*one)).nfc() {
        if one.is_whitespace() || one.is_control() {
            is_gap = length > 0;
            continue;
        }
        let needed = length + 1 + usize::from(is_gap);
        if needed > most {
            while length >= most && line.pop().is_some() {
                length -= 1;
            }
            line.truncate(line.trim_end().len());
            line.push('…');
            return line;
        }
        if is_gap {
            line.push(' ');
        }
        line.push(one);
        (length, is_gap) = (needed, false);
    }
    line
}

/// Several lines for people: as [`optional_line`], but with line feeds and tabs.
pub(crate) fn lines(text: &str, limit: u64) -> Result<String, Invalid> {
    let text: String = bounded(text, limit)?.trim().nfc().collect();
    let forbidden = |one: char| one.is_control() && !matches!(one, '\n' | '\r' | '\t');
    if text.chars().any(forbidden) {
        return Err(Invalid::ForbiddenCharacter);
    }
    count(&text, limit)?;
    Ok(text)
}

/// Refuses what is far too long before anything is done with it.
fn bounded(text: &str, limit: u64) -> Result<&str, Invalid> {
    // A character has at most 4 bytes; composing can shorten a text to a third.
    let most = usize::try_from(limit)
        .unwrap_or(usize::MAX)
        .saturating_mul(12);
    if text.len() > most {
        Err(Invalid::TooLong { limit })
    } else {
        Ok(text)
    }
}

fn count(text: &str, limit: u64) -> Result<(), Invalid> {
    let characters = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
    if characters > limit {
        Err(Invalid::TooLong { limit })
    } else {
        Ok(())
    }
}

/// Defines a text that was parsed at the door.
macro_rules! text_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The text, owned.
            #[must_use]
            pub fn into_string(self) -> String {
                self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(&self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }
    };
}

pub(crate) use text_type;
