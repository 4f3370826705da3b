//! Who may want to hear of something in a channel, with all that decides it.

use chrono::{DateTime, Utc};
use domain::{
    ChannelId, ChannelKind, MessageId, MessageNo, Notify, Partition, Presence, UserId, WorkspaceId,
};
use serde_json::Value;
use sqlx::PgConnection;

use crate::Error;

/// Whom to look for.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Channels of which everybody is wanted who wants to hear everything; of direct conversations,
    /// everybody.
    pub channels: Vec<ChannelId>,
    /// Those of them of which everybody is wanted.
    pub whole: Vec<ChannelId>,
    /// Particular people.
    pub people: Vec<(ChannelId, UserId)>,
}

/// One member of a channel, and what they want to hear.
#[derive(Debug, Clone, PartialEq)]
pub struct Listener {
    /// Where.
    pub channel_id: ChannelId,
    /// What sort of conversation that is.
    pub kind: ChannelKind,
    /// In which workspace.
    pub workspace_id: WorkspaceId,
    /// Who.
    pub user_id: UserId,
    /// What the channel is to tell them.
    pub notify: Notify,
    /// Until when they muted it.
    pub muted_until: Option<DateTime<Utc>>,
    /// What the workspace is to tell them.
    pub workspace_notify: Notify,
    /// Until when they muted it.
    pub workspace_muted_until: Option<DateTime<Utc>>,
    /// What their account says, as the client wrote it.
    pub notifications: Value,
    /// Their time zone.
    pub timezone: String,
    /// The language of their client.
    pub locale: String,
    /// The presence that they set by hand.
    pub presence: Presence,
    /// Until when that holds.
    pub status_expires_at: Option<DateTime<Utc>>,
    /// The last top-level message that they read.
    pub read_message_no: MessageNo,
    /// Whether one of their devices asked for pushes.
    pub has_device: bool,
}

/// Those of the wanted who are members, people, and active; in no order. Costs as much as there are
/// people who are wanted or want to hear everything, not as the channels have members.
///
/// # Errors
/// `Unavailable`.
pub async fn audience(
    connection: &mut PgConnection,
    wanted: &Wanted,
) -> Result<Vec<Listener>, Error> {
    // The arrays are behind a `select` so that their length is unknown to the planner: it would make
    // a plan for each, and that takes ten times as long as the answer.
    let (at, people): (Vec<ChannelId>, Vec<UserId>) = wanted.people.iter().copied().unzip();
    let listeners = sqlx::query_as!(
        Listener,
        r#"with wanted as (
             select ms.channel_id, ms.user_id
             from channels c join memberships ms on ms.channel_id = c.id
             where c.id = any((select $1::uuid[])::uuid[])
               and (c.kind in ('dm', 'group_dm') or c.id = any((select $2::uuid[])::uuid[]))
             union
             select * from unnest((select $3::uuid[]), (select $4::uuid[]))
             union
             select ms.channel_id, ms.user_id from memberships ms
             where ms.channel_id = any((select $1::uuid[])::uuid[]) and ms.notify = 'all'
             union
             select ms.channel_id, ms.user_id
             from channels c
             join workspace_members w on w.workspace_id = c.workspace_id and w.notify = 'all'
             join memberships ms on ms.channel_id = c.id and ms.user_id = w.user_id
             where c.id = any((select $1::uuid[])::uuid[]) and ms.notify = 'default'
             union
             select ms.channel_id, ms.user_id
             from users u
             join memberships ms on ms.user_id = u.id and ms.channel_id = any((select $1::uuid[])::uuid[])
             where u.notifications ->> 'push' = 'all' and ms.notify = 'default'
           )
           select ms.channel_id, c.kind, c.workspace_id, ms.user_id, ms.notify, ms.muted_until,
                  w.notify as "workspace_notify!: Notify", w.muted_until as workspace_muted_until,
                  u.notifications, u.timezone, u.locale, u.presence, u.status_expires_at, ms.read_message_no,
                  exists (select 1 from push_subscriptions s where s.user_id = u.id)
                      as "has_device!"
           from wanted
           join memberships ms
             on ms.channel_id = wanted.channel_id and ms.user_id = wanted.user_id
           join channels c on c.id = ms.channel_id and c.deleted_at is null
           join workspace_members w
             on w.workspace_id = c.workspace_id and w.user_id = ms.user_id
           join users u on u.id = ms.user_id and u.deactivated_at is null and not u.is_bot"#,
        &wanted.channels as &[ChannelId],
        &wanted.whole as &[ChannelId],
        &at as &[ChannelId],
        &people as &[UserId],
    )
    .fetch_all(connection)
    .await?;
    Ok(listeners)
}

/// Where a stored message stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// Which.
    pub id: MessageId,
    /// Its number in the channel.
    pub message_no: Option<MessageNo>,
    /// The message that it replies to.
    pub parent_id: Option<MessageId>,
}

/// Where these messages stand; those that are deleted are left out.
///
/// # Errors
/// `Unavailable`.
pub async fn places(
    connection: &mut PgConnection,
    partition: Partition,
    ids: &[MessageId],
) -> Result<Vec<Placed>, Error> {
    let placed = sqlx::query_as!(
        Placed,
        "select id, message_no, parent_id from messages
         where p = $1 and id = any($2) and deleted_at is null",
        i16::from(partition),
        ids as &[MessageId],
    )
    .fetch_all(connection)
    .await?;
    Ok(placed)
}
