//! Sending a client what it missed, page by page, until it listens live.
//!
//! A channel in replay is no listener: its live events come from the same reading. Only when
//! nothing lies between what was sent and what the hub has delivered does the socket become a
//! listener, under the lock under which events are delivered. So every seq is sent once, in order.

use std::collections::VecDeque;
use std::sync::Arc;

use bus::{Standing, Tail};
use domain::ChannelId;
use protocol::gateway::hello::Outcome;

use super::plan::Plan;
use crate::frames;
use crate::hub::event::{Effect, Event};
use crate::hub::{Channel, Join, Listener, Place, Role, Socket};

/// Events taken from a ring or a tail at once.
pub(crate) const PAGE: usize = 100;
/// Readings in a row that brought nothing, before the socket is given up.
const MAX_STALLS: u32 = 50;

/// All channels that a socket still has to take up, one after the other.
#[derive(Debug)]
pub(crate) struct Replays {
    socket: Arc<Socket>,
    queue: VecDeque<Replay>,
}

/// One channel on its way to live.
#[derive(Debug)]
pub(crate) struct Replay {
    channel: Arc<Channel>,
    role: Role,
    plan: Plan,
    /// Where Postgres says that the channel stands, for one that Redis does not hold.
    known: Place,
    /// Read, and not sent yet.
    page: VecDeque<Event>,
    /// The user left in what was sent: they may have come back since.
    left: bool,
    stalls: u32,
}

/// What comes next.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Nothing is left to do, or the outbox is half full.
    Rest,
    /// Something was sent, or a channel is live: go on.
    Went,
    /// Read this channel's tail after the place and hand it to [`Replays::read`]. `again`: the
    /// last reading brought nothing, so wait a little first.
    Read {
        /// Which.
        channel: ChannelId,
        /// What was sent.
        after: Place,
        /// Whether to wait.
        again: bool,
    },
    /// Ask whether the user is (again) a member, and answer to [`Replays::is_member`].
    AskMember(ChannelId),
    /// The channel's handle is out of use: open it anew and hand it to [`Replays::reopened`].
    Reopen(ChannelId),
    /// It goes nowhere: close the socket.
    Stuck,
}

impl Replay {
    /// A channel to take up.
    pub(crate) fn new(channel: Arc<Channel>, role: Role, plan: Plan, known: Place) -> Self {
        Self {
            channel,
            role,
            plan,
            known,
            page: VecDeque::new(),
            left: false,
            stalls: 0,
        }
    }
}

impl Replays {
    /// Nothing to take up yet.
    pub(crate) fn new(socket: Arc<Socket>) -> Self {
        Self {
            socket,
            queue: VecDeque::new(),
        }
    }

    /// The first one is done with.
    fn drop_first(&mut self) {
        self.queue.pop_front();
        if self.queue.is_empty() {
            // An idle socket holds no buffer.
            self.queue = VecDeque::new();
        }
    }

    /// One more.
    pub(crate) fn add(&mut self, replay: Replay) {
        self.queue.push_back(replay);
    }

    /// Whether the channel is still on its way.
    pub(crate) fn contains(&self, channel: ChannelId) -> bool {
        self.queue
            .iter()
            .any(|replay| replay.channel.id() == channel)
    }

    /// Whether the channel is the one that is being taken up.
    pub(crate) fn is_at(&self, channel: ChannelId) -> bool {
        self.queue
            .front()
            .is_some_and(|replay| replay.channel.id() == channel)
    }

    /// Who previewed a channel is a member now.
    pub(crate) fn promote(&mut self, channel: ChannelId) {
        for replay in &mut self.queue {
            if replay.channel.id() == channel {
                replay.role = Role::Member;
            }
        }
    }

    /// Gives a channel up.
    pub(crate) fn drop_channel(&mut self, channel: ChannelId) {
        self.queue.retain(|replay| replay.channel.id() != channel);
    }

    /// Goes on with the first channel.
    pub(crate) fn step(&mut self) -> Step {
        if !self.socket.outbox.has_room() {
            return Step::Rest;
        }
        let Some(replay) = self.queue.front_mut() else {
            return Step::Rest;
        };
        if let Some(event) = replay.page.pop_front() {
            return send(&self.socket, replay, &event);
        }
        if replay.left {
            return Step::AskMember(replay.channel.id());
        }
        let listener = Listener {
            role: replay.role,
            ..Listener::member(&self.socket)
        };
        let joined = match replay.plan {
            Plan::From(from, greeting) => take_up(&self.socket, replay, from, greeting, &listener),
            Plan::AtHead(outcome) => at_head(&self.socket, replay, outcome, &listener),
        };
        joined.unwrap_or_else(|| {
            self.drop_first();
            Step::Went
        })
    }

