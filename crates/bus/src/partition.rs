//! One partition's log, as its consumers see it.
//!
//! A group reads under one fixed consumer name a partition, and only the holder of the lease
//! reads: whoever takes over finds what its predecessor left unacknowledged as its own. Should
//! two believe to hold the lease, both get events twice at worst; Postgres' watermark makes that
//! harmless.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use bytes::Bytes;
use domain::{ChannelId, MessageId, Partition, Psn, Seq};
use futures_util::future::try_join_all;
use redis::{Cmd, Value};

use crate::blocking::Blocking;
use crate::decode::{entry, field, psn, record};
use crate::error::{Error, is_busy_group, is_no_group};
use crate::keys::Keys;
use crate::link::Link;
use crate::log::Record;
use crate::script::Lua;

mod lease;
mod waiting;

pub use lease::{LEASE_LIFETIME, Lease, Members};
pub use waiting::Waiting;

static PERSISTED: LazyLock<Lua> = LazyLock::new(|| Lua::new(include_str!("scripts/persisted.lua")));
static TRIM_LOG: LazyLock<Lua> = LazyLock::new(|| Lua::new(include_str!("scripts/trim_log.lua")));
static PASSED: LazyLock<Lua> = LazyLock::new(|| Lua::new(include_str!("scripts/passed.lua")));
static HAS_GROUP: LazyLock<Lua> = LazyLock::new(|| Lua::new(include_str!("scripts/has_group.lua")));

/// Who reads a partition's log, each at its own pace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Into the message tables.
    Persist,
    /// Into the search index.
    Search,
}

impl Group {
    const fn name(self) -> &'static str {
        match self {
            Self::Persist => "persist",
            Self::Search => "search",
        }
    }
}

/// The name of an entry of a partition's log.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EntryId(String);

impl EntryId {
    /// Its place in the partition's log.
    #[must_use]
    pub fn psn(&self) -> Option<Psn> {
        psn(&self.0).ok()
    }
}

impl std::fmt::Display for EntryId {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// An entry that is not ours, or no longer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undecodable {
    /// What stands where channel and seq should be.
    pub place: Bytes,
    /// What stands where the event should be.
    pub raw: Bytes,
}

/// One entry of a partition's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// To acknowledge it by.
    pub id: EntryId,
    /// The event.
    pub event: Result<Record, Undecodable>,
}

/// What one batch brought to Postgres; told to Redis after the commit.
#[derive(Debug, Clone, Default)]
pub struct Committed {
    /// The entries to acknowledge.
    pub entries: Vec<EntryId>,
    /// How far each channel is in Postgres now.
    pub persisted: Vec<(ChannelId, Seq)>,
    /// Messages that Postgres knows now.
    pub messages: Vec<MessageId>,
    /// Events at or below the watermark whose content is gone.
    pub voids: Vec<(ChannelId, Seq)>,
}

/// A group's reader of one partition.
#[derive(Debug, Clone)]
pub struct Consumer {
    pub(crate) link: Link,
    pub(crate) blocking: Blocking,
    pub(crate) keys: Arc<Keys>,
    pub(crate) group: Group,
    pub(crate) partition: Partition,
    pub(crate) tail_keep: u32,
}

impl Consumer {
    /// What was read and never acknowledged, by this worker or the one before it, from the
    /// oldest. Begin with this, and come back to it after a failure.
    ///
    /// # Errors
    /// When Redis is not available.
    pub async fn pending(&self, limit: usize) -> Result<Vec<Entry>, Error> {
        self.read("0", limit, None).await
    }

    /// The next entries that nobody has read; waits up to `block` for the first. Nothing came in
    /// time: empty. When the future is dropped, entries may be left pending.
    ///
    /// # Errors
    /// When Redis is not available.
    pub async fn next(&self, limit: usize, block: Duration) -> Result<Vec<Entry>, Error> {
        self.read(">", limit, Some(block)).await
    }

    /// The next entries that nobody has read, if there are any.
    ///
    /// # Errors
    /// When Redis is not available.
    pub async fn poll(&self, limit: usize) -> Result<Vec<Entry>, Error> {
        self.read(">", limit, None).await
    }

    /// Whether the group is known. One that keeps no watermarks elsewhere asks this before it
    /// begins: in a new or a lost log it has missed what was there before.
    ///
    /// # Errors
    /// When Redis is not available.
    pub async fn is_open(&self) -> Result<bool, Error> {
        let name = self.group.name();
        let answer = HAS_GROUP
            .call(&self.link, &[&self.log()], |command| {
                command.arg(name);
            })
            .await?;
        Ok(answer == Value::Int(1))
    }

    /// Makes the group, from the first entry of the log. Can be repeated.
    ///
    /// # Errors
    /// When Redis is not available.
    pub async fn open(&self) -> Result<(), Error> {
        self.create_group().await
    }

    async fn read(
        &self,
        from: &str,
        limit: usize,
        block: Option<Duration>,
    ) -> Result<Vec<Entry>, Error> {
        let command = self.read_command(from, limit, block);
        let waits = block.unwrap_or(Duration::ZERO);
        let answer = match self.blocking.run(&command, waits).await {
            // Another one has to know of it: it opens its group itself.
            Err(error) if is_no_group(&error) && self.group == Group::Persist => {
                self.create_group().await?;
                self.blocking.run(&command, waits).await?
            }
            answer => answer?,
        };
        entries(answer)
    }

