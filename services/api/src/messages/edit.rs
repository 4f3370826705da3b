//! Changing the text of one's own message.

use auth::Principal;
use bus::{Append, Appended, Key};
use chrono::TimeDelta;
use domain::{Body, MessageId, MessageKind, UserId};
use protocol::event::{LogEvent, MessageUpdated};
use protocol::message::content_hash::Content;
use protocol::message::{EditMessage, Message};
use protocol::{ErrorCode, OrInvalid};

use super::addressed::Addressed;
use super::find::{self, Found};
use super::{embeds, mass, mention, rules};
use crate::error::Error;
use crate::log::append::{self, Logged};
use crate::state::State;

/// Edits a message, if it is still at `version` (any, when `None`). The same text again changes
/// nothing.
///
/// # Errors
/// `not_found`, also for a deleted message; `forbidden` when it is another's; `edit_window_passed`
/// when it is too old; `version_mismatch` when somebody edited in between; `channel_archived`,
/// `invalid_input`, `mass_mention_refused`, `confirm_mass_mention`; 503 when the log takes
/// nothing.
pub async fn edit(
    state: &State,
    who: &Principal,
    id: MessageId,
    input: EditMessage,
    version: Option<i64>,
) -> Result<Message, Error> {
    let mut found = find::find(state, who, id).await?;
    let author = found.living()?.author.id;
    let rule = |access: &_| rules::may_edit(access, author);
    found.allow(state, rule).await?;
    let message = found.living()?;
    if message.kind == MessageKind::System {
        return Err(ErrorCode::Forbidden.into());
    }
    in_time(state, message)?;
    if version.is_some_and(|version| version != message.version) {
        return Err(ErrorCode::VersionMismatch.into());
    }
    let body = if message.files.is_empty() {
        Body::parse(&input.body)
    } else {
        Body::parse_or_empty(&input.body)
    };
    let body = body.or_invalid("/body")?;
    if body.as_str() == message.body {
        return Ok(found.message);
    }
    let (event, here) = changed(state, &found, &body, input.confirm_mass_mention).await?;
    let payload = event.encode_for(&here, who.user, state.now(), rpc::trace::current())?;
    let key = Key::Change(format!("edit:{id}:v{}", found.message.version));
    let mut append = Append::new(found.message.channel_id, &payload, key);
    append.body_hash = text_hash(&body);
    let rule = |access: &_| rules::may_edit(access, author);
    match append::permitted(state, &found.access, rule, append).await? {
        Logged::As(Appended::New(place)) => {
            let head = found.recent.head().map(|head| head.seq);
            if head.is_none_or(|head| head.next() != place.seq) {
                // Something else happened in between, which may be about this message too.
                return Ok(find::find(state, who, id).await?.message);
            }
            let mut message = found.message;
            message.apply(place.seq, &event, Some(who.user));
            Ok(message)
        }
        Logged::As(Appended::Duplicate(_)) => Ok(find::find(state, who, id).await?.message),
        Logged::Reused(_) => Err(ErrorCode::VersionMismatch.into()),
    }
}

/// Whether the message is young enough.
fn in_time(state: &State, message: &Message) -> Result<(), Error> {
    let window = TimeDelta::seconds(state.config.api.edit_window_s.into());
    if window.is_zero() || state.now() <= message.created_at.get() + window {
        return Ok(());
    }
    Err(ErrorCode::EditWindowPassed.into())
}

/// The event, and whom `@here` in it calls.
async fn changed(
    state: &State,
    found: &Found,
    body: &Body,
    confirmed: bool,
) -> Result<(LogEvent, Vec<UserId>), Error> {
    let mentions = mention::resolve(state, &found.access, body).await?;
    let embeds = embeds::left(&found.message, body.as_str());
    let before = before(state, found).await?;
    let Addressed { mentions, here } =
        mass::address(state, &found.access, mentions, before, confirmed).await?;
    let event = LogEvent::MessageUpdated(Box::new(MessageUpdated {
        id: found.message.id,
        parent_id: found.message.parent_id,
        body: Some(body.as_str().to_owned()),
        mentions: Some(mentions),
        edited_at: Some(state.now().into()),
        version: Some(found.message.version + 1),
        embeds,
        files: None,
    }));
    Ok((event, here))
}

/// Whom the message addresses so far.
async fn before(state: &State, found: &Found) -> Result<Addressed, Error> {
    let mentions = found.message.mentions.clone();
    if !mentions.here {
        let here = Vec::new();
        return Ok(Addressed { mentions, here });
    }
    let id = found.message.id;
    if let Some(addressed) = found.recent.addressed(id) {
        return Ok(addressed);
    }
    let partition = state.bus.partitions().of_message(id);
    let mut connection = state.store.acquire().await?;
    let here = store::mentions::here(&mut connection, partition, id).await?;
    Ok(Addressed { mentions, here })
}

fn text_hash(body: &Body) -> [u8; 32] {
    let content = Content {
        body: body.as_str(),
        parent_id: None,
        also_in_channel: false,
        file_ids: &[],
    };
    content.hash()
}
