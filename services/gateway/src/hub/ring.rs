//! The recent events of one channel, so that who comes back soon needs no Redis.

use std::collections::VecDeque;

use domain::{ChannelId, Epoch, MessageId, Seq};

use super::event::{Effect, Event};

/// The most events kept for a channel.
const MAX_EVENTS: usize = 256;
/// The most bytes kept for a channel.
const MAX_BYTES: usize = 256 * 1024;

/// Events with consecutive seqs, the newest last.
#[derive(Debug, Default)]
pub(crate) struct Ring {
    events: VecDeque<Event>,
    bytes: usize,
}

impl Ring {
    /// Adds the next event. One that does not follow on the last makes the ring start anew.
    pub(crate) fn push(&mut self, channel: ChannelId, event: Event) {
        let follows = self
            .events
            .back()
            .is_none_or(|last| last.seq.next() == event.seq && last.epoch == event.epoch);
        if !follows {
            self.clear();
        }
        if let (Effect::Deleted, Some(message)) = (event.effect, event.message) {
            self.void(channel, message);
        }
        self.bytes += event.size();
        self.events.push_back(event);
        while self.events.len() > MAX_EVENTS || self.bytes > MAX_BYTES {
            let Some(oldest) = self.events.pop_front() else {
                break;
            };
            self.bytes -= oldest.size();
        }
    }

    /// Up to `limit` events after `after`; `None` when the first of them is not here.
    pub(crate) fn after(&self, after: Seq, limit: usize) -> Option<Vec<Event>> {
        let first = self.events.front()?.seq;
        if after.next() < first {
            return None;
        }
        let skip = usize::try_from(after.next().get() - first.get()).ok()?;
        Some(self.events.iter().skip(skip).take(limit).cloned().collect())
    }

    /// The events above `head` that still have their content.
    pub(crate) fn above(&self, head: Seq) -> Vec<Event> {
        let above = self.events.iter().filter(|event| event.seq > head);
        above
            .filter(|event| !event.payload.is_empty())
            .cloned()
            .collect()
    }

    /// The log lives on under another epoch, with all that is here.
    pub(crate) fn rename(&mut self, epoch: Epoch) {
        for event in &mut self.events {
            event.epoch = epoch;
        }
    }

    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        self.events = VecDeque::new();
        self.bytes = 0;
    }

    /// Takes away what earlier events say about a message that is deleted now.
    fn void(&mut self, channel: ChannelId, message: MessageId) {
        for event in &mut self.events {
            if event.message == Some(message) {
                self.bytes -= event.size();
                event.make_void(channel);
                self.bytes += event.size();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::hub::testing::{created, deleted, record};

    fn channel() -> ChannelId {
        ChannelId::from_uuid(Uuid::from_u128(9))
    }

    fn message(number: u128) -> MessageId {
        MessageId::from_uuid(Uuid::from_u128(number))
    }

    fn push(ring: &mut Ring, seq: i64, payload: Bytes) {
        ring.push(channel(), Event::read(&record(channel(), 1, seq, payload)));
    }

    #[test]
    fn a_deleted_message_leaves_nothing_of_its_content_behind() {
        let mut ring = Ring::default();
        push(&mut ring, 1, created(message(1), "secret words"));
        push(&mut ring, 2, created(message(2), "other words"));
        push(&mut ring, 3, deleted(message(1)));

        let frames: Vec<_> = ring
            .after(Seq::ZERO, 10)
            .unwrap()
            .into_iter()
            .map(|e| e.frame)
            .collect();
        let text = |index: usize| String::from_utf8(frames[index].to_vec()).unwrap();
        assert!(text(0).contains(r#""type":"void""#) && text(0).contains(r#""seq":1"#));
        assert!(text(1).contains("other words"));
        assert!(text(2).contains(r#""type":"message.deleted""#));
        assert_eq!(
            ring.above(Seq::ZERO).len(),
            2,
            "recovery is not offered what is void"
        );
    }

    #[test]
    fn what_is_not_here_is_not_answered() {
        let mut ring = Ring::default();
        assert!(ring.after(Seq::ZERO, 10).is_none());
        for seq in 5..8 {
            push(&mut ring, seq, created(message(1), "x"));
        }
        assert!(ring.after(Seq::new(3), 10).is_none());
        assert_eq!(ring.after(Seq::new(4), 10).unwrap().len(), 3);
        assert_eq!(ring.after(Seq::new(7), 10).unwrap().len(), 0);
        push(&mut ring, 10, created(message(1), "x"));
        assert!(
            ring.after(Seq::new(7), 10).is_none(),
            "a hole makes it start anew"
        );
    }

    proptest! {
        #[test]
        fn it_stays_within_its_bounds_and_without_holes(lens in prop::collection::vec(0_usize..30_000, 1..400)) {
            let mut ring = Ring::default();
            for (seq, len) in (1..).zip(&lens) {
                push(&mut ring, seq, created(message(1), &"x".repeat(*len)));
                prop_assert!(ring.events.len() <= MAX_EVENTS && ring.bytes <= MAX_BYTES);
            }
            let sum: usize = ring.events.iter().map(Event::size).sum();
            prop_assert_eq!(ring.bytes, sum);
            let seqs: Vec<_> = ring.events.iter().map(|event| event.seq.get()).collect();
            prop_assert!(seqs.windows(2).all(|pair| pair[0] + 1 == pair[1]));
        }
    }
}
