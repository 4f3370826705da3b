//! How often a socket may tell that its user is typing.

use std::collections::HashMap;
use std::time::Duration;

use domain::{ChannelId, MessageId};
use tokio::time::Instant;

/// The least time between two words of it for the same place.
const EVERY: Duration = Duration::from_secs(3);
/// Places remembered; more are forgotten, which costs a word too many at worst.
const MAX_PLACES: usize = 32;

/// When this socket last told that its user is typing, by place.
#[derive(Debug, Default)]
pub(crate) struct Typing(HashMap<(ChannelId, Option<MessageId>), Instant>);

impl Typing {
    /// Whether it may be told now.
    pub(crate) fn may_tell(
        &mut self,
        channel: ChannelId,
        thread: Option<MessageId>,
        now: Instant,
    ) -> bool {
        self.0.retain(|_, last| *last + EVERY > now);
        if self.0.len() >= MAX_PLACES || self.0.contains_key(&(channel, thread)) {
            return false;
        }
        self.0.insert((channel, thread), now);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hub::testing::channel_id;

    #[test]
    fn it_is_told_every_three_seconds_at_most_for_each_place() {
        let start = Instant::now();
        let mut typing = Typing::default();
        assert!(typing.may_tell(channel_id(1), None, start));
        assert!(!typing.may_tell(channel_id(1), None, start + Duration::from_millis(2_999)));
        assert!(typing.may_tell(channel_id(2), None, start));
        assert!(typing.may_tell(channel_id(1), None, start + EVERY));
    }
}
