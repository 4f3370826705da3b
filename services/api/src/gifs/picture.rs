//! The bytes of a picture, through us.

use std::time::Duration;

use auth::Principal;
use bytes::Bytes;
use fetch::Bounds;
use protocol::ErrorCode;

use crate::error::Error;
use crate::http::limits;
use crate::state::State;

/// Pictures a minute: some pages of a search.
const A_MINUTE: u32 = 600;
/// A picture to be sent: all of it must be there within 10 s.
const CONTENT: Bounds = Bounds {
    deadline: Duration::from_secs(10),
    bytes: 8 * 1_024 * 1_024,
    ..Bounds::PICTURE
};
const RETRY_AFTER: Duration = Duration::from_secs(5);

/// Which of the two pictures that an id names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// The small one, at most 2 MiB.
    Preview,
    /// The one to send, at most 8 MiB.
    Content,
}

/// The picture, with the type that its bytes have.
///
/// # Errors
/// `not_found` for what no search of the last day found, and for what is no picture;
/// `rate_limited`; `unavailable` when the provider does not answer.
pub async fn picture(
    state: &State,
    who: &Principal,
    id: &str,
    size: Size,
) -> Result<(&'static str, Bytes), Error> {
    let token = state
        .gifs
        .read(id, state.now())
        .ok_or(ErrorCode::NotFound)?;
    let subject = format!("gif-pictures:{}", who.user);
    let limit = limits::limit("gif-pictures", A_MINUTE, Duration::from_mins(1));
    limits::count(state, &subject, &[limit]).await?;
    let (address, bounds) = match size {
        Size::Preview => (token.preview, Bounds::PICTURE),
        Size::Content => (token.content, CONTENT),
    };
    let url = state
        .fetcher
        .check(&address)
        .map_err(|_refused| ErrorCode::NotFound)?;
    let answer = state.fetcher.get(&url, "image/*", bounds).await;
    let answer = answer.map_err(unanswered)?;
    let content_type = picture_type(&answer.body).filter(|_| answer.status.is_success());
    let content_type = content_type.ok_or(ErrorCode::NotFound)?;
    Ok((content_type, answer.body))
}

/// A provider that is away may come back; whatever else it is, there is no picture.
fn unanswered(error: fetch::Error) -> Error {
    if !error.is_passing() {
        return ErrorCode::NotFound.into();
    }
    Error::Unavailable {
        retry_after: RETRY_AFTER,
        source: error.into(),
    }
}

/// What the bytes say that they are, if that is a picture which browsers show and nothing else.
fn picture_type(body: &[u8]) -> Option<&'static str> {
    match body {
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some("image/gif"),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => Some("image/webp"),
        _ => None,
    }
}
