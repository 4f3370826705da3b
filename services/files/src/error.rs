//! Why files refused, and what the caller is told of it.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};
use domain::Invalid;
use protocol::{ErrorCode, FieldError, InvalidInput, Problem};

use crate::image::Refused;

/// A verb's refusal or failure.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// Refused for this reason.
    #[error("{0}")]
    Refused(ErrorCode),
    /// Refused with more to say than a code.
    #[error("{}", .0.code)]
    Problem(Box<Problem>),
    /// Something that the answer needs is down.
    #[error("something that the answer needs is unavailable")]
    Unavailable(#[source] anyhow::Error),
    /// Something broke that should not. Logged at the door; shown as `internal`.
    #[error("something broke")]
    Internal(#[source] anyhow::Error),
}

impl Error {
    /// The field of the form that is at fault.
    pub(crate) fn field(pointer: &str, invalid: Invalid) -> Self {
        InvalidInput::at(pointer, invalid).into()
    }

    /// A field of the form that there is none of.
    pub(crate) fn unknown_field(name: &str) -> Self {
        let pointer = format!("/{name}");
        let error = FieldError {
            pointer,
            code: "unknown_field".to_owned(),
            limit: None,
        };
        let code = ErrorCode::UnknownField;
        InvalidInput {
            code,
            detail: None,
            errors: vec![error],
        }
        .into()
    }

    /// The file has more bytes than this.
    pub(crate) fn too_large(pointer: &str, limit: u64) -> Self {
        let mut problem = Problem::new(ErrorCode::PayloadTooLarge);
        problem.errors = vec![FieldError::new(pointer, Invalid::TooLong { limit })];
        Self::Problem(Box::new(problem))
    }

    /// With the file, the workspace would have more bytes than this.
    pub(crate) fn storage_full(limit: u64) -> Self {
        let mut problem = Problem::new(ErrorCode::StorageFull);
        problem.errors = vec![FieldError::new("/file", Invalid::TooLong { limit })];
        Self::Problem(Box::new(problem))
    }

    /// The image is not taken, for this reason.
    pub(crate) fn image_refused(why: String) -> Self {
        let problem = Problem::new(ErrorCode::ImageRefused).with_detail(why);
        Self::Problem(Box::new(problem))
    }

    /// The code that the caller sees.
    #[must_use]
    pub(crate) fn code(&self) -> ErrorCode {
        match self {
            Self::Refused(code) => *code,
            Self::Problem(problem) => problem.code,
            Self::Unavailable(_) => ErrorCode::Unavailable,
            Self::Internal(_) => ErrorCode::Internal,
        }
    }

    /// What the caller is told. Called once, at the door: what broke is logged here.
    #[must_use]
    pub(crate) fn problem(&self) -> Problem {
        match self {
            Self::Problem(problem) => return (**problem).clone(),
            Self::Unavailable(source) => tracing::warn!("unavailable: {source:#}"),
            Self::Internal(source) => tracing::error!("internal error: {source:#}"),
            Self::Refused(_) => {}
        }
        Problem::new(self.code())
    }
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        let status = StatusCode::from_u16(self.code().http_status());
        status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        auth::principal::respond(self.problem())
    }
}

impl From<ErrorCode> for Error {
    fn from(code: ErrorCode) -> Self {
        Self::Refused(code)
    }
}

impl From<InvalidInput> for Error {
    fn from(invalid: InvalidInput) -> Self {
        Self::Problem(Box::new(invalid.into()))
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Unavailable(_) => Self::Unavailable(error.into()),
            store::Error::Conflict(_) => Self::Refused(ErrorCode::NotFound),
            other => Self::Internal(other.into()),
        }
    }
}

impl From<rpc::Error> for Error {
    fn from(error: rpc::Error) -> Self {
        match error.code() {
            ErrorCode::Internal => Self::Internal(error.into()),
            ErrorCode::Unavailable => Self::Unavailable(error.into()),
            _ => Self::Problem(Box::new(error.problem())),
        }
    }
}

impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Io(error) => {
                Self::Internal(anyhow::Error::new(error).context("the copy of an image"))
            }
            refused => Self::image_refused(refused.to_string()),
        }
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(anyhow::Error::new(error).context("JSON that cannot be written"))
    }
}
