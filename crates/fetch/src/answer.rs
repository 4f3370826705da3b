//! Reading what came back.

use std::error::Error as StdError;

use bytes::{Bytes, BytesMut};
use http::header::{self, HeaderMap};
use http::{Response, StatusCode};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use url::Url;

use crate::client::{Bounds, Over};
use crate::coding::Coding;
use crate::connect::ConnectError;
use crate::error::Error;

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Where from, after all redirects.
    pub url: Url,
    /// As the host says it; a refusal is an answer too.
    pub status: StatusCode,
    /// As the host sent them.
    pub headers: HeaderMap,
    /// The body, unpacked if it came compressed.
    pub body: Bytes,
}

impl Answer {
    /// The media type, in lower case and without parameters; empty when there is none.
    #[must_use]
    pub fn media_type(&self) -> String {
        let value = self.headers.get(header::CONTENT_TYPE);
        let text = value.and_then(|value| value.to_str().ok());
        let media_type = text.and_then(|text| text.split(';').next());
        media_type.unwrap_or_default().trim().to_ascii_lowercase()
    }
}

/// Where the host sends us instead, if it does.
pub(crate) fn redirect(url: &Url, response: &Response<Incoming>) -> Result<Option<Url>, Error> {
    let moved = [
        StatusCode::MOVED_PERMANENTLY,
        StatusCode::FOUND,
        StatusCode::SEE_OTHER,
        StatusCode::TEMPORARY_REDIRECT,
        StatusCode::PERMANENT_REDIRECT,
    ];
    if !moved.contains(&response.status()) {
        return Ok(None);
    }
    let location = response.headers().get(header::LOCATION);
    let text = location.and_then(|value| std::str::from_utf8(value.as_bytes()).ok());
    let next = text.and_then(|text| url.join(text).ok());
    next.map(Some).ok_or(Error::Lost)
}

/// Reads the body, counting: what comes in, and what comes out of it.
pub(crate) async fn read(
    url: Url,
    response: Response<Incoming>,
    bounds: Bounds,
) -> Result<Answer, Error> {
    let (head, body) = response.into_parts();
    let coding = Coding::of(&head.headers)?;
    let body = collect(body, bounds).await?;
    Ok(Answer {
        url,
        status: head.status,
        headers: head.headers,
        body: coding.unpack(body, bounds)?,
    })
}

async fn collect(mut body: Incoming, bounds: Bounds) -> Result<Bytes, Error> {
    let mut read = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| failure(error.into()))?;
        let Some(data) = frame.data_ref() else {
            continue;
        };
        let room = bounds.bytes - read.len();
        if data.len() <= room {
            read.extend_from_slice(data);
            continue;
        }
        if bounds.over == Over::Refuse {
            return Err(Error::TooLarge);
        }
        read.extend(data.iter().take(room));
        break;
    }
    Ok(read.freeze())
}

/// Our own refusal, if it is what ended the request; else what did.
pub(crate) fn failure(error: Box<dyn StdError + Send + Sync>) -> Error {
    let mut cause: Option<&(dyn StdError + 'static)> = Some(&*error);
    while let Some(one) = cause {
        if let Some(ConnectError::Refused(refusal)) = one.downcast_ref() {
            return Error::Refused(*refusal);
        }
        cause = one.source();
    }
    Error::Unreachable(error)
}
