//! Binding files to the message that is about to carry them (S17).

use domain::{FileId, FileState};
use protocol::ErrorCode;
use store::files::{self, Claim, File};

use crate::error::Error;
use crate::state::State;
use crate::view;

/// Gives all of the files to the message, or none. The same author, channel and nonce claim the
/// same files again.
///
/// # Errors
/// `not_found` when one is not the author's, `file_claimed` when another message has it,
/// `file_blocked` when the scan found something in it.
pub(crate) async fn claim(
    state: &State,
    ids: &[FileId],
    claim: &Claim,
) -> Result<Vec<protocol::file::File>, Error> {
    let mut tx = state.store.begin().await?;
    files::lock(&mut tx, ids).await?;
    let found = files::list(&mut tx, ids).await?;
    let mut claimed = Vec::with_capacity(ids.len());
    for id in ids {
        let file = found
            .iter()
            .find(|file| file.id == *id)
            .ok_or(ErrorCode::NotFound)?;
        check(file, claim)?;
        claimed.push(view::file(file));
    }
    files::claim(&mut tx, ids, claim).await?;
    store::commit(tx).await?;
    Ok(claimed)
}

fn check(file: &File, claim: &Claim) -> Result<(), Error> {
    if file.uploader_id != claim.author_id {
        return Err(ErrorCode::NotFound.into());
    }
    let is_free_or_ours = match (file.channel_id, file.claimed_by, &file.claim_nonce) {
        (Some(channel), Some(author), Some(nonce)) => {
            (channel, author, nonce) == (claim.channel_id, claim.author_id, &claim.nonce)
        }
        _ => true,
    };
    if !is_free_or_ours {
        return Err(ErrorCode::FileClaimed.into());
    }
    match file.state {
        // Its message says so until the scan is over.
        FileState::Ready | FileState::Scanning => Ok(()),
        FileState::Blocked => Err(ErrorCode::FileBlocked.into()),
    }
}

/// Gives files back that a message was to carry but never did.
///
/// # Errors
/// When Postgres does not answer.
pub(crate) async fn release(state: &State, claim: &Claim) -> Result<(), Error> {
    Ok(files::release(&mut *state.store.acquire().await?, claim).await?)
}
