//! Registers connections without holding anybody up: in order per connection, several at once.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use bus::{Arrival, Bus};
use domain::{ConnectionId, UserId};
use rand::Rng;
use tokio::sync::mpsc;

use super::Connection;
use crate::hub::Socket;
use crate::tasks::Tasks;

/// Calls to Redis under way at once.
const CLERKS: usize = 8;
/// Changes that may wait for each clerk; when they do not fit, everything is registered anew.
const WAITING: usize = 2_048;

/// Where connections are registered. Clones share everything.
#[derive(Clone, Debug)]
pub(super) struct Desk {
    clerks: Arc<Vec<mpsc::Sender<Change>>>,
    /// A change did not get through: at the next renewal all connections are registered anew.
    lapsed: Arc<AtomicBool>,
    lease: Arc<Mutex<String>>,
}

#[derive(Debug)]
enum Change {
    Connected(Arc<Socket>),
    /// Somebody touches the device, or nobody does.
    Touched(Arc<Socket>),
    Disconnected(Connection),
}

struct Clerk {
    bus: Bus,
    lease: Arc<Mutex<String>>,
    per_user: usize,
    lapsed: Arc<AtomicBool>,
}

impl Desk {
    pub(super) fn open(bus: &Bus, per_user: usize, tasks: &Tasks) -> Self {
        let lapsed = Arc::new(AtomicBool::new(false));
        let lease = Arc::new(Mutex::new(new_name()));
        let clerk = |_| {
            let clerk = Clerk {
                bus: bus.clone(),
                lease: Arc::clone(&lease),
                per_user,
                lapsed: Arc::clone(&lapsed),
            };
            tasks.spawn_with_queue("presence", WAITING, |waiting| clerk.work(waiting))
        };
        Self {
            clerks: Arc::new((0..CLERKS).map(clerk).collect()),
            lapsed,
            lease,
        }
    }

    /// The name of this gateway's lease.
    pub(super) fn lease(&self) -> String {
        current(&self.lease)
    }

    /// Takes a new name for the lease; back come the old and the new one.
    pub(super) fn rename(&self) -> (String, String) {
        let new = new_name();
        let mut lease = self.lease.lock().unwrap_or_else(PoisonError::into_inner);
        (std::mem::replace(&mut *lease, new.clone()), new)
    }

    pub(super) fn connected(&self, socket: &Arc<Socket>) {
        self.hand_in(socket.id, Change::Connected(Arc::clone(socket)));
    }

    pub(super) fn touched(&self, socket: &Arc<Socket>) {
        self.hand_in(socket.id, Change::Touched(Arc::clone(socket)));
    }

    pub(super) fn disconnected(&self, user: UserId, connection: ConnectionId) {
        self.hand_in(connection, Change::Disconnected((user, connection)));
    }

    /// Whether a change did not get through since this was last asked.
    pub(super) fn take_lapse(&self) -> bool {
        self.lapsed.swap(false, Ordering::AcqRel)
    }

    fn hand_in(&self, connection: ConnectionId, change: Change) {
        let number = usize::from(connection.last_16_bits()) % CLERKS;
        let taken = self.clerks.get(number).map(|clerk| clerk.try_send(change));
        if !matches!(taken, Some(Ok(()))) {
            self.lapsed.store(true, Ordering::Release);
        }
    }
}

impl Clerk {
    async fn work(self, mut waiting: mpsc::Receiver<Change>) {
        while let Some(change) = waiting.recv().await {
            let presence = self.bus.presence();
            let lease = current(&self.lease);
            let done = match change {
                Change::Connected(socket) => {
                    let arrival = Arrival {
                        idle: socket.is_idle(),
                        most: self.per_user,
                    };
                    presence
                        .connect(&lease, socket.user, socket.id, arrival)
                        .await
                }
                Change::Touched(socket) => {
                    let idle = socket.is_idle();
                    presence
                        .set_idle(&lease, socket.user, socket.id, idle)
                        .await
                }
                Change::Disconnected((user, id)) => presence
                    .disconnect(&lease, user, id)
                    .await
                    .map(|_registered| true),
            };
            match done {
                Ok(true) => {}
                Ok(false) => self.lapsed.store(true, Ordering::Release),
                Err(error) => {
                    tracing::debug!("a connection is registered later: {error}");
                    self.lapsed.store(true, Ordering::Release);
                }
            }
        }
    }
}

fn current(lease: &Mutex<String>) -> String {
    lease.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

fn new_name() -> String {
    format!("{:032x}", rand::rng().random::<u128>())
}
