//! Offers, answers and addresses: passed from one seat to another, and read by nobody between.

use domain::call::{MAX_CANDIDATE_BYTES, MAX_CANDIDATES, MAX_SDP_BYTES};
use domain::{CallToken, Invalid, UserId};
use protocol::call::{CallNews, IceCandidate};
use protocol::{ErrorCode, InvalidInput, OrInvalid};

use super::signal::Caller;
use super::tell;
use crate::error::Error;
use crate::state::State;

/// Something for one seat.
pub(super) struct Letter {
    seat: CallToken,
    news: CallNews,
}

pub(super) fn offer(to_seat: String, n: u32, sdp: String) -> Result<Letter, InvalidInput> {
    let seat = seat(&to_seat)?;
    fits("/signal/sdp", &sdp, MAX_SDP_BYTES)?;
    let news = CallNews::Offer { to_seat, n, sdp };
    Ok(Letter { seat, news })
}

pub(super) fn answer(to_seat: String, n: u32, sdp: String) -> Result<Letter, InvalidInput> {
    let seat = seat(&to_seat)?;
    fits("/signal/sdp", &sdp, MAX_SDP_BYTES)?;
    let news = CallNews::Answer { to_seat, n, sdp };
    Ok(Letter { seat, news })
}

pub(super) fn candidates(
    to_seat: String,
    candidates: Vec<IceCandidate>,
) -> Result<Letter, InvalidInput> {
    let seat = seat(&to_seat)?;
    if candidates.len() > MAX_CANDIDATES {
        let limit = u64::try_from(MAX_CANDIDATES).unwrap_or(u64::MAX);
        let many = Invalid::TooMany { limit };
        return Err(InvalidInput::at("/signal/candidates", many));
    }
    for (index, one) in candidates.iter().enumerate() {
        let at = format!("/signal/candidates/{index}");
        fits(
            &format!("{at}/candidate"),
            &one.candidate,
            MAX_CANDIDATE_BYTES,
        )?;
        let mid = one.mid.as_deref().unwrap_or_default();
        fits(&format!("{at}/mid"), mid, CallToken::MAX_BYTES)?;
    }
    let news = CallNews::Candidates {
        to_seat,
        candidates,
    };
    Ok(Letter { seat, news })
}

fn seat(text: &str) -> Result<CallToken, InvalidInput> {
    CallToken::parse(text).or_invalid("/signal/to_seat")
}

fn fits(pointer: &str, text: &str, limit_bytes: usize) -> Result<(), InvalidInput> {
    if text.len() <= limit_bytes {
        return Ok(());
    }
    let limit = u64::try_from(limit_bytes).unwrap_or(u64::MAX);
    Err(InvalidInput::at(pointer, Invalid::TooLong { limit }))
}

/// Passes a letter on. Whoever has a seat was let in when they took it, and loses it with the
/// right to be there.
///
/// # Errors
/// `not_in_call` when one of the two has no such seat; 503 when Redis is down.
pub(super) async fn relay(
    state: &State,
    caller: &Caller,
    to: UserId,
    letter: Letter,
) -> Result<(), Error> {
    let found = state.bus.calls().look(caller.channel).await?;
    tell::gone(state, caller.channel, &found).await;
    if !found.has(caller.user, &caller.seat) || !found.has(to, &letter.seat) {
        return Err(ErrorCode::NotInCall.into());
    }
    tell::tell(state, caller, &[to], letter.news).await
}
