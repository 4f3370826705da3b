//! People.

use unicode_normalization::UnicodeNormalization as _;

use crate::text::Invalid;
use crate::text::clean::{self, text_type};
use crate::vocabulary::vocabulary;

vocabulary! {
    /// The colours a person chose for the client.
    #[derive(Default)]
    pub enum Theme {
        /// As the device says.
        #[default]
        System = "system",
        /// Dark on light.
        Light = "light",
        /// Light on dark.
        Dark = "dark",
    }
}

vocabulary! {
    /// Whether a person can be reached at this moment.
    #[derive(Default)]
    pub enum Presence {
        /// At least one socket is open and active.
        Online = "online",
        /// Connected, but not looking.
        Away = "away",
        /// Asked not to be disturbed.
        Dnd = "dnd",
        /// No socket is open, or the person chose to be invisible.
        #[default]
        Offline = "offline",
    }
}

text_type! {
    /// The unique name after an `@`: 2 to 32 ASCII letters, digits and single `.`, `_`, `-`
    /// between them. Kept as it was typed; compared without case.
    Handle
}

/// Words that a mention or a path already uses.
const RESERVED_HANDLES: &[&str] = &[
    "all", "channel", "everyone", "here", "hubbub", "me", "system",
];

impl Handle {
    /// The fewest characters.
    pub const MIN: u64 = 2;
    /// The most characters.
    pub const MAX: u64 = 32;

    /// # Errors
    /// When it is too short or too long, has other characters, or is reserved.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let text = text.trim();
        let length = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
        if length < Self::MIN {
            return Err(Invalid::TooShort { limit: Self::MIN });
        }
        if length > Self::MAX {
            return Err(Invalid::TooLong { limit: Self::MAX });
        }
        let parts_are_words = text
            .split(['.', '_', '-'])
            .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        if !parts_are_words {
            return Err(Invalid::InvalidFormat);
        }
        let handle = Self(text.to_owned());
        if RESERVED_HANDLES.contains(&handle.key().as_str()) {
            return Err(Invalid::Reserved);
        }
        Ok(handle)
    }

    /// What is compared: no two people have the same.
    #[must_use]
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

text_type! {
    /// An e-mail address: what most providers accept, without quoted forms.
    Email
}

impl Email {
    /// The most bytes (RFC 5321).
    pub const MAX: u64 = 254;
    const MAX_LOCAL: usize = 64;

    /// # Errors
    /// When it is too long or is not of the form `local@domain.tld`.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let text: String = text.trim().nfc().take(1_024).collect();
        if u64::try_from(text.len()).unwrap_or(u64::MAX) > Self::MAX {
            return Err(Invalid::TooLong { limit: Self::MAX });
        }
        let (local, host) = text.rsplit_once('@').ok_or(Invalid::InvalidFormat)?;
        let local_is_fine = local.len() <= Self::MAX_LOCAL && local.split('.').all(is_atom);
        let host_is_fine = host.contains('.') && host.split('.').all(is_label);
        if local_is_fine && host_is_fine {
            Ok(Self(text))
        } else {
            Err(Invalid::InvalidFormat)
        }
    }

    /// What is compared: no two accounts have the same.
    #[must_use]
    pub fn key(&self) -> String {
        self.0.to_lowercase().nfc().collect()
    }
}

fn is_atom(part: &str) -> bool {
    let allowed = |one: char| one.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(one);
    !part.is_empty() && part.chars().all(allowed)
}

fn is_label(part: &str) -> bool {
    let allowed = |one: char| one.is_alphanumeric() || one == '-';
    let bounded = !part.is_empty() && part.len() <= 63;
    bounded && !part.starts_with('-') && !part.ends_with('-') && part.chars().all(allowed)
}

text_type! {
    /// A person's name as it is shown: one line of up to 80 characters.
    DisplayName
}

impl DisplayName {
    /// The most characters.
    pub const MAX: u64 = 80;

    /// # Errors
    /// When nothing of it can be seen, it is too long, or has a forbidden character.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        clean::line(text, Self::MAX).map(Self)
    }
}

text_type! {
    /// What a person says of themselves beside their name: one line of up to 100 characters.
    StatusText
}

impl StatusText {
    /// The most characters.
    pub const MAX: u64 = 100;

    /// # Errors
    /// When it is too long or has a forbidden character.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        clean::optional_line(text, Self::MAX).map(Self)
    }
}

text_type! {
    /// The language of a person's client: a BCP 47 tag, such as `zh-Hans`.
    Locale
}

