//! Reading from the tail what pub/sub did not bring.

use std::sync::Arc;
use std::time::Duration;

use bus::{Range, Since, Standing, Tail};
use domain::Psn;
use protocol::gateway::hello::Outcome;
use tokio::time::{self, Instant};

use super::Relay;
use crate::hub::{Channel, UserTopic};
use crate::metrics;

/// Events read at once.
const PAGE: usize = 500;
/// How long to wait after Redis did not answer.
const PAUSE: Duration = Duration::from_millis(250);

/// How far a repair got with one page.
enum Step {
    Done,
    More,
}

impl Relay {
    /// Reads until nothing is missing. Redis may be away meanwhile: then this waits for it, and
    /// nothing later is delivered before.
    pub(super) async fn repair(&self, channel: &Arc<Channel>, psn: Option<Psn>) {
        let started = Instant::now();
        loop {
            match self.read_on(channel, psn).await {
                Ok(Step::Done) => break,
                Ok(Step::More) => {}
                Err(error) => {
                    let id = channel.id();
                    tracing::warn!(channel.id = %id, "the tail of {id} cannot be read: {error}");
                    time::sleep(PAUSE).await;
                }
            }
        }
        metrics::gap_repaired(started.elapsed());
    }

    async fn read_on(&self, channel: &Channel, psn: Option<Psn>) -> Result<Step, bus::Error> {
        let Some(place) = channel.place() else {
            return Ok(Step::Done);
        };
        let permit = self.repairs.acquire().await;
        let tail = self
            .bus
            .log()
            .tail(channel.id(), Range::After(place.seq), PAGE)
            .await?;
        drop(permit);
        let Some(tail) = tail else {
            // Cold: nothing was appended since, or the log was lost and recovery brings it back.
            channel.abandon_repair();
            return Ok(Step::Done);
        };
        if tail.head.epoch != place.epoch {
            if tail.head.judge(place.epoch, place.seq) == Standing::Reset {
                channel.jump(&tail.head, Outcome::Reset);
                return Ok(end(channel, &tail, psn));
            }
            channel.jump(&tail.head, Outcome::Ok);
        }
        if !tail.reaches(place.seq) {
            metrics::gap_unrepaired();
            let (id, seq) = (channel.id(), place.seq);
            tracing::error!(channel.id = %id, %seq, "events after {seq} of {id} are out of reach");
            channel.jump(&tail.head, Outcome::Behind);
            return Ok(end(channel, &tail, psn));
        }
        channel.mend(&tail.records);
        Ok(end(channel, &tail, psn))
    }

    /// Reads what a user's topic has missed.
    pub(super) async fn repair_user(&self, topic: &Arc<UserTopic>) {
        let started = Instant::now();
        let Some(version) = topic.version() else {
            return topic.abandon_repair();
        };
        match self.bus.users().since(topic.user(), version).await {
            Ok(Since::Records(records)) => {
                topic.mend(&records);
                metrics::gap_repaired(started.elapsed());
            }
            Ok(Since::Gap(version)) => {
                metrics::gap_unrepaired();
                topic.give_up(version);
            }
            Err(error) => {
                tracing::warn!(user.id = %topic.user(), "a user's log cannot be read: {error}");
                time::sleep(PAUSE).await;
                topic.abandon_repair();
            }
        }
    }
}

fn end(channel: &Channel, tail: &Tail, psn: Option<Psn>) -> Step {
    if channel.end_repair(tail.head.seq, psn) {
        Step::Done
    } else {
        Step::More
    }
}
