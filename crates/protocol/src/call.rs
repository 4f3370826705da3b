//! Calls: who is in one, and what its people tell each other until their browsers talk directly.

mod line;

use domain::{ChannelId, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::timestamp::Timestamp;

pub use line::{CallEnd, CallLine};

/// A channel's call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Call {
    /// Which channel.
    pub channel_id: ChannelId,
    /// When the first of them came.
    pub started_at: Timestamp,
    /// Who is in it: at least one and at most six.
    pub people: Vec<CallPerson>,
}

/// Somebody in a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CallPerson {
    /// Who.
    pub user_id: UserId,
    /// The seat: a new one at each coming, on one device.
    pub seat: String,
    /// Since when.
    pub joined_at: Timestamp,
    /// What they send.
    pub media: CallMedia,
}

/// What somebody in a call sends to the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CallMedia {
    /// Nothing is heard of them.
    pub muted: bool,
    /// Their camera is on.
    pub video: bool,
    /// They show their screen.
    pub screen: bool,
}

/// GET `/calls/{channel}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CallView {
    /// Null: nobody is in a call there.
    pub call: Option<Call>,
}

/// `call.signal`, as a command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignalCommand {
    /// In which channel's call.
    pub channel: ChannelId,
    /// The caller's seat: a name of 1 to 36 letters, digits, `-` and `_`, new at each coming.
    pub seat: String,
    /// What is done.
    pub signal: CallAct,
}

/// What somebody does in a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum CallAct {
    /// Takes a seat: begins the call, joins it, or accepts a ring.
    Join {
        /// What is sent from now on.
        media: CallMedia,
        /// Ends one's own seat on another device; without it that is refused as
        /// `call_elsewhere`.
        #[serde(default)]
        take: bool,
    },
    /// Keeps the seat: at least every 10 s, better every 3.
    Stay {},
    /// Gives up the seat.
    Leave {},
    /// Sends something else from now on.
    Media {
        /// What.
        media: CallMedia,
    },
    /// Rings members of the channel. Repeated every few seconds as long as it shall ring.
    Ring {
        /// The caller's name for this ring, of the same letters as a seat's.
        ring: String,
        /// At most 8.
        to: Vec<UserId>,
        /// Whether the caller's camera is on.
        video: bool,
    },
    /// Stops ringing.
    Cancel {
        /// Which ring.
        ring: String,
        /// At most 8.
        to: Vec<UserId>,
    },
    /// Does not come: stops the ring on all devices of the one who declines.
    Decline {
        /// Which ring.
        ring: String,
        /// Who rings.
        to: UserId,
    },
    /// Offers a connection to another seat.
    Offer {
        /// To whom.
        to: UserId,
        /// At which seat.
        to_seat: String,
        /// Counts the sender's offers to this seat.
        n: u32,
        /// At most 32 KiB.
        sdp: String,
    },
    /// Answers an offer.
    Answer {
        /// To whom.
        to: UserId,
        /// At which seat.
        to_seat: String,
        /// The number of the offer.
        n: u32,
        /// At most 32 KiB.
        sdp: String,
    },
    /// Tells addresses to try.
    Candidates {
        /// To whom.
        to: UserId,
        /// At which seat.
        to_seat: String,
        /// At most 20.
        candidates: Vec<IceCandidate>,
    },
}

/// An address to try.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IceCandidate {
    /// The candidate's line, at most 1 KiB; empty: there are no more.
    pub candidate: String,
    /// The media section.
    #[serde(default)]
    pub mid: Option<String>,
    /// The media section's place.
    #[serde(default)]
    pub line: Option<u16>,
}

/// The answer to `call.signal`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CallAnswer {
    /// The call as it is now, after `join`, `stay` and `media`; else null.
    pub call: Option<Call>,
    /// Whom `ring` has rung.
    pub rung: Vec<UserId>,
    /// Who is in another call, and was not rung.
    pub busy: Vec<UserId>,
}

/// `call.signal`, as an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CallSignal {
    /// Who did it.
    pub from: UserId,
    /// At which seat.
    pub seat: String,
    /// What they did.
    pub signal: CallNews,
}

/// What somebody did in a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum CallNews {
    /// Rings; told again every few seconds while it does.
    Ringing {
        /// The ring's name.
        ring: String,
        /// Whether the caller's camera is on.
        video: bool,
        /// Who is in the call.
        people: Vec<UserId>,
    },
    /// Rings no more.
    Cancelled {
        /// The ring's name.
        ring: String,
    },
    /// Does not come. Told to who rang, and to the decliner's own devices.
    Declined {
        /// The ring's name.
        ring: String,
    },
    /// Took a seat. Told to the people in the call, and to the person's other devices, which stop
    /// ringing.
    Joined {
        /// What they send.
        media: CallMedia,
    },
    /// Gave up the seat, or lost it.
    Left {},
    /// Sends something else.
    Media {
        /// What.
        media: CallMedia,
    },
    /// Offers a connection.
    Offer {
        /// To this seat.
        to_seat: String,
        /// Which of the sender's offers.
        n: u32,
        /// The description.
        sdp: String,
    },
    /// Answers an offer.
    Answer {
        /// To this seat.
        to_seat: String,
        /// The number of the offer.
        n: u32,
        /// The description.
        sdp: String,
    },
    /// Tells addresses to try.
    Candidates {
        /// To this seat.
        to_seat: String,
        /// The addresses.
        candidates: Vec<IceCandidate>,
    },
    /// Somebody came or went. Told to who has the channel on screen.
    State {
        /// The call as it is now; null: it is over.
        call: Option<Call>,
    },
}

/// POST `/calls/{channel}/credentials`: servers that help two browsers find each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct IceServers {
    /// Empty when the installation has none: then calls work where the people reach each other
    /// directly.
    pub ice_servers: Vec<IceServer>,
    /// Until when the credentials hold; null when there are none.
    pub expires_at: Option<Timestamp>,
}

/// What a browser takes as one of its `iceServers`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct IceServer {
    /// `stun:`, `stuns:`, `turn:` or `turns:`.
    pub urls: Vec<String>,
    /// For `turn:`: when the credential ends, in seconds since 1970, and for whom it is.
    pub username: Option<String>,
    /// For `turn:`.
    pub credential: Option<String>,
}
