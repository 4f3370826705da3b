//! What people look at: typing and receipts reach only the sockets that focus their channel.

mod typists;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bus::{Fanout, Topic};
use bytes::Bytes;
use domain::{ChannelId, ConnectionId, UserId};
use protocol::gateway::event::{EphemeralEvent, ReceiptUpdated, Typist};
use rpc::live::Letter;
use tokio::time::{self, Instant};

use crate::apart::Apart;
use crate::crowd::Crowd;
use crate::frames;
use crate::hub::Socket;
use crate::outbox::Kind;
use typists::Typists;

/// How often it is checked who stopped typing.
const CHECK_EVERY: Duration = Duration::from_millis(500);

/// Who looks at which channel, and who types there. Clones share everything.
#[derive(Clone, Debug)]
pub(crate) struct Attention {
    lookers: Crowd<ChannelId>,
    typists: Arc<Mutex<Typists>>,
    apart: Apart,
}

impl Attention {
    /// Nobody yet.
    pub(crate) fn new(fanout: Fanout, apart: Apart) -> Self {
        Self {
            lookers: Crowd::new(fanout, Topic::Live),
            typists: Arc::default(),
            apart,
        }
    }

    /// The socket looks at this channel from now on.
    pub(crate) async fn focus(&self, channel: ChannelId, socket: &Arc<Socket>) {
        self.lookers.enter(channel, socket).await;
    }

    /// The socket no longer looks at this channel.
    pub(crate) async fn blur(&self, channel: ChannelId, socket: ConnectionId) {
        self.lookers.leave(channel, socket).await;
    }

    /// Passes on what came on a channel's live topic: never to the one whom it is about, nor to who
    /// is kept apart from them.
    pub(crate) fn heard(&self, channel: ChannelId, payload: &Bytes) {
        let Ok(letter) = serde_json::from_slice::<Letter>(payload) else {
            tracing::warn!(channel.id = %channel, "an unreadable frame on the live topic of {channel}");
            return;
        };
        let about = match letter.frame.event {
            EphemeralEvent::TypingStarted(typist) => {
                self.with(|typists| typists.started(channel, &typist, Instant::now()));
                Some(typist.user_id)
            }
            EphemeralEvent::TypingStopped(typist) => {
                self.with(|typists| typists.stopped(channel, &typist));
                Some(typist.user_id)
            }
            EphemeralEvent::ReceiptUpdated(receipt) => {
                return self.read(channel, receipt, &letter.shown_to.unwrap_or_default());
            }
            // Whoever looks at a channel sees that a call is on, in all their windows.
            EphemeralEvent::PresenceUpdated(_) | EphemeralEvent::CallSignal(_) => None,
        };
        self.tell(channel, payload, about);
    }

    /// Somebody has read further: told to those alone who share their own receipts.
    fn read(&self, channel: ChannelId, receipt: ReceiptUpdated, shown_to: &[UserId]) {
        let about = receipt.user_id;
        let frame = frames::ephemeral(Some(channel), EphemeralEvent::ReceiptUpdated(receipt));
        self.lookers
            .offer_to(channel, &frame, Kind::Ephemeral, |user| {
                user != about && shown_to.contains(&user) && !self.apart.are(user, about)
            });
    }

    /// Somebody has said something: they are no longer typing.
    pub(crate) fn said(&self, channel: ChannelId, author: UserId) {
        for typist in self.with(|typists| typists.said(channel, author)) {
            self.stopped(channel, typist);
        }
    }

    /// Tells who stopped typing without a word. Never ends by itself.
    pub(crate) async fn watch(self) {
        let mut ticks = time::interval(CHECK_EVERY);
        loop {
            ticks.tick().await;
            for (channel, typist) in self.with(|typists| typists.expired(Instant::now())) {
                self.stopped(channel, typist);
            }
        }
    }

    fn stopped(&self, channel: ChannelId, typist: Typist) {
        let user = typist.user_id;
        let frame = frames::ephemeral(Some(channel), EphemeralEvent::TypingStopped(typist));
        self.tell(channel, &frame, Some(user));
    }

    fn tell(&self, channel: ChannelId, frame: &Bytes, about: Option<UserId>) {
        let may_notice =
            |user| about.is_none_or(|about| user != about && !self.apart.are(user, about));
        self.lookers
            .offer_to(channel, frame, Kind::Ephemeral, may_notice);
    }

    fn with<T>(&self, act: impl FnOnce(&mut Typists) -> T) -> T {
        act(&mut self.typists.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
