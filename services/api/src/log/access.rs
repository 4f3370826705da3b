//! What people are to channels, remembered between requests (S4).
//!
//! Only what grants something is remembered. Whoever is refused by what is remembered is looked
//! up again before the refusal, so a new right holds at once; a lost right raises the channel's
//! membership version, which each append and each tail reading brings along.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use dashmap::DashMap;
use domain::permission::{self, ChannelAction, Standing};
use domain::{
    ChannelId, ChannelKind, ChannelRole, Mver, Posting, UserId, WorkspaceId, WorkspaceRole,
};
use protocol::ErrorCode;
use protocol::user::User;

use crate::error::Error;
use crate::state::State;

/// After this long a remembered row is read again, for what raises no version: names, slow mode.
const FRESH: TimeDelta = TimeDelta::seconds(30);
/// How long a sender waits for that; after it, what is remembered holds on.
const REFRESH_TIMEOUT: Duration = Duration::from_millis(250);
/// How many channels are remembered at most. At about 400 bytes a person, and some tens of people
/// a channel, this is some hundred megabytes at worst.
const MOST_CHANNELS: usize = 20_000;

/// What one person is to one channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// The channel.
    pub channel: ChannelId,
    /// Its workspace.
    pub workspace: WorkspaceId,
    /// What sort of conversation it is.
    pub kind: ChannelKind,
    /// Who may post.
    pub posting: Posting,
    /// The least time between two messages of one person.
    pub slow_mode: Duration,
    /// Whether it takes nothing new.
    pub archived: bool,
    /// Whether it is a conversation of two, one of whom has blocked the other.
    pub apart: bool,
    /// The membership version that this was read at.
    pub mver: Mver,
    /// What the person is in the workspace.
    pub workspace_role: WorkspaceRole,
    /// What the person is in the channel; `None` when not a member.
    pub role: Option<ChannelRole>,
    /// The person, as others see them.
    pub person: User,
}

impl Access {
    /// The person before the table of permissions.
    #[must_use]
    pub const fn standing(&self) -> Standing {
        Standing {
            workspace_role: Some(self.workspace_role),
            channel_role: self.role,
            kind: self.kind,
            posting: self.posting,
            archived: self.archived,
            apart: self.apart,
        }
    }

    /// Whether the person may see the channel.
    #[must_use]
    pub fn may_read(&self) -> bool {
        permission::channel(self.standing(), ChannelAction::Read).is_ok()
    }
}

impl From<store::access::Access> for Access {
    fn from(row: store::access::Access) -> Self {
        Self {
            channel: row.channel_id,
            workspace: row.workspace_id,
            kind: row.kind,
            posting: row.posting,
            slow_mode: Duration::from_secs(u64::try_from(row.slow_mode_s).unwrap_or(0)),
            archived: row.archived_at.is_some(),
            apart: row.apart,
            mver: row.mver,
            workspace_role: row.workspace_role,
            role: row.role,
            person: User {
                id: row.user_id,
                handle: row.handle,
                display_name: row.display_name,
                avatar_url: row.avatar_url,
                is_bot: row.is_bot,
                created_at: row.user_created_at.into(),
                deactivated: false,
                is_guest: row.is_guest,
            },
        }
    }
}

#[derive(Debug, Clone)]
struct Entry {
    access: Arc<Access>,
    fresh_until: DateTime<Utc>,
}

/// Remembered members, by channel.
#[derive(Debug, Default)]
pub struct Cache {
    channels: DashMap<ChannelId, HashMap<UserId, Entry>>,
}

impl Cache {
    fn find(&self, user: UserId, channel: ChannelId) -> Option<Entry> {
        self.channels.get(&channel)?.get(&user).cloned()
    }

    fn put(&self, access: &Arc<Access>, fresh_until: DateTime<Utc>) {
        if self.channels.len() >= MOST_CHANNELS && !self.channels.contains_key(&access.channel) {
            self.channels.clear();
        }
        let entry = Entry {
            access: Arc::clone(access),
            fresh_until,
        };
        self.channels
            .entry(access.channel)
            .or_default()
            .insert(access.person.id, entry);
    }

    fn forget(&self, user: UserId, channel: ChannelId) {
        if let Some(mut people) = self.channels.get_mut(&channel) {
            people.remove(&user);
        }
    }

    /// Forgets everybody in a channel, because something about it changed.
    pub fn forget_channel(&self, channel: ChannelId) {
        self.channels.remove(&channel);
    }
}

/// Forgets a person whose name or picture changed.
pub fn forget_person(state: &State, user: UserId) {
    for mut people in state.log.access.channels.iter_mut() {
        people.remove(&user);
    }
}

/// Asks Postgres, and remembers a member.
///
/// # Errors
/// `not_found` when there is no such channel for this person; 503 when Postgres is down.
pub async fn load(state: &State, user: UserId, channel: ChannelId) -> Result<Arc<Access>, Error> {
    let mut connection = state.store.acquire().await?;
    let row = store::access::find(&mut connection, user, channel).await?;
    let access = row.map(Access::from).filter(Access::may_read);
    let Some(access) = access.map(Arc::new) else {
        state.log.access.forget(user, channel);
        return Err(ErrorCode::NotFound.into());
    };
    if access.role.is_some() {
        state.log.access.put(&access, state.clock.now() + FRESH);
    } else {
        state.log.access.forget(user, channel);
    }
    Ok(access)
}

/// What is remembered, read again when it is old and Postgres is there; else what Postgres says.
///
/// # Errors
/// As [`load`].
pub async fn recall(state: &State, user: UserId, channel: ChannelId) -> Result<Arc<Access>, Error> {
    let Some(entry) = state.log.access.find(user, channel) else {
        return load(state, user, channel).await;
    };
    let now = state.clock.now();
    if now < entry.fresh_until {
        return Ok(entry.access);
    }
    match tokio::time::timeout(REFRESH_TIMEOUT, load(state, user, channel)).await {
        Ok(Ok(access)) => Ok(access),
        Ok(Err(error)) if error.code() != ErrorCode::Unavailable => Err(error),
        Ok(Err(_)) | Err(_) => {
            // Postgres is down or slow: the version still guards against a lost right.
            state.log.access.put(&entry.access, now + FRESH);
            Ok(entry.access)
        }
    }
}

/// Decides by what is remembered; a refusal by what Postgres says now.
///
/// # Errors
/// What `rule` says, `not_found`, or 503 when Postgres is needed and down.
pub async fn decide(
    state: &State,
    user: UserId,
    channel: ChannelId,
    rule: impl Fn(&Access) -> Result<(), Error>,
) -> Result<Arc<Access>, Error> {
    let access = recall(state, user, channel).await?;
    if rule(&access).is_ok() {
        return Ok(access);
    }
    let access = load(state, user, channel).await?;
    rule(&access)?;
    Ok(access)
}

/// Whether this person may read the channel now, when its log is at membership version `mver`
/// (`None`: unknown, because the log is cold or cannot be reached).
///
/// # Errors
/// `not_found` when not; 503 when Postgres is needed and down.
pub async fn reader(
    state: &State,
    user: UserId,
    channel: ChannelId,
    mver: Option<Mver>,
) -> Result<Arc<Access>, Error> {
    if let (Some(entry), Some(mver)) = (state.log.access.find(user, channel), mver)
        && entry.access.mver >= mver
    {
        return Ok(entry.access);
    }
    load(state, user, channel).await
}
