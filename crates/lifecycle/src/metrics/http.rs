//! Requests by the sort of route, for services whose routes are an actix application's.

use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use metrics::{SharedString, Unit, counter, describe_counter, describe_histogram, histogram};

const REQUESTS: &str = "hubbub_http_requests_total";
const TIME: &str = "hubbub_http_request_seconds";

/// What most of our routes begin with.
const BASE: &str = "/api/v1/";
/// Requests to what is not below [`BASE`], or was never answered well.
const OTHER: &str = "other";

static CLASSES: Classes = Classes(RwLock::new(BTreeSet::new()));

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
    let word = word(request.path()).map(str::to_owned);
    let method = method(request.method());
    let answer = next.call(request).await;
    let status = match &answer {
        Ok(response) => response.status(),
        Err(error) => error.as_response_error().status_code(),
    };
    let class = CLASSES.of(word.as_deref(), status);
    counter!(REQUESTS, "class" => class.clone(), "method" => method, "status" => digit(status))
        .increment(1);
    histogram!(TIME, "class" => class, "method" => method).record(started.elapsed());
    answer
}

/// The first word of a path says what it is about. Messages are one sort wherever they hang.
fn word(path: &str) -> Option<&str> {
    let rest = path.strip_prefix(BASE)?;
    if rest.ends_with("/messages") {
        return Some("messages");
    }
    rest.split('/').next()
}

/// The words that are routes: those that were answered well once. To match a path with all routes
/// again would cost more than many an answer; and clients can write any word.
struct Classes(RwLock<BTreeSet<Arc<str>>>);

impl Classes {
    fn of(&self, word: Option<&str>, status: StatusCode) -> SharedString {
        let Some(word) = word else {
            return OTHER.into();
        };
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(class) = known.get(word) {
            return SharedString::from_shared(Arc::clone(class));
        }
        drop(known);
        if !status.is_success() && !status.is_redirection() {
            return OTHER.into();
        }
        let class: Arc<str> = word.into();
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(Arc::clone(&class));
        SharedString::from_shared(class)
    }
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
    use super::*;

    #[test]
    fn a_path_is_of_the_sort_that_it_begins_with_and_messages_are_one_of_their_own() {
        assert_eq!(word("/api/v1/auth/login"), Some("auth"));
        assert_eq!(word("/api/v1/channels/7/messages"), Some("messages"));
        assert_eq!(word("/api/v1/messages/7"), Some("messages"));
        assert_eq!(word("/.well-known/jwks.json"), None);
    }

    #[test]
    fn a_word_is_a_sort_once_something_was_answered_well() {
        let classes = Classes(RwLock::default());
        let of = |word, status| classes.of(Some(word), status);
        assert_eq!(&*of("guess-1", StatusCode::NOT_FOUND), OTHER);
        assert_eq!(&*of("users", StatusCode::SERVICE_UNAVAILABLE), OTHER);
        assert_eq!(&*of("users", StatusCode::OK), "users");
        assert_eq!(&*of("users", StatusCode::SERVICE_UNAVAILABLE), "users");
        assert_eq!(&*classes.of(None, StatusCode::OK), OTHER);
    }
}
