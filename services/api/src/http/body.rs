//! The body of a request: JSON of exactly the type that the route takes.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::{FromRequest, HttpRequest};
use bytes::BytesMut;
use futures_util::StreamExt as _;
use protocol::ErrorCode;
use serde::de::DeserializeOwned;

use super::frame::MAX_BODY_BYTES;
use super::idempotency::Once;
use crate::error::Error;

/// A parsed body, and what makes a repeated request recognisable.
#[derive(Debug)]
pub struct Json<T> {
    /// What the client sent.
    pub input: T,
    /// Its `Idempotency-Key`, if it sent one.
    pub once: Once,
}

impl<T: DeserializeOwned + 'static> FromRequest for Json<T> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let body = read(&request, payload).await?;
            let once = Once::of(&request, &body)?;
            Ok(Self {
                input: protocol::json::parse(&body)?,
                once,
            })
        })
    }
}

/// A body that may be absent: then it is the type's default.
#[derive(Debug)]
pub struct OptionalJson<T>(pub T);

impl<T: DeserializeOwned + Default + 'static> FromRequest for OptionalJson<T> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move { read_optional(&request, payload).await.map(Self) })
    }
}

async fn read_optional<T: DeserializeOwned + Default>(
    request: &HttpRequest,
    mut payload: Payload,
) -> Result<T, Error> {
    let body = collect(&mut payload).await?;
    if body.is_empty() {
        return Ok(T::default());
    }
    if !is_json(request) {
        return Err(ErrorCode::UnsupportedMediaType.into());
    }
    Ok(protocol::json::parse(&body)?)
}

async fn read(request: &HttpRequest, mut payload: Payload) -> Result<BytesMut, Error> {
    if !is_json(request) {
        return Err(ErrorCode::UnsupportedMediaType.into());
    }
    collect(&mut payload).await
}

async fn collect(payload: &mut Payload) -> Result<BytesMut, Error> {
    let mut body = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_cut_off| Error::Refused(ErrorCode::BadRequest))?;
        if body.len() + chunk.len() > MAX_BODY_BYTES {
            return Err(ErrorCode::PayloadTooLarge.into());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// `application/json`, in UTF-8 if it says so, and said once.
fn is_json(request: &HttpRequest) -> bool {
    let mut types = request.headers().get_all(CONTENT_TYPE);
    let (Some(only), None) = (types.next(), types.next()) else {
        return false;
    };
    let Ok(text) = only.to_str() else {
        return false;
    };
    let text = text.to_ascii_lowercase();
    let mut parts = text.split(';').map(str::trim);
    parts.next() == Some("application/json")
        && parts.all(|parameter| parameter == "charset=utf-8" || parameter == "charset=\"utf-8\"")
}
