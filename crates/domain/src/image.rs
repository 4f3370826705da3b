//! Pictures that are made anew before they are kept.

use crate::vocabulary::vocabulary;

vocabulary! {
    /// What a picture is for, which says how large it is kept.
    pub enum ImagePurpose {
        /// Of a person.
        Avatar = "avatar",
        /// Of a workspace.
        Icon = "icon",
        /// Of a channel.
        Cover = "cover",
        /// A workspace's own emoji; it may move.
        Emoji = "emoji",
        /// Of what a link leads to.
        Preview = "preview",
    }
}

impl ImagePurpose {
    /// Pixels of the longest side as it is kept; smaller ones stay as they are.
    #[must_use]
    pub const fn longest_side(self) -> u32 {
        match self {
            Self::Avatar | Self::Icon => 512,
            Self::Cover => 1_600,
            Self::Emoji => 128,
            Self::Preview => 1_024,
        }
    }
}
