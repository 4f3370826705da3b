//! Identifiers: one type for each noun, all of them `UUIDv7`.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use rand::RngCore;
use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};
use uuid::{Builder, Uuid};

/// The text was not an identifier: 36 characters, lower-case, with hyphens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier: expected a lower-case, hyphenated UUID")]
pub struct InvalidId;

/// Accepts the one canonical spelling, so that no two strings name the same thing.
fn parse(text: &str) -> Result<Uuid, InvalidId> {
    let canonical = text.len() == 36 && !text.bytes().any(|byte| byte.is_ascii_uppercase());
    if !canonical {
        return Err(InvalidId);
    }
    Uuid::try_parse(text).map_err(|_malformed| InvalidId)
}

fn version_7(now: DateTime<Utc>, random: &[u8; 10]) -> Uuid {
    let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
    Builder::from_unix_timestamp_millis(millis, random).into_uuid()
}

fn last_16_bits(id: Uuid) -> u16 {
    let [.., high, low] = *id.as_bytes();
    u16::from_be_bytes([high, low])
}

struct IdVisitor;

impl Visitor<'_> for IdVisitor {
    type Value = Uuid;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an identifier (lower-case, hyphenated UUID)")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Uuid, E> {
        parse(text).map_err(E::custom)
    }
}

macro_rules! ids {
    ($($(#[doc = $doc_text:literal])* $name:ident)*) => {$(
        $(#[doc = $doc_text])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "sqlx", derive(sqlx::Type), sqlx(transparent))]
        pub struct $name(Uuid);

        impl $name {
            /// A new identifier, ordered by `now`.
            #[must_use]
            pub fn generate(now: DateTime<Utc>, rng: &mut (impl RngCore + ?Sized)) -> Self {
                let mut random = [0; 10];
                rng.fill_bytes(&mut random);
                Self(version_7(now, &random))
            }

            /// An identifier read back from where we stored it.
            #[must_use]
            pub const fn from_uuid(id: Uuid) -> Self {
                Self(id)
            }

            /// The bare UUID.
            #[must_use]
            pub const fn as_uuid(self) -> Uuid {
                self.0
            }

            /// The last 16 bits, from which partitions are derived.
            #[must_use]
            pub fn last_16_bits(self) -> u16 {
                last_16_bits(self.0)
            }
        }

        #[cfg(feature = "utoipa")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                crate::schema::id(concat!($($doc_text,)*))
            }
        }

        #[cfg(feature = "utoipa")]
        impl utoipa::ToSchema for $name {}

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, formatter)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(formatter, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                parse(text).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(IdVisitor).map(Self)
            }
        }
    )*};
}

ids! {
    /// A person or a bot with an account.
    UserId
    /// A workspace.
    WorkspaceId
    /// A channel of any kind: public, private, direct or group direct.
    ChannelId
    /// A message. Its last 16 bits are its channel's, so the partition follows from it.
    MessageId
    /// A stored file.
    FileId
    /// A picture: of a person, a workspace or a channel, an emoji, a link's preview.
    ImageId
    /// A signed-in session.
    SessionId
    /// One live socket.
    ConnectionId
    /// An invitation to a workspace.
    InviteId
    /// A link by which people without an account come into one channel.
    GuestLinkId
    /// A row of the outbox: a change made in Postgres that still has to reach a log.
    OutboxId
    /// One HTTP request or command, for logs and error reports.
    RequestId
}

impl MessageId {
    /// A new message id that carries its channel's last 16 bits.
    #[must_use]
    pub fn generate_in(
        channel: ChannelId,
        now: DateTime<Utc>,
        rng: &mut (impl RngCore + ?Sized),
    ) -> Self {
        let mut random = [0; 10];
        rng.fill_bytes(&mut random);
        let [.., high, low] = &mut random;
        [*high, *low] = channel.last_16_bits().to_be_bytes();
        Self(version_7(now, &random))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    fn time(millis: i64) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(millis).unwrap()
    }

    proptest! {
        #[test]
        fn a_message_id_carries_its_channels_last_16_bits(seed: u64, at in 0_i64..4_000_000_000_000) {
            let mut rng = StdRng::seed_from_u64(seed);
            let channel = ChannelId::generate(time(at), &mut rng);
            let message = MessageId::generate_in(channel, time(at + 5), &mut rng);

            prop_assert_eq!(message.last_16_bits(), channel.last_16_bits());
            prop_assert_eq!(message.as_uuid().get_version_num(), 7);
        }

        #[test]
        fn ids_sort_by_time_and_survive_their_text(seed: u64, at in 0_i64..4_000_000_000_000) {
            let mut rng = StdRng::seed_from_u64(seed);
            let earlier = UserId::generate(time(at), &mut rng);
            let later = UserId::generate(time(at + 1), &mut rng);

            prop_assert!(earlier < later);
            prop_assert_eq!(earlier.to_string().parse::<UserId>(), Ok(earlier));
        }

        #[test]
        fn any_text_parses_to_an_id_that_prints_as_that_text(text in ".{0,40}") {
            if let Ok(id) = text.parse::<FileId>() {
                prop_assert_eq!(id.to_string(), text);
            }
        }
    }

    #[test]
    fn only_the_canonical_spelling_is_an_id() {
        let canonical = "01936f3e-8a00-7000-8000-0123456789ab";
        assert!(canonical.parse::<ChannelId>().is_ok());
        for other in [
            "01936F3E-8A00-7000-8000-0123456789AB",
            "01936f3e8a007000800000123456789ab",
            "{01936f3e-8a00-7000-8000-0123456789ab}",
            "urn:uuid:01936f3e-8a00-7000-8000-0123456789ab",
            "01936f3e-8a00-7000-8000-0123456789abc",
            "../../etc/passwd",
            "",
        ] {
            assert_eq!(other.parse::<ChannelId>(), Err(InvalidId), "{other:?}");
        }
    }
}
