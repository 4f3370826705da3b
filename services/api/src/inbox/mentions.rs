//! The messages that mention a person, newest first.

use std::collections::{BTreeMap, BTreeSet};

use auth::Principal;
use domain::{ChannelId, MessageId, Seq, UserId, WorkspaceId};
use protocol::channel::Channel;
use protocol::event::LogEvent;
use protocol::mention::MentionEntry;
use protocol::message::Message;
use protocol::{Limit, Page, PageQuery};
use store::PgConnection;
use store::mentions::{Mentioned, Wanted};

use crate::channels::view;
use crate::error::Error;
use crate::http::page;
use crate::log::access::Access;
use crate::log::tail;
use crate::messages::many;
use crate::messages::recent::{Event, Recent};
use crate::state::State;

/// A page of the caller's mentions: only in channels that they may read now.
///
/// # Errors
/// `bad_request` for a cursor that is none; 503 when Postgres is down.
pub async fn mentions(
    state: &State,
    who: &Principal,
    workspace: Option<WorkspaceId>,
    query: &PageQuery,
) -> Result<Page<MentionEntry>, Error> {
    let limit = usize::from(Limit::parse(query.limit)?);
    let before: Option<MessageId> = page::id(query.cursor.as_deref())?;
    let channels = super::my_channels(state, who, workspace).await?;
    let recents = tail::recents(state, channels).await;
    let wanted = Wanted {
        user: who.user,
        workspace,
        before,
        limit: i64::try_from(limit + 1).unwrap_or(i64::MAX),
    };
    let mut connection = state.store.acquire().await?;
    let rows = store::mentions::page(&mut connection, wanted).await?;
    let oldest = rows.last().filter(|_| rows.len() > limit);
    let oldest = oldest.map(|row| row.message_id);
    let mut ids: BTreeSet<MessageId> = rows.iter().map(|row| row.message_id).collect();
    ids.extend(
        recents
            .values()
            .flat_map(|recent| calling(recent, who.user)),
    );
    let ids: Vec<MessageId> = ids.into_iter().collect();
    let found = many::find(state, &mut connection, who.user, &ids, &recents).await?;
    let readable = readable(&mut connection, who, found.values()).await?;
    let blocked = store::blocks::blocked_by(&mut connection, who.user).await?;
    let listed = |message: &Message| {
        is_called(message, who.user, &rows, &recents)
            && before.is_none_or(|before| message.id < before)
            && oldest.is_none_or(|oldest| message.id >= oldest)
            && readable.contains(&message.channel_id)
            && !blocked.contains(&message.author.id)
    };
    // Ids ascend with time.
    let mut messages: Vec<Message> = found.into_values().rev().filter(listed).collect();
    let is_cut = messages.len() > limit;
    messages.truncate(limit);
    let last = messages.last().map(|last| last.id);
    let next = if is_cut { last } else { oldest };
    let read = read_replies(&mut connection, who.user, &messages).await?;
    drop(connection);
    Ok(Page {
        data: entries(state, who, messages, &read).await?,
        next_cursor: next.map(|id| page::cursor(&id.to_string())),
    })
}

/// The messages that the tail addresses to this person, whatever happened to them since.
fn calling(recent: &Recent, user: UserId) -> impl Iterator<Item = MessageId> + '_ {
    let addressed = recent.events().filter_map(Event::addresses);
    let calling = addressed.filter(move |(_, addressed)| addressed.calls(user));
    calling.map(|(id, _)| id)
}

/// Whether a message that is not deleted addresses this person now.
fn is_called(
    message: &Message,
    user: UserId,
    rows: &[Mentioned],
    recents: &BTreeMap<ChannelId, Recent>,
) -> bool {
    if message.author.id == user || message.deleted_at.is_some() {
        return false;
    }
    let recent = recents.get(&message.channel_id);
    match recent.and_then(|recent| recent.addressed(message.id)) {
        Some(addressed) => addressed.calls(user) && was_there(message, user, recent),
        None => rows
            .iter()
            .filter(|row| row.message_id == message.id)
            .any(|row| {
                row.there_since
                    .is_none_or(|since| message.created_at.get() >= since)
            }),
    }
}

/// Whether a message of the tail came after the person did, if they came in it: `@channel` calls
/// those who are there.
fn was_there(message: &Message, user: UserId, recent: Option<&Recent>) -> bool {
    let joined = recent.and_then(|recent| {
        recent.events().rev().find_map(|event| match &event.log {
            LogEvent::MemberJoined(member) if member.user.id == user => Some(event.seq),
            _ => None,
        })
    });
    joined.is_none_or(|joined| {
        message.seq > joined || message.mentions.users.iter().any(|one| one.user_id == user)
    })
}

/// The channels of these messages that the person may read.
async fn readable(
    connection: &mut PgConnection,
    who: &Principal,
    messages: impl Iterator<Item = &Message>,
) -> Result<BTreeSet<ChannelId>, Error> {
    let channels: BTreeSet<ChannelId> = messages.map(|message| message.channel_id).collect();
    let channels: Vec<ChannelId> = channels.into_iter().collect();
    let rows = store::access::find_all(connection, who.user, &channels).await?;
    Ok(rows
        .into_iter()
        .map(Access::from)
        .filter(Access::may_read)
        .map(|access| access.channel)
        .collect())
}

/// How far the person has read the threads of those messages that are replies.
async fn read_replies(
    connection: &mut PgConnection,
    user: UserId,
    messages: &[Message],
) -> Result<BTreeMap<MessageId, Seq>, Error> {
    let roots: BTreeSet<MessageId> = messages.iter().filter_map(|one| one.parent_id).collect();
    let roots: Vec<MessageId> = roots.into_iter().collect();
    let sides = store::threads::sides(connection, user, &roots).await?;
    let read = sides.iter().map(|side| (side.root_id, side.read_seq));
    Ok(read.collect())
}

async fn entries(
    state: &State,
    who: &Principal,
    messages: Vec<Message>,
    read: &BTreeMap<MessageId, Seq>,
) -> Result<Vec<MentionEntry>, Error> {
    let channels: BTreeSet<ChannelId> = messages.iter().map(|one| one.channel_id).collect();
    let channels: Vec<ChannelId> = channels.into_iter().collect();
    let channels = view::all(state, who.user, &channels).await?;
    let channels: BTreeMap<ChannelId, Channel> = channels
        .into_iter()
        .map(|channel| (channel.id, channel))
        .collect();
    let entry = |message: Message| {
        let channel = channels.get(&message.channel_id)?.clone();
        let unread = is_unread(&message, &channel, read);
        Some(MentionEntry {
            message,
            channel,
            unread,
        })
    };
    Ok(messages.into_iter().filter_map(entry).collect())
}

/// What stands in the channel is read there; a reply that does not, in its thread, where one
/// follows it.
fn is_unread(message: &Message, channel: &Channel, read: &BTreeMap<MessageId, Seq>) -> bool {
    match (message.message_no, message.parent_id, &channel.membership) {
        (Some(number), _, Some(membership)) => number > membership.read_message_no,
        (None, Some(root), _) => read.get(&root).is_some_and(|read| message.seq > *read),
        _ => false,
    }
}
