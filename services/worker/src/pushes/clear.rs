//! Taking back what devices show of what was read elsewhere.

use std::collections::HashSet;

use chrono::TimeDelta;
use domain::UserId;
use futures_util::StreamExt as _;
use protocol::push::PushPayload;
use push::{Answer, Message, Sender, Urgency};
use store::notifications::{self, Shown};
use store::push::{self as devices, Device};

use super::send::{TTL, subscription};
use super::{Error, Pushes};
use crate::chain::chain;

/// What was shown before is left alone.
const RECENT: TimeDelta = TimeDelta::hours(3);
const MOST: i64 = 100;
const AT_ONCE: usize = 16;
/// These browsers take a push that shows nothing for a breach, and end the subscription.
const SHOWS_EVERYTHING: &str = ".push.apple.com/";

impl Pushes {
    /// Tells devices what was read elsewhere.
    pub(super) async fn clear(&self, sender: &Sender) -> Result<(), Error> {
        let now = self.clock.now();
        let mut connection = self.store.acquire().await?;
        let shown = notifications::clear_read(&mut connection, now - RECENT, now, MOST).await?;
        if shown.is_empty() {
            return Ok(());
        }
        let users: HashSet<UserId> = shown.iter().map(|one| one.user_id).collect();
        let users: Vec<UserId> = users.into_iter().collect();
        let devices = devices::list(&mut connection, &users, now).await?;
        drop(connection);
        let mut pairs: Vec<(Shown, Device)> = Vec::new();
        for one in shown {
            let theirs = devices.iter().filter(|device| {
                let is_silent = !device.endpoint.contains(SHOWS_EVERYTHING);
                device.user_id == one.user_id && is_silent
            });
            pairs.extend(theirs.map(|device| (one, device.clone())));
        }
        futures_util::stream::iter(pairs)
            .for_each_concurrent(AT_ONCE, async |(shown, device)| {
                self.take_back(sender, shown, &device)
                    .await
                    .unwrap_or_else(|error| {
                        tracing::debug!("a browser is not forgotten yet: {}", chain(&error));
                    });
            })
            .await;
        Ok(())
    }

    /// Once: a device that is not told shows it until somebody looks.
    async fn take_back(&self, sender: &Sender, shown: Shown, device: &Device) -> Result<(), Error> {
        let channel_id = shown.channel_id;
        let topic = channel_id.as_uuid().simple().to_string();
        let Ok(payload) = serde_json::to_vec(&PushPayload::Read { channel_id }) else {
            return Ok(());
        };
        // The same topic: a message that the device did not get yet is replaced by it.
        let message = Message {
            payload: &payload,
            topic: &topic,
            ttl: TTL,
            urgency: Urgency::Low,
        };
        let to = subscription(device);
        if sender.send(&to, message, self.clock.now()).await == Answer::Gone {
            self.forget(device).await?;
        }
        Ok(())
    }
}
