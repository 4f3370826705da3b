//! The fence: only a Redis that recovery has blessed takes events.
//!
//! The scripts that write to a log carry the number of the incarnation in their text, and are
//! called by hash alone. A Redis that was restarted, promoted or rolled back has lost its
//! script cache, so it answers `NOSCRIPT`; one that was flushed has lost the key `inc`. Either
//! way nothing is written until recovery has looked at what is left and blessed it.
//!
//! One that was replaced as the primary without being restarted, and made primary again, still
//! holds the scripts of its time. So an incarnation that was seen to be over is over: no process
//! goes back to it, whatever a server says.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use domain::{ChannelId, Partition};
use redis::{Cmd, Value};
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::error::{Error, is_no_script, is_of_a_replica};
use crate::keys::Keys;
use crate::link::Link;
use crate::script::invocation;

mod incarnation;
mod scripts;

pub(crate) use incarnation::PSNS_PER_INCARNATION;
pub use incarnation::{Gate, Incarnation};
pub(crate) use scripts::Fenced;

use scripts::Scripts;

/// How long a refusal answers for the next callers, so that a stale Redis is not asked by each.
const REFUSAL_REMEMBERED: Duration = Duration::from_millis(50);

/// Calls fenced scripts.
#[derive(Debug, Clone)]
pub(crate) struct Fence {
    link: Link,
    keys: Keys,
    current: Arc<RwLock<Option<Arc<Scripts>>>>,
    refused: Arc<Mutex<Option<Instant>>>,
    /// Incarnations up to this one are over.
    over: Arc<AtomicI64>,
}

impl Fence {
    pub(crate) fn new(link: Link, keys: Keys) -> Self {
        Self {
            link,
            keys,
            current: Arc::default(),
            refused: Arc::default(),
            over: Arc::default(),
        }
    }

    /// Runs a fenced script. When the incarnation turns out to be another one than this process
    /// knew, asks for the new one and runs it once more.
    pub(crate) async fn call(
        &self,
        which: Fenced,
        partition: Partition,
        keys: &[&str],
        arguments: impl Fn(&mut Cmd),
    ) -> Result<Value, Error> {
        let scripts = match self.known() {
            Some(scripts) => scripts,
            None => self.learn(partition).await?,
        };
        match self.attempt(&scripts, which, keys, &arguments).await {
            Err(Error::Stale) => {
                let newer = self.learn(partition).await?;
                self.attempt(&newer, which, keys, &arguments).await
            }
            answer => answer,
        }
    }

    async fn attempt(
        &self,
        scripts: &Scripts,
        which: Fenced,
        keys: &[&str],
        arguments: &impl Fn(&mut Cmd),
    ) -> Result<Value, Error> {
        if self.is_over(scripts.incarnation) {
            return Err(Error::Stale);
        }
        let mut command = invocation("EVALSHA", scripts.hash(which).as_bytes(), keys);
        arguments(&mut command);
        match self.link.run_to_confirm(&command).await {
            Err(error) if is_no_script(&error) => Err(Error::Stale),
            Err(error) => {
                if is_of_a_replica(&error) {
                    // Whatever it becomes again, it is not what it was.
                    self.ends(scripts.incarnation.number);
                }
                Err(error.into())
            }
            Ok((Value::BulkString(answer), _)) if answer == b"STALE" => Err(Error::Stale),
            Ok((answer, Some(confirmer))) if is_place(&answer) => {
                confirmer.confirm().await?;
                Ok(answer)
            }
            Ok((answer, _)) => Ok(answer),
        }
    }

    fn is_over(&self, incarnation: Incarnation) -> bool {
        incarnation.number <= self.over.load(Ordering::Acquire)
    }

    /// From here on neither this incarnation nor an earlier one is used.
    fn ends(&self, number: i64) {
        self.over.fetch_max(number, Ordering::AcqRel);
    }

