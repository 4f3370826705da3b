//! Why a socket was closed, as the client sees it.

/// The close codes of the gateway. 4000 to 4499: come back, with backoff, and resume. 4500 to
/// 4999: do not come back with the same token and the same program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CloseCode {
    /// Something broke on our side.
    Internal,
    /// The process is being stopped.
    Draining,
    /// Nothing was heard in time: no `identify`, or no answer to a ping.
    Silent,
    /// The client did not read what it was sent.
    Slow,
    /// Too many commands.
    Flood,
    /// The access token expired: refresh it first.
    TokenExpired,
    /// A frame that is not ours.
    Malformed,
    /// A protocol version that we do not speak.
    UnknownVersion,
    /// The session was revoked, or the account deactivated.
    AccessRevoked,
    /// The user opened more sockets than allowed; this was the oldest.
    Replaced,
    /// A frame above the limit.
    FrameTooLarge,
}

impl CloseCode {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Internal,
        Self::Draining,
        Self::Silent,
        Self::Slow,
        Self::Flood,
        Self::TokenExpired,
        Self::Malformed,
        Self::UnknownVersion,
        Self::AccessRevoked,
        Self::Replaced,
        Self::FrameTooLarge,
    ];

    /// The number in the close frame.
    #[must_use]
    pub const fn number(self) -> u16 {
        match self {
            Self::Internal => 4000,
            Self::Draining => 4001,
            Self::Silent => 4008,
            Self::Slow => 4009,
            Self::Flood => 4029,
            Self::TokenExpired => 4100,
            Self::Malformed => 4500,
            Self::UnknownVersion => 4501,
            Self::AccessRevoked => 4503,
            Self::Replaced => 4510,
            Self::FrameTooLarge => 4513,
        }
    }

    /// The text in the close frame; for people, not for programs.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Internal => "internal error",
            Self::Draining => "server is restarting",
            Self::Silent => "nothing heard in time",
            Self::Slow => "reading too slowly",
            Self::Flood => "too many commands",
            Self::TokenExpired => "token expired",
            Self::Malformed => "malformed frame",
            Self::UnknownVersion => "unknown protocol version",
            Self::AccessRevoked => "access revoked",
            Self::Replaced => "replaced by a newer socket",
            Self::FrameTooLarge => "frame too large",
        }
    }

    /// Whether the client should connect again.
    #[must_use]
    pub const fn comes_back(self) -> bool {
        self.number() < 4500
    }
}
