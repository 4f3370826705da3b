//! What has to be told of a change: written to the outbox with it, sent after its commit (S3).

use bytes::Bytes;
use chrono::{DateTime, Utc};
use domain::{ChannelId, Mver, UserId, WorkspaceId};
use protocol::LogEvent;
use protocol::gateway::event::{UserEvent, UserFrame};
use store::PgConnection;
use store::outbox::{New, Target};

use crate::error::Error;
use crate::log;
use crate::state::State;

/// So many people are told while the caller waits.
const CROWD: usize = 50;
/// Hints on their way to single people at once.
const AT_ONCE: usize = 500;

/// The announcements of one transaction.
#[derive(Debug)]
#[must_use = "announcements are sent by publish, after the commit"]
pub struct Announcements {
    now: DateTime<Utc>,
    targets: Vec<Target>,
    hints: Vec<(WorkspaceId, Bytes)>,
    whispers: Vec<(UserId, Bytes)>,
}

/// What the append of an event does to the channel besides.
#[derive(Debug, Clone, Copy, Default)]
pub struct Effect {
    /// Somebody lost a right: the membership version from now on.
    pub mver: Option<Mver>,
    /// The channel's log ends.
    pub closes: bool,
}

impl Effect {
    /// Somebody lost a right.
    #[must_use]
    pub const fn raises(mver: Mver) -> Self {
        Self {
            mver: Some(mver),
            closes: false,
        }
    }
}

impl Announcements {
    /// None yet, of a change made at `now`.
    pub const fn new(now: DateTime<Utc>) -> Self {
        Self {
            now,
            targets: Vec::new(),
            hints: Vec::new(),
            whispers: Vec::new(),
        }
    }

    /// When the change was made.
    #[must_use]
    pub const fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// An event of a channel's log. The caller holds the channel's row.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn to_channel(
        &mut self,
        connection: &mut PgConnection,
        channel: ChannelId,
        (author, event): (UserId, &LogEvent),
        effect: Effect,
    ) -> Result<(), Error> {
        let trace = rpc::trace::current();
        let row = New {
            target: Target::Channel(channel),
            kind: event.kind().as_str(),
            payload: event.encode(author, self.now, trace)?.to_vec(),
            mver: effect.mver,
            closes: effect.closes,
            created_at: self.now,
        };
        store::outbox::insert(connection, &row).await?;
        self.targets.push(row.target);
        Ok(())
    }

    /// An event of a user's own log.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn to_user(
        &mut self,
        connection: &mut PgConnection,
        user: UserId,
        event: UserEvent,
    ) -> Result<(), Error> {
        let frame = UserFrame {
            user_version: None,
            event,
        };
        let row = New {
            target: Target::User(user),
            kind: "user",
            payload: serde_json::to_vec(&frame)?,
            mver: None,
            closes: false,
            created_at: self.now,
        };
        store::outbox::insert(connection, &row).await?;
        self.targets.push(row.target);
        Ok(())
    }

    /// A hint to everybody in a workspace; may be lost.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn hint(&mut self, workspace: WorkspaceId, event: UserEvent) -> Result<(), Error> {
        let frame = UserFrame {
            user_version: None,
            event,
        };
        self.hints
            .push((workspace, Bytes::from(serde_json::to_vec(&frame)?)));
        Ok(())
    }

    /// A hint to these people alone; may be lost.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn whisper(&mut self, people: &[UserId], event: UserEvent) -> Result<(), Error> {
        let frame = UserFrame {
            user_version: None,
            event,
        };
        let bytes = Bytes::from(serde_json::to_vec(&frame)?);
        let each = people.iter().map(|user| (*user, bytes.clone()));
        self.whispers.extend(each);
        Ok(())
    }

    /// As [`publish`](Self::publish), except that nobody waits until a crowd has been told.
    pub async fn publish_to_crowd(mut self, state: &State) {
        let is_person = |target: &mut Target| matches!(target, Target::User(_));
        let people: Vec<Target> = self.targets.extract_if(.., is_person).collect();
        if people.len() <= CROWD {
            self.targets.extend(people);
            return self.publish(state).await;
        }
        self.publish(state).await;
        let state = state.clone();
        state
            .tracker
            .clone()
            .spawn(async move { log::publish(&state, &people).await });
    }

    /// Sends them all. Never fails: what cannot be sent now is in the outbox, and hints may be lost.
    pub async fn publish(self, state: &State) {
        log::publish(state, &self.targets).await;
        for (workspace, payload) in self.hints {
            if let Err(error) = state.bus.live().publish_to(workspace, &payload).await {
                tracing::debug!("a hint to workspace {workspace} was lost: {error}");
            }
        }
        for some in self.whispers.chunks(AT_ONCE) {
            if let Err(error) = state.bus.users().hint(some).await {
                tracing::debug!("a hint to {} people was lost: {error}", some.len());
            }
        }
    }
}
