//! What calls a person in all their channels: mentions, and the threads that they follow.

mod follow;
mod mentions;
mod read;
pub mod replies;
mod routes;
mod side;
#[cfg(test)]
mod tests;
mod threads;

pub use follow::{choose, state};
pub use mentions::mentions;
pub use read::read;
pub use routes::routes;
pub use threads::threads;

use auth::Principal;
use domain::{ChannelId, WorkspaceId};

use crate::error::Error;
use crate::state::State;

/// The channels that the caller is in, of one workspace or of all.
async fn my_channels(
    state: &State,
    who: &Principal,
    workspace: Option<WorkspaceId>,
) -> Result<Vec<ChannelId>, Error> {
    let mut connection = state.store.acquire().await?;
    let places = store::access::places(&mut connection, &[who.user]).await?;
    Ok(places
        .iter()
        .filter(|place| workspace.is_none_or(|wanted| place.workspace_id == wanted))
        .map(|place| place.channel_id)
        .collect())
}
