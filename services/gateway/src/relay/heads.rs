//! Comparing heads with Redis every 250 ms: pub/sub may lose the *last* event, after which no
//! hole ever shows, or be dead altogether.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use domain::{ChannelId, Partition, Psn, UserId};
use tokio::time::{self, Instant, MissedTickBehavior};

use super::Relay;
use crate::hub::{Channel, UserTopic};
use crate::metrics;

/// How often heads are compared.
const CHECK_EVERY: Duration = Duration::from_millis(250);
/// How long an event may be on its way before it counts as lost.
const GRACE: Duration = Duration::from_millis(50);
/// How often unused channels are dropped.
const SWEEP_EVERY: Duration = Duration::from_secs(10);
/// Heads read at once when all channels are compared.
const BATCH: usize = 500;

/// Up to where the partitions' logs were compared; `None` before the first answer.
#[derive(Default)]
struct Cursor {
    channels: Option<Vec<(Partition, Psn)>>,
    users: Option<Vec<(Partition, Psn)>>,
}

impl Relay {
    /// Compares again and again. Never ends by itself.
    pub(crate) async fn watch_heads(self) {
        let mut cursor = Cursor::default();
        let mut ticks = time::interval(CHECK_EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut swept = Instant::now();
        loop {
            ticks.tick().await;
            if let Err(error) = self.check(&mut cursor).await {
                tracing::debug!("heads cannot be compared: {error}");
            }
            if swept.elapsed() >= SWEEP_EVERY {
                swept = Instant::now();
                self.sweep(swept).await;
            }
        }
    }

    async fn sweep(&self, now: Instant) {
        if let Err(error) = self.hub.sweep(now).await {
            tracing::debug!("unused topics are still subscribed: {error}");
        }
    }

    async fn check(&self, cursor: &mut Cursor) -> Result<(), bus::Error> {
        if self.recount.swap(false, Ordering::AcqRel) {
            *cursor = Cursor::default();
        }
        let suspects = self.suspects(cursor).await?;
        if suspects.channels.is_empty() && suspects.users.is_empty() {
            return Ok(());
        }
        time::sleep(GRACE).await;
        for (channel, psn) in suspects.channels {
            if channel.lacks(psn) && channel.begin_repair() {
                metrics::gap_detected();
                self.mend(channel, Some(psn));
            }
        }
        for (topic, psn) in suspects.users {
            if topic.lacks(psn) && topic.begin_repair() {
                metrics::gap_detected();
                self.mend_user(topic);
            }
        }
        Ok(())
    }

    /// What moved in Redis and did not move here.
    async fn suspects(&self, cursor: &mut Cursor) -> Result<Suspects, bus::Error> {
        let (log, users) = (self.bus.log(), self.bus.users());
        let (Some(seen), Some(seen_users)) = (&mut cursor.channels, &mut cursor.users) else {
            let (channels, users) = tokio::try_join!(log.last_psns(), users.last_psns())?;
            // After the cursor was read: what was lost before it would never be looked at again.
            self.compare_all().await?;
            (cursor.channels, cursor.users) = (Some(channels), Some(users));
            return Ok(Suspects::default());
        };
        let (moved, moved_users) = tokio::try_join!(log.moved(seen), users.moved(seen_users))?;
        advance(seen, &moved);
        advance(seen_users, &moved_users);
        let channels = moved
            .into_iter()
            .flatten()
            .filter_map(|(id, psn)| self.suspect(id, psn));
        let users = moved_users.into_iter().flatten();
        let users = users.filter_map(|(id, psn)| self.suspect_user(id, psn));
        Ok(Suspects {
            channels: channels.collect(),
            users: users.collect(),
        })
    }

    fn suspect(&self, id: ChannelId, psn: Psn) -> Option<(Arc<Channel>, Psn)> {
        let channel = self.hub.channel(id)?;
        channel.lacks(psn).then_some((channel, psn))
    }

    fn suspect_user(&self, id: UserId, psn: Psn) -> Option<(Arc<UserTopic>, Psn)> {
        let topic = self.hub.user(id)?;
        topic.lacks(psn).then_some((topic, psn))
    }

    /// Compares every channel and user with Redis: the subscription was down, or the log was
    /// recovered.
    async fn compare_all(&self) -> Result<(), bus::Error> {
        for batch in self.hub.channels().chunks(BATCH) {
            self.compare_some(batch).await?;
        }
        for topic in self.hub.users() {
            if topic.begin_repair() {
                self.mend_user(topic);
            }
        }
        Ok(())
    }

    async fn compare_some(&self, batch: &[Arc<Channel>]) -> Result<(), bus::Error> {
        let ids: Vec<_> = batch.iter().map(|channel| channel.id()).collect();
        let heads = self.bus.log().heads(&ids).await?;
        for (channel, head) in batch.iter().zip(heads) {
            if head.is_some_and(|head| channel.compare(&head)) {
                metrics::gap_detected();
                self.mend(Arc::clone(channel), None);
            }
        }
        Ok(())
    }
}

#[derive(Default)]
struct Suspects {
    channels: Vec<(Arc<Channel>, Psn)>,
    users: Vec<(Arc<UserTopic>, Psn)>,
}

fn advance<T>(seen: &mut [(Partition, Psn)], moved: &[Vec<(T, Psn)>]) {
    for ((_partition, psn), moved) in seen.iter_mut().zip(moved) {
        if let Some((_, last)) = moved.last() {
            *psn = *last;
        }
    }
}
