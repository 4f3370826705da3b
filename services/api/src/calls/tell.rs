//! Telling people of a call, whichever gateway they are on.

use bus::CallState;
use chrono::DateTime;
use domain::{ChannelId, UserId};
use protocol::Timestamp;
use protocol::call::{Call, CallNews, CallPerson, CallSignal};
use protocol::gateway::event::{EphemeralEvent, EphemeralFrame};

use super::over;
use super::signal::Caller;
use crate::error::Error;
use crate::state::State;

/// The call as clients see it; `None` when nobody is in it.
pub(super) fn call(channel: ChannelId, found: &CallState) -> Option<Call> {
    let people: Vec<_> = found.seats.iter().map(person).collect();
    (!people.is_empty()).then(|| Call {
        channel_id: channel,
        started_at: moment(found.began_ms),
        people,
    })
}

fn person(seat: &bus::CallSeat) -> CallPerson {
    CallPerson {
        user_id: seat.user,
        seat: seat.seat.clone(),
        joined_at: moment(seat.since_ms),
        // Written by the process that took the seat, perhaps a newer one.
        media: serde_json::from_slice(&seat.bytes).unwrap_or_default(),
    }
}

fn moment(ms: i64) -> Timestamp {
    DateTime::from_timestamp_millis(ms)
        .unwrap_or_default()
        .into()
}

/// Everybody in the call.
pub(super) fn people(found: &CallState) -> Vec<UserId> {
    found.seats.iter().map(|seat| seat.user).collect()
}

/// Tells these people what somebody did.
///
/// # Errors
/// 503 when Redis is down.
pub(super) async fn tell(
    state: &State,
    caller: &Caller,
    people: &[UserId],
    news: CallNews,
) -> Result<(), Error> {
    let frame = frame(caller.channel, caller.user, caller.seat.as_str(), news)?;
    Ok(state.bus.calls().publish(people, &frame).await?)
}

/// Tells the others whose seats were found to have run out, and the channel of a call that is over.
pub(super) async fn gone(state: &State, channel: ChannelId, found: &CallState) {
    over::settle(state, channel, found);
    for user in &found.gone {
        left(state, channel, *user, found).await;
    }
    if let Some(user) = found.gone.first() {
        onlookers(state, channel, *user, found).await;
    }
}

/// Tells those who are still in the call, and the one who is not on all their devices, that
/// somebody is out. Whoever misses it finds out from the next answer to `stay`.
pub(super) async fn left(state: &State, channel: ChannelId, user: UserId, found: &CallState) {
    let mut told = people(found);
    told.push(user);
    let told = &told;
    spread(async {
        let frame = frame(channel, user, "", CallNews::Left {})?;
        Ok(state.bus.calls().publish(told, &frame).await?)
    })
    .await;
}

/// Tells those who have the channel on screen that this person came or went.
pub(super) async fn onlookers(state: &State, channel: ChannelId, user: UserId, found: &CallState) {
    let call = call(channel, found);
    spread(async {
        let frame = frame(channel, user, "", CallNews::State { call })?;
        Ok(state.bus.live().publish_in(channel, &frame).await?)
    })
    .await;
}

async fn spread(telling: impl Future<Output = Result<(), Error>>) {
    if let Err(error) = telling.await {
        tracing::debug!("a change of a call is not told: {error}");
    }
}

fn frame(channel: ChannelId, from: UserId, seat: &str, signal: CallNews) -> Result<Vec<u8>, Error> {
    let signal = CallSignal {
        from,
        seat: seat.to_owned(),
        signal,
    };
    Ok(serde_json::to_vec(&EphemeralFrame {
        channel: Some(channel),
        event: EphemeralEvent::CallSignal(signal),
    })?)
}
