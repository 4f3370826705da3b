//! Partitions: which share of the log, of Redis and of Postgres a channel belongs to.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::id::{ChannelId, MessageId, UserId};

/// One partition, `0..P`.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Partition(u16);

impl Partition {
    /// The partition with this number.
    #[must_use]
    pub const fn new(number: u16) -> Self {
        Self(number)
    }

    /// The bare number.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl From<Partition> for i16 {
    /// For Postgres, which has no unsigned type. There are at most 4,096 partitions.
    fn from(partition: Partition) -> Self {
        Self::try_from(partition.0).unwrap_or(Self::MAX)
    }
}

impl fmt::Display for Partition {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:02}", self.0)
    }
}

/// The number of partitions was not a power of two from 1 to 4,096.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a power of two from 1 to 4096, got {0}")]
pub struct InvalidPartitions(pub u16);

/// How many partitions this installation has; fixed when it is installed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct Partitions(u16);

impl Partitions {
    /// The most that an installation can have.
    pub const MAX: u16 = 4_096;

    /// # Errors
    /// When `count` is not a power of two from 1 to [`Self::MAX`].
    pub const fn new(count: u16) -> Result<Self, InvalidPartitions> {
        if count.is_power_of_two() && count <= Self::MAX {
            Ok(Self(count))
        } else {
            Err(InvalidPartitions(count))
        }
    }

    /// The partition that holds this channel.
    #[must_use]
    pub fn of(self, channel: ChannelId) -> Partition {
        self.of_bits(channel.last_16_bits())
    }

    /// The partition that holds this message: its channel's.
    #[must_use]
    pub fn of_message(self, message: MessageId) -> Partition {
        self.of_bits(message.last_16_bits())
    }

    /// The partition that holds this user's own log.
    #[must_use]
    pub fn of_user(self, user: UserId) -> Partition {
        self.of_bits(user.last_16_bits())
    }

    /// How many there are.
    #[must_use]
    pub const fn count(self) -> u16 {
        self.0
    }

    /// All of them, in order.
    pub fn all(self) -> impl Iterator<Item = Partition> {
        (0..self.0).map(Partition)
    }

    fn of_bits(self, bits: u16) -> Partition {
        Partition(bits & (self.0 - 1))
    }
}

impl Default for Partitions {
    fn default() -> Self {
        Self(16)
    }
}

impl TryFrom<u16> for Partitions {
    type Error = InvalidPartitions;

    fn try_from(count: u16) -> Result<Self, InvalidPartitions> {
        Self::new(count)
    }
}

impl From<Partitions> for u16 {
    fn from(partitions: Partitions) -> Self {
        partitions.0
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use proptest::prelude::*;
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    proptest! {
        #[test]
        fn a_message_lives_in_its_channels_partition(seed: u64, power in 0_u32..=12) {
            let mut rng = StdRng::seed_from_u64(seed);
            let partitions = Partitions::new(1 << power).unwrap();
            let channel = ChannelId::generate(DateTime::UNIX_EPOCH, &mut rng);
            let message = MessageId::generate_in(channel, DateTime::UNIX_EPOCH, &mut rng);

            prop_assert_eq!(partitions.of(channel), partitions.of_message(message));
            prop_assert!(partitions.of(channel).get() < partitions.count());
        }
    }

    #[test]
    fn only_powers_of_two_are_accepted() {
        for count in [0, 3, 12, 4_097, 8_192] {
            assert_eq!(Partitions::new(count), Err(InvalidPartitions(count)));
        }
        assert_eq!(Partitions::new(16), Ok(Partitions::default()));
        assert_eq!(Partitions::default().all().count(), 16);
    }
}
