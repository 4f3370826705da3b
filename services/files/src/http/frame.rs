//! What every answer has around it: a request id, and problems that say which request they
//! belong to.

use actix_web::HttpResponse;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{CACHE_CONTROL, HeaderName, HeaderValue, X_CONTENT_TYPE_OPTIONS};
use actix_web::middleware::Next;
use domain::RequestId;
use protocol::Problem;

use crate::state::State;

/// The longest request id that is taken over from a client.
const MAX_REQUEST_ID_BYTES: usize = 128;
const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");

/// Wraps every route.
///
/// # Errors
/// Only what a middleware inside fails with: a route's refusal is an answer.
pub(super) async fn middleware(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let id = request_id(&request);
    tracing::Span::current().record("request_id", id.as_str());
    let traceparent = request.headers().get(TRACEPARENT).cloned();
    let path = request.path().to_owned();
    let mut response = next.call(request).await?.map_into_boxed_body();
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
        .app_data::<actix_web::web::Data<State>>()
        .map(|state| state.now());
    RequestId::generate(now.unwrap_or_default(), &mut rand::rng()).to_string()
}
