//! Looking at links: takes the jobs that the fold left, fetches what the links lead to, and has api
//! show it. Any worker takes any job; one that dies leaves its jobs to the others.

mod charset;
mod html;
mod job;
mod page;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{Clock, MessageId, Partitions};
use fetch::{Fetcher, Url};
use rpc::{ChatClient, ImagesClient};
use store::Store;
use store::previews::{self, Due};
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::chain::chain;
use crate::config::{self, Switch};
use job::Outcome;

/// Messages that one worker looks after at once.
const AT_ONCE: usize = 4;
/// How often a job is taken: once, and two more times.
const MOST_ATTEMPTS: i16 = 3;
/// How long a job waits for its second and third time.
const PAUSE: TimeDelta = TimeDelta::seconds(5);
/// A job that is older is of no use any more.
const MAX_AGE: TimeDelta = TimeDelta::hours(1);
/// How often a worker looks for jobs that others left.
const LOOK: Duration = Duration::from_millis(500);
/// How often what is of no use is removed.
const SWEEP: Duration = Duration::from_mins(1);

/// What all jobs work with.
#[derive(Clone, Debug)]
pub(crate) struct Previews {
    store: Store,
    clock: Arc<dyn Clock>,
    partitions: Partitions,
    chat: ChatClient,
    images: ImagesClient,
    fetcher: Fetcher,
    timeout: Duration,
    /// Where people reach us: our own pages are not looked at.
    home: Option<Url>,
    is_on: bool,
    /// Rung when the fold has left new jobs.
    bell: Arc<Notify>,
}

/// What they are made of.
pub(crate) struct Parts<'a> {
    pub(crate) store: &'a Store,
    pub(crate) clock: &'a Arc<dyn Clock>,
    pub(crate) partitions: Partitions,
    pub(crate) fetcher: Fetcher,
    pub(crate) config: &'a config::Previews,
    pub(crate) rpc: &'a rpc::Config,
}

impl Previews {
    pub(crate) fn new(parts: Parts<'_>) -> Result<Self, rpc::Error> {
        Ok(Self {
            store: parts.store.clone(),
            clock: Arc::clone(parts.clock),
            partitions: parts.partitions,
            chat: ChatClient::connect(parts.rpc)?,
            images: ImagesClient::connect(parts.rpc)?,
            fetcher: parts.fetcher,
            timeout: Duration::from_millis(parts.config.preview_timeout_ms.into()),
            home: Url::parse(&parts.config.public_url).ok(),
            is_on: parts.config.link_previews == Switch::On,
            bell: Arc::default(),
        })
    }

    /// Whether the fold shall leave jobs.
    pub(crate) fn is_on(&self) -> bool {
        self.is_on
    }

    /// Tells that there are new jobs.
    pub(crate) fn ring(&self) {
        self.bell.notify_one();
    }

    /// Takes jobs until told to stop; gives back those that are not done then.
    pub(crate) async fn run(self, stop: CancellationToken) {
        if !self.is_on {
            return;
        }
        let mut work = Work::default();
        let mut sweep = tokio::time::interval(SWEEP);
        while !stop.is_cancelled() {
            if let Err(error) = self.take(&mut work).await {
                tracing::debug!("no links are looked at now: {}", chain(&error));
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = self.bell.notified(), if work.has_room() => {}
                () = tokio::time::sleep(LOOK), if work.has_room() => {}
                Some(_done) = work.next() => {}
                _ = sweep.tick() => self.sweep().await,
            }
        }
        self.give_back(work).await;
    }

    /// Takes as many jobs as there is room for.
    async fn take(&self, work: &mut Work) -> Result<(), store::Error> {
        let Some(room) = work.room() else {
            return Ok(());
        };
        let now = self.clock.now();
        let mut connection = self.store.acquire().await?;
        let until = now + self.lease();
        let due = previews::claim(&mut connection, now, until, MOST_ATTEMPTS, room).await?;
        for due in due {
            let one = self.clone();
            work.add(due, async move { one.finish(due).await });
        }
        Ok(())
    }

    /// Longer than a job can take: page and picture, and what our own services need.
    fn lease(&self) -> TimeDelta {
        let fetching = TimeDelta::from_std(self.timeout * 2).unwrap_or(MAX_AGE);
        fetching + TimeDelta::seconds(20)
    }

    async fn finish(&self, due: Due) {
        let outcome = self.look(&due).await;
        let settled = match &outcome {
            Ok(Outcome::Again) if due.attempts < MOST_ATTEMPTS => {
                let pause = PAUSE * i32::from(due.attempts);
                self.again(&due, self.clock.now() + pause).await
            }
            Ok(Outcome::Done | Outcome::Again) => self.done(&due).await,
            Err(error) => {
                tracing::warn!(message.id = %due.message_id, "links are looked at later: {}", chain(error));
                self.back(&[due], self.clock.now() + PAUSE).await
            }
        };
        if let Err(error) = settled {
            // Its lease ends, and somebody takes it again.
            tracing::debug!(message.id = %due.message_id, "a job is left open: {}", chain(&error));
        }
    }

    async fn done(&self, due: &Due) -> Result<(), store::Error> {
        metrics::counter!("hubbub_worker_previews_total").increment(1);
        previews::finish(&mut *self.store.acquire().await?, due).await
    }

    async fn again(&self, due: &Due, run_at: DateTime<Utc>) -> Result<(), store::Error> {
        previews::again(&mut *self.store.acquire().await?, due, run_at).await
    }

    async fn back(&self, due: &[Due], run_at: DateTime<Utc>) -> Result<(), store::Error> {
        previews::give_back(&mut *self.store.acquire().await?, due, run_at).await
    }

    async fn sweep(&self) {
        let swept = async {
            let now = self.clock.now();
            let mut connection = self.store.acquire().await?;
            previews::forget_expired(&mut connection, now).await?;
            previews::sweep(&mut connection, now, now - MAX_AGE, MOST_ATTEMPTS).await
        };
        match swept.await {
            Ok(0) => {}
            Ok(count) => tracing::info!("{count} messages stay without previews"),
            Err(error) => tracing::debug!("nothing is swept now: {}", chain(&error)),
        }
    }

    async fn give_back(&self, mut work: Work) {
        work.tasks.shutdown().await;
        let left: Vec<Due> = work.under_way.into_values().collect();
        if left.is_empty() {
            return;
        }
        if let Err(error) = self.back(&left, self.clock.now()).await {
            tracing::debug!(
                "{} jobs wait for their leases: {}",
                left.len(),
                chain(&error)
            );
        }
    }
}

/// The jobs that this worker has in hand.
#[derive(Default)]
struct Work {
    tasks: JoinSet<MessageId>,
    under_way: HashMap<MessageId, Due>,
}

impl Work {
    fn has_room(&self) -> bool {
        self.tasks.len() < AT_ONCE
    }

    fn room(&self) -> Option<i64> {
        let room = AT_ONCE.saturating_sub(self.tasks.len());
        i64::try_from(room).ok().filter(|room| *room > 0)
    }

    fn add(&mut self, due: Due, job: impl Future<Output = ()> + Send + 'static) {
        self.under_way.insert(due.message_id, due);
        self.tasks.spawn(async move {
            job.await;
            due.message_id
        });
    }

    /// Waits for a job to end; pending for ever when there is none.
    async fn next(&mut self) -> Option<()> {
        match self.tasks.join_next().await {
            Some(Ok(message)) => {
                self.under_way.remove(&message);
            }
            // It panicked: its lease ends, and it is taken again, until it was taken too often.
            Some(Err(_panic)) => {}
            None => std::future::pending().await,
        }
        Some(())
    }
}
