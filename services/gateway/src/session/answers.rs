//! What takes time, and what came of it.

use std::sync::Arc;
use std::time::Duration;

use bus::Tail;
use bytes::Bytes;
use domain::ChannelId;
use protocol::CloseCode;
use protocol::gateway::frame;
use protocol::gateway::hello::Position;
use rpc::chat::Readable;
use tokio::time;
use tracing::Instrument as _;

use super::Session;
use super::command::Call;
use super::joins::Joined;
use super::lanes::Lane;
use super::patience::patiently;
use super::replay::{Replay, Step};
use crate::frames;
use crate::hub::{Channel, Place, Role};
use crate::session::plan::Plan;

/// How long to wait before a reading is repeated that brought nothing.
const STALL: Duration = Duration::from_millis(100);

/// What came of something that took time.
#[derive(Debug)]
pub(crate) struct Done {
    lane: Option<Lane>,
    what: What,
}

/// The same, without its lane.
#[derive(Debug)]
pub(crate) enum What {
    /// Nothing to be said.
    Nothing,
    /// An answer.
    Answer(Bytes),
    /// A page for the first replay; `None`: Redis does not hold the channel.
    Tail(ChannelId, Option<Tail>),
    /// Whether the user is a member of the first replay's channel.
    Member(ChannelId, bool),
    /// The first replay's channel, opened anew.
    Reopened(Arc<Channel>),
    /// The user is in this channel from that place on.
    Added(Arc<Channel>, Place),
    /// The user is no longer in this channel; all that was before it is delivered.
    Removed(ChannelId),
    /// Public channels to preview, and the answer's id.
    Previews(u64, Vec<(Arc<Channel>, Readable)>),
    /// The previews that are still allowed.
    Previewable(Vec<ChannelId>),
    /// The user may see less than before, and what was asked for before has been answered.
    MaySeeLess,
    /// This channel is no longer focused.
    Blurred(Option<ChannelId>),
    /// The socket cannot go on: the client comes back and resumes.
    Failed,
}

impl Done {
    /// Done, outside of any lane.
    pub(crate) const fn with(what: What) -> Self {
        Self { lane: None, what }
    }

    /// The same, in a lane.
    pub(crate) fn in_lane(self, lane: Lane) -> Self {
        Self {
            lane: Some(lane),
            ..self
        }
    }
}

impl From<What> for Done {
    fn from(what: What) -> Self {
        Self::with(what)
    }
}

impl Session {
    /// Hands a command to api, behind those of its lane.
    pub(super) fn ask_api(&mut self, call: Call) {
        self.note_seat(&call);
        let caller = self.caller(call.name);
        let span = tracing::info_span!(
            "command",
            otel.name = %call.name,
            otel.kind = "server",
            request_id = caller.request_id,
        );
        let api = self.context.api.clone();
        let executing = async move {
            let frame = match api.execute(&caller, call.name, call.data).await {
                Ok(data) => frame::ok(call.id, &data),
                Err(error) => frames::refused(Some(call.id), &error.problem()),
            };
            What::Answer(frame).into()
        };
        self.start_in(call.lane, executing.instrument(span));
    }

    /// Takes what came of something.
    pub(crate) fn done(&mut self, done: Done) {
        if let Some(next) = done.lane.and_then(|lane| self.lanes.done(lane)) {
            self.work.push(next);
        }
        match done.what {
            What::Nothing => {}
            What::Answer(frame) => self.push(frame),
            What::Tail(channel, tail) => self.for_replay(channel, |replays| replays.read(tail)),
            What::Member(channel, member) => {
                if !member {
                    self.joined.remove(channel);
                }
                self.for_replay(channel, |replays| replays.is_member(member));
            }
            What::Reopened(channel) => {
                if let Some(joined) = self.joined.get_mut(channel.id()) {
                    joined.channel = Arc::clone(&channel);
                }
                self.for_replay(channel.id(), |replays| replays.reopened(channel));
            }
            What::Added(channel, place) => self.added(channel, place),
            What::Removed(channel) => self.removed(channel),
            What::Previews(id, channels) => self.preview(id, channels),
            What::Previewable(channels) => self.keep_previews(&channels),
            What::MaySeeLess => self.see_less(),
            What::Blurred(channel) => {
                let place = self.focused.iter().position(|one| Some(*one) == channel);
                place.map(|place| self.focused.remove(place));
            }
            What::Failed => self.socket.outbox.close(CloseCode::Internal, None),
        }
    }

