//! Refusals as clients see them: RFC 9457 `application/problem+json`.

use std::fmt;

use domain::text::Invalid;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error_code::ErrorCode;

/// The media type of a [`Problem`].
pub const CONTENT_TYPE: &str = "application/problem+json";

/// Why a request or a command was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// A URN that names the kind of problem: `urn:hubbub:problem:` and the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// A short text for people, the same for every occurrence.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// A text for people about this occurrence.
    pub detail: Option<String>,
    /// The path of the request, where there is one.
    pub instance: Option<String>,
    /// The stable, machine-readable reason.
    pub code: ErrorCode,
    /// Quote this when asking for help.
    pub request_id: Option<String>,
    /// Whether the same request may succeed later without being changed.
    pub retryable: bool,
    /// How long to wait before trying again, in milliseconds, where that is known.
    pub retry_after_ms: Option<u64>,
    /// How many people would be called, where that has to be confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub addressed: Option<u64>,
    /// The fields at fault.
    pub errors: Vec<FieldError>,
}

impl Problem {
    /// A problem with nothing but its code.
    #[must_use]
    pub fn new(code: ErrorCode) -> Self {
        Self {
            kind: format!("urn:hubbub:problem:{code}"),
            title: code.title().into(),
            status: code.http_status(),
            detail: None,
            instance: None,
            code,
            request_id: None,
            retryable: code.retryable(),
            retry_after_ms: None,
            addressed: None,
            errors: Vec::new(),
        }
    }

    /// Adds a text about this occurrence.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }
}

impl From<InvalidInput> for Problem {
    fn from(invalid: InvalidInput) -> Self {
        let mut problem = Self::new(invalid.code);
        problem.detail = invalid.detail;
        problem.errors = invalid.errors;
        problem
    }
}

/// One field at fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FieldError {
    /// A JSON pointer into the body, such as `/body`, or `/` and the name of a query parameter.
    pub pointer: String,
    /// What is wrong with it: `required`, `empty`, `too_short`, `too_long`, `too_many`,
    /// `out_of_range`, `forbidden_character`, `invalid_format`, `reserved`, `too_common`,
    /// `unknown_field`, `wrong_type` or `not_found`.
    pub code: String,
    /// The bound that was crossed, where there is one.
    pub limit: Option<u64>,
}

impl FieldError {
    /// What is wrong with the field at `pointer`.
    #[must_use]
    pub fn new(pointer: impl Into<String>, invalid: Invalid) -> Self {
        Self {
            pointer: pointer.into(),
            code: invalid.code().into(),
            limit: invalid.limit(),
        }
    }
}

/// Input that was refused before anything was done: the code, and the fields at fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidInput {
    /// `malformed_json`, `unknown_field` or `invalid_input`.
    pub code: ErrorCode,
    /// A text for people about what is wrong.
    pub detail: Option<String>,
    /// The fields at fault.
    pub errors: Vec<FieldError>,
}

impl InvalidInput {
    /// One field is at fault.
    #[must_use]
    pub fn at(pointer: impl Into<String>, invalid: Invalid) -> Self {
        Self {
            code: ErrorCode::InvalidInput,
            detail: None,
            errors: vec![FieldError::new(pointer, invalid)],
        }
    }
}

impl fmt::Display for InvalidInput {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.code)?;
        for error in &self.errors {
            write!(formatter, " {}: {}", error.pointer, error.code)?;
        }
        Ok(())
    }
}

impl std::error::Error for InvalidInput {}

/// Turns a domain refusal into one that names the field: `Body::parse(text).or_invalid("/body")?`.
pub trait OrInvalid<T> {
    /// # Errors
    /// When the value was refused.
    fn or_invalid(self, pointer: &str) -> Result<T, InvalidInput>;
}

impl<T> OrInvalid<T> for Result<T, Invalid> {
    fn or_invalid(self, pointer: &str) -> Result<T, InvalidInput> {
        self.map_err(|invalid| InvalidInput::at(pointer, invalid))
    }
}

/// Collects the faults of several fields, so that a form hears of all of them at once.
#[derive(Debug, Default)]
pub struct Fields(Vec<FieldError>);

impl Fields {
    /// The value, or `None` after noting the fault.
    pub fn take<T>(&mut self, pointer: &str, parsed: Result<T, Invalid>) -> Option<T> {
        match parsed {
            Ok(value) => Some(value),
            Err(invalid) => {
                self.0.push(FieldError::new(pointer, invalid));
                None
            }
        }
    }

    /// The refusal that names all faults noted so far.
    #[must_use]
    pub fn refusal(self) -> InvalidInput {
        InvalidInput {
            code: ErrorCode::InvalidInput,
            detail: None,
            errors: self.0,
        }
    }

    /// # Errors
    /// When a fault was noted.
    pub fn finish(self) -> Result<(), InvalidInput> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(self.refusal())
        }
    }
}
