//! From a client's frame to what has to be done about it.

use bytes::Bytes;
use domain::{ChannelId, MessageId};
use protocol::gateway::command::{Command, CommandName, Door};
use protocol::gateway::frame::ClientFrame;
use protocol::gateway::hello::Identify;
use protocol::{CloseCode, ErrorCode, Problem};
use serde::Deserialize;

use super::lanes::Lane;
use crate::frames;

/// What a frame asks for.
#[derive(Debug, PartialEq)]
pub(crate) enum Asked {
    /// The first frame of a client.
    Identify(Identify),
    /// The answer to our ping.
    Pong,
    /// Something that api answers.
    Api(Call),
    /// Something that the gateway answers. `typing` has no id, and no answer.
    Own(Option<u64>, Command),
    /// Nothing: it is refused, and the socket stays.
    Refused(Bytes),
}

/// A command on its way to api.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Call {
    /// What the client calls it.
    pub(crate) id: u64,
    /// Which command.
    pub(crate) name: CommandName,
    /// What it must not overtake.
    pub(crate) lane: Lane,
    /// As the client wrote it.
    pub(crate) data: Bytes,
}

/// Reads a text frame.
///
/// # Errors
/// The close code, when it is not JSON of our shape.
pub(crate) fn read(text: &Bytes) -> Result<Asked, CloseCode> {
    let text = std::str::from_utf8(text).map_err(|_not_text| CloseCode::Malformed)?;
    let frame = ClientFrame::parse(text).map_err(|malformed| {
        tracing::debug!("{malformed}");
        CloseCode::Malformed
    })?;
    let Ok(name) = frame.name.parse::<CommandName>() else {
        return Ok(refused(frame.id, ErrorCode::UnknownCommand));
    };
    let answered = !matches!(
        name,
        CommandName::Identify | CommandName::Pong | CommandName::Typing
    );
    match (name.door(), frame.id) {
        (Door::Api, Some(id)) => Ok(Asked::Api(call(id, name, frame.data()))),
        (_, None) if answered => {
            let missing = Problem::new(ErrorCode::BadRequest).with_detail("a command needs an id");
            Ok(Asked::Refused(frames::refused(None, &missing)))
        }
        (_, id) => Ok(own(id, name, frame.data())),
    }
}

fn own(id: Option<u64>, name: CommandName, data: &[u8]) -> Asked {
    match Command::parse(name, data) {
        Ok(Command::Identify(identify)) => Asked::Identify(identify),
        Ok(Command::Pong(_)) => Asked::Pong,
        Ok(command) => Asked::Own(id, command),
        Err(invalid) => Asked::Refused(frames::refused(id, &Problem::from(invalid))),
    }
}

fn call(id: u64, name: CommandName, data: &[u8]) -> Call {
    Call {
        id,
        name,
        lane: lane(data),
        data: Bytes::copy_from_slice(data),
    }
}

/// Only what decides about order is read here; whether the data is right, api says.
fn lane(data: &[u8]) -> Lane {
    #[derive(Deserialize)]
    struct About {
        #[serde(default)]
        channel: Option<ChannelId>,
        #[serde(default)]
        message: Option<MessageId>,
    }
    match serde_json::from_slice(data) {
        Ok(About {
            channel: Some(channel),
            ..
        }) => Lane::Channel(channel),
        Ok(About {
            message: Some(message),
            ..
        }) => Lane::Message(message),
        _ => Lane::Other,
    }
}

/// A refusal for a plain reason.
pub(crate) fn refused(id: Option<u64>, code: ErrorCode) -> Asked {
    Asked::Refused(frames::refused_for(id, code))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::hub::testing::channel_id;

    fn asked(text: &str) -> Result<Asked, CloseCode> {
        read(&Bytes::copy_from_slice(text.as_bytes()))
    }

    fn code(asked: Asked) -> serde_json::Value {
        let Asked::Refused(frame) = asked else {
            panic!("not refused: {asked:?}")
        };
        serde_json::from_slice::<serde_json::Value>(&frame).unwrap()["error"]["code"].take()
    }

    #[test]
    fn a_send_goes_to_api_as_it_was_written() {
        let channel = channel_id(7);
        let text = format!(
            r#"{{"type":"message.send","id":3,"data":{{"channel":"{channel}","body":"hé"}}}}"#
        );
        let Asked::Api(call) = asked(&text).unwrap() else {
            panic!("not for api")
        };
        assert_eq!((call.id, call.lane), (3, Lane::Channel(channel)));
        assert_eq!(
            call.data,
            format!(r#"{{"channel":"{channel}","body":"hé"}}"#)
        );
    }

    #[test]
    fn what_is_not_our_json_closes_and_what_is_not_our_command_does_not() {
        for text in [
            "",
            "[]",
            "{\"type\":7}",
            "hello",
            r#"{"type":"ping","id":1,"extra":1}"#,
        ] {
            assert_eq!(asked(text), Err(CloseCode::Malformed), "{text}");
        }
        assert_eq!(
            code(asked(r#"{"type":"fly","id":1}"#).unwrap()),
            "unknown_command"
        );
        assert_eq!(code(asked(r#"{"type":"ping"}"#).unwrap()), "bad_request");
        assert_eq!(
            code(asked(r#"{"type":"message.send"}"#).unwrap()),
            "bad_request"
        );
        assert_eq!(
            code(asked(r#"{"type":"fill","id":1,"data":{}}"#).unwrap()),
            "invalid_input"
        );
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_fail_otherwise(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let outcome = read(&Bytes::from(bytes));
            prop_assert!(matches!(outcome, Err(CloseCode::Malformed) | Ok(_)));
        }
    }
}
