//! Asking again: a short outage of Redis or api must not throw everybody's sockets away at once.

use std::fmt::Display;
use std::time::Duration;

use tokio::time;

/// How long to wait before asking again.
const PAUSE: Duration = Duration::from_millis(250);

/// Asks until there is an answer. Whoever cannot wait that long sets a limit.
pub(super) async fn patiently<T, E: Display, F: Future<Output = Result<T, E>>>(
    mut ask: impl FnMut() -> F,
) -> T {
    loop {
        match ask().await {
            Ok(answer) => return answer,
            Err(error) => tracing::debug!("a session asks again: {error}"),
        }
        time::sleep(PAUSE).await;
    }
}

#[cfg(test)]
mod tests {
    use std::future::ready;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn it_asks_until_there_is_an_answer() {
        let mut answers = [Err("not yet"), Err("not yet"), Ok(7)].into_iter();
        let answer = patiently(|| ready(answers.next().unwrap_or(Err("no more"))));
        assert_eq!(answer.await, 7);
    }
}
