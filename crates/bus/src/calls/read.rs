//! Reading what Redis says of a call.

use std::collections::BTreeSet;

use domain::UserId;
use redis::{FromRedisValue, Value};

use super::{CallOutcome, CallSeat, CallState, CallStory};
use crate::decode::{Text, split_line};
use crate::error::Error;
use crate::fanout::Delivery;

const WHAT: &str = "a seat in a call";
const SIGNAL: &str = "a signal of a call";

type Seats = Vec<(String, Vec<u8>)>;
type Answer = (String, String, Seats, Vec<String>, Vec<(String, String)>);

pub(super) fn state(answer: Value) -> Result<CallState, Error> {
    let (outcome, began, seats, gone, over): Answer =
        FromRedisValue::from_redis_value(answer).map_err(redis::RedisError::from)?;
    let outcome = match outcome.as_str() {
        "ok" => CallOutcome::Ok,
        "elsewhere" => CallOutcome::Elsewhere,
        "full" => CallOutcome::Full,
        "out" => CallOutcome::Out,
        _ => return Err(Error::Corrupt { what: WHAT }),
    };
    let people = seats.into_iter().filter(|(user, _)| !user.is_empty());
    let mut taken: Vec<CallSeat> = Vec::new();
    for (user, seat) in people {
        taken.push(self::seat(&user, seat)?);
    }
    // The first to come is the first; who came in the same millisecond is told apart by id.
    taken.sort_by_key(|one| (one.since_ms, one.user));
    Ok(CallState {
        outcome,
        began_ms: began.parse().unwrap_or(0),
        seats: taken,
        gone: gone.iter().filter_map(|user| user.parse().ok()).collect(),
        over: story(&over),
    })
}

/// What is told of a call that is over; nothing when there is none.
fn story(fields: &[(String, String)]) -> Option<CallStory> {
    let find = |name: &str| {
        let found = fields.iter().find(|(field, _)| field == name);
        found.map(|(_, value)| value.as_str())
    };
    let all = |mark: &str| {
        let users = fields
            .iter()
            .filter_map(|(field, _)| field.strip_prefix(mark));
        users
            .filter_map(|user| user.parse().ok())
            .collect::<BTreeSet<UserId>>()
    };
    let (people, rung) = (all("j:"), all("r:"));
    Some(CallStory {
        by: find("by")?.parse().ok()?,
        began_ms: find("began")?.parse().ok()?,
        ended_ms: find("at")?.parse().ok()?,
        was_rung: find("rang").is_some(),
        missed: rung.difference(&people).copied().collect(),
        people: people.into_iter().collect(),
    })
}

/// `SEAT since\nBYTES`.
fn seat(user: &str, value: Vec<u8>) -> Result<CallSeat, Error> {
    let (head, bytes) = split_line(value, WHAT)?;
    let mut text = Text::new(&head, WHAT)?;
    Ok(CallSeat {
        user: Text::new(user.as_bytes(), WHAT)?.rest()?,
        seat: text.word(' ')?.to_owned(),
        since_ms: text.rest()?,
        bytes,
    })
}

/// `USER\nFRAME`.
pub(crate) fn published(message: Vec<u8>) -> Result<Delivery, Error> {
    let (user, payload) = split_line(message, SIGNAL)?;
    Ok(Delivery::Call {
        user: Text::new(&user, SIGNAL)?.rest()?,
        payload,
    })
}
