//! Reactions: adding and taking back, each as often as one likes with the same outcome.

use auth::Principal;
use bus::{Append, Key};
use domain::reaction::MAX_REACTIONS;
use domain::{Emoji, Invalid, MessageId, Seq, WorkspaceId};
use protocol::event::{LogEvent, ReactionChanged};
use protocol::{ErrorCode, InvalidInput, OrInvalid};

use super::find::{self, Found};
use super::{NOTHING, rules};
use crate::error::Error;
use crate::log::append;
use crate::state::State;

/// Adds (`wanted`) or takes back the caller's reaction with this emoji.
///
/// # Errors
/// `not_found`, also for a deleted message; `not_a_member`, `channel_archived`,
/// `reaction_limit`, `invalid_input`; 503 when the log takes nothing.
pub async fn react(
    state: &State,
    who: &Principal,
    id: MessageId,
    emoji: &str,
    wanted: bool,
) -> Result<(), Error> {
    let emoji = Emoji::parse(emoji).or_invalid("/emoji")?;
    let mut found = find::find(state, who, id).await?;
    found.allow(state, rules::may_react).await?;
    let message = found.living()?;
    let (stands, last_change) = standing(state, who, &found, emoji.as_str()).await?;
    if stands == wanted {
        return Ok(());
    }
    if wanted {
        exists(state, found.access.workspace, &emoji).await?;
    }
    let emoji = emoji.as_str();
    let is_new = !message
        .reactions
        .iter()
        .any(|reaction| reaction.emoji == emoji);
    if wanted && is_new && message.reactions.len() >= MAX_REACTIONS {
        return Err(ErrorCode::ReactionLimit.into());
    }
    let change = ReactionChanged {
        message_id: id,
        emoji: emoji.to_owned(),
        user_id: who.user,
    };
    let event = if wanted {
        LogEvent::ReactionAdded(change)
    } else {
        LogEvent::ReactionRemoved(change)
    };
    let payload = event.encode(who.user, state.now(), rpc::trace::current())?;
    // Whoever else saw the same last change makes the same next one (S6).
    let key = Key::Change(format!("react:{id}:{}:{emoji}:{last_change}", who.user));
    let mut append = Append::new(message.channel_id, &payload, key);
    append.body_hash = NOTHING;
    append::permitted(state, &found.access, rules::may_react, append).await?;
    Ok(())
}

/// A name must be of an emoji that the workspace has; one that is gone can only be taken back.
async fn exists(state: &State, workspace: WorkspaceId, emoji: &Emoji) -> Result<(), Error> {
    let Some(name) = emoji.custom_name() else {
        return Ok(());
    };
    let mut connection = state.store.acquire().await?;
    match store::emoji::find(&mut connection, workspace, name).await? {
        Some(_) => Ok(()),
        None => Err(InvalidInput::at("/emoji", Invalid::NotFound).into()),
    }
}

/// Whether the caller's reaction stands, and the seq of its last change; zero: there was none.
async fn standing(
    state: &State,
    who: &Principal,
    found: &Found,
    emoji: &str,
) -> Result<(bool, Seq), Error> {
    let id = found.message.id;
    let recent = found.recent.reaction(id, who.user, emoji);
    let mut last = recent.unwrap_or((false, Seq::ZERO));
    if found.stored.is_some() {
        let partition = state.bus.partitions().of_message(id);
        let mut connection = state.store.acquire().await?;
        let stored =
            store::reactions::find(&mut connection, partition, id, who.user, emoji).await?;
        // Postgres is read after the tail, so it may be ahead of it.
        if let Some(stored) = stored
            && stored.seq > last.1
        {
            last = (stored.active, stored.seq);
        }
    }
    Ok(last)
}
