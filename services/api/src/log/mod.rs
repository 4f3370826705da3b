//! The api's side of the channel log: appending to it, reading its tail, and what is remembered
//! between requests so that a send needs no Postgres.

pub mod access;
pub mod append;
pub mod outbox;
pub mod places;
pub mod tail;

pub use access::{Access, forget_person};
pub use outbox::publish;

use std::sync::Arc;

use lifecycle::Shutdown;
use tokio_util::sync::CancellationToken;

use crate::messages::mention;
use crate::reading::marks::Marks;
use crate::recovery;
use crate::state::State;

/// What this process remembers of channels, and the handles of its background loops. Cheap to
/// clone.
#[derive(Clone, Default)]
pub struct Log {
    /// What people are to channels.
    pub access: Arc<access::Cache>,
    /// In which channels messages are.
    pub places: Arc<places::Cache>,
    /// Whose handles are whose.
    pub handles: Arc<mention::Cache>,
    /// Read positions on their way to Postgres.
    pub marks: Marks,
    /// The loop that opens the log again.
    pub recovery: recovery::Handle,
}

impl Log {
    /// Nothing remembered yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

/// Starts the loops: recovery, the outbox sweeper, what follows deletions, and the group commit of
/// read positions, which goes on until `served`: requests that are being finished still wait for it.
pub fn start(state: &State, shutdown: &Shutdown, served: CancellationToken) {
    let tracker = shutdown.tracker();
    tracker.spawn(recovery::run(state.clone(), shutdown.soft().clone()));
    tracker.spawn(outbox::sweep(state.clone(), shutdown.soft().clone()));
    tracker.spawn(crate::ending::run(state.clone(), shutdown.soft().clone()));
    tracker.spawn(crate::reading::marks::run(state.clone(), served));
}
