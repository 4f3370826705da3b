//! Workspaces.

use crate::text::Invalid;
use crate::text::clean::{self, text_type};
use crate::vocabulary::vocabulary;

vocabulary! {
    /// What a person is in a workspace, from most to least powerful.
    pub enum WorkspaceRole {
        /// May do everything, also delete the workspace.
        Owner = "owner",
        /// Manages people, channels and settings.
        Admin = "admin",
        /// An ordinary member.
        Member = "member",
        /// Sees only the channels they were added to, and the people in those.
        Guest = "guest",
    }
}

text_type! {
    /// A workspace's name: one line of up to 80 characters.
    WorkspaceName
}

impl WorkspaceName {
    /// The most characters.
    pub const MAX: u64 = 80;

    /// # Errors
    /// When nothing of it can be seen, it is too long, or has a forbidden character.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        clean::line(text, Self::MAX).map(Self)
    }
}

text_type! {
    /// A workspace's name in addresses: 2 to 48 of `a-z`, `0-9` and `-` between them.
    Slug
}

/// Words that addresses already use.
const RESERVED_SLUGS: &[&str] = &["admin", "api", "app", "auth", "health", "sse", "www", "ws"];

impl Slug {
    /// The fewest characters.
    pub const MIN: u64 = 2;
    /// The most characters.
    pub const MAX: u64 = 48;

    /// # Errors
    /// When it is too short or too long, has other characters, or is reserved.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let length = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
        if length < Self::MIN {
            return Err(Invalid::TooShort { limit: Self::MIN });
        }
        if length > Self::MAX {
            return Err(Invalid::TooLong { limit: Self::MAX });
        }
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        if !text
            .split('-')
            .all(|part| !part.is_empty() && part.bytes().all(allowed))
        {
            return Err(Invalid::InvalidFormat);
        }
        if RESERVED_SLUGS.contains(&text) {
            return Err(Invalid::Reserved);
        }
        Ok(Self(text.to_owned()))
    }

    /// A slug made from a name; `None` when too little of it can be spelled in ASCII.
    #[must_use]
    pub fn from_name(name: &WorkspaceName) -> Option<Self> {
        let lower = name.as_str().to_lowercase();
        let words = lower.split(|one: char| !one.is_ascii_alphanumeric());
        let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
        let slug: String = words.join("-").chars().take(40).collect();
        Self::parse(slug.trim_end_matches('-')).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_made_from_a_name_where_that_is_possible() {
        let slug = |name| Slug::from_name(&WorkspaceName::parse(name).unwrap());
        assert_eq!(
            slug("Acme, Inc. (Berlin)").unwrap().as_str(),
            "acme-inc-berlin"
        );
        assert_eq!(slug("数据团队"), None);
        assert_eq!(slug("API"), None);
    }

    #[test]
    fn a_slug_is_plain() {
        assert!(Slug::parse("acme-2").is_ok());
        for (text, fault) in [
            ("a", Invalid::TooShort { limit: 2 }),
            (&"a".repeat(49), Invalid::TooLong { limit: 48 }),
            ("Acme", Invalid::InvalidFormat),
            ("-acme", Invalid::InvalidFormat),
            ("ac--me", Invalid::InvalidFormat),
            ("../x", Invalid::InvalidFormat),
            ("www", Invalid::Reserved),
        ] {
            assert_eq!(Slug::parse(text), Err(fault), "{text:?}");
        }
    }
}
