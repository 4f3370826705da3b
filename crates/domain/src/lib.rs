//! The nouns of Hubbub and their rules: identifiers, numbers, who may do what, and what text is
//! accepted. No async, no I/O, no JSON shapes and no SQL text.

pub mod clock;
pub mod id;
pub mod number;
pub mod partition;

pub use clock::{Clock, SystemClock, TestClock};
pub use id::{
    ChannelId, ConnectionId, DeadLetterId, FileId, InvalidId, InviteId, MessageId, OutboxId,
    RequestId, SessionId, UploadId, UserId, WorkspaceId,
};
pub use number::{Epoch, MessageNo, Mver, NumberOutOfRange, Psn, ReadVersion, Seq, UserVersion};
pub use partition::{InvalidPartitions, Partition, Partitions};
