//! From a message on a topic to a delivery.

use bytes::Bytes;

use super::{Delivery, Raw};
use crate::decode::{self, Text};
use crate::error::Error;
use crate::{calls, presence, revocation, user_log};

const TOPIC: &str = "a topic";

pub(super) fn delivery(raw: Raw) -> Result<Delivery, Error> {
    match raw {
        Raw::Lost(server) => Ok(Delivery::Lost(server)),
        Raw::Restored(server) => Ok(Delivery::Restored(server)),
        Raw::Message { topic, payload } => message(&topic, payload),
    }
}

/// The topic is `PREFIX:{tag}:KIND` with `:ID` behind it for most kinds.
fn message(topic: &[u8], payload: Vec<u8>) -> Result<Delivery, Error> {
    let topic = std::str::from_utf8(topic).map_err(|_invalid| Error::Corrupt { what: TOPIC })?;
    let Some((_prefix, name)) = topic.rsplit_once("}:") else {
        return Err(Error::Corrupt { what: TOPIC });
    };
    let (kind, id) = name.split_once(':').unwrap_or((name, ""));
    let id = Text::new(id.as_bytes(), TOPIC)?;
    match kind {
        "C" => decode::published(payload).map(Delivery::Channel),
        "U" => user_log::published(payload).map(Delivery::User),
        "W" => Ok(Delivery::Workspace {
            workspace: id.rest()?,
            payload: Bytes::from(payload),
        }),
        "L" => Ok(Delivery::Live {
            channel: id.rest()?,
            payload: Bytes::from(payload),
        }),
        "P" => presence::published(payload),
        "D" => calls::published(payload),
        "R" => revocation::published(&payload).map(Delivery::Revoked),
        "K" if payload == b"recover" => Ok(Delivery::Recover),
        "K" if payload == b"recovered" => Ok(Delivery::Recovered),
        _ => Err(Error::Corrupt { what: TOPIC }),
    }
}
