//! Any file but an image: straight to S3, one part in memory at a time.

use store::files::{self, New, Stored};

use super::incoming::{Body, Hash, Incoming};
use crate::error::Error;
use crate::s3::{PART_BYTES, Parts};
use crate::state::State;

/// Stores the bytes as they are.
pub(super) async fn store<B: Body>(
    state: &State,
    new: &New,
    incoming: &mut Incoming<B>,
) -> Result<Stored, Error> {
    let mut hash = Hash::default();
    let mut parts: Option<Parts> = None;
    let mut part = Vec::new();
    while let Some(chunk) = incoming.chunk().await? {
        hash.add(&chunk);
        part.extend_from_slice(&chunk);
        while part.len() > PART_BYTES {
            let rest = part.split_off(PART_BYTES);
            let full = std::mem::replace(&mut part, rest);
            let parts = match &mut parts {
                Some(parts) => parts,
                none => none.insert(begin(state, new).await?),
            };
            state.bucket.add(parts, full).await?;
        }
    }
    match parts {
        None => {
            let bucket = &state.bucket;
            bucket.put(&new.object_key, &new.content_type, part).await?;
        }
        Some(mut parts) => {
            state.bucket.add(&mut parts, part).await?;
            state.bucket.complete(parts).await?;
        }
    }
    let size = i64::try_from(incoming.size()).unwrap_or(i64::MAX);
    Ok(Stored {
        size,
        sha256: hash.finish(),
        ..Stored::default()
    })
}

/// The upload's id is written down before its first part, so that it can be aborted by whoever
/// comes after us.
async fn begin(state: &State, new: &New) -> Result<Parts, Error> {
    let parts = state
        .bucket
        .begin(&new.object_key, &new.content_type)
        .await?;
    files::set_upload(&mut *state.store.acquire().await?, new.id, &parts.id).await?;
    Ok(parts)
}
