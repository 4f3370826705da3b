//! Bodies that are JSON.

use actix_web::HttpRequest;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::Payload;
use bytes::BytesMut;
use futures_util::StreamExt as _;
use protocol::{ErrorCode, json};
use serde::de::DeserializeOwned;

use super::form::SILENCE;
use crate::error::Error;

/// As much of a body as is read.
const MOST_BYTES: usize = 256 * 1024;

/// The body as exactly one `T`.
///
/// # Errors
/// `unsupported_media_type`, `payload_too_large`, or what [`json::parse`] refuses.
pub(super) async fn read<T: DeserializeOwned>(
    request: &HttpRequest,
    payload: Payload,
) -> Result<T, Error> {
    Ok(json::parse(&whole(request, payload).await?)?)
}

/// The body, which says that it is JSON.
///
/// # Errors
/// `unsupported_media_type`, `payload_too_large`, or `bad_request` when it breaks off.
pub(super) async fn whole(request: &HttpRequest, mut payload: Payload) -> Result<BytesMut, Error> {
    let kind = request.headers().get(CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok());
    if !kind.is_some_and(|kind| kind.starts_with("application/json")) {
        return Err(ErrorCode::UnsupportedMediaType.into());
    }
    let mut body = BytesMut::new();
    loop {
        let next = tokio::time::timeout(SILENCE, payload.next()).await;
        let next = next.map_err(|_elapsed| ErrorCode::BadRequest)?;
        let Some(chunk) = next else {
            break;
        };
        let chunk = chunk.map_err(|_broken| ErrorCode::BadRequest)?;
        if body.len() + chunk.len() > MOST_BYTES {
            return Err(ErrorCode::PayloadTooLarge.into());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
