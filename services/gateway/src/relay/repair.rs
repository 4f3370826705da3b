//! Reading from the tail what pub/sub did not bring.

use std::sync::Arc;
use std::time::Duration;

use bus::{Range, Since, Standing, Tail};
use bytes::Bytes;
use domain::{Psn, UserVersion};
use protocol::gateway::event::{UserEvent, UserFrame, UserUpdated};
use protocol::gateway::hello::Outcome;
use protocol::user::Me;
use tokio::time::{self, Instant};

use super::Relay;
use crate::frames;
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

    /// Reads what a user's topic has missed; a repair has begun.
    pub(super) async fn repair_user(&self, topic: &Arc<UserTopic>) {
        let started = Instant::now();
        while let Err(error) = self.read_user(topic).await {
            tracing::warn!(user.id = %topic.user(), "a user's log cannot be read: {error:#}");
            time::sleep(PAUSE).await;
        }
        metrics::gap_repaired(started.elapsed());
    }

    async fn read_user(&self, topic: &UserTopic) -> anyhow::Result<()> {
        let user = topic.user();
        let known = topic.version().unwrap_or(UserVersion::ZERO);
        let version = match self.bus.users().since(user, known).await? {
            Since::Records(records) => {
                topic.mend(&records);
                return Ok(());
            }
            Since::Gap(version) => version,
        };
        metrics::gap_unrepaired();
        let person = self.api.bootstrap(user).await.map_err(anyhow::Error::msg)?;
        match person {
            Some(person) => topic.jump(version, &jumped(version, &person.me)?),
            None => topic.dismiss(),
        }
        Ok(())
    }
}

/// Tells a client the version of its user's log by an event that is true at any time: how they
/// are. The version does not follow on the client's, so the client asks for everything.
fn jumped(version: UserVersion, me: &[u8]) -> anyhow::Result<Bytes> {
    let me: Me = serde_json::from_slice(me)?;
    let updated = UserUpdated {
        user: me.user.clone(),
        me: Some(me),
    };
    let event = UserEvent::UserUpdated(Box::new(updated));
    Ok(frames::json(&UserFrame {
        user_version: Some(version),
        event,
    }))
}

fn end(channel: &Channel, tail: &Tail, psn: Option<Psn>) -> Step {
    if channel.end_repair(tail.head.seq, psn) {
        Step::Done
    } else {
        Step::More
    }
}
