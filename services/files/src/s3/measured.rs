//! How long the store takes, and how often it fails.

use std::time::Instant;

use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::error::SdkError;
use metrics::{counter, histogram};

pub(crate) const TIME: &str = "hubbub_s3_request_seconds";
pub(crate) const ERRORS: &str = "hubbub_s3_errors_total";

/// All that is asked of the store.
pub(crate) const OPERATIONS: &[&str] = &[
    "head_bucket",
    "create_bucket",
    "put",
    "get",
    "head",
    "delete",
    "list",
    "begin_parts",
    "put_part",
    "list_parts",
    "complete_parts",
    "abort_parts",
];

/// Asks the store. What it says of what was asked, such as that an object is not there, is no
/// failure of the store.
pub(super) fn call<T, E>(
    operation: &'static str,
    asking: impl Future<Output = Result<T, SdkError<E, HttpResponse>>>,
) -> impl Future<Output = Result<T, SdkError<E, HttpResponse>>> {
    // The client's futures are large, and each caller would hold one.
    let asking = Box::pin(asking);
    async move {
        let started = Instant::now();
        let answer = asking.await;
        histogram!(TIME, "operation" => operation).record(started.elapsed());
        if answer.as_ref().is_err_and(is_fault) {
            counter!(ERRORS, "operation" => operation).increment(1);
        }
        answer
    }
}

fn is_fault<E>(error: &SdkError<E, HttpResponse>) -> bool {
    let answer = error.raw_response();
    answer.is_none_or(|answer| answer.status().as_u16() >= 500)
}
