//! The nouns of Hubbub and their rules: identifiers, numbers, who may do what, and what text is
//! accepted. No async, no I/O, no JSON shapes and no SQL text.

pub mod call;
pub mod channel;
pub mod clock;
pub mod emoji;
pub mod file;
pub mod following;
pub mod guest;
pub mod id;
pub mod image;
pub mod link;
pub mod mail;
pub mod mention;
pub mod message;
pub mod notify;
pub mod number;
pub mod partition;
pub mod permission;
pub mod quiet;
pub mod reaction;
pub mod request_key;
#[cfg(feature = "utoipa")]
mod schema;
pub mod search;
pub mod text;
pub mod unread;
pub mod user;
pub mod vocabulary;
pub mod workspace;

pub use call::CallToken;
pub use channel::{ChannelKind, ChannelName, ChannelRole, Description, Notify, Posting, Topic};
pub use clock::{Clock, SystemClock, TestClock};
pub use emoji::EmojiName;
pub use file::{FileKind, FileName, FileState};
pub use following::Follow;
pub use id::{
    ChannelId, ConnectionId, FileId, GuestLinkId, ImageId, InvalidId, InviteId, MessageId,
    OutboxId, RequestId, SessionId, UserId, WorkspaceId,
};
pub use image::ImagePurpose;
pub use mail::MailKind;
pub use message::{Body, MessageKind, Nonce};
pub use notify::{Concern, Level, NotifyOutcome};
pub use number::{Epoch, MessageNo, Mver, NumberOutOfRange, Psn, ReadVersion, Seq, UserVersion};
pub use partition::{InvalidPartitions, Partition, Partitions};
pub use quiet::{DayTime, Schedule, Weekday};
pub use reaction::Emoji;
pub use request_key::RequestKey;
pub use text::Invalid;
pub use unread::ReadPosition;
pub use user::{DisplayName, Email, Handle, Locale, Presence, StatusText, Theme, TimeZone};
pub use vocabulary::{UnknownWord, Vocabulary};
pub use workspace::{Slug, WorkspaceName, WorkspaceRole};
