//! The gateway's own frames, as bytes. Events are encoded by `protocol::event`; this is the rest.

use std::collections::BTreeMap;

use bytes::Bytes;
use domain::{ChannelId, ConnectionId, Epoch, Seq, SessionId, UserId};
use protocol::gateway::event::{
    EphemeralEvent, EphemeralFrame, PresenceUpdated, SessionRevoked, UserEvent, UserFrame,
};
use protocol::gateway::frame::{self, AuthExpiring, ControlFrame, Ping, Reconnect};
use protocol::gateway::hello::{Hello, Outcome, Ready, Resumed};
use protocol::user::Statuses;
use protocol::{ErrorCode, Problem};
use serde::Serialize;

/// JSON of one of our own types. None of them can fail to be written; if one ever does, the frame
/// is empty and the client closes the socket as malformed, which the log explains.
pub(crate) fn json(value: &impl Serialize) -> Bytes {
    match serde_json::to_vec(value) {
        Ok(bytes) => Bytes::from(bytes),
        Err(error) => {
            tracing::error!("a frame could not be written: {error}");
            Bytes::new()
        }
    }
}

/// The first frame.
pub(crate) fn hello(hello: Hello) -> Bytes {
    json(&ControlFrame::Hello(hello))
}

/// The answer to `identify`.
pub(crate) fn ready(ready: Ready) -> Bytes {
    json(&ControlFrame::Ready(Box::new(ready)))
}

/// What became of a position.
pub(crate) fn resumed(channel: ChannelId, outcome: Outcome, epoch: Epoch, head: Seq) -> Bytes {
    let (epoch, head_seq) = (Some(epoch), Some(head));
    json(&ControlFrame::Resumed(Resumed {
        channel,
        outcome,
        epoch,
        head_seq,
    }))
}

/// A position in a channel that is not there for the client.
pub(crate) fn gone(channel: ChannelId) -> Bytes {
    let outcome = Outcome::Gone;
    json(&ControlFrame::Resumed(Resumed {
        channel,
        outcome,
        epoch: None,
        head_seq: None,
    }))
}

/// The server's ping.
pub(crate) fn ping(heads: BTreeMap<ChannelId, Seq>) -> Bytes {
    json(&ControlFrame::Ping(Ping { heads }))
}

/// This process is being stopped.
pub(crate) fn reconnect(after_ms: u64) -> Bytes {
    json(&ControlFrame::Reconnect(Reconnect { after_ms }))
}

/// The access token is about to expire.
pub(crate) fn auth_expiring(in_s: u64) -> Bytes {
    json(&ControlFrame::AuthExpiring(AuthExpiring { in_s }))
}

/// The session was ended.
pub(crate) fn session_revoked(session_id: SessionId) -> Bytes {
    let event = UserEvent::SessionRevoked(SessionRevoked { session_id });
    json(&UserFrame {
        user_version: None,
        event,
    })
}

/// Whose presence changed.
pub(crate) fn presence(users: Statuses) -> Bytes {
    ephemeral(
        None,
        EphemeralEvent::PresenceUpdated(PresenceUpdated { users }),
    )
}

/// Something that may be dropped.
pub(crate) fn ephemeral(channel: Option<ChannelId>, event: EphemeralEvent) -> Bytes {
    json(&EphemeralFrame { channel, event })
}

/// A command was carried out.
pub(crate) fn ok(id: u64, data: &impl Serialize) -> Bytes {
    frame::ok(id, &json(data))
}

/// A command was refused.
pub(crate) fn refused(id: Option<u64>, problem: &Problem) -> Bytes {
    frame::error(id, &json(problem))
}

/// A command was refused for a plain reason.
pub(crate) fn refused_for(id: Option<u64>, code: ErrorCode) -> Bytes {
    refused(id, &Problem::new(code))
}

/// The name of a socket in the log.
pub(crate) fn label(connection: ConnectionId, user: UserId) -> String {
    format!("{connection} of {user}")
}
