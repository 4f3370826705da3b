//! Why a text, a number or a list was refused at the door.

pub(crate) mod clean;

pub use clean::excerpt;

/// The fault of one input value. What it means for the field is in [`Self::code`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Invalid {
    /// It is missing.
    #[error("is required")]
    Required,
    /// It has no visible character, or no entry.
    #[error("is empty")]
    Empty,
    /// It is shorter than this many characters or bytes.
    #[error("is shorter than {limit}")]
    TooShort {
        /// The least that is accepted.
        limit: u64,
    },
    /// It is longer than this many characters or bytes.
    #[error("is longer than {limit}")]
    TooLong {
        /// The most that is accepted.
        limit: u64,
    },
    /// It has more entries than this.
    #[error("has more than {limit} entries")]
    TooMany {
        /// The most that is accepted.
        limit: u64,
    },
    /// It is a number outside of its range.
    #[error("is out of range")]
    OutOfRange {
        /// The bound that was crossed.
        limit: u64,
    },
    /// It has a character that cannot be stored or would mislead: NUL, a control character, a
    /// change of writing direction.
    #[error("has a forbidden character")]
    ForbiddenCharacter,
    /// It does not have the form that is asked for.
    #[error("is not of the right form")]
    InvalidFormat,
    /// It is set aside and cannot be taken.
    #[error("is reserved")]
    Reserved,
    /// It is a password that everybody tries first.
    #[error("is too common")]
    TooCommon,
    /// It names something that does not exist, or that the caller may not see.
    #[error("names nothing that exists")]
    NotFound,
}

impl Invalid {
    /// The fault as it stands on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Empty => "empty",
            Self::TooShort { .. } => "too_short",
            Self::TooLong { .. } => "too_long",
            Self::TooMany { .. } => "too_many",
            Self::OutOfRange { .. } => "out_of_range",
            Self::ForbiddenCharacter => "forbidden_character",
            Self::InvalidFormat => "invalid_format",
            Self::Reserved => "reserved",
            Self::TooCommon => "too_common",
            Self::NotFound => "not_found",
        }
    }

    /// The bound that was crossed, where there is one.
    #[must_use]
    pub const fn limit(self) -> Option<u64> {
        match self {
            Self::TooShort { limit }
            | Self::TooLong { limit }
            | Self::TooMany { limit }
            | Self::OutOfRange { limit } => Some(limit),
            _ => None,
        }
    }
}
