//! The bytes of an event: a fixed header in front of the JSON body, so that whoever routes an
//! event never has to parse the body.
//!
//! | offset | length | field |
//! | --- | --- | --- |
//! | 0 | 1 | version: 1, or 2 when people are named behind the header |
//! | 1 | 1 | kind |
//! | 2 | 16 | author, a user id; nil for Hubbub itself |
//! | 18 | 16 | subject: the message or member that the event is about; nil for the channel |
//! | 34 | 8 | created at, milliseconds since 1970, big-endian |
//! | 42 | 26 | traceparent, or zeroes |
//! | 68 | | version 2 only: how many people (4 bytes, big-endian), then the id of each (16 bytes) |
//! | … | | JSON object |
//!
//! The people are those whom `@here` found online: whoever counts and stores mentions has to know
//! them, and no client is told who was there at what time.

use std::io::Write as _;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use domain::{ChannelId, MessageId, MessageNo, Seq, UserId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::{EventKind, LogEvent};
use crate::trace::{TRACEPARENT_LEN, Traceparent};

/// The length of the header in bytes.
pub const HEADER_LEN: usize = 68;

const VERSION: u8 = 1;
/// With people behind the header.
const VERSION_WITH_PEOPLE: u8 = 2;
/// The length of an id in bytes.
const ID_LEN: usize = 16;
/// Room for a body of usual length, so that encoding rarely grows its buffer.
const USUAL_BODY_LEN: usize = 1_024;
/// More than type, channel, seq and punctuation of a frame take.
const FRAME_OVERHEAD: usize = 200;

/// The bytes are not an event that this version can read.
#[derive(Debug, thiserror::Error)]
pub enum MalformedEvent {
    /// Shorter than a header, or without a JSON object after it.
    #[error("the event is cut short")]
    Truncated,
    /// Written by a version that we do not know.
    #[error("the event has version {0}")]
    UnknownVersion(u8),
    /// A kind that we do not know.
    #[error("the event is of the unknown kind {0}")]
    UnknownKind(u8),
    /// A body that does not fit its kind.
    #[error("the body of a {kind} event does not fit")]
    Body {
        /// The kind that the header names.
        kind: EventKind,
        /// What does not fit.
        #[source]
        source: serde_json::Error,
    },
}

pub(super) struct Header<'a> {
    pub(super) kind: EventKind,
    pub(super) here: &'a [UserId],
    pub(super) author: UserId,
    pub(super) subject: Uuid,
    pub(super) created_at: DateTime<Utc>,
    pub(super) traceparent: Option<Traceparent>,
}

pub(super) fn encode(
    header: &Header<'_>,
    data: &impl Serialize,
) -> Result<Bytes, serde_json::Error> {
    let trace = header
        .traceparent
        .map_or([0; TRACEPARENT_LEN], Traceparent::to_bytes);
    let people = header.here.len();
    let mut bytes = Vec::with_capacity(HEADER_LEN + people * ID_LEN + USUAL_BODY_LEN);
    let version = if people == 0 {
        VERSION
    } else {
        VERSION_WITH_PEOPLE
    };
    bytes.extend_from_slice(&[version, header.kind.number()]);
    bytes.extend_from_slice(header.author.as_uuid().as_bytes());
    bytes.extend_from_slice(header.subject.as_bytes());
    bytes.extend_from_slice(&header.created_at.timestamp_millis().to_be_bytes());
    bytes.extend_from_slice(&trace);
    if people > 0 {
        // Nobody has four thousand million people online.
        let count = u32::try_from(people).unwrap_or(u32::MAX);
        bytes.extend_from_slice(&count.to_be_bytes());
        for user in header.here {
            bytes.extend_from_slice(user.as_uuid().as_bytes());
        }
    }
    serde_json::to_writer(&mut bytes, data)?;
    Ok(Bytes::from(bytes))
}

