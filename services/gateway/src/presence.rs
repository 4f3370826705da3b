//! Presence: this gateway's lease and connections on the live Redis, and who watches whom here.
//!
//! Nothing here is on the way of a message: what Redis does not answer is tried again at the next
//! renewal, and meanwhile people are shown as last known.

mod desk;
mod watchers;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bus::{Bus, UserPresence};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use domain::{Clock, ConnectionId, UserId};
use protocol::presence::{self, Live};
use protocol::user::{Status, Statuses};
use tokio::time::{self, MissedTickBehavior};

use crate::frames;
use crate::hub::Socket;
use crate::outbox::{Kind, Offered};
use crate::sockets::Sockets;
use crate::tasks::Tasks;
use desk::Desk;
use watchers::Watchers;

/// How often the lease is renewed; it holds for 5 s.
const RENEW_EVERY: Duration = Duration::from_millis(1_500);
/// How often ended leases and connections past their grace are looked for.
const SWEEP_EVERY: Duration = Duration::from_secs(1);
/// Changes within this time are sent together.
const COALESCE: Duration = Duration::from_millis(250);
/// How long `ready` waits for the user's own status.
const OWN_TIMEOUT: Duration = Duration::from_millis(250);
/// People asked about at once.
const BATCH: usize = 500;

/// Presence as this gateway knows it. Clones share everything.
#[derive(Clone, Debug)]
pub(crate) struct Presence {
    bus: Bus,
    clock: Arc<dyn Clock>,
    desk: Desk,
    watchers: Arc<Mutex<Watchers>>,
}

impl Presence {
    /// Nobody yet. A user has at most `per_user` sockets on all gateways together; 0: any number.
    pub(crate) fn new(bus: Bus, clock: Arc<dyn Clock>, per_user: usize, tasks: &Tasks) -> Self {
        let desk = Desk::open(&bus, per_user, tasks);
        Self {
            bus,
            clock,
            desk,
            watchers: Arc::default(),
        }
    }

    /// The user has one more socket.
    pub(crate) fn connected(&self, socket: &Arc<Socket>) {
        self.desk.connected(socket);
    }

    /// Somebody touches the socket's device, or nobody does.
    pub(crate) fn touched(&self, socket: &Arc<Socket>) {
        self.desk.touched(socket);
    }

    /// The user has one socket less; nor does it watch anybody any more.
    pub(crate) fn disconnected(&self, socket: &Socket) {
        self.with(|watchers| watchers.leave(socket.id));
        self.desk.disconnected(socket.user, socket.id);
    }

    /// The socket watches these people from now on, and no others. Answers how they are; empty
    /// when that is unknown at the moment.
    pub(crate) async fn watch(&self, socket: &Arc<Socket>, users: &[UserId]) -> Statuses {
        self.with(|watchers| watchers.watch(socket, users));
        let statuses = self.of(users).await;
        self.with(|watchers| watchers.answered(&statuses));
        statuses
    }

    /// These two are no longer to notice each other: to each, the other goes offline.
    pub(crate) fn part(&self, people: (UserId, UserId)) {
        self.with(|watchers| watchers.part(people));
    }

    /// How these people are; empty when that is unknown at the moment.
    pub(crate) async fn of(&self, users: &[UserId]) -> Statuses {
        let mut statuses = Statuses::new();
        for batch in users.chunks(BATCH) {
            match self.bus.presence().of(batch).await {
                Ok(found) => {
                    statuses.extend(
                        found
                            .iter()
                            .map(|one| (one.user, status(one, self.clock.now()))),
                    );
                }
                Err(error) => tracing::debug!("presence cannot be read: {error}"),
            }
        }
        statuses
    }

