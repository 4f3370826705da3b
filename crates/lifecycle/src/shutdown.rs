//! How a process stops: softly on the first signal, at once on the second.

use std::io;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Handed to everything that runs for long. Clones share one state.
#[derive(Clone, Debug, Default)]
pub struct Shutdown {
    soft: CancellationToken,
    hard: CancellationToken,
    tracker: TaskTracker,
    /// The listener outlives the soft stop, to hear the second signal: it is awaited last, by itself.
    listener: TaskTracker,
    over: CancellationToken,
}

impl Shutdown {
    /// Nothing has been asked to stop yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Stops softly on SIGTERM or SIGINT and at once on a second one.
    ///
    /// # Errors
    /// When the signal handlers cannot be installed.
    pub fn on_signals(&self) -> io::Result<()> {
        let terminate = signal(SignalKind::terminate())?;
        let interrupt = signal(SignalKind::interrupt())?;
        self.listener
            .spawn(self.clone().listen(terminate, interrupt));
        Ok(())
    }

    async fn listen(self, mut terminate: Signal, mut interrupt: Signal) {
        loop {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
                () = self.over.cancelled() => return,
            }
            if self.soft.is_cancelled() {
                self.hard.cancel();
                return;
            }
            tracing::info!("stopping");
            self.soft.cancel();
        }
    }

    /// Asks for a soft stop: finish what is under way, take nothing new.
    pub fn stop(&self) {
        self.soft.cancel();
    }

    /// Asks for an immediate stop.
    pub fn abort(&self) {
        self.soft.cancel();
        self.hard.cancel();
    }

    /// Cancelled once a soft stop was asked for.
    #[must_use]
    pub fn soft(&self) -> &CancellationToken {
        &self.soft
    }

    /// Cancelled once an immediate stop was asked for.
    #[must_use]
    pub fn hard(&self) -> &CancellationToken {
        &self.hard
    }

    /// Where every background task is spawned, so that somebody waits for it.
    #[must_use]
    pub fn tracker(&self) -> &TaskTracker {
        &self.tracker
    }

    /// Waits for all tracked tasks, or until an immediate stop is asked for.
    pub async fn finished(&self) {
        self.tracker.close();
        tokio::select! {
            () = self.tracker.wait() => {}
            () = self.hard.cancelled() => {}
        }
        self.over.cancel();
        self.listener.close();
        self.listener.wait().await;
    }
}

#[cfg(test)]
mod tests {
    use super::Shutdown;

    #[tokio::test]
    async fn a_soft_stop_waits_for_the_tasks_and_a_hard_one_does_not() {
        let soft = Shutdown::new();
        let token = soft.soft().clone();
        let task = soft.tracker().spawn(async move { token.cancelled().await });
        soft.stop();
        soft.finished().await;
        assert!(task.is_finished());

        let hard = Shutdown::new();
        let task = hard.tracker().spawn(std::future::pending::<()>());
        hard.abort();
        hard.finished().await;
        assert!(!task.is_finished());
        task.abort();
    }
}