    /// The incarnation that this process has last used, if any.
    pub(crate) fn known(&self) -> Option<Arc<Scripts>> {
        let current = self.current.read();
        current.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Asks which incarnation is open, and makes sure that the server has been blessed with it
    /// since it started.
    pub(crate) async fn learn(&self, partition: Partition) -> Result<Arc<Scripts>, Error> {
        let mut refused = self.refused.lock().await;
        if refused.is_some_and(|at| at.elapsed() < REFUSAL_REMEMBERED) {
            return Err(Error::Stale);
        }
        let learnt = self.ask(partition).await;
        *refused = matches!(learnt, Err(Error::Stale)).then(Instant::now);
        learnt
    }

    /// As [`Self::learn`], but asks in any case.
    pub(crate) async fn ask(&self, partition: Partition) -> Result<Arc<Scripts>, Error> {
        let incarnation = match self.gate(partition).await? {
            Gate::Open(incarnation) => incarnation,
            Gate::Closed(next) => {
                self.ends(next.number.saturating_sub(1));
                return Err(Error::Stale);
            }
            Gate::Missing => return Err(Error::Stale),
        };
        self.ends(incarnation.number.saturating_sub(1));
        if self.is_over(incarnation) {
            return Err(Error::Stale);
        }
        if let Some(scripts) = self.known().filter(|one| one.incarnation == incarnation) {
            let probed = self.probe(&scripts).await;
            if matches!(probed, Err(Error::Stale)) {
                self.ends(incarnation.number);
            }
            return probed.map(|()| scripts);
        }
        let scripts = Arc::new(Scripts::of(incarnation, self.keys.prefix()));
        self.adopt(&scripts).await?;
        let slot = self.current.write();
        *slot.unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&scripts));
        Ok(scripts)
    }

    /// What the partition's key `inc` says.
    pub(crate) async fn gate(&self, partition: Partition) -> Result<Gate, Error> {
        let mut command = redis::cmd("GET");
        command.arg(self.keys.incarnation(partition));
        let text: Option<String> = self.link.query(&command).await?;
        Gate::parse(text.as_deref())
    }

    /// Makes sure that the server has not been restarted since these scripts were loaded.
    async fn probe(&self, scripts: &Scripts) -> Result<(), Error> {
        let command = invocation("EVALSHA", scripts.probe().as_bytes(), &[""; 0]);
        match self.link.run(&command).await {
            Err(error) if is_no_script(&error) => Err(Error::Stale),
            Err(error) => Err(error.into()),
            Ok(_blessed) => Ok(()),
        }
    }

    /// Loads this version's scripts beside those of the version that recovered, if (and only if)
    /// the server still holds the probe. One connection is one life of the server: between the
    /// two commands it cannot have been restarted.
    async fn adopt(&self, scripts: &Scripts) -> Result<(), Error> {
        let mut connection = self.link.dedicated().await?;
        let command = invocation("EVALSHA", scripts.probe().as_bytes(), &[""; 0]);
        match command.query_async::<String>(&mut connection).await {
            Err(error) if is_no_script(&error) => Err(Error::Stale),
            Err(error) => Err(error.into()),
            Ok(_blessed) => Ok(scripts.load(&mut connection).await?),
        }
    }

    /// Loads the scripts of a new incarnation. Recovery alone may call this.
    pub(crate) async fn load(&self, incarnation: Incarnation) -> Result<(), Error> {
        let scripts = Scripts::of(incarnation, self.keys.prefix());
        let mut connection = self.link.dedicated().await?;
        scripts.load(&mut connection).await?;
        self.over
            .store(incarnation.number.saturating_sub(1), Ordering::Release);
        *self.refused.lock().await = None;
        Ok(())
    }

    /// The partition of a channel.
    pub(crate) fn partition(&self, channel: ChannelId) -> Partition {
        self.keys.partitions().of(channel)
    }
}

/// Whether a script answered where something stands: it was written, now or earlier.
fn is_place(answer: &Value) -> bool {
    let Value::BulkString(answer) = answer else {
        return false;
    };
    answer.starts_with(b"SEEN") || answer.first().is_some_and(u8::is_ascii_digit)
}
