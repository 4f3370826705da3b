//! Reading the client's frames and writing the server's.

use std::collections::BTreeMap;

use bytes::Bytes;
use domain::{ChannelId, Seq, UserVersion};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::hello::{Hello, Ready, Resumed};
use crate::problem::Problem;

/// The most bytes of a frame from a client.
pub const MAX_FRAME_LEN: usize = 65_536;

/// A frame of the client, with its `data` still as text.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClientFrame {
    /// The name of the command, known or not.
    #[serde(rename = "type")]
    pub name: String,
    /// A number of the client's choice: the answer carries it.
    #[serde(default)]
    pub id: Option<u64>,
    /// What belongs to the command.
    #[serde(default)]
    data: Option<Box<RawValue>>,
}

/// The frame is not JSON of our shape: the socket is closed with 4500.
#[derive(Debug, thiserror::Error)]
#[error("the frame is malformed")]
pub struct MalformedFrame(#[source] serde_json::Error);

impl ClientFrame {
    /// Reads a text frame.
    ///
    /// # Errors
    /// When it is not JSON of our shape.
    pub fn parse(text: &str) -> Result<Self, MalformedFrame> {
        serde_json::from_str(text).map_err(MalformedFrame)
    }

    /// The JSON of `data`; empty when there is none.
    #[must_use]
    pub fn data(&self) -> &[u8] {
        self.data
            .as_deref()
            .map_or(&[], |data| data.get().as_bytes())
    }
}

/// What the gateway itself says, outside of any channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", content = "data")]
pub enum ControlFrame {
    /// The first frame.
    #[serde(rename = "hello")]
    Hello(Hello),
    /// The answer to `identify`.
    #[serde(rename = "ready")]
    Ready(Box<Ready>),
    /// What became of one position of `identify`; also when a live channel is reset.
    #[serde(rename = "resumed")]
    Resumed(Resumed),
    /// Answer with `pong`.
    #[serde(rename = "ping")]
    Ping(Ping),
    /// Come back after a while: this server is being stopped.
    #[serde(rename = "reconnect")]
    Reconnect(Reconnect),
    /// The access token expires soon: send `auth.refresh`.
    #[serde(rename = "auth.expiring")]
    AuthExpiring(AuthExpiring),
}

impl ControlFrame {
    /// The bytes of the frame.
    ///
    /// # Errors
    /// When it cannot be written as JSON; none of our types can cause that.
    pub fn encode(&self) -> Result<Bytes, serde_json::Error> {
        serde_json::to_vec(self).map(Bytes::from)
    }
}

/// `ping`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Ping {
    /// The heads of the channels that moved since the last ping; absent when none did.
    #[schema(value_type = BTreeMap<String, Seq>, required = false)]
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub heads: BTreeMap<ChannelId, Seq>,
}

/// `reconnect`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Reconnect {
    /// How long to wait first.
    pub after_ms: u64,
}

/// `auth.expiring`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AuthExpiring {
    /// How long the token still holds.
    pub in_s: u64,
}

/// The answer to a command, exactly one for each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type")]
pub enum AnswerFrame {
    /// It was carried out.
    #[serde(rename = "ok")]
    Ok {
        /// The command's id.
        id: u64,
        /// What came of it.
        #[schema(value_type = Object)]
        data: serde_json::Value,
    },
    /// It was refused.
    #[serde(rename = "error")]
    Error {
        /// The command's id; null when it had none.
        id: Option<u64>,
        /// Why.
        error: Problem,
    },
}

