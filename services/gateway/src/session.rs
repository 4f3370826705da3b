//! What a socket is about, apart from what carries it: no actix here.

mod answers;
mod attentive;
mod calling;
pub(crate) mod command;
mod expiry;
pub(crate) mod flood;
mod following;
mod joins;
pub(crate) mod lanes;
mod letters;
pub(crate) mod opening;
mod own;
mod patience;
mod places;
pub(crate) mod plan;
pub(crate) mod replay;
#[cfg(test)]
mod replay_tests;
pub(crate) mod typing;

use std::collections::BTreeMap;
use std::sync::Arc;

use auth::Claims;
use bytes::Bytes;
use domain::{ChannelId, Seq, WorkspaceId};
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use protocol::CloseCode;
use protocol::gateway::command::CommandName;
use rpc::chat::Caller;
use tokio::time::Instant;

use crate::context::Context;
use crate::frames;
use crate::heartbeat::{Beat, Heartbeat};
use crate::hub::{Socket, UserTopic};
use answers::Done;
use command::Asked;
use expiry::Expiry;
use flood::Flood;
use joins::Joins;
use lanes::{Lane, Lanes};
use replay::Replays;
use typing::Typing;

/// Commands under way and waiting, before no more are read from the socket.
const MAX_PENDING: usize = 256;

/// Something that takes time, and what came of it.
type Work = BoxFuture<'static, Done>;

/// One identified socket.
pub(crate) struct Session {
    context: Context,
    pub(crate) socket: Arc<Socket>,
    pub(crate) work: FuturesUnordered<Work>,
    caller: Caller,
    topic: Option<Arc<UserTopic>>,
    workspaces: Vec<WorkspaceId>,
    /// Those of them in which the user is a guest.
    guest_in: Vec<WorkspaceId>,
    joined: Joins,
    replays: Replays,
    /// A reading for the first replay is under way.
    reading: bool,
    lanes: Lanes<Work>,
    flood: Flood,
    heartbeat: Heartbeat,
    /// Whether the client can answer a ping.
    answers: bool,
    typing: Typing,
    /// What the client looks at.
    on_screen: Option<ChannelId>,
    /// What was focused and not certainly left.
    focused: Vec<ChannelId>,
    /// The seat in a call that this socket last spoke from.
    seat: Option<calling::Seat>,
    /// Somebody is before the screen.
    is_attended: bool,
    expiry: Expiry,
    drain_at: Option<Instant>,
    commands: u64,
}

impl Session {
    /// Whether more is to be read from the socket.
    pub(crate) fn takes_more(&self) -> bool {
        self.lanes.len() < MAX_PENDING
    }

    /// A sign of life came.
    pub(crate) fn heard(&mut self) {
        self.heartbeat.heard();
    }

    /// A text frame came.
    pub(crate) fn take(&mut self, text: &Bytes) -> Result<(), CloseCode> {
        let solicited = self.heartbeat.is_waiting();
        self.heartbeat.heard();
        let asked = command::read(text)?;
        // The answers to our pings are no commands, but others are counted like them.
        let counts = !(solicited && asked == Asked::Pong);
        if counts && self.flood.count(Instant::now()) {
            return Err(CloseCode::Flood);
        }
        match asked {
            Asked::Pong => {}
            Asked::Identify(_) => {
                let twice = protocol::ErrorCode::BadRequest;
                self.push(frames::refused_for(None, twice));
            }
            Asked::Refused(frame) => self.push(frame),
            Asked::Own(id, command) => self.carry_out(id, command),
            Asked::Api(call) => self.ask_api(call),
        }
        Ok(())
    }

    /// When to call [`Session::tick`].
    pub(crate) fn due_at(&self) -> Instant {
        let due = self.heartbeat.due_at().min(self.expiry.due_at());
        self.drain_at.map_or(due, |drain_at| drain_at.min(due))
    }

    /// Does what is due.
    pub(crate) fn tick(&mut self) {
        let now = Instant::now();
        if self.drain_at.is_some_and(|at| at <= now) {
            self.drain_at = None;
            self.socket.outbox.finish(CloseCode::Draining);
        }
        match self.expiry.tick(now) {
            Some(expiry::Due::Tell { in_s }) => self.push(frames::auth_expiring(in_s)),
            Some(expiry::Due::Over) => self.socket.outbox.finish(CloseCode::TokenExpired),
            None => {}
        }
        match self.heartbeat.beat(now, &mut rand::rng()) {
            Some(Beat::Ping) => {
                let heads = self.moved();
                self.push(frames::ping(heads));
                self.renew_attention();
                if !self.answers {
                    self.heartbeat.heard();
                }
            }
            Some(Beat::Silent) => self.socket.outbox.close(CloseCode::Silent, None),
            None => {}
        }
    }

    /// Lets go of everything that knows this socket. Whoever was let in by these claims and may no
    /// longer be here leaves their call too; others come back to it.
    pub(crate) async fn end(mut self, claims: &Claims) {
        if self.context.door.revoked.covers(claims) {
            self.hang_up();
        }
        self.work.clear();
        for joined in self.joined.iter() {
            joined.channel.leave(self.socket.id);
        }
        if let Some(topic) = &self.topic {
            topic.leave(self.socket.id);
        }
        self.context.sockets.leave(&self.socket);
        self.context.apart.leave(&self.socket);
        self.context.presence.disconnected(&self.socket);
        self.end_attention().await;
        for channel in self.focused.drain(..) {
            self.context.attention.blur(channel, self.socket.id).await;
        }
        self.context
            .workspaces
            .leave(&self.workspaces, self.socket.id)
            .await;
    }

    /// The channels that moved since the last ping.
    fn moved(&mut self) -> BTreeMap<ChannelId, Seq> {
        let mut heads = BTreeMap::new();
        for joined in self.joined.iter_mut() {
            let (id, head) = (joined.channel.id(), joined.channel.head());
            if head > joined.pinged && !self.replays.contains(id) {
                joined.pinged = head;
                heads.insert(id, head);
            }
        }
        heads
    }

    fn push(&self, frame: Bytes) {
        self.socket.outbox.push(frame);
    }

    /// Begins something that keeps no order.
    fn start(&self, work: impl Future<Output = Done> + Send + 'static) {
        self.work.push(Box::pin(work));
    }

    /// Begins something when what is before it in its lane is done.
    fn start_in(&mut self, lane: Lane, work: impl Future<Output = Done> + Send + 'static) {
        let work: Work = Box::pin(async move { work.await.in_lane(lane) });
        if let Some(first) = self.lanes.enter(lane, work) {
            self.work.push(first);
        }
    }

    /// Who asks, for the next command.
    fn caller(&mut self, name: CommandName) -> Caller {
        self.commands += 1;
        let request_id = format!("{}.{}", self.socket.id, self.commands);
        tracing::trace!(request_id, "{name}");
        Caller {
            request_id,
            ..self.caller.clone()
        }
    }
}
