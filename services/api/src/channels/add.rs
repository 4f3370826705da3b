//! Making somebody a member: by joining, by being added, by an invitation, or from the start.

use std::collections::HashMap;

use domain::{ChannelId, ChannelRole, Epoch, MessageNo, Seq, UserId, WorkspaceId};
use protocol::LogEvent;
use protocol::event::{MemberChanged, MemberReason};
use protocol::gateway::event::{ChannelAdded, UserEvent};
use protocol::user::User;
use store::PgConnection;
use store::memberships;

use super::announce::{Announcements, Effect};
use crate::error::Error;
use crate::reading::standing;
use crate::state::State;

/// Where a channel's log stands when somebody comes in: what was before counts as read, and their
/// events start after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The life of the log.
    pub epoch: Epoch,
    /// The seq of its last event.
    pub seq: Seq,
    /// The number of its last top-level message.
    pub message_no: MessageNo,
}

impl Head {
    /// Of a channel that was just made.
    pub const NEW: Self = Self {
        epoch: Epoch::ZERO.next(),
        seq: Seq::ZERO,
        message_no: MessageNo::ZERO,
    };
}

/// Where these logs stand; asked before the transaction, which must not wait for Redis.
///
/// # Errors
/// `Unavailable` when Postgres is.
pub async fn heads(
    state: &State,
    who: UserId,
    channels: &[ChannelId],
) -> Result<HashMap<ChannelId, Head>, Error> {
    let standings = standing::of(state, who, channels).await?;
    let heads = standings.into_iter().map(|(channel, standing)| {
        let head = Head {
            epoch: standing.epoch,
            seq: standing.head_seq,
            message_no: standing.head_message_no,
        };
        (channel, head)
    });
    Ok(heads.collect())
}

/// Somebody who comes in.
#[derive(Debug, Clone)]
pub struct Newcomer<'a> {
    /// Who.
    pub person: &'a User,
    /// As what.
    pub role: ChannelRole,
    /// Who lets them in: themselves, or another.
    pub by: UserId,
    /// How it came.
    pub reason: MemberReason,
}

/// The channel they come into.
#[derive(Debug, Clone, Copy)]
pub struct Into {
    /// Which. The caller holds its row, or has just made it.
    pub channel: ChannelId,
    /// In which workspace.
    pub workspace: WorkspaceId,
    /// Where its log stands.
    pub head: Head,
}

/// Makes them a member and announces it; `false` when they were one already.
///
/// # Errors
/// `Unavailable`.
pub async fn add(
    connection: &mut PgConnection,
    announcements: &mut Announcements,
    into: Into,
    newcomer: &Newcomer<'_>,
) -> Result<bool, Error> {
    let person = newcomer.person;
    let new = memberships::New {
        channel_id: into.channel,
        workspace_id: into.workspace,
        user_id: person.id,
        role: newcomer.role,
        joined_at: announcements.now(),
        read_message_no: into.head.message_no,
        read_seq: into.head.seq,
    };
    if !memberships::insert(connection, &new).await? {
        return Ok(false);
    }
    let joined = LogEvent::MemberJoined(Box::new(MemberChanged {
        user: person.clone(),
        role: newcomer.role,
        by: newcomer.by,
        reason: newcomer.reason,
    }));
    announcements
        .to_channel(
            connection,
            into.channel,
            (newcomer.by, &joined),
            Effect::default(),
        )
        .await?;
    let added = added(into.channel, into.head);
    announcements.to_user(connection, person.id, added).await?;
    Ok(true)
}

/// `channel.added` for somebody who comes in at this head.
#[must_use]
pub fn added(channel: ChannelId, head: Head) -> UserEvent {
    UserEvent::ChannelAdded(Box::new(ChannelAdded {
        channel_id: channel,
        epoch: head.epoch,
        head_seq: head.seq,
        head_message_no: head.message_no,
        channel: None,
    }))
}
