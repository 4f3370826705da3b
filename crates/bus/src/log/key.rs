//! Idempotency keys: what makes a repeated append give the result of the first.

use std::fmt::Write;

use aws_lc_rs::digest::{Context, SHA256};
use domain::{ChannelId, OutboxId, UserId};

/// How long Redis remembers a key, in seconds. Postgres' unique key remembers for ever.
pub(crate) const LIFETIME_S: u32 = 24 * 60 * 60;
/// Bytes of the hash that name a key: enough that two never meet by accident.
const NAME_BYTES: usize = 16;

/// What makes two appends the same. All are scoped by their channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    /// A message, by its author and the author's nonce.
    Nonce {
        /// Who sends.
        author: UserId,
        /// The client's choice.
        nonce: String,
    },
    /// A change that Postgres decided: the row of the outbox.
    Outbox(OutboxId),
    /// A change of state that names the version it saw, such as `edit:ID:v3`: of two racers one
    /// wins.
    Change(String),
}

impl Key {
    /// The short name under which Redis keeps it.
    pub(crate) fn name(&self, channel: ChannelId) -> String {
        let mut hash = Context::new(&SHA256);
        hash.update(channel.as_uuid().as_bytes());
        match self {
            Self::Nonce { author, nonce } => {
                hash.update(b"n");
                hash.update(author.as_uuid().as_bytes());
                hash.update(nonce.as_bytes());
            }
            Self::Outbox(id) => {
                hash.update(b"o");
                hash.update(id.as_uuid().as_bytes());
            }
            Self::Change(change) => {
                hash.update(b"c");
                hash.update(change.as_bytes());
            }
        }
        hex(hash.finish().as_ref().iter().take(NAME_BYTES))
    }
}

/// The name of a key of a user's own log.
pub(crate) fn user_key(user: UserId, key: &str) -> String {
    let mut hash = Context::new(&SHA256);
    hash.update(b"u");
    hash.update(user.as_uuid().as_bytes());
    hash.update(key.as_bytes());
    hex(hash.finish().as_ref().iter().take(NAME_BYTES))
}

fn hex<'a>(bytes: impl Iterator<Item = &'a u8>) -> String {
    let mut text = String::with_capacity(2 * NAME_BYTES);
    for byte in bytes {
        // Writing to a string cannot fail.
        let _infallible = write!(text, "{byte:02x}");
    }
    text
}

/// The SHA-256 of a payload: the body hash when the caller has no better one.
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut hash = [0; 32];
    let digest = aws_lc_rs::digest::digest(&SHA256, bytes);
    for (to, from) in hash.iter_mut().zip(digest.as_ref()) {
        *to = *from;
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_a_key_tells_it_apart() {
        let channel: ChannelId = "01936f3e-8a00-7000-8000-000000000001".parse().unwrap();
        let other: ChannelId = "01936f3e-8a00-7000-8000-000000000002".parse().unwrap();
        let author: UserId = "01936f3e-8a00-7000-8000-000000000003".parse().unwrap();
        let nonce = |author, nonce: &str| Key::Nonce {
            author,
            nonce: nonce.to_owned(),
        };
        let twin = UserId::from_uuid(other.as_uuid());

        let names = [
            nonce(author, "a").name(channel),
            nonce(author, "b").name(channel),
            nonce(author, "a").name(other),
            nonce(twin, "a").name(channel),
            Key::Outbox(OutboxId::from_uuid(author.as_uuid())).name(channel),
            Key::Change("a".to_owned()).name(channel),
        ];

        let mut distinct = names.to_vec();
        distinct.sort();
        distinct.dedup();
        assert_eq!(distinct.len(), names.len());
        assert_eq!(nonce(author, "a").name(channel), names[0]);
    }
}
