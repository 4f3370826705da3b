//! Why a verb refused, and what the caller is told of it.

use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};
use protocol::{ErrorCode, InvalidInput, Problem};

/// A verb's refusal or failure.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Refused for this reason.
    #[error("{0}")]
    Refused(ErrorCode),
    /// Refused with more to say than a code.
    #[error("{}", .0.code)]
    Problem(Box<Problem>),
    /// Something that the answer needs is down or busy.
    #[error("something that the answer needs is unavailable")]
    Unavailable {
        /// How long to wait before trying again.
        retry_after: Duration,
        /// What was being asked.
        #[source]
        source: anyhow::Error,
    },
    /// Something broke that should not. Logged at the door; shown as `internal`.
    #[error("something broke")]
    Internal(#[source] anyhow::Error),
}

/// How long to wait for what has just failed.
const RETRY_AFTER: Duration = Duration::from_secs(1);

impl Error {
    /// Refused, but not for long: 429 or 503 with the time to wait.
    #[must_use]
    pub fn retry_after(code: ErrorCode, wait: Duration) -> Self {
        let mut problem = Problem::new(code);
        problem.retry_after_ms = Some(u64::try_from(wait.as_millis()).unwrap_or(u64::MAX));
        Self::Problem(Box::new(problem))
    }

    /// The code that the caller sees.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Refused(code) => *code,
            Self::Problem(problem) => problem.code,
            Self::Unavailable { .. } => ErrorCode::Unavailable,
            Self::Internal(_) => ErrorCode::Internal,
        }
    }

    /// What the caller is told. Called once, at the door: what broke is logged here.
    #[must_use]
    pub fn problem(&self) -> Problem {
        match self {
            Self::Refused(code) => Problem::new(*code),
            Self::Problem(problem) => (**problem).clone(),
            Self::Unavailable {
                retry_after,
                source,
            } => {
                tracing::warn!("unavailable: {source:#}");
                let mut problem = Problem::new(ErrorCode::Unavailable);
                problem.retry_after_ms = u64::try_from(retry_after.as_millis()).ok();
                problem
            }
            Self::Internal(source) => {
                tracing::error!("internal error: {source:#}");
                Problem::new(ErrorCode::Internal)
            }
        }
    }
}

impl From<ErrorCode> for Error {
    fn from(code: ErrorCode) -> Self {
        Self::Refused(code)
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}

impl From<InvalidInput> for Error {
    fn from(invalid: InvalidInput) -> Self {
        Problem::from(invalid).into()
    }
}

impl From<anyhow::Error> for Error {
    fn from(error: anyhow::Error) -> Self {
        Self::Internal(error)
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(anyhow::Error::new(error).context("could not write JSON"))
    }
}

impl From<auth::Denied> for Error {
    fn from(denied: auth::Denied) -> Self {
        Self::Refused(denied.code())
    }
}

impl From<auth::password::PasswordError> for Error {
    fn from(error: auth::password::PasswordError) -> Self {
        match error {
            auth::password::PasswordError::Busy => {
                lifecycle::metrics::queues::refused("passwords");
                Self::retry_after(ErrorCode::RateLimited, RETRY_AFTER)
            }
            other => Self::Internal(other.into()),
        }
    }
}

impl From<auth::keys::KeysError> for Error {
    fn from(error: auth::keys::KeysError) -> Self {
        Self::Internal(error.into())
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        use store::Constraint;
        let code = match &error {
            store::Error::Unavailable(_) => {
                return Self::Unavailable {
                    retry_after: RETRY_AFTER,
                    source: error.into(),
                };
            }
            store::Error::Conflict(Constraint::Email) => ErrorCode::EmailTaken,
            store::Error::Conflict(Constraint::Handle) => ErrorCode::HandleTaken,
            store::Error::Conflict(Constraint::WorkspaceSlug) => ErrorCode::SlugTaken,
            store::Error::Conflict(Constraint::ChannelName) => ErrorCode::ChannelNameTaken,
            store::Error::Conflict(Constraint::Exists) => ErrorCode::Conflict,
            store::Error::Conflict(Constraint::Gone) => ErrorCode::NotFound,
            _ => return Self::Internal(error.into()),
        };
        Self::Refused(code)
    }
}

impl From<bus::Error> for Error {
    fn from(error: bus::Error) -> Self {
        if error.is_refusal() {
            Self::Unavailable {
                retry_after: error.retry_after(),
                source: error.into(),
            }
        } else {
            Self::Internal(error.into())
        }
    }
}

impl From<rpc::Error> for Error {
    fn from(error: rpc::Error) -> Self {
        match error {
            rpc::Error::Problem(problem) => Self::Problem(problem),
            rpc::Error::Unavailable(_) => Self::Unavailable {
                retry_after: RETRY_AFTER,
                source: error.into(),
            },
            other => Self::Internal(other.into()),
        }
    }
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.code().http_status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        auth::principal::respond(self.problem())
    }
}
