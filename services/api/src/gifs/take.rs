//! A picture that is picked becomes a file of who picks it, without a way through their client.

use auth::Principal;
use domain::text::Invalid;
use protocol::InvalidInput;
use protocol::file::File;
use protocol::gif::TakeGif;
use rpc::images::NewFile;

use super::picture::{Size, picture};
use crate::error::Error;
use crate::http::{Done, Once};
use crate::state::State;

/// The longest name, in characters.
const MAX_NAME: usize = 100;

/// Fetches the picture and has it stored, at most 8 MiB.
///
/// # Errors
/// As [`picture`]; `not_found` for a workspace that is not the caller's, what an upload refuses, a
/// name that is too long.
pub async fn take(
    state: &State,
    who: &Principal,
    id: &str,
    (input, once): (TakeGif, &Once),
) -> Result<Done<File>, Error> {
    if input.name.chars().count() > MAX_NAME {
        let limit = u64::try_from(MAX_NAME).unwrap_or(u64::MAX);
        return Err(InvalidInput::at("/name", Invalid::TooLong { limit }).into());
    }
    let mut tx = state.store.begin().await?;
    if let Some(earlier) = once.earlier(&mut tx, state, who).await? {
        return Ok(earlier);
    }
    // Not held while a provider takes its time.
    drop(tx);
    let (content_type, content) = picture(state, who, id, Size::Content).await?;
    let file = NewFile {
        user: who.user,
        session: who.session,
        workspace: input.workspace_id,
        name: name(&input.name, content_type),
        content,
    };
    let file = state.images.put_file(file).await?;
    let mut tx = state.store.begin().await?;
    // The same request at the same time has brought another file: one of them is left to the reaper.
    if let Some(earlier) = once.earlier(&mut tx, state, who).await? {
        return Ok(earlier);
    }
    once.keep(&mut tx, state, who, &file).await?;
    store::commit(tx).await?;
    Ok(Done::now(file))
}

/// With the ending of what it is.
fn name(wanted: &str, content_type: &str) -> String {
    let stem = match wanted.trim() {
        "" => "gif",
        named => named,
    };
    let ending = match content_type {
        "image/png" => "png",
        "image/jpeg" => "jpg",
        "image/webp" => "webp",
        _ => "gif",
    };
    format!("{stem}.{ending}")
}
