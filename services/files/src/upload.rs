//! Uploading: the bytes go through to S3 as they come; no file is ever held whole.

mod given;
mod image;
mod incoming;
mod plain;

use auth::Principal;
use domain::{FileId, Invalid, WorkspaceId};
use protocol::ErrorCode;
use store::files::{self, New, Stored, previews};
use uuid::Uuid;

pub(crate) use given::given;
pub(crate) use image::store as image;
pub(crate) use incoming::{Body, Hash, Incoming};

use crate::error::Error;
use crate::sniff::{self, Sniffed};
use crate::state::State;
use crate::view;
use crate::{name, quota};

/// Stores a file for its uploader, who alone sees it until a message carries it.
///
/// The row is written first: whatever happens to the bytes after that, the reaper knows of them.
///
/// # Errors
/// When the file is empty, too large, of a type that is not taken or a damaged image, when the
/// workspace is not the caller's or has no room, or when S3 or Postgres is down.
pub(crate) async fn upload<B: Body>(
    state: &State,
    who: &Principal,
    workspace: WorkspaceId,
    incoming: &mut Incoming<B>,
) -> Result<protocol::file::File, Error> {
    let start = incoming.peek(sniff::ENOUGH).await?;
    if start.is_empty() {
        return Err(Error::field("/file", Invalid::Empty));
    }
    let sniffed = sniff::sniff(start);
    state.denied.check_content(start, sniffed)?;
    state.denied.check_name(&name::clean(incoming.name()))?;
    let new = New {
        id: FileId::generate(state.now(), &mut rand::rng()),
        workspace_id: workspace,
        uploader_id: who.user,
        name: name::clean(incoming.name()),
        content_type: sniffed.content_type.to_owned(),
        kind: sniffed.kind,
        object_key: format!("ws/{workspace}/{}", Uuid::new_v4()),
        size: 0,
        created_at: state.now(),
    };
    files::insert(&mut *state.store.acquire().await?, &new).await?;
    match store_bytes(state, &new, sniffed, incoming).await {
        Ok(()) => state.bells.scan.notify_one(),
        Err(error) => {
            give_up(state, new.id).await;
            return Err(error);
        }
    }
    let file = files::find(&mut *state.store.acquire().await?, new.id).await?;
    Ok(view::file(&file.ok_or(ErrorCode::NotFound)?))
}

/// How large a file the caller may put into the workspace, one of their own.
///
/// # Errors
/// `not_found` when it is not.
pub(crate) async fn admit(
    state: &State,
    who: &Principal,
    workspace: WorkspaceId,
) -> Result<u64, Error> {
    let users = state.chat.bootstrap(&[who.user]).await?;
    let member = users
        .iter()
        .find(|user| user.workspaces.contains(&workspace));
    let member = member.ok_or(ErrorCode::NotFound)?;
    let limits = &state.config.files;
    if member.came_by_link {
        Ok(limits.guest_upload_max_bytes.min(limits.upload_max_bytes))
    } else {
        Ok(limits.upload_max_bytes)
    }
}

async fn store_bytes<B: Body>(
    state: &State,
    new: &New,
    sniffed: Sniffed,
    incoming: &mut Incoming<B>,
) -> Result<(), Error> {
    let stored = match sniffed.image {
        Some(format) => image::store(state, new, format, incoming).await?,
        None => plain::store(state, new, incoming).await?,
    };
    incoming.end().await?;
    finish(state, new, &stored).await
}

/// The bytes are there: the file is, from now on, if the workspace has room for it. Where files are
/// scanned, that comes first.
///
/// # Errors
/// `storage_full`; `not_found` when it was given up meanwhile.
pub(crate) async fn finish(state: &State, new: &New, stored: &Stored) -> Result<(), Error> {
    let scan_at = state.clamd.is_some().then(|| state.now());
    let mut tx = state.store.begin().await?;
    files::set_type(&mut tx, new.id, &new.content_type, new.kind).await?;
    if !files::finish(&mut tx, new.id, stored, scan_at).await? {
        return Err(ErrorCode::NotFound.into());
    }
    quota::check(state, &mut tx, new.workspace_id).await?;
    previews::enqueue(&mut tx, &[new.id], state.now()).await?;
    store::commit(tx).await?;
    state.previews.ring();
    Ok(())
}

/// Leaves the rest to the reaper: at once if Postgres answers, else after a day.
pub(crate) async fn give_up(state: &State, id: FileId) {
    let gone = async {
        let mut connection = state.store.acquire().await?;
        files::delete_unclaimed(&mut connection, id, state.now()).await
    };
    if let Err(error) = gone.await {
        tracing::warn!(file.id = %id, "what was stored of file {id} stays for a day: {error}");
    }
}
