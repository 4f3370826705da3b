//! Making a file of its parts.

use std::time::Duration;

use auth::Principal;
use chrono::TimeDelta;
use domain::FileId;
use protocol::upload::{CompleteUpload, UploadedPart};
use protocol::{ErrorCode, FieldError, Problem};
use store::files::{self, New, Stored, Upload};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep};

use super::find;
use super::plan::Plan;
use super::source::Source;
use crate::error::Error;
use crate::s3::StoredPart;
use crate::sniff::{self, Sniffed};
use crate::state::State;
use crate::upload::{self, Incoming};
use crate::view;

/// Who makes a file says so for this long at a time: one that dies is soon replaced.
const LEASE: TimeDelta = TimeDelta::seconds(30);
const RENEW: Duration = Duration::from_secs(10);
/// How long somebody who comes second waits for the first.
const PATIENCE: Duration = Duration::from_secs(20);
const LOOK: Duration = Duration::from_millis(100);

/// Makes a file of the parts, which must be all there and what was announced. Asked again, it
/// answers the same file; of two at once, one does it and both get it.
///
/// # Errors
/// `upload_incomplete` when parts are missing, which may still come; `checksum_mismatch`,
/// `image_refused`, `file_type_refused` when the file is not taken, and the upload is over;
/// `request_in_progress` when somebody else has been at it for long; `not_found`; 503 when S3,
/// Postgres or api does not answer.
pub(crate) async fn complete(
    state: &State,
    who: &Principal,
    id: FileId,
    input: &CompleteUpload,
) -> Result<protocol::file::File, Error> {
    let end = Instant::now() + PATIENCE;
    let upload = loop {
        let upload = find::own(state, who, id).await?;
        if !upload.is_open || take(state, id).await? {
            break upload;
        }
        if Instant::now() >= end {
            return Err(ErrorCode::RequestInProgress.into());
        }
        sleep(LOOK).await;
    };
    if upload.is_open {
        let making = Box::pin(make(state, &upload, &input.parts));
        let made = holding(state, id, making).await;
        if let Err(error) = made {
            let_go(state, id).await;
            return Err(error);
        }
        state.bells.scan.notify_one();
    }
    let file = files::find(&mut *state.store.acquire().await?, id).await?;
    Ok(view::file(&file.ok_or(ErrorCode::NotFound)?))
}

async fn take(state: &State, id: FileId) -> Result<bool, Error> {
    let now = state.now();
    Ok(files::take(&mut *state.store.acquire().await?, id, now, now + LEASE).await?)
}

async fn let_go(state: &State, id: FileId) {
    let given = async { files::give_back(&mut *state.store.acquire().await?, id).await };
    if let Err(error) = given.await {
        tracing::debug!("an upload stays taken for a while: {error}");
    }
}

/// Renews the lease for as long as `work` takes. When the client goes away, both end.
async fn holding(
    state: &State,
    id: FileId,
    work: impl Future<Output = Result<(), Error>>,
) -> Result<(), Error> {
    let mut work = std::pin::pin!(work);
    let mut renew = interval(RENEW);
    renew.set_missed_tick_behavior(MissedTickBehavior::Delay);
    renew.tick().await;
    loop {
        tokio::select! {
            done = &mut work => return done,
            _ = renew.tick() => {
                let until = state.now() + LEASE;
                files::hold(&mut *state.store.acquire().await?, id, until).await?;
            }
        }
    }
}

async fn make(state: &State, upload: &Upload, given: &[UploadedPart]) -> Result<(), Error> {
    join(state, upload, given).await?;
    match check(state, upload).await {
        // What passes, passes: it is there, and the next try goes on from here.
        Err(error @ (Error::Unavailable(_) | Error::Internal(_))) => Err(error),
        Err(error) => {
            upload::give_up(state, upload.id).await;
            Err(error)
        }
        Ok(()) => Ok(()),
    }
}

/// Makes one object of the parts, unless that has been done before.
async fn join(state: &State, upload: &Upload, given: &[UploadedPart]) -> Result<(), Error> {
    let key = &upload.object_key;
    let id = upload.upload_id.as_deref().ok_or(ErrorCode::NotFound)?;
    if let Some(stored) = state.bucket.list_parts(key, id).await? {
        let parts = all(upload, &stored, given)?;
        if state.bucket.join(key, id, parts).await? {
            return Ok(());
        }
    }
    if state.bucket.size(key).await? == Some(Plan::of(upload).size) {
        return Ok(());
    }
    // Neither parts nor the object: there is nothing left to complete.
    upload::give_up(state, upload.id).await;
    Err(ErrorCode::NotFound.into())
}

/// Every part that the plan asks for, in order: the client names it as the store has it.
fn all(
    upload: &Upload,
    stored: &[StoredPart],
    given: &[UploadedPart],
) -> Result<Vec<StoredPart>, Error> {
    let mut parts = Vec::with_capacity(given.len());
    let mut missing = Vec::new();
    for (number, length) in Plan::of(upload).parts() {
        let there = stored.iter().find(|part| part.number == number);
        let there = there.filter(|part| part.size == length && is_named(part, given));
        match there {
            Some(part) => parts.push(part.clone()),
            None => missing.push(number.to_string()),
        }
    }
    if missing.is_empty() && given.len() == parts.len() {
        return Ok(parts);
    }
    let mut problem = Problem::new(ErrorCode::UploadIncomplete);
    if !missing.is_empty() {
        problem = problem.with_detail(format!("missing: {}", missing.join(", ")));
    }
    problem.errors = vec![FieldError::new("/parts", domain::Invalid::NotFound)];
    Err(Error::Problem(Box::new(problem)))
}

fn is_named(part: &StoredPart, given: &[UploadedPart]) -> bool {
    let bare = |etag: &str| etag.trim_matches('"').to_owned();
    let named = given.iter().find(|named| named.number == part.number);
    named.is_some_and(|named| bare(&named.etag) == bare(&part.etag))
}

/// Looks at the object: is it what was announced, is it taken here, and what is it?
async fn check(state: &State, upload: &Upload) -> Result<(), Error> {
    let key = &upload.object_key;
    let start = state.bucket.start(key, sniff::ENOUGH).await?;
    let sniffed = sniff::sniff(&start);
    state.denied.check_content(&start, sniffed)?;
    if let Some(announced) = &upload.sha256 {
        let hash = Source(state.bucket.get(key, None).await?).hash().await?;
        if hash != *announced {
            return Err(ErrorCode::ChecksumMismatch.into());
        }
    }
    let new = row(upload, sniffed);
    let stored = match sniffed.image {
        Some(format) => {
            let source = Source(state.bucket.get(key, None).await?);
            let mut incoming = Incoming::new(source, upload.name.clone(), u64::MAX);
            upload::image(state, &new, format, &mut incoming).await?
        }
        None => Stored {
            size: upload.size,
            sha256: upload.sha256.clone().unwrap_or_default(),
            ..Stored::default()
        },
    };
    upload::finish(state, &new, &stored).await
}

fn row(upload: &Upload, sniffed: Sniffed) -> New {
    New {
        id: upload.id,
        workspace_id: upload.workspace_id,
        uploader_id: upload.uploader_id,
        name: upload.name.clone(),
        content_type: sniffed.content_type.to_owned(),
        kind: sniffed.kind,
        object_key: upload.object_key.clone(),
        size: upload.size,
        created_at: chrono::DateTime::UNIX_EPOCH,
    }
}
