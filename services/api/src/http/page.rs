//! Opaque cursors: the key of the last entry of a page, which only we can read.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use protocol::{ErrorCode, Limit, Page, Problem};

use crate::error::Error;

/// The cursor after the entry with this key.
#[must_use]
pub fn cursor(key: &str) -> String {
    URL_SAFE_NO_PAD.encode(key)
}

/// The key in a cursor.
///
/// # Errors
/// When it is not one of ours.
pub fn key(cursor: Option<&str>) -> Result<Option<String>, Error> {
    let Some(cursor) = cursor else { return Ok(None) };
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok();
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    match text.filter(|text| !text.contains('\0')) {
        Some(text) => Ok(Some(text)),
        None => Err(Problem::new(ErrorCode::BadRequest).with_detail("not a cursor").into()),
    }
}

/// A page of entries that were asked for with one more than `limit`.
#[must_use]
pub fn page<T, U>(
    mut rows: Vec<T>,
    limit: Limit,
    key: impl Fn(&T) -> String,
    entry: impl Fn(T) -> U,
) -> Page<U> {
    let more = rows.len() > usize::from(limit);
    rows.truncate(usize::from(limit));
    let next_cursor = rows.last().filter(|_| more).map(|last| cursor(&key(last)));
    Page { data: rows.into_iter().map(entry).collect(), next_cursor }
}
