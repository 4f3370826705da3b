//! What a client that follows PROTOCOL.md knows of each channel: where it is, what it holds back.

use std::collections::{BTreeMap, HashMap};

use crate::frame::{Applied, Frame};

/// One channel as a client sees it.
#[derive(Debug, Default, Clone)]
pub struct Followed {
    /// The epoch of the last position.
    pub epoch: i64,
    /// The seq where this client started to look.
    pub from: i64,
    /// The last seq applied.
    pub last: i64,
    /// Events beyond a hole, until it is filled.
    held: BTreeMap<i64, Frame>,
    /// A `fill` is under way.
    filling: bool,
    /// Everything applied, in the order in which it was applied.
    pub applied: Vec<Applied>,
}

/// All that a client follows, and what it should ask for next.
#[derive(Debug, Default, Clone)]
pub struct Following {
    /// By channel id.
    pub channels: HashMap<String, Followed>,
    /// Frames at or below `last`: dropped, as the protocol says.
    pub dropped: usize,
    /// Holes seen.
    pub holes: usize,
    /// Channels that had to be loaded anew, because the events in between were gone.
    pub reloads: Vec<String>,
    /// Channels whose cache was dropped, because the epoch had changed.
    pub resets: Vec<String>,
    /// The `fill` commands under way: by their id, the channel.
    pub(crate) fills: HashMap<u64, String>,
}

/// A hole: the events of `channel` after `after` should be asked for.
#[derive(Debug, PartialEq, Eq)]
pub struct Hole {
    /// Whose events.
    pub channel: String,
    /// The last seq known.
    pub after: i64,
}

impl Following {
    /// Starts to look at `channel` from a position; what was applied before stays noted.
    pub fn start(&mut self, channel: &str, epoch: i64, seq: i64) {
        let followed = self.channels.entry(channel.to_owned()).or_default();
        (followed.epoch, followed.from, followed.last) = (epoch, seq, seq);
        followed.held.retain(|held, _| *held > seq);
        followed.filling = false;
        followed.apply_held();
    }

    /// Takes an event of a channel's log: applies it, drops it, or holds it and names the hole.
    pub fn event(&mut self, frame: Frame) -> Option<Hole> {
        let (Some(channel), Some(seq)) = (frame.channel.clone(), frame.seq) else {
            return None;
        };
        let followed = self.channels.entry(channel.clone()).or_insert_with(|| {
            // An event of a channel that nobody announced: it is looked at from here.
            Followed {
                from: seq - 1,
                last: seq - 1,
                ..Followed::default()
            }
        });
        if seq <= followed.last {
            self.dropped += 1;
            return None;
        }
        followed.held.insert(seq, frame);
        followed.apply_held();
        let hole = !followed.held.is_empty() && !followed.filling;
        self.holes += usize::from(hole);
        hole.then(|| self.ask(&channel)).flatten()
    }

    /// A ping named `head`: a client that is not there has missed something.
    pub fn head(&mut self, channel: &str, head: i64) -> Option<Hole> {
        let followed = self.channels.get(channel)?;
        let hole = head > followed.last && !followed.filling;
        self.holes += usize::from(hole);
        hole.then(|| self.ask(channel)).flatten()
    }

    /// The events of a `fill` arrived; there may be more to ask for.
    pub fn filled(&mut self, channel: &str, events: Vec<Frame>, head: i64) -> Option<Hole> {
        let came = !events.is_empty();
        if let Some(followed) = self.channels.get_mut(channel) {
            followed.filling = false;
        }
        for event in events {
            let seq = event.seq.unwrap_or_default();
            let followed = self.channels.get_mut(channel)?;
            if seq > followed.last {
                followed.held.insert(seq, event);
            }
        }
        let followed = self.channels.get_mut(channel)?;
        followed.apply_held();
        let more = came && (followed.last < head || !followed.held.is_empty());
        more.then(|| self.ask(channel)).flatten()
    }

    /// The events in between are gone: the client loads the history and looks on from `head`.
    pub fn reload(&mut self, channel: &str, epoch: i64, head: i64) {
        self.start(channel, epoch, head);
        self.reloads.push(channel.to_owned());
    }

    /// The positions to come back with.
    #[must_use]
    pub fn positions(&self) -> Vec<(String, i64, i64)> {
        self.channels
            .iter()
            .map(|(id, f)| (id.clone(), f.epoch, f.last))
            .collect()
    }

    /// The seq up to which `channel` was applied.
    #[must_use]
    pub fn last(&self, channel: &str) -> i64 {
        self.channels.get(channel).map_or(0, |f| f.last)
    }

    fn ask(&mut self, channel: &str) -> Option<Hole> {
        let followed = self.channels.get_mut(channel)?;
        followed.filling = true;
        Some(Hole {
            channel: channel.to_owned(),
            after: followed.last,
        })
    }
}

impl Followed {
    /// The highest seq that this client has heard of.
    pub(crate) fn highest(&self) -> i64 {
        self.held
            .last_key_value()
            .map_or(self.last, |(seq, _)| *seq)
    }

    fn apply_held(&mut self) {
        while let Some(frame) = self.held.remove(&(self.last + 1)) {
            self.last += 1;
            self.applied.push(frame.applied(self.epoch));
        }
        let last = self.last;
        self.held.retain(|seq, _| *seq > last);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(seq: i64) -> Frame {
        Frame::parse(&format!(
            r#"{{"type":"message.created","channel":"c","seq":{seq},"data":{{"id":"m{seq}"}}}}"#
        ))
    }

    fn at(seq: i64) -> Following {
        let mut following = Following::default();
        following.start("c", 1, seq);
        following
    }

    #[test]
    fn the_next_event_is_applied_and_an_old_one_is_dropped() {
        let mut following = at(4);
        assert_eq!(following.event(event(5)), None);
        assert_eq!(following.event(event(5)), None);
        assert_eq!((following.last("c"), following.dropped), (5, 1));
        assert_eq!(following.channels["c"].applied.len(), 1);
    }

    #[test]
    fn an_event_beyond_a_hole_waits_until_the_hole_is_filled() {
        let mut following = at(4);
        let hole = Hole {
            channel: "c".into(),
            after: 4,
        };
        assert_eq!(following.event(event(7)), Some(hole));
        assert_eq!(following.event(event(8)), None, "one fill at a time");
        assert_eq!(following.last("c"), 4);
        assert_eq!(following.filled("c", vec![event(5), event(6)], 8), None);
        assert_eq!(following.last("c"), 8);
    }

    #[test]
    fn a_ping_that_names_a_later_head_uncovers_a_lost_last_event() {
        let mut following = at(4);
        assert_eq!(following.head("c", 4), None);
        assert_eq!(
            following.head("c", 5),
            Some(Hole {
                channel: "c".into(),
                after: 4
            })
        );
    }
}
