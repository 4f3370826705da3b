//! Requests by the sort of route, for services whose routes are an actix application's.

use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use metrics::{Unit, counter, describe_counter, describe_histogram, histogram};

const REQUESTS: &str = "hubbub_http_requests_total";
const TIME: &str = "hubbub_http_request_seconds";

/// What all of our routes begin with.
const BASE: &str = "/api/v1/";
/// Requests to no route of ours.
const NO_ROUTE: &str = "none";

pub(super) fn describe() {
    describe_counter!(
        REQUESTS,
        "Requests, by sort of route, method and first digit of the status"
    );
    describe_histogram!(
        TIME,
        Unit::Seconds,
        "From the head of a request to the head of its answer, by sort of route and method"
    );
}

/// Counts a request and measures it until its answer begins. Belongs around everything that may
/// answer.
///
/// # Errors
/// What it is put around fails with.
pub async fn measure<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let started = Instant::now();
    let pattern = request.match_pattern();
    let class = class(pattern.as_deref()).to_owned();
    let method = method(request.method());
    let answer = next.call(request).await;
    let status = match &answer {
        Ok(response) => response.status(),
        Err(error) => error.as_response_error().status_code(),
    };
    counter!(REQUESTS, "class" => class.clone(), "method" => method, "status" => digit(status))
        .increment(1);
    histogram!(TIME, "class" => class, "method" => method).record(started.elapsed());
    answer
}

/// The sort of a route: what it is about. Messages are one sort wherever they hang.
fn class(pattern: Option<&str>) -> &str {
    let Some(rest) = pattern.and_then(|pattern| pattern.strip_prefix(BASE)) else {
        return pattern.map_or(NO_ROUTE, |_outside| "other");
    };
    if rest.ends_with("/messages") {
        return "messages";
    }
    rest.split('/').next().unwrap_or(NO_ROUTE)
}

/// The method as a word of a closed list: clients can send any.
fn method(method: &Method) -> &'static str {
    match *method {
        Method::GET | Method::HEAD => "GET",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        _ => "other",
    }
}

fn digit(status: StatusCode) -> &'static str {
    match status.as_u16() {
        ..200 => "1xx",
        200..300 => "2xx",
        300..400 => "3xx",
        400..500 => "4xx",
        500.. => "5xx",
    }
}

#[cfg(test)]
mod tests {
    use super::class;

    #[test]
    fn routes_are_of_the_sort_that_they_begin_with_and_messages_are_one_of_their_own() {
        assert_eq!(class(Some("/api/v1/auth/login")), "auth");
        assert_eq!(class(Some("/api/v1/users/{id}/avatar")), "users");
        assert_eq!(class(Some("/api/v1/channels/{id}/messages")), "messages");
        assert_eq!(class(Some("/api/v1/messages/{message}")), "messages");
        assert_eq!(class(Some("/.well-known/jwks.json")), "other");
        assert_eq!(class(None), "none");
    }
}
