//! The body of a picture's PUT: the image itself, or a form with one field `file`.

use actix_web::HttpRequest;
use actix_web::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use actix_web::web::Payload;
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt as _;
use protocol::{ErrorCode, Problem};

use super::form::{DRAINED_BYTES, DRAINED_FOR, Form, SILENCE};
use crate::error::Error;
use crate::picture::Source;
use crate::upload::{Body, Incoming};

/// What a form adds to its file.
const FORM_BYTES: u64 = 64 * 1024;

/// A body under way.
pub(super) struct PictureBody {
    from: From,
    limit: u64,
    announced: Option<u64>,
}

#[expect(
    clippy::large_enum_variant,
    reason = "one lives for the length of a request"
)]
enum From {
    Form(Form),
    Image(Payload),
}

impl PictureBody {
    /// The body of this request, of which `limit` bytes are taken.
    pub(super) fn new(request: &HttpRequest, payload: Payload, limit: u64) -> Self {
        let header = |name| request.headers().get(name)?.to_str().ok();
        let is_form =
            header(CONTENT_TYPE).is_some_and(|kind| kind.starts_with("multipart/form-data"));
        Self {
            from: if is_form {
                From::Form(Form::new(request, payload))
            } else {
                From::Image(payload)
            },
            limit,
            announced: header(CONTENT_LENGTH).and_then(|length| length.parse().ok()),
        }
    }

    /// Reads on for a while after a refusal, so that the client gets to read why.
    pub(super) async fn drain(self) {
        match self.from {
            From::Form(form) => form.drain().await,
            // Whoever needs longer does not hear the answer.
            From::Image(payload) => {
                let read = read_on(payload);
                tokio::time::timeout(DRAINED_FOR, read).await.ok();
            }
        }
    }
}

async fn read_on(mut payload: Payload) {
    let mut left = DRAINED_BYTES;
    while let Some(Ok(chunk)) = payload.next().await {
        left = left.saturating_sub(chunk.len());
        if left == 0 {
            return;
        }
    }
}

impl Source for PictureBody {
    async fn read(&mut self) -> Result<Bytes, Error> {
        let most = self.limit.saturating_add(FORM_BYTES);
        if self.announced.is_some_and(|bytes| bytes > most) {
            return Err(Error::too_large("/file", self.limit));
        }
        match &mut self.from {
            From::Form(form) => {
                let name = form.file().await?;
                collect(Incoming::new(form, name, self.limit)).await
            }
            From::Image(payload) => {
                collect(Incoming::new(Raw(payload), String::new(), self.limit)).await
            }
        }
    }
}

async fn collect<B: Body>(mut incoming: Incoming<B>) -> Result<Bytes, Error> {
    let mut bytes = BytesMut::new();
    while let Some(chunk) = incoming.chunk().await? {
        bytes.extend_from_slice(&chunk);
    }
    incoming.end().await?;
    Ok(bytes.freeze())
}

/// A body that is the image itself.
struct Raw<'a>(&'a mut Payload);

impl Body for Raw<'_> {
    async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        let broken = |detail: &str| {
            let problem = Problem::new(ErrorCode::BadRequest).with_detail(detail);
            Error::Problem(Box::new(problem))
        };
        let next = tokio::time::timeout(SILENCE, self.0.next()).await;
        let next = next.map_err(|_elapsed| broken("the upload came to a halt"))?;
        next.transpose().map_err(|error| broken(&error.to_string()))
    }

    async fn end(&mut self) -> Result<(), Error> {
        Ok(())
    }
}
