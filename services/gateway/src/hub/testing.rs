//! Events and sockets for the tests of this service.

use std::sync::Arc;

use bus::Record;
use bytes::Bytes;
use chrono::DateTime;
use domain::{ChannelId, ConnectionId, Epoch, MessageId, Psn, Seq, SessionId, UserId};
use protocol::event::{HEADER_LEN, LogEvent, MessageDeleted};
use protocol::timestamp::Timestamp;
use uuid::Uuid;

use super::listener::Socket;
use crate::outbox::{Next, Outbox};

/// A record with the given payload.
pub(crate) fn record(channel: ChannelId, epoch: i64, seq: i64, payload: Bytes) -> Record {
    Record {
        channel,
        epoch: Epoch::new(epoch),
        seq: Seq::new(seq),
        message_no: None,
        psn: Some(Psn::new(seq)),
        payload,
    }
}

/// A `message.created` that holds little more than its body.
pub(crate) fn created(message: MessageId, body: &str) -> Bytes {
    event(
        1,
        message.as_uuid(),
        &serde_json::json!({ "id": message, "body": body }),
    )
}

/// A `message.deleted`.
pub(crate) fn deleted(message: MessageId) -> Bytes {
    let deletion = MessageDeleted {
        id: message,
        parent_id: None,
        message_no: None,
        deleted_by: user(1),
        deleted_at: Timestamp::from(DateTime::UNIX_EPOCH),
    };
    let event = LogEvent::MessageDeleted(deletion);
    event.encode(user(1), DateTime::UNIX_EPOCH, None).unwrap()
}

/// A `member.left`.
pub(crate) fn left(user: UserId) -> Bytes {
    let kind = protocol::event::EventKind::MemberLeft.number();
    event(
        kind,
        user.as_uuid(),
        &serde_json::json!({ "user": { "id": user } }),
    )
}

/// Any event, from its header up.
pub(crate) fn event(kind: u8, subject: Uuid, body: &serde_json::Value) -> Bytes {
    let mut bytes = vec![0; HEADER_LEN];
    bytes[0] = 1;
    bytes[1] = kind;
    bytes[18..34].copy_from_slice(subject.as_bytes());
    bytes.extend(serde_json::to_vec(body).unwrap());
    Bytes::from(bytes)
}

pub(crate) fn user(number: u128) -> UserId {
    UserId::from_uuid(Uuid::from_u128(number))
}

pub(crate) fn channel_id(number: u128) -> ChannelId {
    ChannelId::from_uuid(Uuid::from_u128(number))
}

/// A socket of this user.
pub(crate) fn socket(number: u128, user: UserId) -> Arc<Socket> {
    let session = SessionId::from_uuid(Uuid::from_u128(number));
    Socket::new(
        ConnectionId::from_uuid(Uuid::from_u128(number)),
        user,
        session,
        Outbox::default(),
    )
}

/// All frames that wait for a socket, as JSON.
pub(crate) fn written(socket: &Socket) -> Vec<serde_json::Value> {
    let mut frames = Vec::new();
    while let Some(Next::Write(frame, _since)) = socket.outbox.take() {
        frames.push(serde_json::from_slice(&frame).unwrap());
    }
    frames
}
