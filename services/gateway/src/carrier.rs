//! What carries a socket. The session knows this trait and nothing else, so that the carrier can
//! change without it.

pub(crate) mod sse;
pub(crate) mod ws;

use bytes::Bytes;
use protocol::CloseCode;

use crate::outbox::Outbox;

/// A way to one client and back.
pub(crate) trait Carrier {
    /// Where everything waits that is written to this client.
    fn outbox(&self) -> &Outbox;

    /// Waits for the next thing that the client sent. Cancelling loses nothing.
    async fn recv(&mut self) -> Incoming;

    /// Waits until the client takes more, and writes the next of what waits. Cancelling loses
    /// nothing of a socket that goes on.
    async fn write(&mut self) -> Result<(), Gone>;

    /// Says why it is over, and ends it. Waits for the client only as long as the caller does.
    async fn close(self, reason: Ending);

    /// Whether the client can answer a ping.
    fn answers(&self) -> bool;
}

/// Something from the client.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Incoming {
    /// A text frame.
    Text(Bytes),
    /// Only a sign of life.
    Alive,
    /// What a client of ours does not send: the socket is closed.
    Refused(Ending),
    /// The client closed the socket, or is gone.
    Gone,
}

/// Why a socket is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// One of our own reasons.
    Code(CloseCode),
    /// The framing is broken (RFC 6455: 1002).
    Protocol,
    /// A text frame that is not UTF-8 (RFC 6455: 1007).
    NotText,
}

/// The client is gone.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("the client is gone")]
pub(crate) struct Gone;

impl Ending {
    /// The number in the close frame.
    pub(crate) const fn number(self) -> u16 {
        match self {
            Self::Code(code) => code.number(),
            Self::Protocol => 1002,
            Self::NotText => 1007,
        }
    }

    /// The text beside it, for people.
    pub(crate) const fn reason(self) -> &'static str {
        match self {
            Self::Code(code) => code.reason(),
            Self::Protocol => "broken framing",
            Self::NotText => "not UTF-8",
        }
    }
}
