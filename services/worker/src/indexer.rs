//! One partition's second reader: brings what was stored into the search index.
//!
//! The log only says which messages changed. What is indexed is what the tables say of them, once
//! the first reader has stored that event; so an event read twice, out of turn or late changes
//! nothing, and what was lost on the way is found by looking through the tables again.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use bus::{Consumer, EntryId};
use domain::{ChannelId, Epoch, MessageId, Partition, Seq};
use protocol::event::{EventKind, EventView};
use store::Store;
use store::search::{self, Source};
use tokio_util::sync::CancellationToken;

use crate::backoff::Backoff;
use crate::chain::chain;

/// Events of a batch at most.
const BATCH: usize = 1_000;
/// Between two looks: what comes in between makes one batch.
const PAUSE: Duration = Duration::from_millis(400);
/// Between two looks at whether what was read is stored by now.
const STORED_PAUSE: Duration = Duration::from_millis(40);
/// Rows of one transaction.
const ROWS: usize = 250;

/// The indexer of one partition.
pub(crate) struct IndexLoop {
    pub(crate) consumer: Consumer,
    pub(crate) store: Store,
    pub(crate) partition: Partition,
    /// The lease is lost or given back: finish the batch in hand and leave.
    pub(crate) stop: CancellationToken,
}

#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("the log cannot be read")]
    Log(#[from] bus::Error),
    #[error("the index cannot be written")]
    Store(#[from] store::Error),
}

/// What is known of the way so far.
#[derive(Default)]
struct Progress {
    /// The group is there, and has missed nothing that the backfill will not find.
    is_open: bool,
    /// What was read and not acknowledged is done.
    is_caught_up: bool,
    /// The older messages were looked through.
    is_filled: bool,
    /// How far that got, in what this loop has indexed.
    filled: Option<(ChannelId, Seq)>,
}

/// Where a message changed.
struct Change {
    channel: ChannelId,
    epoch: Epoch,
    seq: Seq,
    message: MessageId,
}

impl IndexLoop {
    /// Runs until told to stop.
    pub(crate) async fn run(self) {
        let mut backoff = Backoff::default();
        let mut progress = Progress::default();
        while !self.stop.is_cancelled() {
            match self.round(&mut progress).await {
                Ok(true) => backoff = Backoff::default(),
                Ok(false) => {
                    backoff = Backoff::default();
                    self.pause(PAUSE).await;
                }
                Err(error) => {
                    let (partition, error) = (self.partition, chain(&error));
                    tracing::warn!(%partition, "the index of partition {partition} waits: {error}");
                    progress = Progress::default();
                    backoff.wait(&self.stop).await;
                }
            }
        }
    }

    /// One batch, or one page of older messages. Answers whether to go on without a pause.
    async fn round(&self, progress: &mut Progress) -> Result<bool, Failure> {
        if !progress.is_open {
            self.open().await?;
            progress.is_open = true;
        }
        let entries = if progress.is_caught_up {
            self.consumer.poll(BATCH).await?
        } else {
            self.consumer.pending(BATCH).await?
        };
        if entries.is_empty() && !progress.is_caught_up {
            progress.is_caught_up = true;
            return Ok(true);
        }
        let is_full = entries.len() == BATCH;
        if !entries.is_empty() {
            self.follow(entries).await?;
        }
        if !progress.is_filled {
            self.fill(progress).await?;
        }
        Ok(is_full || !progress.is_caught_up || !progress.is_filled)
    }

    /// A group that is new has missed what was in the log before: the tables are looked through.
    async fn open(&self) -> Result<(), Failure> {
        if self.consumer.is_open().await? {
            return Ok(());
        }
        let mut connection = self.store.acquire().await?;
        search::restart(&mut connection, self.partition).await?;
        drop(connection);
        self.consumer.open().await?;
        Ok(())
    }

    /// Indexes what these events changed, once it is stored.
    async fn follow(&self, entries: Vec<bus::Entry>) -> Result<(), Failure> {
        let changes: Vec<Change> = entries.iter().filter_map(Change::of).collect();
        if !self.stored(&changes).await? {
            // Told to stop: it is read again.
            return Ok(());
        }
        let messages: BTreeSet<MessageId> = changes.iter().map(|change| change.message).collect();
        self.index(&messages.into_iter().collect::<Vec<_>>())
            .await?;
        let ids: Vec<EntryId> = entries.into_iter().map(|entry| entry.id).collect();
        self.consumer.acknowledge(ids).await?;
        Ok(())
    }

    /// Waits until all of them are in the tables; what never will be is not waited for: events of
    /// an earlier epoch, and of channels that are gone. False: told to stop before.
    async fn stored(&self, changes: &[Change]) -> Result<bool, Failure> {
        let mut last: BTreeMap<(ChannelId, Epoch), Seq> = BTreeMap::new();
        for change in changes {
            let seq = last.entry((change.channel, change.epoch)).or_default();
            *seq = change.seq.max(*seq);
        }
        let channels: BTreeSet<ChannelId> = last.keys().map(|(channel, _)| *channel).collect();
        let channels: Vec<ChannelId> = channels.into_iter().collect();
        while !channels.is_empty() {
            let mut connection = self.store.acquire().await?;
            let marks = search::persisted(&mut connection, &channels).await?;
            drop(connection);
            let lacks = |((channel, epoch), seq): (&(ChannelId, Epoch), &Seq)| {
                marks
                    .iter()
                    .find(|(id, ..)| id == channel)
                    .is_some_and(|(_, current, persisted)| epoch >= current && seq > persisted)
            };
            if !last.iter().any(lacks) {
                break;
            }
            if !self.pause(STORED_PAUSE).await {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Brings the rows of these messages to what the tables say.
    async fn index(&self, messages: &[MessageId]) -> Result<(), Failure> {
        for some in messages.chunks(ROWS) {
            let started = Instant::now();
            let mut connection = self.store.acquire().await?;
            let sources = search::load(&mut connection, self.partition, some).await?;
            drop(connection);
            self.write(sources).await?;
            metrics::histogram!("hubbub_search_batch_seconds").record(started.elapsed());
            let rows = u64::try_from(some.len()).unwrap_or(u64::MAX);
            metrics::counter!("hubbub_search_rows_total").increment(rows);
        }
        Ok(())
    }

    /// Writes rows; what Postgres refuses is split until the culprit is alone, which is then found
    /// by everything but its words.
    async fn write(&self, sources: Vec<Source>) -> Result<(), Failure> {
        let mut work = vec![sources];
        while let Some(mut some) = work.pop() {
            let mut connection = self.store.acquire().await?;
            match search::write(&mut connection, &some, false).await {
                Ok(()) => {}
                Err(error @ store::Error::Unavailable(_)) => return Err(error.into()),
                Err(error) if some.len() > 1 => {
                    tracing::warn!(
                        "{} rows of the index are split: {}",
                        some.len(),
                        chain(&error)
                    );
                    let half = some.split_off(some.len() / 2);
                    work.extend([some, half]);
                }
                Err(error) => {
                    let id = some.first().map(|source| source.id);
                    tracing::error!(message.id = ?id, "{id:?} is not found by its words: {}", chain(&error));
                    metrics::counter!("hubbub_search_refused_total").increment(1);
                    search::write(&mut connection, &some, true).await?;
                }
            }
        }
        Ok(())
    }

    /// One page of older messages.
    async fn fill(&self, progress: &mut Progress) -> Result<(), Failure> {
        let mut connection = self.store.acquire().await?;
        let page =
            search::look_through(&mut connection, self.partition, progress.filled.take()).await?;
        drop(connection);
        let Some(page) = page else {
            progress.is_filled = true;
            return Ok(());
        };
        self.index(&page.stale).await?;
        progress.filled = page.last;
        Ok(())
    }

    /// Waits. False when told to stop.
    async fn pause(&self, pause: Duration) -> bool {
        tokio::select! {
            () = tokio::time::sleep(pause) => true,
            () = self.stop.cancelled() => false,
        }
    }
}

impl Change {
    /// What an event changes of what a message says.
    fn of(entry: &bus::Entry) -> Option<Self> {
        let record = entry.event.as_ref().ok()?;
        let event = EventView::decode(&record.payload).ok()?;
        let is_text = matches!(
            event.kind,
            EventKind::MessageCreated | EventKind::MessageUpdated | EventKind::MessageDeleted
        );
        Some(Self {
            channel: record.channel,
            epoch: record.epoch,
            seq: record.seq,
            message: event.message().filter(|_| is_text)?,
        })
    }
}