/// The answer to a command, around data that is JSON already.
#[must_use]
pub fn ok(id: u64, data: &[u8]) -> Bytes {
    let start = format!(r#"{{"type":"ok","id":{id},"data":"#);
    let data = if data.is_empty() { b"{}" } else { data };
    Bytes::from([start.as_bytes(), data, b"}"].concat())
}

/// The answer to a command, around a problem that is JSON already.
#[must_use]
pub fn error(id: Option<u64>, problem: &[u8]) -> Bytes {
    let id = id.map_or_else(|| "null".to_owned(), |id| id.to_string());
    let start = format!(r#"{{"type":"error","id":{id},"error":"#);
    Bytes::from([start.as_bytes(), problem, b"}"].concat())
}

/// The frame of an event of a user's own log: its version is put in front of the other fields of
/// `payload`, which is a [`super::event::UserFrame`] without it. `None`: a hint, sent as it is.
///
/// Returns `None` when the payload is not a JSON object.
#[must_use]
pub fn user(version: Option<UserVersion>, payload: &Bytes) -> Option<Bytes> {
    let rest = payload.strip_prefix(b"{")?;
    let Some(version) = version else {
        return Some(payload.clone());
    };
    let start = format!(r#"{{"user_version":{version},"#);
    Some(Bytes::from([start.as_bytes(), rest].concat()))
}

#[cfg(test)]
mod tests {
    use domain::SessionId;
    use uuid::Uuid;

    use super::*;
    use crate::ErrorCode;
    use crate::gateway::command::{Command, CommandName, Door};
    use crate::gateway::event::{SessionRevoked, UserEvent, UserFrame};

    #[test]
    fn a_command_is_read_in_two_steps() {
        let frame = ClientFrame::parse(
            r#"{"type":"read.mark","id":7,"data":{"channel":"00000000-0000-0000-0000-000000000009","message_no":3}}"#,
        )
        .unwrap();
        let name: CommandName = frame.name.parse().unwrap();
        assert_eq!((frame.id, name.door()), (Some(7), Door::Api));

        let Command::ReadMark(mark) = Command::parse(name, frame.data()).unwrap() else {
            panic!("not a read.mark");
        };
        assert_eq!(mark.message_no.get(), 3);
    }

    #[test]
    fn a_command_without_data_is_read_as_one_with_empty_data() {
        let frame = ClientFrame::parse(r#"{"type":"ping","id":1}"#).unwrap();
        assert!(Command::parse(CommandName::Ping, frame.data()).is_ok());
        let refusal = Command::parse(CommandName::Fill, frame.data()).unwrap_err();
        assert_eq!(refusal.code, ErrorCode::InvalidInput);
    }

    #[test]
    fn what_is_not_our_json_is_malformed() {
        for text in [
            "",
            "[]",
            "7",
            "{}",
            r#"{"type":7}"#,
            r#"{"type":"ping","id":-1}"#,
            r#"{"type":"ping","id":"x"}"#,
            r#"{"type":"ping","extra":1}"#,
            r#"{"type":"a"}{}"#,
        ] {
            assert!(ClientFrame::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn an_answer_carries_the_commands_id() {
        let answer: AnswerFrame = serde_json::from_slice(&ok(7, br#"{"a":1}"#)).unwrap();
        assert_eq!(
            answer,
            AnswerFrame::Ok {
                id: 7,
                data: serde_json::json!({"a": 1})
            }
        );

        let problem = Problem::new(ErrorCode::NotFound);
        let json = serde_json::to_vec(&problem).unwrap();
        let spliced: AnswerFrame = serde_json::from_slice(&error(None, &json)).unwrap();
        assert_eq!(
            spliced,
            AnswerFrame::Error {
                id: None,
                error: problem
            }
        );
    }

    #[test]
    fn a_user_event_gets_its_version_in_front() {
        let revoked = SessionRevoked {
            session_id: SessionId::from_uuid(Uuid::nil()),
        };
        let event = UserFrame {
            user_version: None,
            event: UserEvent::SessionRevoked(revoked),
        };
        let payload = Bytes::from(serde_json::to_vec(&event).unwrap());

        let version = Some(UserVersion::new(12));
        let frame: UserFrame = serde_json::from_slice(&user(version, &payload).unwrap()).unwrap();

        assert_eq!(
            frame,
            UserFrame {
                user_version: version,
                ..event
            }
        );
        assert_eq!(user(None, &payload), Some(payload));
    }
}
