use std::error::Error as StdError;

/// Why a URL is not gone to at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It cannot be read.
    #[error("it is not a URL")]
    Malformed,
    /// It is longer than anybody's.
    #[error("it is too long")]
    TooLong,
    /// Neither http nor https.
    #[error("it is neither http nor https")]
    Scheme,
    /// It names a user or a password.
    #[error("it carries credentials")]
    Credentials,
    /// Its port is none of the web's.
    #[error("its port is not one of the web")]
    Port,
    /// Its host is not on the public internet.
    #[error("its host is not on the public internet")]
    Address,
}

/// Why nothing was fetched.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// We do not go there.
    #[error("not a URL to fetch: {0}")]
    Refused(Refusal),
    /// One redirect more than is followed.
    #[error("too many redirects")]
    Redirects,
    /// A redirect to nowhere.
    #[error("a redirect without a place to go")]
    Lost,
    /// More bytes than are wanted.
    #[error("the answer is too large")]
    TooLarge,
    /// Compressed in a way that we do not read, or broken.
    #[error("the compressed answer cannot be read")]
    Compressed,
    /// The time is up.
    #[error("no answer in time")]
    Late,
    /// The name has no address, nobody answers there, or the answer broke off.
    #[error("the host cannot be reached")]
    Unreachable(#[source] Box<dyn StdError + Send + Sync>),
}

impl Error {
    /// Whether another try may end otherwise.
    #[must_use]
    pub const fn is_passing(&self) -> bool {
        matches!(self, Self::Late | Self::Unreachable(_))
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}
