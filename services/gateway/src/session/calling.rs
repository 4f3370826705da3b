//! What a session knows of its user's call: enough to leave it for them when they are cut off.

use bytes::Bytes;
use domain::ChannelId;
use protocol::call::{CallAct, SignalCommand};
use protocol::gateway::command::CommandName;
use serde::Deserialize;

use super::Session;
use super::command::Call;
use crate::frames;

/// A seat in a call, as the client names it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Seat {
    channel: ChannelId,
    seat: String,
}

impl Session {
    /// Remembers from which seat the client speaks. Whether it is one, api says.
    pub(super) fn note_seat(&mut self, call: &Call) {
        if call.name != CommandName::CallSignal {
            return;
        }
        if let Ok(seat) = serde_json::from_slice::<Seat>(&call.data) {
            self.seat = Some(seat);
        }
    }

    /// Leaves the call in the name of somebody who can no longer do so.
    pub(super) fn hang_up(&mut self) {
        let Some(seat) = self.seat.take() else {
            return;
        };
        let (caller, api) = (
            self.caller(CommandName::CallSignal),
            self.context.api.clone(),
        );
        self.context.tasks.spawn(async move {
            let left = api.execute(&caller, CommandName::CallSignal, leaving(seat));
            if let Err(error) = left.await {
                tracing::debug!("a seat in a call runs out by itself: {error}");
            }
        });
    }
}

fn leaving(seat: Seat) -> Bytes {
    frames::json(&SignalCommand {
        channel: seat.channel,
        seat: seat.seat,
        signal: CallAct::Leave {},
    })
}
