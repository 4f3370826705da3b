//! Opaque cursors: the key of the last entry of a page, which only we can read.

use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::text::Invalid;
use protocol::{ErrorCode, InvalidInput, Limit, Page, Problem};

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
    let Some(cursor) = cursor else {
        return Ok(None);
    };
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok();
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    match text.filter(|text| !text.contains('\0')) {
        Some(text) => Ok(Some(text)),
        None => Err(Problem::new(ErrorCode::BadRequest)
            .with_detail("not a cursor")
            .into()),
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
    Page {
        data: rows.into_iter().map(entry).collect(),
        next_cursor,
    }
}

/// The id in a cursor, or whatever else names the last entry.
///
/// # Errors
/// When it is not one of ours.
pub fn id<T: FromStr>(cursor: Option<&str>) -> Result<Option<T>, Error> {
    let Some(text) = key(cursor)? else {
        return Ok(None);
    };
    match text.parse() {
        Ok(id) => Ok(Some(id)),
        Err(_) => Err(Problem::new(ErrorCode::BadRequest)
            .with_detail("not a cursor")
            .into()),
    }
}

/// The longest text that a list is searched for, in characters.
const MAX_SEARCH_CHARS: usize = 100;

/// The `q` of a list.
///
/// # Errors
/// When it is too long or has a character that no name has.
pub fn search_text(q: Option<&str>) -> Result<&str, Error> {
    let text = q.unwrap_or_default().trim();
    if text.chars().count() > MAX_SEARCH_CHARS {
        return Err(InvalidInput::at("/q", Invalid::TooLong { limit: 100 }).into());
    }
    if text.chars().any(char::is_control) {
        return Err(InvalidInput::at("/q", Invalid::ForbiddenCharacter).into());
    }
    Ok(text)
}
