//! From the bus to the hub: what comes by pub/sub is delivered, what does not come is found and
//! read from the tail. Pub/sub is a doorbell that usually carries the letter; the log is the truth.

mod heads;
mod offer;
mod repair;

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bus::{Deliveries, Delivery, Record, Server, UserRecord};
use domain::Psn;
use tokio::sync::Semaphore;

use crate::context::Context;
use crate::hub::{Channel, Received, UserTopic};
use crate::metrics;

/// Tails that are read at the same time.
const REPAIRS_AT_ONCE: usize = 16;

/// Takes deliveries where they belong. Clones share everything.
#[derive(Clone, Debug)]
pub(crate) struct Relay {
    context: Context,
    repairs: Arc<Semaphore>,
    /// The partitions' logs may count anew: compare from where they stand now.
    recount: Arc<AtomicBool>,
}

impl Deref for Relay {
    type Target = Context;

    fn deref(&self) -> &Context {
        &self.context
    }
}

impl Relay {
    /// Nothing is delivered yet.
    pub(crate) fn new(context: Context) -> Self {
        let repairs = Arc::new(Semaphore::new(REPAIRS_AT_ONCE));
        Self {
            context,
            repairs,
            recount: Arc::default(),
        }
    }

    /// Passes on what the bus delivers, until it delivers no more.
    pub(crate) async fn run(self, mut deliveries: Deliveries) {
        while let Some(delivery) = deliveries.next().await {
            self.pass_on(delivery);
        }
    }

    /// Never waits: what takes time is done by a task of its own.
    fn pass_on(&self, delivery: Delivery) {
        match delivery {
            Delivery::Channel(record) => self.event(&record),
            Delivery::User(record) => self.user_event(&record),
            Delivery::Workspace { workspace, payload } => {
                self.workspaces.deliver(workspace, &payload);
            }
            Delivery::Live { channel, payload } => self.attention.heard(channel, &payload),
            Delivery::Call { user, payload } => self.sockets.offer(user, &payload),
            Delivery::Presence(change) => self.presence.changed(&change),
            Delivery::Apart(parting) => self.apart.hear(&parting, &self.presence),
            Delivery::Replaced { connection, .. } => self.sockets.replace(connection),
            Delivery::Revoked(revoked) => self.revocation.take(&revoked),
            Delivery::Recover => self.spawn(|relay| async move { relay.offer().await }),
            Delivery::Recovered => {
                self.hub.forget_psns();
                self.recount.store(true, Ordering::Release);
            }
            Delivery::Lost(server) => {
                metrics::subscription_lost(server);
                tracing::warn!("the subscription on the {server:?} redis is lost");
            }
            Delivery::Restored(Server::Durable) => {
                self.recount.store(true, Ordering::Release);
            }
            Delivery::Restored(Server::Live) => {
                self.spawn(|relay| async move { relay.presence.refresh().await });
            }
        }
    }

    fn event(&self, record: &Record) {
        let Some(channel) = self.hub.channel(record.channel) else {
            return;
        };
        match channel.receive(record) {
            Received::Delivered(delivered) => {
                metrics::delivered(&delivered, self.clock.now());
                if let (true, Some((author, _at))) = (delivered.said, delivered.origin) {
                    self.attention.said(record.channel, author);
                }
            }
            Received::Missed => {
                metrics::gap_detected();
                self.mend(channel, None);
            }
            Received::Known | Received::Waiting => {}
        }
    }

    fn user_event(&self, record: &UserRecord) {
        let Some(topic) = self.hub.user(record.user) else {
            return;
        };
        if topic.receive(record) {
            metrics::gap_detected();
            self.mend_user(topic);
        }
    }

    /// Reads what a user's topic has missed; a repair has begun.
    fn mend_user(&self, topic: Arc<UserTopic>) {
        self.spawn(|relay| async move { relay.repair_user(&topic).await });
    }

    /// Reads what a channel has missed; a repair has begun.
    fn mend(&self, channel: Arc<Channel>, psn: Option<Psn>) {
        self.spawn(|relay| async move { relay.repair(&channel, psn).await });
    }

    fn spawn<F>(&self, work: impl FnOnce(Self) -> F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        self.tasks.spawn(work(self.clone()));
    }
}
