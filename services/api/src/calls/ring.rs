//! Ringing members of the channel, and what comes of it.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::call::MAX_RUNG;
use domain::{CallToken, Invalid, UserId};
use protocol::call::{CallAnswer, CallNews};
use protocol::{ErrorCode, InvalidInput, OrInvalid};

use super::signal::Caller;
use super::{rights, tell};
use crate::error::Error;
use crate::http::limits;
use crate::state::State;

/// How often one person may ring: a ring is told again every 5 s as long as it lasts.
const MOST: u32 = 40;
const WINDOW: Duration = Duration::from_mins(1);

/// A ring, and whom it is for.
pub(super) struct Rung {
    ring: String,
    to: Vec<UserId>,
}

impl Rung {
    pub(super) fn parse(ring: &str, to: Vec<UserId>) -> Result<Self, InvalidInput> {
        let ring = CallToken::parse(ring).or_invalid("/signal/ring")?;
        let invalid = match to.len() {
            0 => Some(Invalid::Empty),
            count if count > MAX_RUNG => Some(Invalid::TooMany {
                limit: u64::try_from(MAX_RUNG).unwrap_or(u64::MAX),
            }),
            _ => None,
        };
        if let Some(invalid) = invalid {
            return Err(InvalidInput::at("/signal/to", invalid));
        }
        let to: BTreeSet<_> = to.into_iter().collect();
        Ok(Self {
            ring: ring.into_string(),
            to: to.into_iter().collect(),
        })
    }
}

/// Rings. Who is in the call already is passed over; who is in another is busy.
///
/// # Errors
/// `not_in_call` when the caller has no seat, `not_found` when one of those rung is no member,
/// `rate_limited`, what [`rights::caller`] says; 503 when Redis is down.
pub(super) async fn ring(
    state: &State,
    caller: &Caller,
    rung: &Rung,
    video: bool,
) -> Result<CallAnswer, Error> {
    let most = limits::limit("ring", MOST, WINDOW);
    limits::count(state, &format!("ring:{}", caller.user), &[most]).await?;
    members(state, caller, rung).await?;
    let calls = state.bus.calls();
    let found = calls.look(caller.channel).await?;
    tell::gone(state, caller.channel, &found).await;
    if !found.has(caller.user, &caller.seat) {
        return Err(ErrorCode::NotInCall.into());
    }
    let people = tell::people(&found);
    let absent = rung.to.iter().filter(|user| !people.contains(user));
    let absent: Vec<_> = absent.copied().collect();
    let mut answer = CallAnswer::default();
    for (user, channel) in absent.iter().zip(calls.of(&absent).await?) {
        match channel {
            Some(other) if other != caller.channel => answer.busy.push(*user),
            _ => answer.rung.push(*user),
        }
    }
    let news = CallNews::Ringing {
        ring: rung.ring.clone(),
        video,
        people,
    };
    tell::tell(state, caller, &answer.rung, news).await?;
    // Whoever is busy elsewhere has missed it, too.
    let found = calls.note_rung(caller.channel, &absent, true).await?;
    tell::gone(state, caller.channel, &found).await;
    Ok(answer)
}

/// Stops ringing.
///
/// # Errors
/// As [`ring`], but for the seat: who has just left still says so.
pub(super) async fn cancel(state: &State, caller: &Caller, rung: &Rung) -> Result<(), Error> {
    members(state, caller, rung).await?;
    let cancelled = CallNews::Cancelled {
        ring: rung.ring.clone(),
    };
    tell::tell(state, caller, &rung.to, cancelled).await
}

/// Does not come: the one who rings hears it, and so do the decliner's own devices.
///
/// # Errors
/// As [`cancel`].
pub(super) async fn decline(state: &State, caller: &Caller, rung: &Rung) -> Result<(), Error> {
    members(state, caller, rung).await?;
    let declined = CallNews::Declined {
        ring: rung.ring.clone(),
    };
    let mut told = rung.to.clone();
    told.push(caller.user);
    let calls = state.bus.calls();
    let found = calls
        .note_rung(caller.channel, &[caller.user], false)
        .await?;
    tell::gone(state, caller.channel, &found).await;
    tell::tell(state, caller, &told, declined).await
}

/// Both sides may be in the channel's call.
async fn members(state: &State, caller: &Caller, rung: &Rung) -> Result<(), Error> {
    rights::caller(state, caller.user, caller.channel).await?;
    for user in &rung.to {
        let member = rights::caller(state, *user, caller.channel).await;
        if let Err(refusal) = member {
            return match refusal.code() {
                ErrorCode::Unavailable => Err(refusal),
                _ => Err(ErrorCode::NotFound.into()),
            };
        }
    }
    Ok(())
}
