//! The channels that a socket listens to, or is about to: dozens for as long as the socket lives,
//! so they are kept close together, in the order of their ids.

use std::sync::Arc;

use domain::{ChannelId, Seq};

use crate::hub::{Channel, Place, Role};

/// A channel that the socket listens to, or is about to.
#[derive(Debug)]
pub(super) struct Joined {
    pub(super) channel: Arc<Channel>,
    pub(super) role: Role,
    /// The head that the last ping told.
    pub(super) pinged: Seq,
    /// The user was added again before their leaving was delivered: from here on they are back.
    pub(super) again: Option<Box<Place>>,
}

/// All of them.
#[derive(Debug, Default)]
pub(super) struct Joins(Vec<Joined>);

impl Joins {
    /// Makes room for so many more.
    pub(super) fn reserve(&mut self, more: usize) {
        self.0.reserve_exact(more);
    }

    /// One of them.
    pub(super) fn get(&self, channel: ChannelId) -> Option<&Joined> {
        self.0.get(self.find(channel).ok()?)
    }

    /// One of them, to be changed.
    pub(super) fn get_mut(&mut self, channel: ChannelId) -> Option<&mut Joined> {
        let place = self.find(channel).ok()?;
        self.0.get_mut(place)
    }

    /// Whether it is among them.
    pub(super) fn contains(&self, channel: ChannelId) -> bool {
        self.find(channel).is_ok()
    }

    /// Takes one in, in the place of the same one.
    pub(super) fn insert(&mut self, joined: Joined) {
        match self.find(joined.channel.id()) {
            Ok(place) => {
                if let Some(same) = self.0.get_mut(place) {
                    *same = joined;
                }
            }
            Err(place) => self.0.insert(place, joined),
        }
    }

    /// Gives one up.
    pub(super) fn remove(&mut self, channel: ChannelId) -> Option<Joined> {
        let place = self.find(channel).ok()?;
        Some(self.0.remove(place))
    }

    /// All of them.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Joined> {
        self.0.iter()
    }

    /// All of them, to be changed.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Joined> {
        self.0.iter_mut()
    }

    /// Those that are only looked at from outside.
    pub(super) fn previews(&self) -> impl Iterator<Item = ChannelId> {
        let previews = self.iter().filter(|joined| joined.role == Role::Preview);
        previews.map(|joined| joined.channel.id())
    }

    fn find(&self, channel: ChannelId) -> Result<usize, usize> {
        self.0
            .binary_search_by_key(&channel, |joined| joined.channel.id())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::hub::testing::channel_id;

    fn joined(channel: ChannelId, pinged: i64) -> Joined {
        Joined {
            channel: Arc::new(Channel::new(channel)),
            role: Role::Member,
            pinged: Seq::new(pinged),
            again: None,
        }
    }

    proptest! {
        #[test]
        fn they_are_a_map_by_id(
            steps in prop::collection::vec((any::<bool>(), 0_u128..12, 0_i64..100), 0..100),
        ) {
            let (mut joins, mut model) = (Joins::default(), BTreeMap::new());
            for (insert, number, pinged) in steps {
                let channel = channel_id(number);
                if insert {
                    joins.insert(joined(channel, pinged));
                    model.insert(channel, Seq::new(pinged));
                } else {
                    let removed = joins.remove(channel).map(|joined| joined.pinged);
                    prop_assert_eq!(removed, model.remove(&channel));
                }
                prop_assert_eq!(joins.contains(channel), model.contains_key(&channel));
                let all: Vec<_> = joins.iter().map(|one| (one.channel.id(), one.pinged)).collect();
                prop_assert_eq!(all, model.clone().into_iter().collect::<Vec<_>>());
            }
        }
    }
}
