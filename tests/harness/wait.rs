//! Waiting for a condition instead of for a time.

use std::{future::Future, time::Duration};

use tokio::time::{Instant, sleep, timeout};

/// How long a condition that should come true at once may take on a busy machine.
pub const DEADLINE: Duration = Duration::from_secs(20);

/// Between two looks at a condition that nobody announces.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// Looks again and again until `look` finds something, and gives it.
///
/// # Panics
/// When `deadline` passes first: the message names `what` was awaited.
pub async fn eventually<T, F, Fut>(what: &str, deadline: Duration, mut look: F) -> T
where
    F: FnMut() -> Fut,
    Fut: Future<Output = Option<T>>,
{
    let started = Instant::now();
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(
            started.elapsed() < deadline,
            "waited {deadline:?} in vain for: {what}"
        );
        sleep(LOOK_AGAIN).await;
    }
}

/// Awaits `future`, but no longer than `deadline`.
///
/// # Panics
/// When `deadline` passes first: the message names `what` was awaited.
pub async fn within<T>(what: &str, deadline: Duration, future: impl Future<Output = T>) -> T {
    match timeout(deadline, future).await {
        Ok(value) => value,
        Err(_) => panic!("waited {deadline:?} in vain for: {what}"),
    }
}