impl Locale {
    /// # Errors
    /// When it is not of the form of a tag.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let is_subtag = |part: &str| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        };
        let starts_with_language = text.bytes().take(2).all(|byte| byte.is_ascii_alphabetic());
        let fits = (2..=35).contains(&text.len());
        if fits && starts_with_language && text.split('-').all(is_subtag) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Invalid::InvalidFormat)
        }
    }

    /// Whether its texts are Chinese.
    #[must_use]
    pub fn speaks_chinese(&self) -> bool {
        let language = self.0.split('-').next();
        language.is_some_and(|language| language.eq_ignore_ascii_case("zh"))
    }
}

text_type! {
    /// The name of a time zone, such as `Europe/Berlin`. Whether it exists is the client's affair.
    TimeZone
}

impl TimeZone {
    /// # Errors
    /// When it is not of the form of a name.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_+-/".contains(&byte);
        if (1..=64).contains(&text.len()) && text.bytes().all(allowed) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Invalid::InvalidFormat)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_are_plain_words_and_compared_without_case() {
        assert_eq!(Handle::parse("Alice.W-1").unwrap().key(), "alice.w-1");
        for (text, fault) in [
            ("a", Invalid::TooShort { limit: 2 }),
            (&"a".repeat(33), Invalid::TooLong { limit: 32 }),
            ("аlice", Invalid::InvalidFormat),
            ("al ice", Invalid::InvalidFormat),
            ("al..ice", Invalid::InvalidFormat),
            (".alice", Invalid::InvalidFormat),
            ("alice\0", Invalid::InvalidFormat),
            ("İstanbul", Invalid::InvalidFormat),
            ("Here", Invalid::Reserved),
        ] {
            assert_eq!(Handle::parse(text), Err(fault), "{text:?}");
        }
    }

    #[test]
    fn addresses_are_of_the_form_that_providers_accept() {
        for text in [
            "a@b.co",
            "alice+tag@example.com",
            "Ünal.x@bücher.example",
            " a@b.co ",
        ] {
            assert!(Email::parse(text).is_ok(), "{text:?}");
        }
        assert_eq!(Email::parse("A@B.Co").unwrap().key(), "a@b.co");
        for text in [
            "",
            "a",
            "@b.co",
            "a@",
            "a@b",
            "a@b.co.",
            "a@.co",
            "a@-b.co",
            "a b@c.de",
            "a..b@c.de",
            "\"a b\"@c.de",
            "a@b.co\r\nBcc: x@y.zz",
            "a\0@b.co",
            "a@b_c.de",
            "a@@b.co",
        ] {
            assert_eq!(Email::parse(text), Err(Invalid::InvalidFormat), "{text:?}");
        }
        let long = format!("{}@example.com", "a".repeat(320));
        assert_eq!(Email::parse(&long), Err(Invalid::TooLong { limit: 254 }));
    }

    #[test]
    fn names_show_something_and_do_not_mislead() {
        assert_eq!(
            DisplayName::parse("  Zoë\u{308} 王 👩‍💻 ").unwrap().as_str(),
            "Zoë\u{308} 王 👩‍💻"
        );
        assert_eq!(DisplayName::parse("e\u{301}").unwrap().as_str(), "é");
        for (text, fault) in [
            ("", Invalid::Empty),
            (" \u{200b}\u{fe0f}\u{2800}", Invalid::Empty),
            ("exe.\u{202e}gpj", Invalid::ForbiddenCharacter),
            ("a\0b", Invalid::ForbiddenCharacter),
            ("a\nb", Invalid::ForbiddenCharacter),
            ("\u{1b}[31mred", Invalid::ForbiddenCharacter),
            (&"王".repeat(81), Invalid::TooLong { limit: 80 }),
            (&"a".repeat(1_000_000), Invalid::TooLong { limit: 80 }),
        ] {
            assert_eq!(DisplayName::parse(text), Err(fault), "{text:.20?}");
        }
    }

    #[test]
    fn locales_and_time_zones_have_their_form() {
        for text in ["en", "zh-Hans", "de-CH-1996"] {
            assert!(Locale::parse(text).is_ok(), "{text:?}");
        }
        for text in ["", "e", "1a", "en_US", "en-", "../..", "ü"] {
            assert!(Locale::parse(text).is_err(), "{text:?}");
        }
        assert!(TimeZone::parse("America/Argentina/Buenos_Aires").is_ok());
        assert!(TimeZone::parse("Etc/GMT+5\0").is_err());
    }
}
