//! The nouns of Hubbub and their rules: identifiers, numbers, who may do what, and what text is
//! accepted. No async, no I/O, no JSON shapes and no SQL text.

pub mod channel;
pub mod clock;
pub mod file;
pub mod id;
pub mod message;
pub mod number;
pub mod partition;
#[cfg(feature = "utoipa")]
mod schema;
pub mod text;
pub mod user;
pub mod vocabulary;
pub mod workspace;

pub use channel::{ChannelKind, ChannelRole, Notify, Posting};
pub use clock::{Clock, SystemClock, TestClock};
pub use file::{FileKind, FileState};
pub use id::{
    ChannelId, ConnectionId, DeadLetterId, FileId, InvalidId, InviteId, MessageId, OutboxId,
    RequestId, SessionId, UploadId, UserId, WorkspaceId,
};
pub use message::MessageKind;
pub use number::{Epoch, MessageNo, Mver, NumberOutOfRange, Psn, ReadVersion, Seq, UserVersion};
pub use partition::{InvalidPartitions, Partition, Partitions};
pub use text::Invalid;
pub use user::{Presence, Theme};
pub use vocabulary::{UnknownWord, Vocabulary};
pub use workspace::WorkspaceRole;