    /// Goes on with what the client missed. Answers whether anything was done.
    pub(crate) fn replay(&mut self) -> bool {
        let mut went = false;
        while !self.reading {
            match self.replays.step() {
                Step::Rest => break,
                Step::Went => {}
                Step::Stuck => self.socket.outbox.close(CloseCode::Internal, None),
                Step::Read {
                    channel,
                    after,
                    again,
                } => self.read_tail(channel, after, again),
                Step::AskMember(channel) => self.ask_member(channel),
                Step::Reopen(channel) => self.reopen(channel),
            }
            went = true;
        }
        went
    }

    fn read_tail(&mut self, channel: ChannelId, after: Place, again: bool) {
        self.reading = true;
        let log = self.context.bus.log();
        self.start(async move {
            if again {
                time::sleep(STALL).await;
            }
            let range = bus::Range::After(after.seq);
            let tail = patiently(|| log.tail(channel, range, super::replay::PAGE)).await;
            What::Tail(channel, tail).into()
        });
    }

    fn ask_member(&mut self, channel: ChannelId) {
        self.reading = true;
        let (api, user) = (self.context.api.clone(), self.socket.user);
        self.start(async move {
            let asked = [channel];
            let found = patiently(|| api.readable(user, &asked)).await;
            let member = found.iter().any(|one| one.channel == channel && one.member);
            What::Member(channel, member).into()
        });
    }

    fn reopen(&mut self, channel: ChannelId) {
        self.reading = true;
        let hub = self.context.hub.clone();
        self.start(async move {
            let asked = [channel];
            let opened = patiently(|| hub.open(&asked)).await.into_iter().next();
            opened.map_or(What::Failed, What::Reopened).into()
        });
    }

    /// Hands a reading to the first replay, if it is still that of the channel.
    fn for_replay(&mut self, channel: ChannelId, take: impl FnOnce(&mut super::Replays)) {
        self.reading = false;
        if self.replays.is_at(channel) {
            take(&mut self.replays);
        }
    }

    fn preview(&mut self, id: u64, channels: Vec<(Arc<Channel>, Readable)>) {
        let place = |readable: &Readable| Place {
            epoch: readable.epoch,
            seq: readable.head_seq,
        };
        let answer: Vec<_> = channels
            .iter()
            .map(|(_, one)| Position(one.channel, one.epoch, one.head_seq))
            .collect();
        self.push(frames::ok(id, &serde_json::json!({ "channels": answer })));
        for (channel, readable) in channels {
            let known = place(&readable);
            if !self.joined.contains(readable.channel) {
                self.join(channel, Role::Preview, Plan::From(known, None), known);
            }
        }
    }

    /// Takes a channel up.
    pub(super) fn join(&mut self, channel: Arc<Channel>, role: Role, plan: Plan, known: Place) {
        let joined = Joined {
            channel: Arc::clone(&channel),
            role,
            pinged: known.seq,
            again: None,
        };
        self.joined.insert(joined);
        self.replays.add(Replay::new(channel, role, plan, known));
    }

    /// Gives a channel up.
    pub(super) fn leave(&mut self, channel: ChannelId) {
        if let Some(joined) = self.joined.remove(channel) {
            joined.channel.leave(self.socket.id);
            self.replays.drop_channel(channel);
        }
        self.look_away(channel);
    }
}
