//! An image: to the disk first, because its metadata and its size are found by reading it all.

use std::fs::File;
use std::io::{Read as _, Seek as _};

use store::files::{New, Stored};
use tempfile::NamedTempFile;
use tokio::io::AsyncWriteExt as _;

use super::incoming::{Body, Hash, Incoming};
use crate::error::Error;
use crate::image::{self, Facts, Format};
use crate::state::State;

/// Stores the image without its metadata.
pub(crate) async fn store<B: Body>(
    state: &State,
    new: &New,
    format: Format,
    incoming: &mut Incoming<B>,
) -> Result<Stored, Error> {
    let original = receive(incoming).await?;
    store_file(state, new, format, original).await
}

/// Stores the image of this file without its metadata.
///
/// # Errors
/// `image_refused` when it is damaged or too large; `unavailable` when S3 is down.
pub(super) async fn store_file(
    state: &State,
    new: &New,
    format: Format,
    original: NamedTempFile,
) -> Result<Stored, Error> {
    let clean = blocking(move || clean(format, original.as_file())).await?;
    let Clean {
        file,
        facts,
        size,
        sha256,
    } = clean;
    state
        .bucket
        .put_file(&new.object_key, &new.content_type, file.path())
        .await?;
    Ok(Stored {
        size,
        sha256,
        width: i32::try_from(facts.width).ok(),
        height: i32::try_from(facts.height).ok(),
    })
}

async fn receive<B: Body>(incoming: &mut Incoming<B>) -> Result<NamedTempFile, Error> {
    let file = blocking(|| NamedTempFile::new().map_err(|error| disk(error.into()))).await?;
    let writer = file.reopen().map_err(|error| disk(error.into()))?;
    let mut writer = tokio::fs::File::from_std(writer);
    while let Some(chunk) = incoming.chunk().await? {
        writer
            .write_all(&chunk)
            .await
            .map_err(|error| disk(error.into()))?;
    }
    writer.flush().await.map_err(|error| disk(error.into()))?;
    Ok(file)
}

/// An image that may be stored.
struct Clean {
    file: NamedTempFile,
    facts: Facts,
    size: i64,
    sha256: Vec<u8>,
}

fn clean(format: Format, mut original: &File) -> Result<Clean, Error> {
    let file = NamedTempFile::new().map_err(|error| disk(error.into()))?;
    original.rewind().map_err(|error| disk(error.into()))?;
    let facts = image::strip(format, original, file.as_file())?;
    let (size, sha256) = measure(file.as_file()).map_err(|error| disk(error.into()))?;
    Ok(Clean {
        file,
        facts,
        size,
        sha256,
    })
}

fn measure(mut file: &File) -> std::io::Result<(i64, Vec<u8>)> {
    let mut hash = Hash::default();
    let mut size = 0_usize;
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let read = file.read(&mut buffer)?;
        let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else {
            break;
        };
        hash.add(bytes);
        size += read;
    }
    Ok((i64::try_from(size).unwrap_or(i64::MAX), hash.finish()))
}

/// Work on the disk, off the threads that serve.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| Error::Internal(anyhow::Error::new(error)))?
}

fn disk(error: anyhow::Error) -> Error {
    Error::Internal(error.context("the copy of an image on the disk"))
}
