//! The upload's form: `workspace_id`, then `file`, and nothing else.

use std::time::Duration;

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::HttpRequest;
use actix_web::web::Payload;
use bytes::Bytes;
use domain::{Invalid, WorkspaceId};
use futures_util::StreamExt as _;
use protocol::{ErrorCode, Problem};

use crate::error::Error;
use crate::upload::Body;

/// A client that sends nothing for so long has gone.
pub(super) const SILENCE: Duration = Duration::from_secs(30);
/// What is still read of a request that was refused, so that its client hears the answer.
pub(super) const DRAINED_BYTES: usize = 32 * 1024 * 1024;
pub(super) const DRAINED_FOR: Duration = Duration::from_secs(3);
/// An id has 36.
const ID_BYTES: usize = 64;

/// A form under way.
pub(super) struct Form {
    /// None once it has ended, as is `file`: asked once more, either would panic.
    multipart: Option<Multipart>,
    file: Option<Field>,
}

impl Form {
    pub(super) fn new(request: &HttpRequest, payload: Payload) -> Self {
        Self {
            multipart: Some(Multipart::new(request.headers(), payload)),
            file: None,
        }
    }

    /// The first field.
    pub(super) async fn workspace(&mut self) -> Result<WorkspaceId, Error> {
        let missing = || Error::field("/workspace_id", Invalid::Required);
        let mut field = self.field().await?.ok_or_else(missing)?;
        match field.name() {
            Some("workspace_id") => {}
            Some("file") | None => return Err(missing()),
            Some(other) => return Err(Error::unknown_field(other)),
        }
        let malformed = || Error::field("/workspace_id", Invalid::InvalidFormat);
        let bytes = field
            .bytes(ID_BYTES)
            .await
            .map_err(|_too_long| malformed())?;
        let bytes = bytes.map_err(broken)?;
        let text = std::str::from_utf8(&bytes).map_err(|_not_text| malformed())?;
        text.trim().parse().map_err(|_not_an_id| malformed())
    }

    /// The second field; returns the name of the file.
    pub(super) async fn file(&mut self) -> Result<String, Error> {
        let missing = || Error::field("/file", Invalid::Required);
        let field = self.field().await?.ok_or_else(missing)?;
        match field.name() {
            Some("file") => {}
            Some(other) => return Err(Error::unknown_field(other)),
            None => return Err(missing()),
        }
        let disposition = field.content_disposition();
        let name = disposition.and_then(|disposition| disposition.get_filename());
        let name = name.unwrap_or_default().to_owned();
        self.file = Some(field);
        Ok(name)
    }

    /// Reads on for a while after a refusal: a client that is cut off in the middle of sending
    /// never gets to read why.
    pub(super) async fn drain(mut self) {
        let read = async {
            let mut left = DRAINED_BYTES;
            loop {
                match (&mut self).chunk().await {
                    Ok(Some(chunk)) if chunk.len() < left => left -= chunk.len(),
                    Ok(None) => match self.field().await {
                        Ok(Some(next)) => self.file = Some(next),
                        Ok(None) | Err(_) => return,
                    },
                    Ok(Some(_)) | Err(_) => return,
                }
            }
        };
        // Whoever needs longer does not hear the answer.
        tokio::time::timeout(DRAINED_FOR, read).await.ok();
    }

    async fn field(&mut self) -> Result<Option<Field>, Error> {
        let Some(multipart) = &mut self.multipart else {
            return Ok(None);
        };
        let next = tokio::time::timeout(SILENCE, multipart.next()).await;
        let next = next.map_err(|_elapsed| silent())?;
        if !matches!(next, Some(Ok(_))) {
            self.multipart = None;
        }
        next.transpose().map_err(broken)
    }
}

impl Body for &mut Form {
    async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        let Some(file) = &mut self.file else {
            return Ok(None);
        };
        let next = tokio::time::timeout(SILENCE, file.next()).await;
        let next = next.map_err(|_elapsed| silent())?;
        if !matches!(next, Some(Ok(_))) {
            self.file = None;
        }
        next.transpose().map_err(broken)
    }

    async fn end(&mut self) -> Result<(), Error> {
        self.file = None;
        match self.field().await? {
            None => Ok(()),
            Some(field) => Err(Error::unknown_field(field.name().unwrap_or_default())),
        }
    }
}

fn silent() -> Error {
    let problem = Problem::new(ErrorCode::BadRequest).with_detail("the upload came to a halt");
    Error::Problem(Box::new(problem))
}

#[expect(clippy::needless_pass_by_value, reason = "map_err gives it by value")]
fn broken(error: MultipartError) -> Error {
    let code = match error {
        MultipartError::ContentTypeMissing
        | MultipartError::ContentTypeParse
        | MultipartError::ContentTypeIncompatible => ErrorCode::UnsupportedMediaType,
        _ => ErrorCode::BadRequest,
    };
    Error::Problem(Box::new(Problem::new(code).with_detail(error.to_string())))
}
