//! Storing a picture.

use bytes::Bytes;
use domain::{ImageId, ImagePurpose, Invalid};
use protocol::ErrorCode;
use store::images::{self, Audience, New};
use uuid::Uuid;

use crate::error::Error;
use crate::sniff;
use crate::state::State;

/// A picture that is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Put {
    /// Which.
    pub(crate) id: ImageId,
    /// Pixels across.
    pub(crate) width: i32,
    /// Pixels down.
    pub(crate) height: i32,
}

/// Makes the picture anew and stores it. It goes by itself after a day, unless something shows it
/// by then (`store::images::keep`).
///
/// The row is written first: whatever happens to the bytes after that, the reaper knows of them.
///
/// # Errors
/// `invalid_input` when there is nothing, `payload_too_large`, `unsupported_media_type` when it is
/// no image that we know, `image_refused` when it is damaged or a bomb; `overloaded`, or
/// `unavailable` when S3 or Postgres is down.
pub(crate) async fn put(
    state: &State,
    purpose: ImagePurpose,
    bytes: Bytes,
    audience: Audience,
) -> Result<Put, Error> {
    let limit = state.config.files.image_max_bytes;
    if bytes.is_empty() {
        return Err(Error::field("/file", Invalid::Empty));
    }
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limit {
        return Err(Error::too_large("/file", limit));
    }
    let format = sniff::sniff(&bytes).image;
    let format = format.ok_or(ErrorCode::UnsupportedMediaType)?;
    let made = state.recoder.make(format, bytes, purpose).await?;
    let put = Put {
        id: ImageId::generate(state.now(), &mut rand::rng()),
        width: i32::try_from(made.width).unwrap_or(i32::MAX),
        height: i32::try_from(made.height).unwrap_or(i32::MAX),
    };
    let new = New {
        id: put.id,
        purpose,
        audience,
        content_type: made.content_type,
        width: put.width,
        height: put.height,
        size: i64::try_from(made.bytes.len()).unwrap_or(i64::MAX),
        object_key: &format!("images/{}", Uuid::new_v4()),
        created_at: state.now(),
    };
    images::insert(&mut *state.store.acquire().await?, &new).await?;
    let stored = state
        .bucket
        .put(new.object_key, new.content_type, made.bytes);
    if let Err(error) = stored.await {
        drop_it(state, put.id).await;
        return Err(error);
    }
    Ok(put)
}

/// Leaves a picture that nothing will show to the reaper: at once if Postgres answers, else after a
/// day.
pub(super) async fn drop_it(state: &State, id: ImageId) {
    let gone = async {
        let mut connection = state.store.acquire().await?;
        images::release(&mut connection, &[id], state.now()).await
    };
    if let Err(error) = gone.await {
        tracing::warn!(image.id = %id, "picture {id} stays for a day: {error}");
    }
}
