//! The sorts of event in a channel's log, and the byte that names each in the header.

use std::fmt;

macro_rules! kinds {
    ($($(#[doc = $doc:tt])* $variant:ident, $number:literal, $word:tt;)+) => {
        /// What sort of event it is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum EventKind {
            $($(#[doc = $doc])* $variant,)+
        }

        impl EventKind {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The `type` of the frame.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// The byte in the header. Never reused for another kind.
            #[must_use]
            pub const fn number(self) -> u8 {
                match self { $(Self::$variant => $number,)+ }
            }

            /// The kind that this byte names, if we know it.
            #[must_use]
            pub const fn from_number(number: u8) -> Option<Self> {
                match number {
                    $($number => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }
    };
}

kinds! {
    /// A seq whose content is gone.
    Void, 0, "void";
    /// A message, top-level or a reply.
    MessageCreated, 1, "message.created";
    /// An edit, or the embeds of its links.
    MessageUpdated, 2, "message.updated";
    /// A message is gone.
    MessageDeleted, 3, "message.deleted";
    /// Somebody reacted.
    ReactionAdded, 4, "reaction.added";
    /// Somebody took a reaction back.
    ReactionRemoved, 5, "reaction.removed";
    /// A message was pinned.
    PinAdded, 6, "pin.added";
    /// A message is no longer pinned.
    PinRemoved, 7, "pin.removed";
    /// Somebody is now a member.
    MemberJoined, 8, "member.joined";
    /// Somebody is no longer a member.
    MemberLeft, 9, "member.left";
    /// Somebody has another role.
    MemberUpdated, 10, "member.updated";
    /// The channel's settings changed.
    ChannelUpdated, 11, "channel.updated";
    /// The channel takes nothing new.
    ChannelArchived, 12, "channel.archived";
    /// The channel takes messages again.
    ChannelUnarchived, 13, "channel.unarchived";
    /// The channel is gone.
    ChannelDeleted, 14, "channel.deleted";
    /// The channel is back.
    ChannelRestored, 15, "channel.restored";
}

impl EventKind {
    /// Whether the event is about one message.
    #[must_use]
    pub const fn is_about_message(self) -> bool {
        matches!(
            self,
            Self::MessageCreated
                | Self::MessageUpdated
                | Self::MessageDeleted
                | Self::ReactionAdded
                | Self::ReactionRemoved
                | Self::PinAdded
                | Self::PinRemoved
        )
    }

    /// Whether the event is about one member.
    #[must_use]
    pub const fn is_about_member(self) -> bool {
        matches!(
            self,
            Self::MemberJoined | Self::MemberLeft | Self::MemberUpdated
        )
    }

    /// Whether the event itself shows what a deletion must make unreadable: the body, or what was
    /// said about it. Its seq is served as `void` once the message is deleted.
    #[must_use]
    pub const fn is_voided_by_deletion(self) -> bool {
        matches!(
            self,
            Self::MessageCreated
                | Self::MessageUpdated
                | Self::ReactionAdded
                | Self::ReactionRemoved
        )
    }
}

impl fmt::Display for EventKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}
