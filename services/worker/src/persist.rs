//! A batch of events, in one transaction.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::TimeDelta;
use domain::{ChannelId, Clock, MessageId, Partition, Seq};
use store::apply::{self, Watermark};
use store::{Store, dead_letters};
use tracing::Instrument as _;

use crate::batch::{self, Fate, Item};
use crate::event::Entry;
use crate::fold::{self, Fold};
use crate::previews::Previews;
use crate::traced::Traced;

/// What a batch left behind.
#[derive(Debug, Default)]
pub(crate) struct Persisted {
    /// How far each channel of the batch is stored now.
    pub(crate) watermarks: Vec<Watermark>,
    /// Rows inserted or updated.
    pub(crate) rows: usize,
    /// Events newly set aside.
    pub(crate) dead: usize,
}

/// Why a batch was not stored. Nothing of it was.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// Postgres cannot be asked now.
    #[error("the tables cannot be reached")]
    Unavailable(#[source] store::Error),
    /// Postgres refused: something in the batch is wrong.
    #[error("the tables refused the batch")]
    Rejected(#[source] store::Error),
    /// Other messages have the seq, id or nonce of these.
    #[error("messages of the batch are there already, with other content")]
    Conflicts(Vec<MessageId>),
    /// Events of the channel are missing before `seq`.
    #[error("channel {channel} jumps from {persisted} to {seq}")]
    Hole {
        channel: ChannelId,
        persisted: Seq,
        seq: Seq,
    },
    /// The channel has no row.
    #[error("channel {0} is not known")]
    NoChannel(ChannelId),
}

impl Failure {
    /// Its name in metrics.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Unavailable(_) => "unavailable",
            Self::Rejected(_) => "rejected",
            Self::Conflicts(_) => "conflicts",
            Self::Hole { .. } => "hole",
            Self::NoChannel(_) => "no_channel",
        }
    }
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Unavailable(_) => Self::Unavailable(error),
            other => Self::Rejected(other),
        }
    }
}

/// Writes batches of one partition.
#[derive(Clone)]
pub(crate) struct Persist {
    pub(crate) store: Store,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) partition: Partition,
    pub(crate) previews: Previews,
    /// How long people have to read something where they are, before their devices are told.
    pub(crate) push_delay: TimeDelta,
}

impl Persist {
    /// Stores what of the batch is not stored yet, and how far its channels are, or nothing.
    pub(crate) async fn batch(&self, items: &mut [Item]) -> Result<Persisted, Failure> {
        let traced = Traced::of(items);
        let span = traced.transaction(self.partition, items.len());
        self.transact(items).instrument(span).await
    }

    async fn transact(&self, items: &mut [Item]) -> Result<Persisted, Failure> {
        let mut tx = self.store.begin().await?;
        let marks = apply::lock(&mut tx, &batch::channels(items)).await?;
        set_stale_aside(items, &marks);
        let fresh = fresh(items, &marks)?;
        let entries: Vec<Entry> = fresh
            .iter()
            .filter_map(|item| entry(item))
            .cloned()
            .collect();
        let rows = apply::load(&mut tx, self.partition, &fold::targets(&entries)).await?;
        let mut fold = Fold::over(rows, &marks);
        for item in fresh {
            match (&item.fate, item.position()) {
                (Fate::Fold(entry), _) => fold.apply(entry),
                (_, Some((channel, seq))) => fold.pass(channel, seq),
                (_, None) => {}
            }
        }
        let mut changes = fold.finish(self.clock.now());
        if !self.previews.is_on() {
            changes.linked.clear();
        }
        let written = apply::write(&mut tx, self.partition, &changes).await?;
        if !written.conflicts.is_empty() {
            return Err(Failure::Conflicts(written.conflicts));
        }
        let mut persisted = Persisted {
            rows: changes.inserts.len() + changes.updates.len(),
            watermarks: changes.watermarks,
            dead: 0,
        };
        for letter in items.iter().filter_map(Item::letter) {
            let is_new = dead_letters::insert(&mut tx, self.partition, &letter).await?;
            persisted.dead += usize::from(is_new);
        }
        store::commit(tx).await?;
        if !changes.linked.is_empty() {
            self.previews.ring();
        }
        Ok(persisted)
    }
}

/// Recovery may have come between reading and storing: the seqs of an earlier life are given out
/// again then, and must not be taken by what they once stood for.
fn set_stale_aside(items: &mut [Item], marks: &[Watermark]) {
    let stale = items.iter_mut().filter(|item| item.is_stale(marks));
    let mut count = 0;
    for item in stale {
        item.fate = Fate::Stale;
        count += 1;
    }
    if count > 0 {
        metrics::counter!("hubbub_worker_stale_events_total").increment(count);
        tracing::warn!("{count} events of an earlier epoch are passed over");
    }
}

fn entry(item: &Item) -> Option<&Entry> {
    match &item.fate {
        Fate::Fold(entry) => Some(entry),
        _ => None,
    }
}

/// The events above the watermarks, which follow on them without a hole.
fn fresh<'a>(items: &'a [Item], marks: &[Watermark]) -> Result<Vec<&'a Item>, Failure> {
    let mut lasts: HashMap<ChannelId, Seq> = marks
        .iter()
        .map(|mark| (mark.channel_id, mark.persisted_seq))
        .collect();
    let mut fresh = Vec::with_capacity(items.len());
    for item in items {
        let Some((channel, seq)) = item.position() else {
            continue;
        };
        let last = lasts.get_mut(&channel).ok_or(Failure::NoChannel(channel))?;
        if seq <= *last {
            continue;
        }
        if seq > last.next() {
            return Err(Failure::Hole {
                channel,
                persisted: *last,
                seq,
            });
        }
        *last = seq;
        fresh.push(item);
    }
    Ok(fresh)
}
