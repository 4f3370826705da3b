//! Channels.

use unicode_normalization::UnicodeNormalization as _;

use crate::text::Invalid;
use crate::text::clean::{self, text_type};
use crate::vocabulary::vocabulary;

vocabulary! {
    /// What sort of conversation a channel is.
    pub enum ChannelKind {
        /// Visible to the workspace's members, who may join by themselves.
        Public = "public",
        /// Invisible to all but its members.
        Private = "private",
        /// Between two people, or one person's notes to themselves.
        Dm = "dm",
        /// Between three and nine people.
        GroupDm = "group_dm",
    }
}

impl ChannelKind {
    /// Whether this is a direct conversation, which has no name, no settings and a fixed set of
    /// members.
    #[must_use]
    pub const fn is_direct(self) -> bool {
        matches!(self, Self::Dm | Self::GroupDm)
    }
}

vocabulary! {
    /// What a person is in a channel, from most to least powerful.
    pub enum ChannelRole {
        /// Created it, or received it by transfer.
        Owner = "owner",
        /// Manages its people and settings.
        Admin = "admin",
        /// An ordinary member.
        Member = "member",
    }
}

vocabulary! {
    /// Who may post in a channel.
    #[derive(Default)]
    pub enum Posting {
        /// Every member.
        #[default]
        Everyone = "everyone",
        /// Its owner and admins alone.
        Admins = "admins",
    }
}

vocabulary! {
    /// What a member wants to be told about in a channel.
    #[derive(Default)]
    pub enum Notify {
        /// Every message.
        All = "all",
        /// Only what mentions them.
        Mentions = "mentions",
        /// Nothing.
        None = "none",
        /// As their account's settings say.
        #[default]
        Default = "default",
    }
}

/// A channel's name, up to 80 characters of one line, and its form in addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelName {
    name: String,
    slug: String,
}

impl ChannelName {
    /// The most characters.
    pub const MAX: u64 = 80;

    /// A leading `#` is not part of a name.
    ///
    /// # Errors
    /// When it has no letter or digit, is too long, or has a forbidden character.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let name = clean::line(text.trim_start().trim_start_matches('#'), Self::MAX)?;
        let folded: String = name.nfkc().flat_map(char::to_lowercase).nfc().collect();
        let words = folded.split(|one: char| !one.is_alphanumeric() && one != '_');
        let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
        let slug = words.join("-");
        if slug.chars().any(char::is_alphanumeric) {
            Ok(Self { name, slug })
        } else {
            Err(Invalid::InvalidFormat)
        }
    }

    /// The name as it is shown.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.name
    }

    /// Its form in addresses. No two public channels of a workspace have the same.
    #[must_use]
    pub fn slug(&self) -> &str {
        &self.slug
    }
}

text_type! {
    /// What is talked about at the moment: one line of up to 250 characters, or nothing.
    Topic
}

impl Topic {
    /// The most characters.
    pub const MAX: u64 = 250;

    /// # Errors
    /// When it is too long or has a forbidden character.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        clean::optional_line(text, Self::MAX).map(Self)
    }
}

text_type! {
    /// What a channel is for: up to 1,000 characters, or nothing.
    Description
}

impl Description {
    /// The most characters.
    pub const MAX: u64 = 1_000;

    /// # Errors
    /// When it is too long or has a forbidden character.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        clean::lines(text, Self::MAX).map(Self)
    }
}

/// The most people in a group conversation, oneself included.
pub const MAX_GROUP_DM: usize = 9;
/// The longest slow mode, in seconds: a day.
pub const MAX_SLOW_MODE_S: u64 = 86_400;

/// The least time between two messages of one person, in seconds; 0: none.
///
/// # Errors
/// When it is negative or above [`MAX_SLOW_MODE_S`].
pub fn slow_mode(seconds: i64) -> Result<i32, Invalid> {
    let fits = |seconds: &i32| u64::try_from(*seconds).is_ok_and(|it| it <= MAX_SLOW_MODE_S);
    let out_of_range = Invalid::OutOfRange {
        limit: MAX_SLOW_MODE_S,
    };
    i32::try_from(seconds).ok().filter(fits).ok_or(out_of_range)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_look_the_same_have_the_same_slug() {
        let slug = |name| ChannelName::parse(name).unwrap().slug().to_owned();
        assert_eq!(slug("General Talk"), "general-talk");
        assert_eq!(slug(" #GENERAL—talk! "), "general-talk");
        assert_eq!(slug("ｇｅｎｅｒａｌ talk"), "general-talk");
        assert_eq!(slug("cafe\u{301}"), slug("café"));
        assert_eq!(slug("产品 讨论"), "产品-讨论");
        assert_eq!(
            ChannelName::parse("General Talk").unwrap().as_str(),
            "General Talk"
        );
    }

    #[test]
    fn a_name_without_a_letter_is_refused() {
        for (text, fault) in [
            ("", Invalid::Empty),
            ("#", Invalid::Empty),
            (".", Invalid::InvalidFormat),
            ("../", Invalid::InvalidFormat),
            ("🎉", Invalid::InvalidFormat),
            ("a\0", Invalid::ForbiddenCharacter),
            (&"c".repeat(10_000), Invalid::TooLong { limit: 80 }),
        ] {
            assert_eq!(ChannelName::parse(text), Err(fault), "{text:.20?}");
        }
    }

    #[test]
    fn slow_mode_is_at_most_a_day() {
        assert_eq!(slow_mode(86_400), Ok(86_400));
        for seconds in [-1, 86_401, i64::MAX, i64::MIN] {
            assert!(slow_mode(seconds).is_err(), "{seconds}");
        }
    }
}
