//! What every replica looks for again and again; who comes second finds nothing to do.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::error::Error;
use crate::state::State;

/// Sweeps each time that long has passed, until told to stop. What fails waits for the next time;
/// `trouble` says what that was.
pub(crate) async fn every<F>(
    pause: Duration,
    (state, stop): (State, CancellationToken),
    trouble: &'static str,
    sweep: impl Fn(State) -> F + Send,
) where
    F: Future<Output = Result<(), Error>> + Send,
{
    while stop
        .run_until_cancelled(tokio::time::sleep(pause))
        .await
        .is_some()
    {
        if let Err(error) = Box::pin(sweep(state.clone())).await {
            tracing::debug!(%error, "{trouble}");
        }
    }
}
