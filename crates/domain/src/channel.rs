//! Channels.

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
