//! What Redis refuses, in the few words that a caller can act on.

use std::time::Duration;

use redis::{ErrorKind, RedisError, ServerErrorKind};

/// How long a client should wait before it tries again, unless something better is known.
const RETRY_AFTER: Duration = Duration::from_secs(1);
/// How long when the partition's log is full: the worker has to catch up first.
const RETRY_AFTER_FULL: Duration = Duration::from_secs(5);

/// A call to Redis did not do what it was for.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Redis did not answer in time, or refused (`MISCONF`, `NOREPLICAS`, `READONLY`, `LOADING`,
    /// `BUSY`, `OOM`, `CLUSTERDOWN` …). Whether a write happened is unknown: retry with the same
    /// key.
    #[error("redis is not available")]
    Unavailable {
        /// What the client library reported.
        #[source]
        source: RedisError,
    },
    /// This Redis was restarted, rolled back or flushed, and recovery has not blessed it yet.
    /// Nothing was written.
    #[error("the log is waiting for recovery")]
    Stale,
    /// The partition's log holds as much as it may until it is persisted. Nothing was written.
    #[error("the partition's log is full")]
    Full,
    /// It is written, but fewer replicas than there must be have it. Whether it stays is unknown:
    /// retry with the same key.
    #[error("too few replicas have it")]
    Unconfirmed,
    /// Redis answered something that this code did not write.
    #[error("redis holds something unreadable: {what}")]
    Corrupt {
        /// What could not be read.
        what: &'static str,
    },
    /// What the configuration says about a Redis is not usable, or leads to a Redis that is not.
    #[error("the redis that is configured cannot be used")]
    Config {
        /// What is wrong with it.
        #[source]
        source: RedisError,
    },
}

impl Error {
    /// Whether the caller should try again later (503 with `Retry-After`).
    #[must_use]
    pub const fn is_refusal(&self) -> bool {
        matches!(
            self,
            Self::Unavailable { .. } | Self::Stale | Self::Full | Self::Unconfirmed
        )
    }

    /// How long to wait before trying again.
    #[must_use]
    pub const fn retry_after(&self) -> Duration {
        match self {
            Self::Full => RETRY_AFTER_FULL,
            _ => RETRY_AFTER,
        }
    }
}

impl From<RedisError> for Error {
    fn from(source: RedisError) -> Self {
        match source.kind() {
            ErrorKind::UnexpectedReturnType => Self::Corrupt {
                what: "an answer of another shape",
            },
            ErrorKind::InvalidClientConfig => Self::Config { source },
            _ => Self::Unavailable { source },
        }
    }
}

/// Whether the server does not hold the script that was called by its hash.
pub(crate) fn is_no_script(error: &RedisError) -> bool {
    error.kind() == ErrorKind::Server(ServerErrorKind::NoScript)
}

/// Whether the stream's consumer group is gone (the data was lost).
pub(crate) fn is_no_group(error: &RedisError) -> bool {
    error.code() == Some("NOGROUP")
}

/// Whether the group is already there.
pub(crate) fn is_busy_group(error: &RedisError) -> bool {
    error.code() == Some("BUSYGROUP")
}

/// Whether the server is a replica, or hands the key to another: it was the primary once.
pub(crate) fn is_of_a_replica(error: &RedisError) -> bool {
    use ServerErrorKind::{MasterDown, Moved, ReadOnly};
    matches!(
        error.kind(),
        ErrorKind::Server(ReadOnly | MasterDown | Moved)
    )
}
