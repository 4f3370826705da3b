//! Presence: this gateway's lease and connections on the live Redis, and who watches whom here.
//!
//! Nothing here is on the way of a message: what Redis does not answer is tried again at the next
//! renewal, and meanwhile people are shown as last known.

mod desk;
mod reader;
mod watchers;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bus::{Bus, UserPresence};
use chrono::{DateTime, Utc};
use domain::{Clock, ConnectionId, UserId};
use protocol::presence::{self, Live};
use protocol::user::{Me, Status, Statuses};
use tokio::time::{self, MissedTickBehavior};

use crate::api::Api;
use crate::frames;
use crate::hub::Socket;
use crate::outbox::{Kind, Offered};
use crate::sockets::Sockets;
use crate::tasks::Tasks;
use desk::Desk;
use reader::Reader;
use watchers::Watchers;

/// How often the lease is renewed; it holds for 5 s.
const RENEW_EVERY: Duration = Duration::from_millis(1_500);
/// How often ended leases and connections past their grace are looked for.
const SWEEP_EVERY: Duration = Duration::from_secs(1);
/// Changes within this time are sent together.
const COALESCE: Duration = Duration::from_millis(250);
/// How long it takes until every gateway has registered its sockets anew, when it has to.
const SETTLED: Duration = Duration::from_secs(10);

/// Presence as this gateway knows it. Clones share everything.
#[derive(Clone, Debug)]
pub(crate) struct Presence {
    bus: Bus,
    reader: Reader,
    clock: Arc<dyn Clock>,
    desk: Desk,
    watchers: Arc<Mutex<Watchers>>,
    tasks: Tasks,
}

impl Presence {
    /// Nobody yet. A user has at most `per_user` sockets on all gateways together; 0: any number.
    pub(crate) fn new(
        (bus, api): (Bus, Api),
        clock: Arc<dyn Clock>,
        per_user: usize,
        tasks: &Tasks,
    ) -> Self {
        let desk = Desk::open(&bus, per_user, tasks);
        let reader = Reader {
            bus: bus.clone(),
            api,
        };
        Self {
            bus,
            reader,
            clock,
            desk,
            watchers: Arc::default(),
            tasks: tasks.clone(),
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

    /// Whom the socket watches.
    pub(crate) fn watched_by(&self, socket: &Socket) -> Vec<UserId> {
        self.with(|watchers| watchers.list(socket.id))
    }

    /// The socket watches nobody else any more: to it, the others go offline.
    pub(crate) fn keep(&self, socket: &Socket, allowed: &[UserId]) {
        self.with(|watchers| watchers.keep(socket.id, allowed));
    }

    /// These two are no longer to notice each other: to each, the other goes offline.
    pub(crate) fn part(&self, people: (UserId, UserId)) {
        self.with(|watchers| watchers.part(people));
    }

    /// How these people are; empty when that is unknown at the moment.
    async fn of(&self, users: &[UserId]) -> Statuses {
        let found = self.reader.of(users).await;
        let now = self.clock.now();
        let statuses = found.iter().map(|one| (one.user, status(one, now)));
        statuses.collect()
    }

    /// How a user who is connecting right now is: online, unless they say otherwise.
    pub(crate) fn own(&self, me: &Me) -> Status {
        let live = Live {
            online: true,
            ..Live::default()
        };
        let now = self.clock.now();
        presence::seen(Some(me.shown(now)), live, now)
    }

    /// Somebody's presence changed, here or elsewhere.
    pub(crate) fn changed(&self, change: &UserPresence) {
        let status = status(change, self.clock.now());
        self.with(|watchers| watchers.changed(change.user, status));
    }

    /// Changes may have been missed, or everything was lost that Redis knew: sends everybody the
    /// present state of those they watch. Of whom nothing is known yet, it is as it was until every
    /// gateway has registered its sockets.
    pub(crate) async fn refresh(&self) {
        let users = self.with(Watchers::doubt);
        let mut unknown = Vec::new();
        for one in self.reader.of(&users).await {
            if one.last_seen_ms.is_none() && !one.online {
                unknown.push(one.user);
            } else {
                self.changed(&one);
            }
        }
        if unknown.is_empty() {
            return;
        }
        time::sleep(SETTLED).await;
        for one in self.reader.of(&unknown).await {
            self.changed(&one);
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
                Ok(held) => self.come_back(held, sockets).await,
                Err(error) => tracing::debug!("the presence lease is not renewed: {error}"),
            }
        }
    }

    /// As [`Presence::register_all`]; where the lease was lost, what others show may be lost too.
    async fn come_back(&self, held: bool, sockets: &Sockets) {
        self.register_all(sockets).await;
        if !held {
            let presence = self.clone();
            self.tasks.spawn(async move { presence.refresh().await });
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
        let sockets = sockets.all();
        // Statuses first: nobody is to be seen without theirs for a moment.
        let users: Vec<UserId> = sockets.iter().map(|socket| socket.user).collect();
        self.reader.restore(&users).await;
        for socket in sockets {
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