/// The trace of an event, if that trace is kept. Reads no more than the header's end.
#[must_use]
pub fn kept_trace(payload: &[u8]) -> Option<Traceparent> {
    let (header, _body) = payload.split_first_chunk::<HEADER_LEN>()?;
    let trace = header.last_chunk::<TRACEPARENT_LEN>()?;
    Traceparent::from_bytes(*trace).filter(|trace| trace.is_kept())
}

/// An event, read without copying.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventView<'a> {
    /// What sort of event.
    pub kind: EventKind,
    /// Who caused it.
    pub author: UserId,
    /// When its author's request was taken.
    pub created_at: DateTime<Utc>,
    /// The trace that it belongs to.
    pub traceparent: Option<Traceparent>,
    /// The JSON object.
    pub body: &'a [u8],
    subject: Uuid,
    here: &'a [u8],
}

impl<'a> EventView<'a> {
    /// Reads the header.
    ///
    /// # Errors
    /// When the bytes are cut short, or of a version or kind that we do not know. The caller
    /// serves the seq as `void`.
    pub fn decode(payload: &'a [u8]) -> Result<Self, MalformedEvent> {
        let (header, rest_of_payload) = payload
            .split_first_chunk::<HEADER_LEN>()
            .ok_or(MalformedEvent::Truncated)?;
        let [version, kind, rest @ ..] = header;
        let (here, body) = match *version {
            VERSION => rest_of_payload.split_at(0),
            VERSION_WITH_PEOPLE => people(rest_of_payload)?,
            unknown => return Err(MalformedEvent::UnknownVersion(unknown)),
        };
        let kind = EventKind::from_number(*kind).ok_or(MalformedEvent::UnknownKind(*kind))?;
        if body.first() != Some(&b'{') || body.last() != Some(&b'}') {
            return Err(MalformedEvent::Truncated);
        }
        let (author, rest) = take::<16>(rest)?;
        let (subject, rest) = take::<16>(rest)?;
        let (millis, rest) = take::<8>(rest)?;
        let (trace, _end) = take::<TRACEPARENT_LEN>(rest)?;
        Ok(Self {
            kind,
            author: UserId::from_uuid(Uuid::from_bytes(author)),
            created_at: DateTime::from_timestamp_millis(i64::from_be_bytes(millis))
                .ok_or(MalformedEvent::Truncated)?,
            traceparent: Traceparent::from_bytes(trace),
            body,
            subject: Uuid::from_bytes(subject),
            here,
        })
    }

    /// Whom `@here` found online, when the event says that it calls them.
    pub fn here(&self) -> impl Iterator<Item = UserId> + use<'a> {
        let (ids, _none_left) = self.here.as_chunks::<ID_LEN>();
        ids.iter()
            .map(|id| UserId::from_uuid(Uuid::from_bytes(*id)))
    }

    /// The message that the event is about.
    #[must_use]
    pub fn message(&self) -> Option<MessageId> {
        self.kind
            .is_about_message()
            .then(|| MessageId::from_uuid(self.subject))
    }

    /// The member that the event is about.
    #[must_use]
    pub fn member(&self) -> Option<UserId> {
        self.kind
            .is_about_member()
            .then(|| UserId::from_uuid(self.subject))
    }

    /// Parses the body.
    ///
    /// # Errors
    /// When the body does not fit its kind.
    pub fn event(&self) -> Result<LogEvent, MalformedEvent> {
        Ok(match self.kind {
            EventKind::Void => LogEvent::Void(self.parse()?),
            EventKind::MessageCreated => LogEvent::MessageCreated(self.parse()?),
            EventKind::MessageUpdated => LogEvent::MessageUpdated(self.parse()?),
            EventKind::MessageDeleted => LogEvent::MessageDeleted(self.parse()?),
            EventKind::ReactionAdded => LogEvent::ReactionAdded(self.parse()?),
            EventKind::ReactionRemoved => LogEvent::ReactionRemoved(self.parse()?),
            EventKind::PinAdded => LogEvent::PinAdded(self.parse()?),
            EventKind::PinRemoved => LogEvent::PinRemoved(self.parse()?),
            EventKind::MemberJoined => LogEvent::MemberJoined(self.parse()?),
            EventKind::MemberLeft => LogEvent::MemberLeft(self.parse()?),
            EventKind::MemberUpdated => LogEvent::MemberUpdated(self.parse()?),
            EventKind::ChannelUpdated => LogEvent::ChannelUpdated(self.parse()?),
            EventKind::ChannelArchived => LogEvent::ChannelArchived(self.parse()?),
            EventKind::ChannelUnarchived => LogEvent::ChannelUnarchived(self.parse()?),
            EventKind::ChannelDeleted => LogEvent::ChannelDeleted(self.parse()?),
            EventKind::ChannelRestored => LogEvent::ChannelRestored(self.parse()?),
        })
    }

    fn parse<T: DeserializeOwned>(&self) -> Result<T, MalformedEvent> {
        serde_json::from_slice(self.body).map_err(|source| MalformedEvent::Body {
            kind: self.kind,
            source,
        })
    }
}

