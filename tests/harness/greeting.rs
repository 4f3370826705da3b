//! What the frames that open and steer a session mean for what a client follows.

use serde_json::Value;

use crate::{
    follow::{Following, Hole},
    frame::Frame,
};

impl Following {
    /// `ready`: every channel without a position is looked at from its head.
    pub(crate) fn ready(&mut self, data: &Value) {
        for channel in data["channels"].as_array().into_iter().flatten() {
            let (Some(id), Some(epoch), Some(head)) = (
                channel[0].as_str(),
                channel[1].as_i64(),
                channel[2].as_i64(),
            ) else {
                panic!("`ready` names a channel without id, epoch or head: {channel}");
            };
            if !self.channels.contains_key(id) {
                self.start(id, epoch, head);
            }
        }
    }

    /// `resumed`: the missed events follow, or are paged through, or what is known is dropped.
    pub(crate) fn resumed(&mut self, data: &Value) -> Option<Hole> {
        let channel = data["channel"].as_str().expect("`resumed` names a channel");
        let place = data["epoch"].as_i64().zip(data["head_seq"].as_i64());
        match (data["outcome"].as_str(), place) {
            (Some("ok"), Some((epoch, _))) => {
                self.channels.entry(channel.to_owned()).or_default().epoch = epoch;
                None
            }
            (Some("behind"), Some((epoch, head))) => {
                self.channels.entry(channel.to_owned()).or_default().epoch = epoch;
                self.head(channel, head)
            }
            (Some("reset"), Some((epoch, head))) => {
                self.resets.push(channel.to_owned());
                self.start(channel, epoch, head);
                None
            }
            (Some("gone"), _) => {
                self.channels.remove(channel);
                None
            }
            _ => panic!("`resumed` with an outcome that the protocol does not know: {data}"),
        }
    }

    /// `channel.added`: the channel is looked at from the head that it names.
    pub(crate) fn added(&mut self, data: &Value) {
        let place = data["epoch"].as_i64().zip(data["head_seq"].as_i64());
        let (Some(id), Some((epoch, head))) = (data["channel_id"].as_str(), place) else {
            panic!("`channel.added` should name a channel, its epoch and head: {data}");
        };
        if !self.channels.contains_key(id) {
            self.start(id, epoch, head);
        }
    }

    /// A `fill` is asked for under this command id.
    pub(crate) fn asks(&mut self, id: u64, hole: &Hole) {
        self.fills.insert(id, hole.channel.clone());
    }

    /// `ok`: if it answers a `fill`, its events are taken in.
    pub(crate) fn answered(&mut self, frame: &Frame) -> Option<Hole> {
        let channel = self.fills.remove(&frame.id?)?;
        let data = frame.data();
        let events = data["events"].as_array().expect("a `fill` gives events");
        let events = events
            .iter()
            .map(|event| Frame::parse(&event.to_string()))
            .collect();
        self.filled(
            &channel,
            events,
            data["head_seq"].as_i64().expect("a `fill` names the head"),
        )
    }

    /// `error`: if it answers a `fill`, the events are gone, and the client reloads.
    pub(crate) fn refused(&mut self, frame: &Frame) {
        let Some(channel) = frame.id.and_then(|id| self.fills.remove(&id)) else {
            return;
        };
        let epoch = self.channels.get(&channel).map_or(0, |f| f.epoch);
        let highest = self.channels.get(&channel).map_or(0, |f| f.highest());
        self.reload(&channel, epoch, highest);
    }
}
