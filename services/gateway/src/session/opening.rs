//! From `identify` to `ready`: what the client may know, from where on it listens.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use auth::Claims;
use bus::Standing;
use domain::{ChannelId, ConnectionId, Epoch, Seq};
use futures_util::stream::FuturesUnordered;
use protocol::CloseCode;
use protocol::gateway::hello::{ChannelState, Identify, MAX_POSITIONS, Outcome, Position, Ready};
use protocol::user::{Me, Statuses};
use rpc::chat::{BootstrapUser, Caller};
use tokio::time::Instant;

use super::joins::Joins;
use super::patience::patiently;
use super::plan::{Budget, Plan};
use super::replay::Replays;
use super::{Expiry, Flood, Heartbeat, Lanes, Session, Typing};
use crate::context::Context;
use crate::frames;
use crate::hub::{Channel, Place, Role, Socket};
use crate::outbox::Outbox;

/// Who was let in, and from where.
#[derive(Debug)]
pub(crate) struct Guest {
    /// The socket's name.
    pub(crate) id: ConnectionId,
    /// What the token says.
    pub(crate) claims: Claims,
    /// The client's address.
    pub(crate) ip: IpAddr,
}

/// What a position is worth, by channel.
type Positions = HashMap<ChannelId, (Epoch, Seq, Standing)>;

/// A channel that is about to be taken up.
struct Opened {
    state: rpc::chat::ChannelState,
    channel: Arc<Channel>,
    /// Where it stands, as far as the client is told.
    known: Place,
    plan: Plan,
}

impl Session {
    /// A session that knows nothing yet; [`Session::open`] is next.
    pub(crate) fn new(context: Context, guest: &Guest, outbox: Outbox, answers: bool) -> Self {
        let socket = Socket::new(guest.id, guest.claims.sub, guest.claims.sid, outbox);
        let now = Instant::now();
        let left = guest.claims.exp - context.clock.now().timestamp();
        let left = Duration::from_secs(u64::try_from(left).unwrap_or(0));
        let caller = Caller {
            user: guest.claims.sub,
            session: guest.claims.sid,
            client_ip: guest.ip.to_string(),
            request_id: String::new(),
        };
        Self {
            replays: Replays::new(Arc::clone(&socket)),
            flood: Flood::new(context.unlimited),
            context,
            socket,
            work: FuturesUnordered::new(),
            caller,
            topic: None,
            workspaces: Vec::new(),
            guest_in: Vec::new(),
            joined: Joins::default(),
            reading: false,
            lanes: Lanes::default(),
            heartbeat: Heartbeat::new(now, &mut rand::rng()),
            answers,
            typing: Typing::default(),
            on_screen: None,
            focused: Vec::new(),
            seat: None,
            is_attended: false,
            expiry: Expiry::new(now, left),
            drain_at: None,
            commands: 0,
        }
    }

    /// Subscribes, then reads, then says `ready`. What was missed follows by itself.
    ///
    /// # Errors
    /// The code to close with.
    pub(crate) async fn open(
        &mut self,
        claims: &Claims,
        identify: &Identify,
    ) -> Result<(), CloseCode> {
        if identify.positions.len() > MAX_POSITIONS {
            return Err(CloseCode::Malformed);
        }
        let user = self.socket.user;
        self.context.sockets.enter(&self.socket);
        self.context.apart.enter(&self.socket);
        if self.context.door.revoked.covers(claims) {
            return Err(CloseCode::AccessRevoked);
        }
        let (hub, api) = (self.context.hub.clone(), self.context.api.clone());
        let topic = patiently(|| hub.open_user(user)).await;
        let person = patiently(|| api.bootstrap(user))
            .await
            .ok_or(CloseCode::AccessRevoked)?;
        self.context.apart.learn(user, &person.apart);
        self.workspaces.clone_from(&person.workspaces);
        self.guest_in.clone_from(&person.guest_in);
        self.context
            .workspaces
            .enter(&person.workspaces, &person.guest_in, &self.socket)
            .await;

        let channels = self.open_channels(&person, &identify.positions).await;
        let me: Me = serde_json::from_slice(&person.me).map_err(unavailable)?;
        let own = self.context.presence.own(&me);
        let current = identify.user_version == Some(person.user_version);
        let ready = Ready {
            user: me,
            user_version: person.user_version,
            channels: channels
                .iter()
                .map(|channel| listed(channel, current))
                .collect(),
            presence: Statuses::from([(user, own)]),
        };
        self.push(frames::ready(ready));
        self.tell_gone(&identify.positions, &person);
        self.missed_of_user(identify.user_version, person.user_version)
            .await;
        self.topic = Some(topic);
        self.follow(person.user_version).await?;
        self.joined.reserve(channels.len());
        for opened in channels {
            self.join(opened.channel, Role::Member, opened.plan, opened.known);
        }
        self.socket.set_idle(identify.idle);
        self.context.presence.connected(&self.socket);
        Ok(())
    }

