//! The commands that the gateway answers itself.

use bus::Range;
use domain::{ChannelId, Epoch, Seq, UserId};
use protocol::gateway::command::{
    AuthRefresh, Channels, Command, Fill, Focus, MAX_SUBSCRIBED, MAX_WATCHED, Place as Typed,
};
use protocol::gateway::event::{EphemeralEvent, PresenceUpdated, Typist};
use protocol::{ErrorCode, Problem};
use serde::Serialize;
use serde_json::value::RawValue;
use tokio::time::Instant;

use super::Session;
use super::answers::What;
use super::expiry::Expiry;
use super::lanes::Lane;
use crate::frames;
use crate::hub::event::Event;
use crate::hub::{Place, Role};

/// Events in one answer to `fill`.
const MAX_FILL: usize = 200;
/// Bytes of events in one answer to `fill`; at least one event is sent.
const MAX_FILL_BYTES: usize = 96 * 1024;

impl Session {
    /// Carries out a command of the gateway's own.
    pub(super) fn carry_out(&mut self, id: Option<u64>, command: Command) {
        match (id, command) {
            (_, Command::Typing(place)) => self.type_in(&place),
            (Some(id), Command::Ping(_)) => self.push(frames::ok(id, &serde_json::json!({}))),
            (Some(id), Command::Focus(focus)) => self.focus_command(id, &focus),
            (Some(id), Command::PresenceWatch(watch)) => self.watch(id, watch.user_ids),
            (Some(id), Command::PresenceIdle(told)) => self.be_idle(id, told.idle),
            (Some(id), Command::Subscribe(wish)) => self.subscribe(id, &wish),
            (Some(id), Command::Unsubscribe(wish)) => self.unsubscribe(id, &wish),
            (Some(id), Command::Fill(fill)) => self.fill(id, &fill),
            (Some(id), Command::AuthRefresh(refresh)) => self.refresh(id, &refresh),
            // Commands of api and those without an id were sorted out before.
            (id, _) => self.push(frames::refused_for(id, ErrorCode::BadRequest)),
        }
    }

    fn type_in(&mut self, place: &Typed) {
        let member = self
            .joined
            .get(place.channel)
            .is_some_and(|one| one.role == Role::Member);
        if !member
            || !self
                .typing
                .may_tell(place.channel, place.parent_id, Instant::now())
        {
            return;
        }
        let typist = Typist {
            user_id: self.socket.user,
            parent_id: place.parent_id,
        };
        let event = EphemeralEvent::TypingStarted(typist);
        let frame = frames::ephemeral(Some(place.channel), event);
        let (live, channel) = (self.context.bus.live(), place.channel);
        self.start(async move {
            if let Err(error) = live.publish_in(channel, &frame).await {
                tracing::debug!("typing is not told: {error}");
            }
            What::Nothing.into()
        });
    }

    fn focus_command(&mut self, id: u64, wish: &Focus) {
        let channel = wish.channel;
        if channel.is_some_and(|channel| !self.joined.contains(channel)) {
            return self.push(frames::refused_for(Some(id), ErrorCode::NotFound));
        }
        self.focus(channel);
        self.attend(wish.active);
        self.push(frames::ok(id, &serde_json::json!({})));
    }

    /// This channel is on screen from now on, and no other.
    pub(super) fn focus(&mut self, channel: Option<ChannelId>) {
        let before = std::mem::replace(&mut self.on_screen, channel);
        if before == channel {
            return;
        }
        self.focused.extend(channel);
        let (attention, socket) = (self.context.attention.clone(), self.socket.clone());
        self.start_in(Lane::Other, async move {
            if let Some(before) = before {
                attention.blur(before, socket.id).await;
            }
            if let Some(channel) = channel {
                attention.focus(channel, &socket).await;
            }
            What::Blurred(before).into()
        });
    }

    fn watch(&mut self, id: u64, users: Vec<UserId>) {
        if users.len() > MAX_WATCHED {
            return self.too_many(id, "/user_ids", MAX_WATCHED);
        }
        let (api, presence) = (self.context.api.clone(), self.context.presence.clone());
        let (socket, apart) = (self.socket.clone(), self.context.apart.clone());
        self.start_in(Lane::Other, async move {
            let frame = match api.watchable(socket.user, &users).await {
                Ok(mut allowed) => {
                    // A block may have come while api was asked.
                    allowed.retain(|other| !apart.are(socket.user, *other));
                    let users = presence.watch(&socket, &allowed).await;
                    frames::ok(id, &PresenceUpdated { users })
                }
                Err(error) => frames::refused(Some(id), &error.problem()),
            };
            What::Answer(frame).into()
        });
    }

    fn be_idle(&mut self, id: u64, idle: bool) {
        self.socket.set_idle(idle);
        self.context.presence.touched(&self.socket);
        self.push(frames::ok(id, &serde_json::json!({})));
    }

