//! One signal: what is counted and parsed for all of them, and who carries out which.

use std::time::Duration;

use auth::Principal;
use domain::{CallToken, ChannelId, UserId};
use protocol::OrInvalid;
use protocol::call::{CallAct, CallAnswer, SignalCommand};

use super::{connect, ring, seats};
use crate::error::Error;
use crate::http::limits;
use crate::state::State;

/// Signals of one person: enough for the beginning of a call with six, and less than what costs
/// the socket.
const MOST: u32 = 50;
const WINDOW: Duration = Duration::from_secs(10);

/// Who signals, where, from which seat.
#[derive(Clone, Debug)]
pub(super) struct Caller {
    pub(super) user: UserId,
    pub(super) channel: ChannelId,
    pub(super) seat: CallToken,
}

impl Caller {
    /// For the bus.
    pub(super) const fn sitter(&self) -> bus::Sitter<'_> {
        bus::Sitter {
            channel: self.channel,
            user: self.user,
            seat: &self.seat,
        }
    }
}

/// Does something in a call.
///
/// # Errors
/// `rate_limited`, `invalid_input`, `not_found`, `not_a_member`, `channel_archived`, `call_full`,
/// `call_elsewhere`, `not_in_call`; 503 when Redis is down.
pub async fn signal(
    state: &State,
    who: &Principal,
    command: SignalCommand,
) -> Result<CallAnswer, Error> {
    let most = limits::limit("call", MOST, WINDOW);
    limits::count(state, &format!("call:{}", who.user), &[most]).await?;
    let caller = Caller {
        user: who.user,
        channel: command.channel,
        seat: CallToken::parse(&command.seat).or_invalid("/seat")?,
    };
    match command.signal {
        CallAct::Join { media, take } => seats::join(state, &caller, media, take).await,
        CallAct::Stay {} => seats::stay(state, &caller, None).await,
        CallAct::Media { media } => seats::stay(state, &caller, Some(media)).await,
        CallAct::Leave {} => nothing(seats::leave(state, &caller).await),
        CallAct::Ring { ring, to, video } => {
            let to = ring::Rung::parse(&ring, to)?;
            ring::ring(state, &caller, &to, video).await
        }
        CallAct::Cancel { ring, to } => {
            let to = ring::Rung::parse(&ring, to)?;
            nothing(ring::cancel(state, &caller, &to).await)
        }
        CallAct::Decline { ring, to } => {
            let to = ring::Rung::parse(&ring, vec![to])?;
            nothing(ring::decline(state, &caller, &to).await)
        }
        CallAct::Offer {
            to,
            to_seat,
            n,
            sdp,
        } => {
            let news = connect::offer(to_seat, n, sdp)?;
            nothing(connect::relay(state, &caller, to, news).await)
        }
        CallAct::Answer {
            to,
            to_seat,
            n,
            sdp,
        } => {
            let news = connect::answer(to_seat, n, sdp)?;
            nothing(connect::relay(state, &caller, to, news).await)
        }
        CallAct::Candidates {
            to,
            to_seat,
            candidates,
        } => {
            let news = connect::candidates(to_seat, candidates)?;
            nothing(connect::relay(state, &caller, to, news).await)
        }
    }
}

fn nothing(done: Result<(), Error>) -> Result<CallAnswer, Error> {
    done.map(|()| CallAnswer::default())
}
