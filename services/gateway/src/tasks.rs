//! Background tasks of this service: all of them end when it does, and somebody waits for them.

use lifecycle::Shutdown;
use lifecycle::metrics::queues;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Where tasks are spawned. Clones share everything.
#[derive(Clone, Debug)]
pub(crate) struct Tasks {
    tracker: TaskTracker,
    /// Cancelled when the last socket is gone, or the stop is hard.
    stop: CancellationToken,
}

impl Tasks {
    /// Tasks that end with this service.
    pub(crate) fn new(shutdown: &Shutdown) -> Self {
        Self {
            tracker: shutdown.tracker().clone(),
            stop: shutdown.hard().child_token(),
        }
    }

    /// Runs something until it is done or the service stops.
    pub(crate) fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        let stop = self.stop.clone();
        self.tracker.spawn(async move {
            stop.run_until_cancelled(work).await;
        });
    }

    /// Runs a socket on this thread until it is over: a stop closes it first, unless it is hard.
    pub(crate) fn serve(&self, socket: impl Future<Output = ()> + 'static) {
        let stop = self.stop.clone();
        // Each layer around a future has room for it twice; around a pointer to it that is nothing.
        let socket = Box::pin(socket);
        self.tracker.spawn_local(async move {
            stop.run_until_cancelled(socket).await;
        });
    }

    /// Runs something with a queue of its own, which is watched under this name.
    pub(crate) fn spawn_with_queue<T, F>(
        &self,
        name: &'static str,
        waiting: usize,
        work: impl FnOnce(mpsc::Receiver<T>) -> F,
    ) -> mpsc::Sender<T>
    where
        T: Send + 'static,
        F: Future<Output = ()> + Send + 'static,
    {
        let (sender, receiver) = mpsc::channel(waiting);
        queues::watch(name, &sender);
        self.spawn(work(receiver));
        sender
    }

    /// Cancelled when the service stops.
    pub(crate) fn stop(&self) -> &CancellationToken {
        &self.stop
    }
}
