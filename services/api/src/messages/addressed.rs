//! Whom a message addresses, as the event says that made it so.

use domain::UserId;
use protocol::message::Mentions;

/// What stands in the text, and whom `@here` found online.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Addressed {
    /// What clients see.
    pub mentions: Mentions,
    /// What they do not.
    pub here: Vec<UserId>,
}

impl Addressed {
    /// Whether this person is called by name.
    #[must_use]
    pub fn names(&self, user: UserId) -> bool {
        self.mentions.users.iter().any(|one| one.user_id == user)
    }

    /// Whether this person is called in any way.
    #[must_use]
    pub fn calls(&self, user: UserId) -> bool {
        self.mentions.channel || self.names(user) || self.here.contains(&user)
    }
}