    /// Subscribes to the user's channels and plans how each is taken up.
    async fn open_channels(&self, person: &BootstrapUser, positions: &[Position]) -> Vec<Opened> {
        let ids: Vec<_> = person.channels.iter().map(|state| state.channel).collect();
        let channels = patiently(|| self.context.hub.open(&ids)).await;
        let mut opened = Vec::with_capacity(channels.len());
        for (state, channel) in person.channels.iter().zip(channels) {
            let told = Place {
                epoch: state.epoch,
                seq: state.head_seq,
            };
            channel.assume(told);
            // What api says may come from a cache, and be of the life before.
            let here = channel.place().filter(|here| here.epoch > told.epoch);
            let known = here.unwrap_or(told);
            opened.push(Opened {
                state: *state,
                channel,
                known,
                plan: Plan::From(known, None),
            });
        }
        let positions = self.judge(&opened, positions).await;
        let mut budget = Budget::default();
        for one in &mut opened {
            let here = one
                .channel
                .place()
                .filter(|here| here.epoch == one.known.epoch);
            let head = here.map_or(one.known.seq, |here| here.seq.max(one.known.seq));
            let position = positions.get(&one.state.channel).copied();
            if position.is_some() {
                one.plan = budget.plan(
                    Place {
                        epoch: one.known.epoch,
                        seq: head,
                    },
                    position,
                );
            }
        }
        opened
    }

    /// What the client's positions are worth. Where this gateway cannot know, Redis does.
    async fn judge(&self, opened: &[Opened], positions: &[Position]) -> Positions {
        let by_id: HashMap<_, _> = opened.iter().map(|one| (one.state.channel, one)).collect();
        let mut judged = Positions::new();
        let mut unsure = Vec::new();
        for Position(id, epoch, seq) in positions.iter().copied() {
            let Some(one) = by_id.get(&id) else { continue };
            match one.channel.judge(epoch, seq) {
                Some(standing) => {
                    judged.insert(id, (epoch, seq, standing));
                }
                None => unsure.push((id, epoch, seq)),
            }
        }
        if unsure.is_empty() {
            return judged;
        }
        let ids: Vec<_> = unsure.iter().map(|(id, ..)| *id).collect();
        let log = self.context.bus.log();
        let heads = patiently(|| log.heads(&ids)).await;
        for ((id, epoch, seq), head) in unsure.into_iter().zip(heads) {
            // Redis may not hold it: then it stands where api says, and this is beyond.
            let standing = head.map_or(Standing::Reset, |head| head.judge(epoch, seq));
            judged.insert(id, (epoch, seq, standing));
        }
        judged
    }

    fn tell_gone(&self, positions: &[Position], person: &BootstrapUser) {
        for Position(id, ..) in positions {
            if !person.channels.iter().any(|state| state.channel == *id) {
                self.push(frames::gone(*id));
            }
        }
    }
}

/// A channel in `ready`. What the client knows already is null.
fn listed(opened: &Opened, current: bool) -> ChannelState {
    let state = &opened.state;
    let unchanged = current && matches!(opened.plan, Plan::From(_, Some(Outcome::Ok)));
    let told = |value| (!unchanged).then_some(value);
    ChannelState(
        state.channel,
        opened.known.epoch,
        opened.known.seq,
        state.head_message_no,
        (!unchanged).then_some(state.read_message_no),
        told(state.unread),
        told(state.mentions),
    )
}

/// The client comes back after a while.
pub(super) fn unavailable(error: impl std::fmt::Display) -> CloseCode {
    tracing::warn!("a socket cannot be opened: {error}");
    CloseCode::Internal
}