    /// Takes what was read for the first channel; `None`: Redis does not hold the channel.
    pub(crate) fn read(&mut self, tail: Option<Tail>) {
        let Some(replay) = self.queue.front_mut() else {
            return;
        };
        let Plan::From(from, greeting) = replay.plan else {
            if let Some(tail) = tail {
                replay.channel.adopt(&tail.head);
            } else {
                replay.channel.assume(replay.known);
            }
            return;
        };
        let Some(tail) = tail else {
            if replay.channel.place().is_none() {
                replay.channel.assume(replay.known);
            } else {
                replay.plan = Plan::AtHead(Outcome::Behind);
            }
            return;
        };
        replay.channel.adopt(&tail.head);
        if tail.head.judge(from.epoch, from.seq) == Standing::Reset {
            replay.plan = Plan::AtHead(Outcome::Reset);
        } else if !tail.reaches(from.seq) {
            replay.plan = Plan::AtHead(Outcome::Behind);
        } else {
            replay.plan = Plan::From(
                Place {
                    epoch: tail.head.epoch,
                    seq: from.seq,
                },
                greeting,
            );
            replay.stalls = if tail.records.is_empty() {
                replay.stalls + 1
            } else {
                0
            };
            replay.page = tail.records.iter().map(Event::read).collect();
        }
    }

    /// Takes the answer to [`Step::AskMember`].
    pub(crate) fn is_member(&mut self, member: bool) {
        let Some(replay) = self.queue.front_mut() else {
            return;
        };
        replay.left = false;
        if !member {
            self.drop_first();
        }
    }

    /// Takes the answer to [`Step::Reopen`].
    pub(crate) fn reopened(&mut self, channel: Arc<Channel>) {
        if let Some(replay) = self.queue.front_mut() {
            replay.channel = channel;
        }
    }
}

/// Sends one event of a page.
fn send(socket: &Socket, replay: &mut Replay, event: &Event) -> Step {
    greet(socket, replay);
    socket.outbox.push(event.frame.clone());
    if let Plan::From(from, _) = &mut replay.plan {
        from.seq = event.seq;
    }
    if event.effect == Effect::Left(socket.user) && replay.role == Role::Member {
        replay.left = true;
        replay.page.clear();
    }
    Step::Went
}

/// Announces the outcome before the first event.
fn greet(socket: &Socket, replay: &mut Replay) {
    if let Plan::From(from, Some(outcome)) = replay.plan {
        let head = replay.channel.head().max(from.seq);
        let frame = frames::resumed(replay.channel.id(), outcome, from.epoch, head);
        socket.outbox.push(frame);
        replay.plan = Plan::From(from, None);
    }
}

/// `None`: the socket listens.
fn take_up(
    socket: &Socket,
    replay: &mut Replay,
    from: Place,
    greeting: Option<Outcome>,
    listener: &Listener,
) -> Option<Step> {
    let id = replay.channel.id();
    let live = || {
        if let Some(outcome) = greeting {
            socket
                .outbox
                .push(frames::resumed(id, outcome, from.epoch, from.seq));
        }
    };
    let again = replay.stalls > 0;
    match replay.channel.join(from, listener, PAGE, live) {
        Join::Live => None,
        Join::Ring(events) => {
            replay.stalls = 0;
            replay.page = events.into();
            Some(Step::Went)
        }
        Join::Tail | Join::OtherLife if replay.stalls >= MAX_STALLS => Some(Step::Stuck),
        Join::Tail | Join::OtherLife => Some(Step::Read {
            channel: id,
            after: from,
            again,
        }),
        Join::Retired => Some(Step::Reopen(id)),
    }
}

/// `None`: the socket listens.
fn at_head(
    socket: &Socket,
    replay: &mut Replay,
    outcome: Outcome,
    listener: &Listener,
) -> Option<Step> {
    let id = replay.channel.id();
    let live = |place: Place| {
        socket
            .outbox
            .push(frames::resumed(id, outcome, place.epoch, place.seq));
    };
    match replay.channel.join_at_head(listener, live) {
        Join::Live => None,
        Join::Retired => Some(Step::Reopen(id)),
        _ if replay.stalls >= MAX_STALLS => Some(Step::Stuck),
        _ => {
            replay.stalls += 1;
            let again = replay.stalls > 1;
            Some(Step::Read {
                channel: id,
                after: replay.known,
                again,
            })
        }
    }
}
