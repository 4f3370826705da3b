//! Removes the bytes of files and pictures that nobody can see any more.

use std::time::Duration;

use chrono::TimeDelta;
use store::files::{self, Reapable};
use store::images;
use tokio_util::sync::CancellationToken;

use crate::error::Error;
use crate::state::State;
use crate::thumbnail;

/// Deleted content is gone from everywhere within a minute.
const EVERY: Duration = Duration::from_secs(15);
/// How long a file may wait for a message, a claim for its message's row, and a picture for
/// something that shows it.
const UNCLAIMED: TimeDelta = TimeDelta::hours(24);
/// Files removed in one transaction.
const BATCH: i64 = 50;

/// Until told to stop. Several at once pass each other over.
pub(crate) async fn run(state: State, stop: CancellationToken) {
    loop {
        match sweep(&state).await {
            Ok(0) => {}
            Ok(removed) => tracing::info!("{removed} files are removed"),
            Err(error) => tracing::warn!("files cannot be removed now: {error:?}"),
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            () = stop.cancelled() => return,
        }
    }
}

/// Removes all that is to go now; answers how many files and pictures that were.
///
/// # Errors
/// When S3 or Postgres does not answer: the rows stay, and say what is left to remove.
pub(crate) async fn sweep(state: &State) -> Result<usize, Error> {
    Ok(sweep_files(state).await? + sweep_images(state).await?)
}

async fn sweep_images(state: &State) -> Result<usize, Error> {
    let mut removed = 0;
    loop {
        let mut tx = state.store.begin().await?;
        let images = images::reapable(&mut tx, state.now() - UNCLAIMED, BATCH).await?;
        if images.is_empty() {
            return Ok(removed);
        }
        let mut gone = Vec::with_capacity(images.len());
        for image in images {
            state.bucket.delete(&image.object_key).await?;
            gone.push(image.id);
        }
        images::remove(&mut tx, &gone).await?;
        store::commit(tx).await?;
        removed += gone.len();
        let count = u64::try_from(gone.len()).unwrap_or(u64::MAX);
        metrics::counter!(crate::metrics::IMAGES_REAPED).increment(count);
    }
}

async fn sweep_files(state: &State) -> Result<usize, Error> {
    let mut removed = 0;
    loop {
        let mut tx = state.store.begin().await?;
        let files = files::reapable(&mut tx, state.now(), state.now() - UNCLAIMED, BATCH).await?;
        if files.is_empty() {
            return Ok(removed);
        }
        let mut gone = Vec::with_capacity(files.len());
        for file in files {
            remove(state, &file).await?;
            gone.push(file.id);
        }
        files::remove(&mut tx, &gone).await?;
        store::commit(tx).await?;
        removed += gone.len();
        let count = u64::try_from(gone.len()).unwrap_or(u64::MAX);
        metrics::counter!(crate::metrics::FILES_REAPED).increment(count);
    }
}

async fn remove(state: &State, file: &Reapable) -> Result<(), Error> {
    if let Some(upload) = &file.upload_id {
        state.bucket.abort(&file.object_key, upload).await?;
    }
    // Not from the row: an upload that broke off may have stored some before it could say so.
    for size in crate::image::thumbnail::Size::ALL {
        state
            .bucket
            .delete(&thumbnail::key(&file.object_key, size.as_str()))
            .await?;
    }
    state.bucket.delete(&file.object_key).await
}
