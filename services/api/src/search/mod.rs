//! Finding messages, and what helps to begin.

mod asked;
mod find;
mod places;
mod ranked;
mod recents;
mod routes;
mod suggest;

pub use asked::Params;
pub use find::find;
pub use recents::{forget, remember};
pub use routes::routes;
pub use suggest::suggest;

use std::time::Duration;

use auth::Principal;
use lifecycle::metrics::queues;
use protocol::ErrorCode;
use tokio::sync::SemaphorePermit;

use crate::error::Error;
use crate::http::limits;
use crate::state::State;

/// Searches and suggestions a minute: one for each pause in typing, and more.
const A_MINUTE: u32 = 120;
/// How long a search waits until others are done.
const WAIT: Duration = Duration::from_secs(1);

/// How many searches may run at once on a pool of this many connections: whoever sends a message
/// must find one free.
#[must_use]
pub fn at_once(pool: u32) -> usize {
    usize::try_from(pool / 2).unwrap_or(1).max(1)
}

/// The right to search now.
///
/// # Errors
/// `rate_limited`; `overloaded` when too many search.
async fn turn<'a>(state: &'a State, who: &Principal) -> Result<SemaphorePermit<'a>, Error> {
    let limit = limits::limit("search", A_MINUTE, Duration::from_mins(1));
    limits::count(state, &format!("user:{}", who.user), &[limit]).await?;
    if let Ok(Ok(turn)) = tokio::time::timeout(WAIT, state.searches.acquire()).await {
        return Ok(turn);
    }
    queues::refused("searches");
    Err(Error::retry_after(ErrorCode::Overloaded, WAIT))
}

/// A search that Postgres ended is told apart from a Postgres that is down.
fn slow(error: store::Error) -> Error {
    if error.is_timeout() {
        ErrorCode::SearchTimedOut.into()
    } else {
        error.into()
    }
}
