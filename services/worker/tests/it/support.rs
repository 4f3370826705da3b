//! A channel on a Redis prefix and a database of its own, and people who talk in it.

use std::net::TcpListener;
use std::time::Duration;

use bus::{Append, Appended, Bus, Incarnation, Key, Position, Range, Seed};
use chrono::{DateTime, Utc};
use domain::{
    ChannelId, ChannelKind, Epoch, MessageId, MessageKind, MessageNo, Mver, Partitions, Seq,
    UserId, WorkspaceId,
};
use lifecycle::Shutdown;
use protocol::Timestamp;
use protocol::event::{CreatedMessage, Fresh, LogEvent, MessageDeleted, MessageUpdated};
use protocol::message::Mentions;
use protocol::user::User;
use rand::Rng as _;
use secrecy::SecretString;
use sqlx::{ConnectOptions as _, PgPool};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};
use worker::{Config, Listeners};

/// How long a test waits for something before it fails.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);
/// How often it looks.
const LOOK: Duration = Duration::from_millis(20);

const FIRST: Incarnation = Incarnation {
    number: 1,
    lost: 0,
    lost_at: 0,
};
const EMPTY: Seed = Seed {
    epoch: Epoch::new(1),
    base: Seq::ZERO,
    seq: Seq::ZERO,
    message_no: MessageNo::ZERO,
    mver: Mver::ZERO,
    closed: false,
};

pub(crate) fn now() -> DateTime<Utc> {
    DateTime::from_timestamp_millis(1_764_000_000_000).unwrap()
}

#[expect(clippy::disallowed_methods, reason = "tests have no configuration")]
fn redis_url() -> String {
    std::env::var("HUBBUB_TEST_REDIS_URL").expect("HUBBUB_TEST_REDIS_URL names a Redis for tests")
}

/// Everything that a worker works on.
pub(crate) struct Space {
    pub(crate) bus: Bus,
    pub(crate) pool: PgPool,
    pub(crate) config: Config,
    pub(crate) alice: User,
    workspace: WorkspaceId,
}

/// A worker that runs.
pub(crate) struct Worker {
    shutdown: Shutdown,
    task: JoinHandle<anyhow::Result<()>>,
}

impl Space {
    pub(crate) async fn open(pool: PgPool) -> Self {
        let mut config = Config::default();
        config.bus.redis_log_url = SecretString::from(redis_url());
        config.bus.redis_prefix = format!("test-{:016x}", rand::rng().random::<u64>());
        let url = pool.connect_options().to_url_lossy().to_string();
        config.store.database_url = SecretString::from(url);
        config.store.database_pool = 4;
        let bus = Bus::new(&config.bus, Partitions::default()).unwrap();
        bus.recovery().bless(FIRST).await.unwrap();
        let alice = User {
            id: UserId::generate(now(), &mut rand::rng()),
            handle: "alice".to_owned(),
            display_name: "Alice".to_owned(),
            avatar_url: None,
            is_bot: false,
            created_at: Timestamp::from(now()),
            deactivated: false,
            is_guest: false,
        };
        let workspace = WorkspaceId::generate(now(), &mut rand::rng());
        let space = Self {
            bus,
            pool,
            config,
            alice,
            workspace,
        };
        space.people().await;
        space
    }

    /// Redis comes back with nothing in it.
    pub(crate) async fn loses_redis(&mut self) {
        self.config.bus.redis_prefix = format!("test-{:016x}", rand::rng().random::<u64>());
        self.bus = Bus::new(&self.config.bus, Partitions::default()).unwrap();
        self.bus.recovery().bless(FIRST).await.unwrap();
    }

    async fn people(&self) {
        let mut conn = self.pool.acquire().await.unwrap();
        let new = store::accounts::New {
            id: self.alice.id,
            email: "alice@example.org",
            email_key: "alice@example.org",
            handle: "alice",
            handle_key: "alice",
            display_name: "Alice",
            created_at: now(),
        };
        store::accounts::insert(&mut conn, &new).await.unwrap();
        let slug = self.workspace.to_string();
        let names = ("Acme", slug.as_str());
        store::workspaces::insert(&mut conn, self.workspace, names, self.alice.id, now())
            .await
            .unwrap();
    }

    /// A channel that Postgres and Redis know.
    pub(crate) async fn channel(&self) -> ChannelId {
        let channel = ChannelId::generate(now(), &mut rand::rng());
        let new = store::channels::New {
            id: channel,
            partition: Partitions::default().of(channel),
            workspace_id: self.workspace,
            kind: ChannelKind::Private,
            name: "general",
            slug: "general",
            topic: "",
            description: "",
            people: None,
            joined_by_newcomers: false,
            created_by: self.alice.id,
            created_at: now(),
        };
        store::channels::insert(&mut self.pool.acquire().await.unwrap(), &new)
            .await
            .unwrap();
        self.seed(channel).await;
        channel
    }

    /// Gives a channel its counters in Redis.
    pub(crate) async fn seed(&self, channel: ChannelId) {
        self.bus.log().seed(channel, &EMPTY).await.unwrap();
    }

