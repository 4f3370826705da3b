//! Handing bytes out, such that no browser ever runs them in our origin.

use std::time::Duration;

use actix_web::body::{MessageBody, SizedStream};
use actix_web::http::StatusCode;
use actix_web::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_RANGE, CONTENT_SECURITY_POLICY,
    CONTENT_TYPE, ETAG, HeaderMap, HeaderName, IF_NONE_MATCH, IF_RANGE, RANGE,
    X_CONTENT_TYPE_OPTIONS,
};
use actix_web::{HttpResponse, HttpResponseBuilder};
use domain::{FileState, UserId};
use protocol::ErrorCode;
use store::files::File;
use store::images::Image;

use super::stream::bytes;
use crate::error::Error;
use crate::image::thumbnail::Size;
use crate::name::disposition;
use crate::range::{Wanted, wanted};
use crate::s3::Object;
use crate::sniff::is_inline;
use crate::state::State;
use crate::thumbnail;
use crate::turns::Turn;

const CROSS_ORIGIN_RESOURCE_POLICY: HeaderName =
    HeaderName::from_static("cross-origin-resource-policy");
/// Even opened as a page, a file is alone in a box where nothing runs or loads.
const BOX: &str = "sandbox; default-src 'none'";
/// Kept by this browser only, and asked about each time: whether its user may still see it.
const PRIVATE: &str = "private, no-cache";
/// Kept by this browser only, for a year.
const FOR_EVER: &str = "private, max-age=31536000, immutable";

/// The content of a file, or the part that was asked for.
///
/// # Errors
/// `file_not_ready`, `file_blocked`, `range_not_satisfiable`, `too_many_downloads`, `overloaded`, or
/// `unavailable` when S3 is down.
pub(super) async fn content(
    state: &State,
    who: UserId,
    file: &File,
    headers: &HeaderMap,
) -> Result<HttpResponse, Error> {
    may_be_had(file)?;
    let etag = format!("\"{}\"", file.id);
    if is_known(headers, &etag) {
        return Ok(unchanged(&etag));
    }
    let size = u64::try_from(file.size).unwrap_or(0);
    let (part, status) = match asked(headers, &etag, size) {
        Wanted::Whole => (None, StatusCode::OK),
        Wanted::Part { first, last } => (Some((first, last)), StatusCode::PARTIAL_CONTENT),
        Wanted::Outside => return Ok(outside(size)),
    };
    let turn = state.downloads.take(Some(who))?;
    let object = state.bucket.get(&file.object_key, part).await?;
    let mut response = HttpResponse::build(status);
    guard(&mut response, &etag);
    response
        .insert_header((ACCEPT_RANGES, "bytes"))
        .insert_header((CONTENT_TYPE, file.content_type.as_str()))
        .insert_header((
            CONTENT_DISPOSITION,
            disposition(is_inline(&file.content_type), &file.name),
        ));
    if let Some((first, last)) = part {
        response.insert_header((CONTENT_RANGE, format!("bytes {first}-{last}/{size}")));
    }
    Ok(response.body(sized(state, object, turn)))
}

/// Nobody gets anything of a file that is not cleared.
fn may_be_had(file: &File) -> Result<(), Error> {
    match file.state {
        FileState::Ready => Ok(()),
        FileState::Scanning => Err(ErrorCode::FileNotReady.into()),
        FileState::Blocked => Err(ErrorCode::FileBlocked.into()),
    }
}