    fn subscribe(&mut self, id: u64, wish: &Channels) {
        let previews = self.joined.previews().count();
        if previews + wish.channels.len() > MAX_SUBSCRIBED {
            return self.too_many(id, "/channels", MAX_SUBSCRIBED);
        }
        let (api, hub) = (self.context.api.clone(), self.context.hub.clone());
        let (user, channels) = (self.socket.user, wish.channels.clone());
        self.start_in(Lane::Other, async move {
            let readable = match api.readable(user, &channels).await {
                Ok(readable) => readable,
                Err(error) => {
                    return What::Answer(frames::refused(Some(id), &error.problem())).into();
                }
            };
            // One's own channels come by themselves.
            let previews: Vec<_> = readable.into_iter().filter(|one| !one.member).collect();
            let ids: Vec<_> = previews.iter().map(|one| one.channel).collect();
            match hub.open(&ids).await {
                Ok(opened) => What::Previews(id, opened.into_iter().zip(previews).collect()).into(),
                Err(error) => {
                    tracing::warn!("previews cannot be opened: {error}");
                    let code = ErrorCode::Unavailable;
                    What::Answer(frames::refused_for(Some(id), code)).into()
                }
            }
        });
    }

    fn unsubscribe(&mut self, id: u64, wish: &Channels) {
        for channel in &wish.channels {
            if self
                .joined
                .get(*channel)
                .is_some_and(|one| one.role == Role::Preview)
            {
                self.leave(*channel);
            }
        }
        self.push(frames::ok(id, &serde_json::json!({})));
    }

    fn fill(&mut self, id: u64, fill: &Fill) {
        let Some(joined) = self.joined.get(fill.channel) else {
            return self.push(frames::refused_for(Some(id), ErrorCode::NotFound));
        };
        let after = fill.after_seq;
        if let Some((place, events)) = joined.channel.recent(after, MAX_FILL) {
            return self.push(filled(id, place, &events));
        }
        let (log, channel) = (self.context.bus.log(), fill.channel);
        self.start_in(Lane::Channel(channel), async move {
            let frame = match log.tail(channel, Range::After(after), MAX_FILL).await {
                Ok(Some(tail)) if tail.reaches(after) => {
                    let events: Vec<_> = tail.records.iter().map(Event::read).collect();
                    let place = Place {
                        epoch: tail.head.epoch,
                        seq: tail.head.seq,
                    };
                    filled(id, place, &events)
                }
                Ok(_) => frames::refused_for(Some(id), ErrorCode::EventsGone),
                Err(error) => {
                    tracing::debug!(channel.id = %channel, "a gap cannot be filled: {error}");
                    frames::refused_for(Some(id), ErrorCode::Unavailable)
                }
            };
            What::Answer(frame).into()
        });
    }

    fn refresh(&mut self, id: u64, refresh: &AuthRefresh) {
        let claims = match self.context.door.verify(&refresh.token) {
            Ok(claims) => claims,
            Err(denied) => return self.push(frames::refused_for(Some(id), denied.code())),
        };
        if claims.sub != self.socket.user || claims.sid != self.socket.session {
            return self.push(frames::refused_for(Some(id), ErrorCode::Forbidden));
        }
        let left = claims.exp - self.context.clock.now().timestamp();
        let left = std::time::Duration::from_secs(u64::try_from(left).unwrap_or(0));
        self.expiry = Expiry::new(Instant::now(), left);
        self.push(frames::ok(
            id,
            &serde_json::json!({ "expires_in": left.as_secs() }),
        ));
    }

    fn too_many(&self, id: u64, pointer: &str, limit: usize) {
        let limit = u64::try_from(limit).ok();
        let mut problem = Problem::new(ErrorCode::InvalidInput);
        problem.errors.push(protocol::FieldError {
            pointer: pointer.to_owned(),
            code: "too_many".to_owned(),
            limit,
        });
        self.push(frames::refused(Some(id), &problem));
    }
}

/// The answer to `fill`: as many of the events as fit.
fn filled(id: u64, place: Place, events: &[Event]) -> bytes::Bytes {
    let mut bytes = 0;
    let mut frames: Vec<&RawValue> = Vec::new();
    for event in events {
        bytes += event.frame.len();
        if bytes > MAX_FILL_BYTES && !frames.is_empty() {
            break;
        }
        match serde_json::from_slice(&event.frame) {
            Ok(frame) => frames.push(frame),
            Err(error) => {
                tracing::error!(seq = %event.seq, "an event's frame is no JSON: {error}");
                break;
            }
        }
    }
    let filled = Filled {
        events: frames,
        head_seq: place.seq,
        epoch: place.epoch,
    };
    crate::frames::ok(id, &filled)
}

/// As `protocol::sync::EventsPage`, without copying the events.
#[derive(Serialize)]
struct Filled<'a> {
    events: Vec<&'a RawValue>,
    head_seq: Seq,
    epoch: Epoch,
}
