//! A file that another of our services brings for somebody.

use auth::Principal;
use bytes::Bytes;
use domain::WorkspaceId;
use protocol::ErrorCode;

use super::incoming::{Body, Incoming};
use crate::error::Error;
use crate::state::State;

/// Bytes that are there already.
struct Given(Option<Bytes>);

impl Body for Given {
    async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        Ok(self.0.take())
    }

    async fn end(&mut self) -> Result<(), Error> {
        Ok(())
    }
}

/// Stores it as if they had uploaded it, under the same limits. Answers the `File`, as JSON.
///
/// # Errors
/// As [`upload`](super::upload), `overloaded`, and `not_found` when the workspace is not theirs.
pub(crate) async fn given(
    state: &State,
    who: &Principal,
    workspace: WorkspaceId,
    (name, content): (String, Bytes),
) -> Result<Bytes, Error> {
    let Ok(_turn) = state.uploads.try_acquire() else {
        return Err(ErrorCode::Overloaded.into());
    };
    let limit = super::admit(state, who, workspace).await?;
    let mut incoming = Incoming::new(Given(Some(content)), name, limit);
    let file = super::upload(state, who, workspace, &mut incoming).await?;
    Ok(serde_json::to_vec(&file)?.into())
}