/// A thumbnail of an image.
///
/// # Errors
/// `file_not_ready`, `not_found` when it has none, `unavailable` when S3 is down.
pub(super) async fn thumbnail(
    state: &State,
    who: UserId,
    file: &File,
    size: Size,
    headers: &HeaderMap,
) -> Result<HttpResponse, Error> {
    may_be_had(file)?;
    if !file.thumbnails.iter().any(|name| name == size.as_str()) {
        return Err(ErrorCode::NotFound.into());
    }
    let etag = format!("\"{}-{}\"", file.id, size.as_str());
    if is_known(headers, &etag) {
        return Ok(unchanged(&etag));
    }
    let key = thumbnail::key(&file.object_key, size.as_str());
    let turn = state.downloads.take(Some(who))?;
    let object = state.bucket.get(&key, None).await?;
    let content_type = match object.content_type.as_deref() {
        Some("image/png") => "image/png",
        _ => "image/jpeg",
    };
    let mut response = HttpResponse::Ok();
    guard(&mut response, &etag);
    response
        .insert_header((CONTENT_TYPE, content_type))
        .insert_header((CONTENT_DISPOSITION, disposition(true, &file.name)));
    Ok(response.body(sized(state, object, turn)))
}

fn guard(response: &mut HttpResponseBuilder, etag: &str) {
    response
        .insert_header((ETAG, etag))
        .insert_header((CACHE_CONTROL, PRIVATE));
    alone(response);
}

/// Keeps what is handed out in its box.
fn alone(response: &mut HttpResponseBuilder) {
    response
        .insert_header((CONTENT_SECURITY_POLICY, BOX))
        .insert_header((CROSS_ORIGIN_RESOURCE_POLICY, "same-origin"))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"));
}

/// A picture. Its bytes never change, and its address goes with it: a browser need not ask again.
///
/// # Errors
/// `unavailable` when S3 is down.
pub(super) async fn picture(
    state: &State,
    who: Option<UserId>,
    image: &Image,
    headers: &HeaderMap,
) -> Result<HttpResponse, Error> {
    let etag = format!("\"{}\"", image.id);
    let mut response = HttpResponse::Ok();
    response
        .insert_header((ETAG, etag.as_str()))
        .insert_header((CACHE_CONTROL, FOR_EVER));
    alone(&mut response);
    if is_known(headers, &etag) {
        return Ok(response.status(StatusCode::NOT_MODIFIED).finish());
    }
    let turn = state.downloads.take(who)?;
    let object = state.bucket.get(&image.object_key, None).await?;
    response
        .insert_header((CONTENT_TYPE, image.content_type.as_str()))
        .insert_header((CONTENT_DISPOSITION, "inline"));
    Ok(response.body(sized(state, object, turn)))
}

fn sized(state: &State, object: Object, turn: Turn) -> impl MessageBody + use<> {
    let stall = Duration::from_secs(state.config.files.download_stall_s.into());
    SizedStream::new(object.length, Box::pin(bytes(object, turn, stall)))
}

fn unchanged(etag: &str) -> HttpResponse {
    let mut response = HttpResponse::NotModified();
    guard(&mut response, etag);
    response.finish()
}

fn outside(size: u64) -> HttpResponse {
    let problem = protocol::Problem::new(ErrorCode::RangeNotSatisfiable);
    let mut response = auth::principal::respond(problem);
    if let Ok(range) = format!("bytes */{size}").parse() {
        response.headers_mut().insert(CONTENT_RANGE, range);
    }
    response
}

fn is_known(headers: &HeaderMap, etag: &str) -> bool {
    let known = headers
        .get(IF_NONE_MATCH)
        .and_then(|known| known.to_str().ok());
    known.is_some_and(|known| {
        let tags = known
            .split(',')
            .map(|tag| tag.trim().trim_start_matches("W/"));
        known.trim() == "*" || tags.into_iter().any(|tag| tag == etag)
    })
}

/// A range counts only for the very content that its asker has seen.
fn asked(headers: &HeaderMap, etag: &str, size: u64) -> Wanted {
    let is_same = headers
        .get(IF_RANGE)
        .is_none_or(|seen| seen.as_bytes() == etag.as_bytes());
    match headers.get(RANGE).and_then(|range| range.to_str().ok()) {
        Some(range) if is_same => wanted(range, size),
        _ => Wanted::Whole,
    }
}
