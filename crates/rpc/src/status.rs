//! Refusals between services: `tonic::Status` ↔ `protocol::ErrorCode`.

use std::error::Error as _;
use std::str::FromStr;

use protocol::ErrorCode;
use tonic::metadata::MetadataValue;
use tonic::{Code, Status};

/// The metadata that carries our own code, which says more than gRPC's.
const CODE_KEY: &str = "hubbub-code";

/// The status that carries `code` to another service.
#[must_use]
pub fn from_code(code: ErrorCode) -> Status {
    let mut status = Status::new(Code::from_i32(code.grpc_code()), code.title());
    status
        .metadata_mut()
        .insert(CODE_KEY, MetadataValue::from_static(code.as_str()));
    status
}

/// Whether there was no answer: the other side is away, or the connection broke under the call.
/// A status that came over the wire has no source; one that the transport made has.
#[must_use]
pub fn is_unanswered(status: &Status) -> bool {
    status.code() == Code::Unavailable || status.source().is_some()
}

/// The code that a status carries, or the nearest one when it was not made by us.
#[must_use]
pub fn code_of(status: &Status) -> ErrorCode {
    let ours = status
        .metadata()
        .get(CODE_KEY)
        .and_then(|value| value.to_str().ok());
    if let Some(code) = ours.and_then(|text| ErrorCode::from_str(text).ok()) {
        return code;
    }
    if is_unanswered(status) {
        return ErrorCode::Unavailable;
    }
    match status.code() {
        Code::InvalidArgument | Code::OutOfRange => ErrorCode::BadRequest,
        Code::NotFound => ErrorCode::NotFound,
        Code::PermissionDenied => ErrorCode::Forbidden,
        Code::ResourceExhausted => ErrorCode::Overloaded,
        Code::DeadlineExceeded | Code::Cancelled => ErrorCode::Unavailable,
        _ => ErrorCode::Internal,
    }
}

/// Reads an id or a number of a request.
///
/// # Errors
/// `invalid_argument`: our own services send what they read from a typed value, so this is a bug
/// of the caller.
pub fn parse<T: FromStr>(field: &'static str, text: &str) -> Result<T, Status> {
    text.parse()
        .map_err(|_malformed| Status::invalid_argument(format!("{field} is malformed")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_survives_the_way_between_services() {
        for code in ErrorCode::ALL {
            assert_eq!(code_of(&from_code(*code)), *code);
        }
    }

    #[test]
    fn a_foreign_status_becomes_the_nearest_code() {
        assert_eq!(
            code_of(&Status::unavailable("gone")),
            ErrorCode::Unavailable
        );
        assert_eq!(
            code_of(&Status::deadline_exceeded("late")),
            ErrorCode::Unavailable
        );
        assert_eq!(code_of(&Status::unknown("?")), ErrorCode::Internal);
        let broken = std::io::Error::from(std::io::ErrorKind::ConnectionReset);
        assert_eq!(
            code_of(&Status::from_error(Box::new(broken))),
            ErrorCode::Unavailable
        );
    }
}