    /// A worker starts.
    pub(crate) async fn worker(&self) -> Worker {
        let admin = TcpListener::bind("127.0.0.1:0").unwrap();
        let service = worker::build(self.config.clone(), Listeners { admin })
            .await
            .unwrap();
        let shutdown = Shutdown::new();
        let run = service.run(shutdown.clone());
        let task = tokio_util::task::TaskTracker::new().spawn(run);
        Worker { shutdown, task }
    }

    /// A message as api would make it.
    pub(crate) fn message(&self, channel: ChannelId, body: &str) -> CreatedMessage {
        CreatedMessage {
            id: MessageId::generate_in(channel, now(), &mut rand::rng()),
            channel_id: channel,
            parent_id: None,
            author: self.alice.clone(),
            kind: MessageKind::User,
            body: body.to_owned(),
            call: None,
            mentions: Mentions::default(),
            files: Vec::new(),
            also_in_channel: false,
            nonce: format!("{:016x}", rand::rng().random::<u64>()),
            created_at: Timestamp::from(now()),
            rest: Fresh::default(),
        }
    }

    /// Says something; returns the message's id.
    pub(crate) async fn say(&self, channel: ChannelId, body: &str) -> MessageId {
        let message = self.message(channel, body);
        let id = message.id;
        self.log(channel, LogEvent::MessageCreated(Box::new(message)))
            .await;
        id
    }

    /// Replaces the body of a message.
    pub(crate) async fn edit(&self, channel: ChannelId, id: MessageId, body: &str, version: i64) {
        let update = MessageUpdated {
            id,
            parent_id: None,
            body: Some(body.to_owned()),
            mentions: None,
            edited_at: Some(Timestamp::from(now())),
            version: Some(version),
            embeds: None,
            files: None,
        };
        self.log(channel, LogEvent::MessageUpdated(Box::new(update)))
            .await;
    }

    /// Deletes a message.
    pub(crate) async fn delete(&self, channel: ChannelId, id: MessageId) {
        let deletion = MessageDeleted {
            id,
            parent_id: None,
            message_no: None,
            deleted_by: self.alice.id,
            deleted_at: Timestamp::from(now()),
        };
        self.log(channel, LogEvent::MessageDeleted(deletion)).await;
    }

    /// Appends an event as api does.
    pub(crate) async fn log(&self, channel: ChannelId, event: LogEvent) -> Position {
        let payload = event.encode(self.alice.id, now(), None).unwrap();
        let message = match &event {
            LogEvent::MessageCreated(message) => Some(message.id),
            _ => None,
        };
        self.append(channel, &payload, message).await
    }

    /// Appends bytes.
    pub(crate) async fn append(
        &self,
        channel: ChannelId,
        payload: &[u8],
        message: Option<MessageId>,
    ) -> Position {
        let key = Key::Change(format!("{:016x}", rand::rng().random::<u64>()));
        let mut append = Append::new(channel, payload, key);
        append.message = message;
        append.numbered = message.is_some();
        match self.bus.log().append(&append).await.unwrap() {
            Appended::New(position) => position,
            Appended::Duplicate(earlier) => panic!("a random key is taken: {earlier:?}"),
        }
    }

    /// Waits until everything up to `seq` is in Postgres and Redis has heard of it.
    pub(crate) async fn persisted(&self, channel: ChannelId, seq: i64) {
        let heard = async || {
            let head = self.bus.log().head(channel).await.ok()??;
            (head.persisted.get() >= seq).then_some(())
        };
        eventually("the channel is persisted", heard).await;
    }

    /// The bodies in the table, in the order of the log.
    pub(crate) async fn bodies(&self, channel: ChannelId) -> Vec<String> {
        let rows =
            sqlx::query_scalar("select body from messages where channel_id = $1 order by seq");
        rows.bind(channel.as_uuid())
            .fetch_all(&self.pool)
            .await
            .unwrap()
    }

    /// One number from the database.
    pub(crate) async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&self.pool).await.unwrap()
    }

    /// The seqs in the tail whose content is gone.
    pub(crate) async fn voids(&self, channel: ChannelId) -> Vec<i64> {
        let tail = self
            .bus
            .log()
            .tail(channel, Range::After(Seq::ZERO), 10_000)
            .await;
        let records = tail.unwrap().unwrap().records.into_iter();
        records
            .filter(|record| record.payload.is_empty())
            .map(|record| record.seq.get())
            .collect()
    }
}

impl Worker {
    /// Stops as on SIGTERM.
    pub(crate) async fn stops(self) {
        self.shutdown.stop();
        self.task.await.unwrap().unwrap();
    }

    /// Is gone from one moment to the next, and gives nothing back.
    pub(crate) async fn dies(self) {
        self.task.abort();
        self.shutdown.abort();
        self.task.await.ok();
    }
}

/// Polls until there is an answer.
pub(crate) async fn eventually<T>(what: &str, look: impl AsyncFn() -> Option<T>) -> T {
    let end = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(Instant::now() < end, "in vain: {what}");
        sleep(LOOK).await;
    }
}