    /// How a user who is connecting right now is: online, unless they say otherwise.
    pub(crate) async fn own(&self, user: UserId) -> Status {
        let asking = self.bus.presence();
        let found = time::timeout(OWN_TIMEOUT, asking.of(&[user])).await;
        let by_hand = match found {
            Ok(Ok(found)) => found
                .into_iter()
                .next()
                .map(|one| one.status)
                .unwrap_or_default(),
            Ok(Err(_)) | Err(_) => Bytes::new(),
        };
        let own = UserPresence {
            user,
            online: true,
            idle: false,
            last_seen_ms: None,
            status: by_hand,
        };
        status(&own, self.clock.now())
    }

    /// Somebody's presence changed, here or elsewhere.
    pub(crate) fn changed(&self, change: &UserPresence) {
        let status = status(change, self.clock.now());
        self.with(|watchers| watchers.changed(change.user, status));
    }

    /// Changes may have been missed: sends everybody the present state of those they watch.
    pub(crate) async fn refresh(&self) {
        let users = self.with(Watchers::doubt);
        for (user, status) in self.of(&users).await {
            self.with(|watchers| watchers.changed(user, status));
        }
    }

    /// Renews, sweeps and sends. Never ends by itself.
    pub(crate) async fn run(self, sockets: Sockets) {
        tokio::join!(self.renew(&sockets), self.sweep(), self.send());
    }

    /// The process stops: its connections end, with their grace.
    pub(crate) async fn close(&self) {
        if let Err(error) = self.bus.presence().close(&self.desk.lease()).await {
            tracing::debug!("the presence lease runs out by itself: {error}");
        }
    }

    async fn renew(&self, sockets: &Sockets) {
        let mut ticks = interval(RENEW_EVERY);
        loop {
            ticks.tick().await;
            match self.bus.presence().renew(&self.desk.lease()).await {
                Ok(true) if !self.desk.take_lapse() => {}
                Ok(_) => self.register_all(sockets).await,
                Err(error) => tracing::debug!("the presence lease is not renewed: {error}"),
            }
        }
    }

    /// The lease was lost, or a connection was not registered: begins anew, under a new name, and
    /// ends what is left under the old one.
    async fn register_all(&self, sockets: &Sockets) {
        let (old, new) = self.desk.rename();
        if let Err(error) = self.bus.presence().open(&new).await {
            tracing::debug!("no presence lease: {error}");
            return;
        }
        for socket in sockets.all() {
            self.desk.connected(&socket);
        }
        if let Err(error) = self.bus.presence().close(&old).await {
            tracing::debug!("the old presence lease runs out by itself: {error}");
        }
    }

    async fn sweep(&self) {
        let mut ticks = interval(SWEEP_EVERY);
        loop {
            ticks.tick().await;
            if let Err(error) = self.bus.presence().sweep().await {
                tracing::debug!("presence is not swept: {error}");
            }
        }
    }

    async fn send(&self) {
        let mut ticks = interval(COALESCE);
        loop {
            ticks.tick().await;
            for (socket, statuses) in self.with(Watchers::take) {
                self.offer(&socket, statuses);
            }
        }
    }

    fn offer(&self, socket: &Socket, statuses: Statuses) {
        let frame = frames::presence(statuses.clone());
        if socket.outbox.offer(frame, Kind::Ephemeral) == Offered::Dropped {
            self.with(|watchers| watchers.owe(socket, statuses));
        }
    }

    fn with<T>(&self, act: impl FnOnce(&mut Watchers) -> T) -> T {
        act(&mut self.watchers.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What others see.
fn status(one: &UserPresence, now: DateTime<Utc>) -> Status {
    let by_hand = serde_json::from_slice::<Status>(&one.status).ok();
    let live = Live {
        online: one.online,
        idle: one.idle,
        last_seen: one.last_seen_ms.and_then(DateTime::from_timestamp_millis),
    };
    presence::seen(by_hand, live, now)
}

fn interval(period: Duration) -> time::Interval {
    let mut ticks = time::interval(period);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks
}

/// A connection, for the desk.
type Connection = (UserId, ConnectionId);