    fn read_command(&self, from: &str, limit: usize, block: Option<Duration>) -> Cmd {
        let mut command = redis::cmd("XREADGROUP");
        command
            .arg("GROUP")
            .arg(self.group.name())
            .arg("holder")
            .arg("COUNT")
            .arg(limit);
        if let Some(block) = block {
            // Zero would wait for ever.
            command
                .arg("BLOCK")
                .arg(block.as_millis().max(1).to_string());
        }
        command.arg("STREAMS").arg(self.log()).arg(from);
        command
    }

    /// A new or a lost log: the group begins at its first entry.
    async fn create_group(&self) -> Result<(), Error> {
        let mut command = redis::cmd("XGROUP");
        command.arg("CREATE").arg(self.log()).arg(self.group.name());
        command.arg("0").arg("MKSTREAM");
        match self.link.run(&command).await {
            Err(error) if !is_busy_group(&error) => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// Tells Redis what Postgres has committed: raises the watermarks, forgets what only the
    /// way to Postgres needed, acknowledges, and trims tails and log below what is persisted.
    /// Can be repeated.
    ///
    /// # Errors
    /// When Redis is not available: some of it may be done; the entries will be read again.
    pub async fn committed(&self, batch: &Committed) -> Result<(), Error> {
        let each = batch.persisted.iter();
        try_join_all(each.map(|(channel, seq)| self.persisted(*channel, *seq, &batch.voids)))
            .await?;
        let mut pipeline = redis::pipe();
        if !batch.messages.is_empty() {
            pipeline.cmd("HDEL").arg(self.keys.ids(self.partition));
            for message in &batch.messages {
                pipeline.arg(message.as_uuid().as_bytes());
            }
        }
        if !batch.entries.is_empty() {
            pipeline.cmd("XACK").arg(self.log()).arg(self.group.name());
            for entry in &batch.entries {
                pipeline.arg(&entry.0);
            }
        }
        self.link.pipe(&pipeline).await?;
        self.trim().await
    }

    async fn persisted(
        &self,
        channel: ChannelId,
        seq: Seq,
        voids: &[(ChannelId, Seq)],
    ) -> Result<(), Error> {
        let keys = [self.keys.channel(channel), self.keys.tail(channel)];
        let keys = keys.each_ref().map(String::as_str);
        let arguments = |command: &mut Cmd| {
            command.arg(seq.get()).arg(self.tail_keep);
            for (_of, seq) in voids.iter().filter(|(of, _seq)| *of == channel) {
                command.arg(seq.get());
            }
        };
        PERSISTED.call(&self.link, &keys, arguments).await?;
        Ok(())
    }

    /// Acknowledges entries and trims the log: for a group that keeps no watermarks.
    ///
    /// # Errors
    /// When Redis is not available: the entries will be read again.
    pub async fn acknowledge(&self, entries: Vec<EntryId>) -> Result<(), Error> {
        let batch = Committed {
            entries,
            ..Committed::default()
        };
        self.committed(&batch).await
    }

    async fn trim(&self) -> Result<(), Error> {
        TRIM_LOG
            .call(&self.link, &[&self.log()], |_command| {})
            .await?;
        Ok(())
    }

    /// How many entries the log holds.
    ///
    /// # Errors
    /// When Redis is not available.
    pub async fn backlog(&self) -> Result<u64, Error> {
        let mut command = redis::cmd("XLEN");
        command.arg(self.log());
        self.link.query(&command).await
    }

    /// The last entry of the log as it is now; `None` when it is empty, which it is when every
    /// group has everything.
    ///
    /// # Errors
    /// When Redis is not available.
    pub async fn last(&self) -> Result<Option<EntryId>, Error> {
        let mut command = redis::cmd("XREVRANGE");
        command.arg(self.log()).arg("+").arg("-");
        command.arg("COUNT").arg(1);
        let Value::Array(mut found) = self.link.run(&command).await? else {
            return Ok(None);
        };
        let last = found.pop().map(entry).transpose()?;
        Ok(last.map(|(id, _fields)| EntryId(id)))
    }

    /// Whether the group has acknowledged this entry and all before it.
    ///
    /// # Errors
    /// When Redis is not available.
    pub async fn has_passed(&self, entry: &EntryId) -> Result<bool, Error> {
        let name = self.group.name();
        let answer = PASSED
            .call(&self.link, &[&self.log()], |command| {
                command.arg(name).arg(&entry.0);
            })
            .await?;
        Ok(answer == Value::Int(1))
    }

    fn log(&self) -> String {
        self.keys.log(self.partition)
    }
}

/// The answer of XREADGROUP for one stream.
fn entries(answer: Value) -> Result<Vec<Entry>, Error> {
    const UNREADABLE: Error = Error::Corrupt {
        what: "a batch of a log",
    };
    let Value::Array(mut streams) = answer else {
        return Ok(Vec::new());
    };
    let Some(Value::Array(mut stream)) = streams.pop() else {
        return Err(UNREADABLE);
    };
    let Some(Value::Array(found)) = stream.pop() else {
        return Err(UNREADABLE);
    };
    found.into_iter().map(one).collect()
}

fn one(value: Value) -> Result<Entry, Error> {
    let (id, mut fields) = entry(value)?;
    let place = Bytes::from(field(&mut fields, b"i").unwrap_or_default());
    let raw = Bytes::from(field(&mut fields, b"m").unwrap_or_default());
    let event = psn(&id).and_then(|psn| record(&place, Some(psn), raw.clone()));
    Ok(Entry {
        id: EntryId(id),
        event: event.map_err(|_unreadable| Undecodable { place, raw }),
    })
}
