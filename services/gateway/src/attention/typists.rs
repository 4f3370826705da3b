//! Who is typing where, as far as this gateway has heard.

use std::collections::HashMap;
use std::time::Duration;

use domain::{ChannelId, MessageId, UserId};
use protocol::gateway::event::Typist;
use tokio::time::Instant;

/// Without a word for so long, somebody has stopped typing.
const GONE_AFTER: Duration = Duration::from_secs(5);

/// Who is typing where, and until when we believe it.
#[derive(Debug, Default)]
pub(super) struct Typists(HashMap<(ChannelId, UserId, Option<MessageId>), Instant>);

impl Typists {
    /// Somebody types, or still does.
    pub(super) fn started(&mut self, channel: ChannelId, typist: &Typist, now: Instant) {
        self.0.insert(
            (channel, typist.user_id, typist.parent_id),
            now + GONE_AFTER,
        );
    }

    /// Somebody said that they stopped.
    pub(super) fn stopped(&mut self, channel: ChannelId, typist: &Typist) {
        self.0.remove(&(channel, typist.user_id, typist.parent_id));
    }

    /// Somebody sent what they typed. Answers where they were typing in this channel.
    pub(super) fn said(&mut self, channel: ChannelId, author: UserId) -> Vec<Typist> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let done = self
            .0
            .extract_if(|(place, user, _), _| *place == channel && *user == author);
        done.map(|((_, user_id, parent_id), _)| Typist { user_id, parent_id })
            .collect()
    }

    /// Those who were not heard of any more.
    pub(super) fn expired(&mut self, now: Instant) -> Vec<(ChannelId, Typist)> {
        let gone = self.0.extract_if(|_, until| *until <= now);
        let typist = |((channel, user_id, parent_id), _)| (channel, Typist { user_id, parent_id });
        gone.map(typist).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hub::testing::{channel_id, user};

    fn typist(number: u128) -> Typist {
        Typist {
            user_id: user(number),
            parent_id: None,
        }
    }

    #[test]
    fn a_typist_is_gone_five_seconds_after_the_last_word_of_it() {
        let start = Instant::now();
        let mut typists = Typists::default();
        typists.started(channel_id(1), &typist(1), start);
        typists.started(channel_id(1), &typist(1), start + Duration::from_secs(3));

        assert_eq!(typists.expired(start + Duration::from_secs(7)), []);
        let expired = typists.expired(start + Duration::from_secs(8));
        assert_eq!(expired, [(channel_id(1), typist(1))]);
        assert_eq!(typists.expired(start + Duration::from_secs(9)), []);
    }

    #[test]
    fn who_has_said_it_is_no_longer_typing_there() {
        let start = Instant::now();
        let mut typists = Typists::default();
        typists.started(channel_id(1), &typist(1), start);
        typists.started(channel_id(2), &typist(1), start);
        typists.started(channel_id(1), &typist(2), start);

        assert_eq!(typists.said(channel_id(1), user(1)), [typist(1)]);
        assert_eq!(typists.expired(start + GONE_AFTER).len(), 2);
    }
}
