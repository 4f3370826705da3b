//! Between S3 and the disk: what is looked at comes, what was drawn of it goes.

use store::files::File;
use tempfile::NamedTempFile;
use tokio::io::AsyncWriteExt as _;

use super::job::{Fault, Seen};
use crate::error::Error;
use crate::state::State;
use crate::thumbnail;

/// A copy of the file on the disk, gone with the answer.
///
/// # Errors
/// When S3 does not give it.
pub(super) async fn fetch(state: &State, file: &File) -> Result<NamedTempFile, Fault> {
    let mut object = state.bucket.get(&file.object_key, None).await?;
    let copy = tokio::task::spawn_blocking(NamedTempFile::new).await;
    let copy = copy.map_err(|error| Fault::Ours(error.into()))?;
    let copy = copy.map_err(disk)?;
    let writer = copy.reopen().map_err(disk)?;
    let mut writer = tokio::fs::File::from_std(writer);
    while let Some(chunk) = object.next().await? {
        writer.write_all(&chunk).await.map_err(disk)?;
    }
    writer.flush().await.map_err(disk)?;
    Ok(copy)
}

fn disk(error: std::io::Error) -> Fault {
    Fault::Ours(anyhow::Error::new(error).context("the copy of a file on the disk"))
}

/// Stores the thumbnails beside the file.
///
/// # Errors
/// When S3 does not take them.
pub(super) async fn store(state: &State, file: &File, seen: &Seen) -> Result<(), Fault> {
    for one in &seen.thumbnails {
        let bytes = one.bytes().map_err(|error| Fault::Ours(error.into()))?;
        let key = thumbnail::key(&file.object_key, one.size.as_str());
        state
            .bucket
            .put(&key, one.coding.content_type(), bytes)
            .await?;
    }
    Ok(())
}

/// Removes them again: the file went meanwhile, and whoever removed it may have been faster.
///
/// # Errors
/// When S3 does not answer.
pub(super) async fn remove(state: &State, file: &File, seen: &Seen) -> Result<(), Error> {
    for one in &seen.thumbnails {
        let key = thumbnail::key(&file.object_key, one.size.as_str());
        state.bucket.delete(&key).await?;
    }
    Ok(())
}