/// The ids behind the header, and the body after them.
fn people(bytes: &[u8]) -> Result<(&[u8], &[u8]), MalformedEvent> {
    let (count, rest) = take::<4>(bytes)?;
    let count = usize::try_from(u32::from_be_bytes(count)).unwrap_or(usize::MAX);
    rest.split_at_checked(count.saturating_mul(ID_LEN))
        .ok_or(MalformedEvent::Truncated)
}

fn take<const N: usize>(bytes: &[u8]) -> Result<([u8; N], &[u8]), MalformedEvent> {
    bytes
        .split_first_chunk::<N>()
        .map(|(head, rest)| (*head, rest))
        .ok_or(MalformedEvent::Truncated)
}

/// The frame that clients get: `{"type":…,"channel":…,"seq":…,"data":{…}}`, made by splicing the
/// body, which is not parsed. In a `message.created`, what the log gave is put in front of the
/// message's other fields. An empty payload is a seq whose content is gone.
///
/// # Errors
/// As [`EventView::decode`]; serve [`frame_void`] then.
pub fn frame(
    channel: ChannelId,
    seq: Seq,
    message_no: Option<MessageNo>,
    payload: &[u8],
) -> Result<Bytes, MalformedEvent> {
    if payload.is_empty() {
        return Ok(frame_void(channel, seq));
    }
    let event = EventView::decode(payload)?;
    let mut frame = start(event.kind, channel, seq, event.body.len());
    if event.kind == EventKind::MessageCreated {
        let rest = event.body.get(1..).ok_or(MalformedEvent::Truncated)?;
        let number = message_no.map_or_else(|| "null".to_owned(), |number| number.to_string());
        let comma = if rest.starts_with(b"}") { "" } else { "," };
        let given = format!(r#"{{"seq":{seq},"message_no":{number},"rev_seq":{seq}{comma}"#);
        frame.extend_from_slice(given.as_bytes());
        frame.extend_from_slice(rest);
    } else {
        frame.extend_from_slice(event.body);
    }
    frame.push(b'}');
    Ok(Bytes::from(frame))
}

/// The frame of a seq whose content is gone.
#[must_use]
pub fn frame_void(channel: ChannelId, seq: Seq) -> Bytes {
    let mut frame = start(EventKind::Void, channel, seq, 2);
    frame.extend_from_slice(b"{}}");
    Bytes::from(frame)
}

fn start(kind: EventKind, channel: ChannelId, seq: Seq, body_len: usize) -> Vec<u8> {
    let mut frame = Vec::with_capacity(FRAME_OVERHEAD + body_len);
    // Writing into a Vec cannot fail.
    let _infallible = write!(
        frame,
        r#"{{"type":"{kind}","channel":"{channel}","seq":{seq},"data":"#
    );
    frame
}
