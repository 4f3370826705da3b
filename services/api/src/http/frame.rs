//! What every request and every answer has around it: a request id, a bound on the body, and
//! problems that say which request they belong to.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_LENGTH, HeaderMap, HeaderName, HeaderValue, X_CONTENT_TYPE_OPTIONS,
};
use actix_web::middleware::Next;
use actix_web::{HttpResponse, web};
use domain::RequestId;
use protocol::{ErrorCode, Problem};

use crate::state::State;

/// The largest body of a request, in bytes.
pub const MAX_BODY_BYTES: usize = 256 * 1024;
/// The longest request id that is taken over from a client.
const MAX_REQUEST_ID_BYTES: usize = 128;

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");

/// Wraps every route.
///
/// # Errors
/// Only what a middleware inside fails with: a route's refusal is an answer.
pub async fn middleware(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let id = request_id(&request);
    tracing::Span::current().record("request_id", id.as_str());
    let traceparent = request.headers().get(TRACEPARENT).cloned();
    let path = request.path().to_owned();
    let mut response = if is_too_large(request.headers()) {
        let problem = Problem::new(ErrorCode::PayloadTooLarge);
        request.into_response(auth::principal::respond(problem))
    } else {
        next.call(request).await?.map_into_boxed_body()
    };
    complete(response.response_mut(), &path, &id);
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::from_str(&id) {
        headers.insert(X_REQUEST_ID, id);
    }
    if let Some(traceparent) = traceparent {
        headers.insert(TRACEPARENT, traceparent);
    }
    if !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    Ok(response)
}

/// Writes path and request id into a problem.
fn complete(response: &mut HttpResponse, path: &str, id: &str) {
    let Some(mut problem) = response.extensions_mut().remove::<Problem>() else {
        return;
    };
    problem.instance = Some(path.to_owned());
    problem.request_id = Some(id.to_owned());
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    let bare = std::mem::replace(response, HttpResponse::Ok().finish());
    *response = bare.set_body(BoxBody::new(body));
}

/// The client's id for this request, if it is one that can stand in a log; else a new one.
fn request_id(request: &ServiceRequest) -> String {
    let given = request
        .headers()
        .get(X_REQUEST_ID)
        .and_then(|id| id.to_str().ok());
    let usable = |id: &&str| {
        (1..=MAX_REQUEST_ID_BYTES).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_graphic())
    };
    if let Some(id) = given.filter(usable) {
        return id.to_owned();
    }
    let now = request
        .app_data::<web::Data<State>>()
        .map(|state| state.now());
    RequestId::generate(now.unwrap_or_default(), &mut rand::rng()).to_string()
}

/// Whether the request announces more than is accepted: it is refused before it is read.
fn is_too_large(headers: &HeaderMap) -> bool {
    let length = headers
        .get(CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok());
    length.is_some_and(|length| {
        length
            .parse()
            .is_ok_and(|bytes: usize| bytes > MAX_BODY_BYTES)
    })
}
