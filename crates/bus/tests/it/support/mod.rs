//! A place of one's own on a Redis, and the words that tests speak in.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use bus::{
    Append, Appended, Bus, Config, Deliveries, Delivery, Earlier, Fanout, Incarnation, Key,
    Position, Seed,
};
use domain::{ChannelId, Epoch, MessageNo, Mver, Partitions, Seq, UserId};
use rand::Rng;
use redis::{Commands, Connection};
use secrecy::SecretString;
use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub(crate) mod oracle;
pub(crate) mod server;

/// How long a test waits for something before it fails.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

pub(crate) const FIRST: Incarnation = Incarnation {
    number: 1,
    lost: 0,
    lost_at: 0,
};

/// A bus under a prefix that nobody else uses; its keys are removed when it goes.
pub(crate) struct Space {
    pub(crate) bus: Bus,
    pub(crate) prefix: String,
    url: String,
    direct: String,
    tracker: TaskTracker,
    stop: CancellationToken,
}

#[expect(clippy::disallowed_methods, reason = "tests have no configuration")]
fn shared_url() -> String {
    std::env::var("HUBBUB_TEST_REDIS_URL").expect("HUBBUB_TEST_REDIS_URL names a Redis for tests")
}

impl Space {
    /// On the shared server, blessed.
    pub(crate) async fn open() -> Self {
        Self::open_with(|_config| {}).await
    }

    pub(crate) async fn open_with(settle: impl Fn(&mut Config)) -> Self {
        let url = shared_url();
        let space = Self::at(&url, &url, settle);
        space.bus.recovery().bless(FIRST).await.unwrap();
        space
    }

    /// On any server, as it is: how the bus gets there, and how one looks behind it.
    pub(crate) fn at(url: &str, direct: &str, settle: impl Fn(&mut Config)) -> Self {
        let prefix = format!("test-{:016x}", rand::rng().random::<u64>());
        let mut config = config(url, &prefix);
        settle(&mut config);
        Self {
            bus: Bus::new(&config, Partitions::default()).unwrap(),
            prefix,
            url: url.to_owned(),
            direct: direct.to_owned(),
            tracker: TaskTracker::new(),
            stop: CancellationToken::new(),
        }
    }

    /// Another process's bus to the same place.
    pub(crate) fn another(&self) -> Bus {
        Bus::new(&config(&self.url, &self.prefix), Partitions::default()).unwrap()
    }

    /// A subscriber, at work.
    pub(crate) fn listen(&self) -> (Fanout, Deliveries) {
        let (fanout, deliveries, driver) = self.bus.fanout();
        self.tracker.spawn(driver.run(self.stop.clone()));
        (fanout, deliveries)
    }

    /// A channel with counters at zero.
    pub(crate) async fn channel(&self) -> ChannelId {
        let channel = new_channel();
        self.bus.log().seed(channel, &EMPTY).await.unwrap();
        channel
    }

    /// Appends one event with a key of its own.
    pub(crate) async fn say(&self, channel: ChannelId, what: &str) -> Position {
        let appended = self.bus.log().append(&event(channel, what)).await;
        new(appended.unwrap())
    }

    /// Appends numbered events `1`, `2`, … `count`.
    pub(crate) async fn fill(&self, channel: ChannelId, count: usize) {
        for number in 1..=count {
            let what = number.to_string();
            let mut event = event(channel, &what);
            event.numbered = true;
            self.bus.log().append(&event).await.unwrap();
        }
    }

    /// A plain connection, to look behind the bus.
    pub(crate) fn raw(&self) -> Connection {
        let client = redis::Client::open(self.direct.as_str()).unwrap();
        client.get_connection().unwrap()
    }

    /// Everything that is stored, as text that changes when anything does.
    pub(crate) fn dump(&self) -> Vec<(String, Vec<u8>)> {
        let mut connection = self.raw();
        let mut names: Vec<String> = self.names(&mut connection);
        names.sort();
        let each = names.into_iter().map(|name| {
            let bytes = redis::cmd("DUMP")
                .arg(&name)
                .query(&mut connection)
                .unwrap();
            (name, bytes)
        });
        each.collect()
    }

    fn names(&self, connection: &mut Connection) -> Vec<String> {
        let pattern = format!("{}:*", self.prefix);
        connection
            .scan_match(pattern)
            .unwrap()
            .map(Result::unwrap)
            .collect()
    }
}

impl Drop for Space {
    fn drop(&mut self) {
        self.stop.cancel();
        let client = redis::Client::open(self.direct.as_str()).unwrap();
        // A server of the test's own may be gone already.
        if let Ok(mut connection) = client.get_connection() {
            for name in self.names(&mut connection) {
                let _removed: Result<i64, _> = connection.del(name);
            }
        }
    }
}

pub(crate) fn config(url: &str, prefix: &str) -> Config {
    Config {
        redis_log_url: SecretString::from(url),
        redis_prefix: prefix.to_owned(),
        ..Config::default()
    }
}

pub(crate) const EMPTY: Seed = Seed {
    epoch: Epoch::new(1),
    base: Seq::ZERO,
    seq: Seq::ZERO,
    message_no: MessageNo::ZERO,
    mver: Mver::ZERO,
    closed: false,
};

pub(crate) fn new_channel() -> ChannelId {
    ChannelId::generate(chrono::DateTime::UNIX_EPOCH, &mut rand::rng())
}

pub(crate) fn new_user() -> UserId {
    UserId::generate(chrono::DateTime::UNIX_EPOCH, &mut rand::rng())
}

/// An event with a key of its own.
pub(crate) fn event(channel: ChannelId, what: &str) -> Append<'_> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let key = Key::Change(format!("test:{}", NEXT.fetch_add(1, Ordering::Relaxed)));
    Append::new(channel, what.as_bytes(), key)
}

pub(crate) fn nonce(author: UserId, nonce: &str) -> Key {
    Key::Nonce {
        author,
        nonce: nonce.to_owned(),
    }
}

pub(crate) fn new(appended: Appended) -> Position {
    match appended {
        Appended::New(position) => position,
        Appended::Duplicate(earlier) => panic!("a duplicate of {earlier:?}"),
    }
}

pub(crate) fn duplicate(appended: Appended) -> Earlier {
    match appended {
        Appended::Duplicate(earlier) => earlier,
        Appended::New(position) => panic!("new at {position:?}"),
    }
}

pub(crate) async fn next(deliveries: &mut Deliveries) -> Delivery {
    let delivery = timeout(PATIENCE, deliveries.next()).await;
    delivery
        .expect("nothing was delivered")
        .expect("the fan-out has stopped")
}

/// Waits until `condition` holds.
pub(crate) async fn until(what: &str, mut condition: impl AsyncFnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !condition().await {
        assert!(Instant::now() < deadline, "waited in vain until {what}");
        sleep(Duration::from_millis(20)).await;
    }
}
