//! Taking a seat in a call, keeping it, and giving it up.

use bus::{CallOutcome, CallState, Joining};
use domain::call::MAX_PEOPLE;
use domain::{ChannelId, UserId};
use protocol::ErrorCode;
use protocol::call::{CallAnswer, CallMedia, CallNews};

use super::signal::Caller;
use super::{rights, tell};
use crate::error::Error;
use crate::state::State;

/// Takes a seat. The first of a person's devices wins; a later one is refused, unless it wants to
/// `take` the place of the first.
///
/// # Errors
/// `call_full`, `call_elsewhere`, what [`rights::caller`] says; 503 when Redis is down.
pub(super) async fn join(
    state: &State,
    caller: &Caller,
    media: CallMedia,
    take: bool,
) -> Result<CallAnswer, Error> {
    rights::caller(state, caller.user, caller.channel).await?;
    let calls = state.bus.calls();
    let how = Joining {
        bytes: &serde_json::to_vec(&media)?,
        most: MAX_PEOPLE,
        take,
    };
    let found = calls.join(caller.sitter(), how).await?;
    tell::gone(state, caller.channel, &found).await;
    match found.outcome {
        CallOutcome::Ok => {}
        CallOutcome::Elsewhere => return Err(ErrorCode::CallElsewhere.into()),
        CallOutcome::Full | CallOutcome::Out => return Err(ErrorCode::CallFull.into()),
    }
    calls.note(caller.user, caller.channel).await?;
    // The person's own other devices hear it too, and stop ringing.
    let people = tell::people(&found);
    tell::tell(state, caller, &people, CallNews::Joined { media }).await?;
    tell::onlookers(state, caller.channel, caller.user, &found).await;
    Ok(answer(caller.channel, &found))
}

/// Keeps the seat, and says what is sent from now on if that has changed.
///
/// # Errors
/// `not_in_call` when the seat was lost, what [`rights::caller`] says; 503 when Redis is down.
pub(super) async fn stay(
    state: &State,
    caller: &Caller,
    media: Option<CallMedia>,
) -> Result<CallAnswer, Error> {
    if let Err(refusal) = rights::caller(state, caller.user, caller.channel).await {
        if refusal.code() != ErrorCode::Unavailable {
            remove(state, caller.channel, caller.user).await?;
        }
        return Err(refusal);
    }
    let calls = state.bus.calls();
    let bytes = media.map(|media| serde_json::to_vec(&media)).transpose()?;
    let bytes = bytes.unwrap_or_default();
    let found = calls.stay(caller.sitter(), &bytes).await?;
    tell::gone(state, caller.channel, &found).await;
    if found.outcome != CallOutcome::Ok {
        return Err(ErrorCode::NotInCall.into());
    }
    calls.note(caller.user, caller.channel).await?;
    if let Some(media) = media {
        let people = tell::people(&found);
        tell::tell(state, caller, &people, CallNews::Media { media }).await?;
    }
    Ok(answer(caller.channel, &found))
}

/// Gives up the seat. Without one there is nothing to give up.
///
/// # Errors
/// 503 when Redis is down.
pub(super) async fn leave(state: &State, caller: &Caller) -> Result<(), Error> {
    let found = state.bus.calls().leave(caller.sitter()).await?;
    left(state, caller.channel, caller.user, &found).await
}

/// Takes somebody's seat away.
///
/// # Errors
/// 503 when Redis is down.
pub(super) async fn remove(state: &State, channel: ChannelId, user: UserId) -> Result<(), Error> {
    let found = state.bus.calls().remove(channel, user).await?;
    left(state, channel, user, &found).await
}

async fn left(
    state: &State,
    channel: ChannelId,
    user: UserId,
    found: &CallState,
) -> Result<(), Error> {
    tell::gone(state, channel, found).await;
    if found.outcome != CallOutcome::Ok {
        return Ok(());
    }
    state.bus.calls().forget(user).await?;
    tell::left(state, channel, user, found).await;
    tell::onlookers(state, channel, user, found).await;
    Ok(())
}

fn answer(channel: ChannelId, found: &CallState) -> CallAnswer {
    CallAnswer {
        call: tell::call(channel, found),
        ..CallAnswer::default()
    }
}
