//! Entity tags: `"v3"` is the version of an entity.

use actix_web::http::header::{ETAG, IF_MATCH, IF_NONE_MATCH};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use protocol::ErrorCode;
use serde::Serialize;

use crate::error::Error;

/// The entity with its tag, or 304 when the caller has this version.
#[must_use]
pub fn respond(request: &HttpRequest, version: i64, entity: &impl Serialize) -> HttpResponse {
    let tag = format!("\"v{version}\"");
    if matches(request, &tag) {
        return HttpResponse::NotModified()
            .insert_header((ETAG, tag))
            .finish();
    }
    HttpResponse::Ok().insert_header((ETAG, tag)).json(entity)
}

/// An answer with the tag of this version, for entities of which the tag covers a part only.
#[must_use]
pub fn tagged(version: i64) -> HttpResponseBuilder {
    let mut response = HttpResponse::Ok();
    response.insert_header((ETAG, format!("\"v{version}\"")));
    response
}

fn matches(request: &HttpRequest, tag: &str) -> bool {
    let header = request
        .headers()
        .get(IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok());
    header.is_some_and(|header| {
        header
            .split(',')
            .map(|one| one.trim().trim_start_matches("W/"))
            .any(|one| one == tag)
    })
}

/// The version that the caller wants to change; `None` when any will do.
///
/// # Errors
/// 412 when `If-Match` is not one of our tags: then it matches nothing.
pub fn if_match(request: &HttpRequest) -> Result<Option<i64>, Error> {
    let Some(header) = request.headers().get(IF_MATCH) else {
        return Ok(None);
    };
    let text = header.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(None);
    }
    let version = text
        .strip_prefix("\"v")
        .and_then(|rest| rest.strip_suffix('"'));
    let version = version.and_then(|digits| digits.parse().ok());
    version
        .map(Some)
        .ok_or(Error::Refused(ErrorCode::VersionMismatch))
}
