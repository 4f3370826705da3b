//! Pins: what a channel keeps in view.

use auth::Principal;
use bus::{Append, Key, Range};
use domain::{ChannelId, MessageId, UserId};
use protocol::ErrorCode;
use protocol::event::{LogEvent, PinChanged};
use protocol::message::Message;
use store::PgConnection;
use store::messages::View;

use super::find::Found;
use super::recent::Recent;
use super::{NOTHING, find, row, rules};
use crate::error::Error;
use crate::log::append::bus_error;
use crate::log::{append, tail};
use crate::state::State;

/// Pins (`wanted`) or unpins a message.
///
/// # Errors
/// `not_found`, also for a deleted message; `not_a_member`, `channel_archived`, `pin_limit`; 503
/// when the log takes nothing.
pub async fn pin(state: &State, who: &Principal, id: MessageId, wanted: bool) -> Result<(), Error> {
    let mut found = find::find(state, who, id).await?;
    found.allow(state, rules::may_pin).await?;
    let message = found.living()?;
    if message.pinned_at.is_some() == wanted {
        return Ok(());
    }
    if !wanted {
        return change(state, who, &found, wanted).await;
    }
    // One pin of a channel at a time: who counts has to see the one before.
    let mut tx = state.store.begin().await?;
    store::messages::lock_pins(&mut tx, message.channel_id).await?;
    let log = state.bus.log();
    let tail = log.tail(message.channel_id, Range::View, 0).await;
    let tail = tail.map_err(|error| bus_error(state, error))?;
    let recent = tail.as_ref().map(Recent::new).unwrap_or_default();
    let pinned = pinned(&mut tx, state, (who.user, message.channel_id), &recent).await?;
    if pinned.iter().any(|one| one.id == id) {
        return Ok(());
    }
    let limit = usize::try_from(state.config.api.pin_limit).unwrap_or(usize::MAX);
    if pinned.len() >= limit {
        return Err(ErrorCode::PinLimit.into());
    }
    change(state, who, &found, wanted).await
}

async fn change(state: &State, who: &Principal, found: &Found, wanted: bool) -> Result<(), Error> {
    let message = &found.message;
    let now = state.now();
    let change = PinChanged {
        message_id: message.id,
        user_id: who.user,
        at: now.into(),
    };
    let event = if wanted {
        LogEvent::PinAdded(change)
    } else {
        LogEvent::PinRemoved(change)
    };
    let payload = event.encode(who.user, now, rpc::trace::current())?;
    let key = Key::Change(format!("pin:{}:{}", message.id, message.rev_seq));
    let mut append = Append::new(message.channel_id, &payload, key);
    append.body_hash = NOTHING;
    append::permitted(state, &found.access, rules::may_pin, append).await?;
    Ok(())
}

/// The pinned messages of a channel, latest pin first.
///
/// # Errors
/// `not_found` when the caller may not read the channel; 503 when Postgres is down.
pub async fn pins(
    state: &State,
    who: &Principal,
    channel: ChannelId,
) -> Result<Vec<Message>, Error> {
    let opened = tail::open(state, who.user, channel, 0).await?;
    let mut connection = state.store.acquire().await?;
    pinned(&mut connection, state, (who.user, channel), &opened.recent).await
}

async fn pinned(
    connection: &mut PgConnection,
    state: &State,
    (viewer, channel): (UserId, ChannelId),
    recent: &Recent,
) -> Result<Vec<Message>, Error> {
    let view = View {
        partition: state.bus.partitions().of(channel),
        viewer,
    };
    let rows = store::messages::pinned(connection, view, channel).await?;
    let mut messages = row::messages(rows)?;
    // Pinned in the tail: rows that were not pinned yet, or messages that have no row yet.
    let newly: Vec<MessageId> = recent.pinned().collect();
    let rows = store::messages::find_all(connection, view, &newly).await?;
    messages.extend(row::messages(rows)?);
    messages.extend(newly.iter().filter_map(|id| recent.find(*id, Some(viewer))));
    for message in &mut messages {
        recent.apply(message, Some(viewer));
    }
    messages.retain(|message| message.pinned_at.is_some());
    messages.sort_by_key(|message| (std::cmp::Reverse(message.pinned_at), message.seq));
    messages.dedup_by_key(|message| message.id);
    Ok(messages)
}
