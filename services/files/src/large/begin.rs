//! Announcing a file that will come in parts.

use auth::Principal;
use domain::{FileId, FileKind, FileName, Invalid};
use protocol::upload::{NewUpload, Upload};
use protocol::{ErrorCode, OrInvalid as _};
use store::files::{self, Announced, New};
use uuid::Uuid;

use super::once::Once;
use super::plan::Plan;
use super::{find, view};
use crate::error::Error;
use crate::state::State;
use crate::{quota, upload};

/// What S3 is told; what the file is, is found when it is there.
const NO_TYPE: &str = "application/octet-stream";
const SHA256_BYTES: usize = 32;

/// An upload that has begun.
#[derive(Debug)]
pub(crate) struct Begun {
    /// The upload, as it is now.
    pub(crate) upload: Upload,
    /// It was begun before, under the same key.
    pub(crate) is_replayed: bool,
}

/// Begins an upload. Its bytes count in the workspace from now on.
///
/// # Errors
/// `request_in_progress`, `idempotency_key_reused`, `invalid_input`, `payload_too_large`, `file_type_refused`, `too_many_uploads`, `storage_full`;
/// `not_found` when the workspace is not the caller's; 503 when S3 or Postgres is down.
pub(crate) async fn begin(
    state: &State,
    who: &Principal,
    (input, once): (NewUpload, Option<Once>),
    host: Option<&str>,
) -> Result<Begun, Error> {
    let limit = upload::admit(state, who, input.workspace_id).await?;
    let name = FileName::parse(&input.name).or_invalid("/name")?;
    if input.size == 0 {
        return Err(Error::field("/size", Invalid::Empty));
    }
    if input.size > limit {
        return Err(Error::too_large("/size", limit));
    }
    let sha256 = input.sha256.as_deref().map(hash).transpose()?;
    state.denied.check_name(name.as_str())?;
    let plan = Plan::new(input.size);
    let new = New {
        id: FileId::generate(state.now(), &mut rand::rng()),
        workspace_id: input.workspace_id,
        uploader_id: who.user,
        name: name.into_string(),
        content_type: NO_TYPE.to_owned(),
        kind: FileKind::File,
        object_key: format!("ws/{}/{}", input.workspace_id, Uuid::new_v4()),
        size: i64::try_from(plan.size).unwrap_or(i64::MAX),
        created_at: state.now(),
    };
    let announced = Announced {
        size: new.size,
        sha256,
        part_size: i64::try_from(plan.part_size).unwrap_or(i64::MAX),
    };
    if let Some(earlier) = write(state, who, (&new, &announced), once.as_ref()).await? {
        let upload = view::upload(state, &earlier, host).await?;
        return Ok(Begun {
            upload,
            is_replayed: true,
        });
    }
    if let Err(error) = open(state, &new).await {
        upload::give_up(state, new.id).await;
        return Err(error);
    }
    let upload = find::own(state, who, new.id).await?;
    Ok(Begun {
        upload: view::fresh(state, &upload, host).await?,
        is_replayed: false,
    })
}

/// The row first: whatever happens after that, the reaper knows of it. The upload that was begun
/// before under the same key, if it has not been given up meanwhile.
async fn write(
    state: &State,
    who: &Principal,
    (new, announced): (&New, &Announced),
    once: Option<&Once>,
) -> Result<Option<store::files::Upload>, Error> {
    let mut tx = state.store.begin().await?;
    files::lock_uploader(&mut tx, new.uploader_id).await?;
    if let Some(once) = once
        && let Some(id) = once.earlier(&mut tx, state, who).await?
        && let Some(earlier) = files::upload(&mut tx, id).await?
    {
        // Whoever began it has yet to hear from the store.
        let is_there = earlier.upload_id.is_some() || !earlier.is_open;
        return is_there
            .then_some(Some(earlier))
            .ok_or_else(|| ErrorCode::RequestInProgress.into());
    }
    let open = files::count_open(&mut tx, new.uploader_id).await?;
    if open >= i64::from(state.config.uploads.uploads_open_max) {
        return Err(ErrorCode::TooManyUploads.into());
    }
    files::insert(&mut tx, new).await?;
    files::announce(&mut tx, new.id, announced).await?;
    quota::check(state, &mut tx, new.workspace_id).await?;
    if let Some(once) = once {
        once.keep(&mut tx, state, (who, new.id)).await?;
    }
    store::commit(tx).await?;
    Ok(None)
}

async fn open(state: &State, new: &New) -> Result<(), Error> {
    let parts = state.bucket.begin(&new.object_key, NO_TYPE).await?;
    files::set_upload(&mut *state.store.acquire().await?, new.id, &parts.id).await?;
    Ok(())
}

/// 64 hexadecimal digits.
fn hash(text: &str) -> Result<Vec<u8>, Error> {
    let malformed = || Error::field("/sha256", Invalid::InvalidFormat);
    let digits: Option<Vec<u32>> = text.chars().map(|c| c.to_digit(16)).collect();
    let digits = digits.ok_or_else(malformed)?;
    let bytes = digits.chunks(2).map(|pair| match pair {
        [high, low] => u8::try_from(high * 16 + low).ok(),
        _ => None,
    });
    let bytes: Option<Vec<u8>> = bytes.collect();
    bytes
        .filter(|bytes| bytes.len() == SHA256_BYTES)
        .ok_or_else(malformed)
}
