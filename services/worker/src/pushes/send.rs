//! One group, to all devices of its person.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{MessageKind, NotifyOutcome, SessionId, UserId};
use futures_util::future::join_all;
use protocol::call::CallLine;
use protocol::push::{PushPayload, PushedMessage};
use push::{Answer, Message, Sender, Subscription, Urgency};
use rand::Rng as _;
use store::notifications::{self, Told};
use store::push::{self as devices, Device};

use super::group::{Group, Known};
use super::{Error, Pushes};
use crate::notify::settings;

/// How long a push service holds a message for a device that is away.
pub(super) const TTL: Duration = Duration::from_hours(12);
/// Tries, before a push service is given up.
const MOST_ATTEMPTS: i16 = 6;
/// Between the first try and the second; each wait doubles, up to [`LONGEST`].
const FIRST_WAIT: Duration = Duration::from_secs(5);
const LONGEST: Duration = Duration::from_mins(10);
/// A message that could not be sent for so long is no news.
const STALE: TimeDelta = TimeDelta::hours(1);
/// The most of a message's text that is sent, in characters; the device shows less.
const MAX_TEXT: usize = 300;

/// What the devices' push services made of it.
#[derive(Debug, Default)]
struct Tally {
    taken: Vec<SessionId>,
    left: Vec<SessionId>,
    refused: usize,
    wait: Option<Duration>,
}

impl Pushes {
    /// Tells the devices, and notes what became of it.
    pub(super) async fn tell(
        &self,
        sender: &Sender,
        group: &Group,
        devices: &[Device],
        known: &Known,
    ) -> Result<(), Error> {
        let Some(user) = group.newest().map(|row| row.user_id) else {
            return Ok(());
        };
        let left = group.left();
        let mut theirs = Vec::new();
        for device in devices {
            let is_told = left
                .as_ref()
                .is_some_and(|left| !left.contains(&device.session_id));
            if device.user_id == user && !is_told {
                theirs.push(device);
            }
        }
        let tally = match payload(group, known) {
            Some(payload) => self.send_all(sender, group, &theirs, &payload).await?,
            None => Tally::default(),
        };
        self.note(user, group, tally).await
    }

    async fn send_all(
        &self,
        sender: &Sender,
        group: &Group,
        devices: &[&Device],
        payload: &[u8],
    ) -> Result<Tally, Error> {
        let Some(channel) = group.newest().map(|row| row.channel_id) else {
            return Ok(Tally::default());
        };
        let topic = channel.as_uuid().simple().to_string();
        let message = Message {
            payload,
            topic: &topic,
            ttl: TTL,
            urgency: Urgency::High,
        };
        let now = self.clock.now();
        let to: Vec<Subscription> = devices.iter().copied().map(subscription).collect();
        let mut sends = Vec::with_capacity(to.len());
        for one in &to {
            sends.push(sender.send(one, message, now));
        }
        let mut tally = Tally::default();
        for (device, answer) in devices.iter().zip(join_all(sends).await) {
            self.count(device, answer, &mut tally).await?;
        }
        Ok(tally)
    }

    async fn count(&self, device: &Device, answer: Answer, tally: &mut Tally) -> Result<(), Error> {
        let session = device.session_id;
        match answer {
            Answer::Taken => tally.taken.push(session),
            Answer::Later(wait) => {
                tally.left.push(session);
                tally.wait = tally.wait.max(wait);
            }
            Answer::Gone => self.forget(device).await?,
            Answer::Refused(status) => {
                tracing::warn!(session.id = %session, status, "a push service refuses what we send: {status:?}");
                tally.refused += 1;
            }
        }
        Ok(())
    }

    /// The browser does not want to be told any more.
    pub(super) async fn forget(&self, device: &Device) -> Result<(), Error> {
        tracing::info!(session.id = %device.session_id, "a push service does not know a browser any more");
        let mut connection = self.store.acquire().await?;
        devices::delete_gone(&mut connection, device.session_id, &device.endpoint).await?;
        Ok(())
    }

    async fn note(&self, user: UserId, group: &Group, tally: Tally) -> Result<(), Error> {
        let now = self.clock.now();
        let mut connection = self.store.acquire().await?;
        devices::touch(&mut connection, &tally.taken, now).await?;
        let before = group
            .rows()
            .iter()
            .map(|row| row.sent_to)
            .max()
            .unwrap_or(0);
        let taken = i16::try_from(tally.taken.len()).unwrap_or(i16::MAX);
        let sent_to = before.saturating_add(taken);
        if let Some(due) = again(group, &tally, now) {
            let messages = group.messages();
            let told = (tally.left.as_slice(), sent_to);
            notifications::retry(&mut connection, user, &messages, told, due).await?;
            return Ok(());
        }
        let outcome = if sent_to > 0 {
            NotifyOutcome::Sent
        } else if tally.left.is_empty() && tally.refused == 0 {
            NotifyOutcome::NoSubscription
        } else {
            NotifyOutcome::Failed
        };
        metrics::counter!("hubbub_pushes_total", "outcome" => outcome.as_str()).increment(1);
        notifications::settle(&mut connection, &group.settled(outcome, sent_to), now).await?;
        Ok(())
    }
}

/// When to try again, if that is worth it.
fn again(group: &Group, tally: &Tally, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    if tally.left.is_empty() {
        return None;
    }
    let newest = group.newest()?;
    let attempts = group
        .rows()
        .iter()
        .map(|row| row.attempts)
        .max()
        .unwrap_or(0);
    if attempts + 1 >= MOST_ATTEMPTS || newest.created_at + STALE < now {
        return None;
    }
    let doubled = FIRST_WAIT.saturating_mul(1 << attempts.clamp(0, 8));
    let wait = tally.wait.unwrap_or(doubled).max(doubled).min(LONGEST);
    let spread = wait.mul_f64(rand::rng().random_range(1.0..=1.25));
    Some(now + TimeDelta::from_std(spread).unwrap_or(STALE))
}

pub(super) fn subscription(device: &Device) -> Subscription {
    Subscription {
        endpoint: device.endpoint.clone(),
        p256dh: device.p256dh.clone(),
        auth: device.auth.clone(),
    }
}

/// What it says. Of a call, in the language of who is told.
fn said(told: &Told, locale: &str) -> String {
    let call: Option<CallLine> = match told.kind {
        MessageKind::System => serde_json::from_str(&told.body).ok(),
        MessageKind::User | MessageKind::Bot => None,
    };
    call.map_or_else(|| told.body.clone(), |call| call.text(locale))
}

/// What the devices are to show, in JSON.
fn payload(group: &Group, known: &Known) -> Option<Vec<u8>> {
    let newest = group.newest()?;
    let told = known.told.get(&newest.message_id)?;
    let listener = known.listeners.get(&(newest.channel_id, newest.user_id))?;
    let settings = settings(listener);
    let text: String = said(told, &listener.locale)
        .chars()
        .take(MAX_TEXT)
        .collect();
    let message = PushedMessage {
        channel_id: newest.channel_id,
        workspace_id: newest.workspace_id,
        message_id: newest.message_id,
        message_no: newest.message_no,
        parent_id: newest.parent_id,
        concern: newest.concern,
        author: told.author.clone(),
        place: (!listener.kind.is_direct()).then(|| told.place.clone()),
        text: Some(text).filter(|text| settings.preview && !text.trim().is_empty()),
        count: u32::try_from(group.rows().len()).unwrap_or(u32::MAX),
        locale: listener.locale.clone(),
    };
    // Our own types are always JSON.
    serde_json::to_vec(&PushPayload::Message(Box::new(message))).ok()
}
