use protocol::{ErrorCode, Problem};
use tonic::{Code, Status};

use crate::status;

/// Why another service did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It refused, for a reason that the client should hear.
    #[error("refused: {}", .0.code)]
    Problem(Box<Problem>),
    /// It could not be reached, or did not answer in time.
    #[error("the service did not answer")]
    Unavailable(#[source] Box<Status>),
    /// It failed.
    #[error("the service failed")]
    Failed(#[source] Box<Status>),
    /// It answered with something that does not fit the contract.
    #[error("{0} was answered with something that does not fit")]
    Malformed(&'static str),
    /// The configured address is not one.
    #[error("the address {url} of a service is not one")]
    Address {
        /// As configured.
        url: String,
        /// What is wrong with it.
        #[source]
        source: tonic::transport::Error,
    },
    /// The shared secret cannot be sent: it is not printable ASCII.
    #[error("the shared secret cannot be sent in a header")]
    Secret,
}

impl Error {
    /// The code to answer with, when the caller cannot do without.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Problem(problem) => problem.code,
            Self::Unavailable(_) => ErrorCode::Unavailable,
            Self::Failed(status) => status::code_of(status),
            Self::Malformed(_) | Self::Address { .. } | Self::Secret => ErrorCode::Internal,
        }
    }

    /// What to tell the client.
    #[must_use]
    pub fn problem(&self) -> Problem {
        match self {
            Self::Problem(problem) => (**problem).clone(),
            other => Problem::new(other.code()),
        }
    }

    /// The refusal in an answer.
    pub(crate) fn refusal(method: &'static str, problem_json: &[u8]) -> Self {
        match serde_json::from_slice(problem_json) {
            Ok(problem) => Self::Problem(Box::new(problem)),
            Err(_not_ours) => Self::Malformed(method),
        }
    }
}

impl From<Status> for Error {
    fn from(status: Status) -> Self {
        let late = matches!(status.code(), Code::DeadlineExceeded | Code::Cancelled);
        if late || status::is_unanswered(&status) {
            Self::Unavailable(Box::new(status))
        } else {
            Self::Failed(Box::new(status))
        }
    }
}
