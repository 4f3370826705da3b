//! An upload as its client sees it.

use std::time::Duration;

use chrono::TimeDelta;
use protocol::ErrorCode;
use protocol::upload::{PartUrl, Upload as Wire, UploadState, UploadedPart};
use store::files::{self, Upload};

use super::plan::Plan;
use crate::error::Error;
use crate::s3::StoredPart;
use crate::state::State;
use crate::view;

/// As it is now.
///
/// # Errors
/// `not_found` when it is over; 503 when S3 or Postgres does not answer.
pub(super) async fn upload(
    state: &State,
    upload: &Upload,
    host: Option<&str>,
) -> Result<Wire, Error> {
    if !upload.is_open {
        let file = files::find(&mut *state.store.acquire().await?, upload.id).await?;
        let file = file.ok_or(ErrorCode::NotFound)?;
        return Ok(Wire {
            file: Some(view::file(&file)),
            ..closed(state, upload, UploadState::Complete)
        });
    }
    if upload.busy_until.is_some_and(|until| until > state.now()) {
        return Ok(closed(state, upload, UploadState::Completing));
    }
    let id = upload.upload_id.as_deref().ok_or(ErrorCode::NotFound)?;
    let Some(stored) = state.bucket.list_parts(&upload.object_key, id).await? else {
        // They were made one object, and whoever did it has not said so: to be completed once more.
        return Ok(closed(state, upload, UploadState::Completing));
    };
    open(state, upload, &stored, host).await
}

/// One that has just begun: no part is there.
///
/// # Errors
/// When an address cannot be signed.
pub(super) async fn fresh(
    state: &State,
    upload: &Upload,
    host: Option<&str>,
) -> Result<Wire, Error> {
    open(state, upload, &[], host).await
}

async fn open(
    state: &State,
    upload: &Upload,
    stored: &[StoredPart],
    host: Option<&str>,
) -> Result<Wire, Error> {
    let origin = state.s3_origin(host);
    let holds = Duration::from_secs(state.config.uploads.upload_url_ttl_s.into());
    let id = upload.upload_id.as_deref().ok_or(ErrorCode::NotFound)?;
    let mut wire = closed(state, upload, UploadState::Open);
    for (number, length) in Plan::of(upload).parts() {
        let there = stored.iter().find(|part| part.number == number);
        // One of another length is sent again.
        if let Some(part) = there.filter(|part| part.size == length) {
            wire.parts.push(UploadedPart {
                number,
                etag: part.etag.clone(),
            });
            continue;
        }
        let part = (upload.object_key.as_str(), id, number, length);
        let url = state.bucket.part_url(origin, part, holds).await?;
        wire.urls.push(PartUrl { number, url });
    }
    Ok(wire)
}

fn closed(state: &State, upload: &Upload, is: UploadState) -> Wire {
    let holds = TimeDelta::seconds(state.config.uploads.upload_url_ttl_s.into());
    Wire {
        id: upload.id,
        state: is,
        part_size: Plan::of(upload).part_size,
        parts: Vec::new(),
        urls: Vec::new(),
        urls_expire_at: (state.now() + holds).into(),
        file: None,
    }
}
