//! Showing a file of a message as it has become, on behalf of nobody: files has looked.

use bus::{Append, Key, Range};
use domain::{MessageId, UserId};
use protocol::ErrorCode;
use protocol::event::{LogEvent, MessageUpdated};
use protocol::file::File;
use uuid::Uuid;

use super::recent::Recent;
use super::{embeds, find};
use crate::error::Error;
use crate::log::append::{self, Logged};
use crate::log::places;
use crate::state::State;

/// Shows the file in the message that carries it, if it is alive and shows it otherwise.
///
/// # Errors
/// `not_found` when there is no such message; `conflict` when something happened to it meanwhile;
/// 503 when what is needed is down.
pub async fn update_file(state: &State, id: MessageId, file: File) -> Result<(), Error> {
    let channel = places::channel_of(state, id).await?;
    let tail = state.bus.log().tail(channel, Range::View, 0).await?;
    let recent = tail.as_ref().map(Recent::new).unwrap_or_default();
    let nobody = UserId::from_uuid(Uuid::nil());
    let (message, _stored) = find::read(state, id, &recent, nobody).await?;
    let shown = message.files.iter().find(|shown| shown.id == file.id);
    if message.deleted_at.is_some() || shown.is_none_or(|shown| *shown == file) {
        return Ok(());
    }
    let key = Key::Change(format!("file:{id}:{}:{}", file.id, message.rev_seq));
    let hash = embeds::hash(&file)?;
    let event = LogEvent::MessageUpdated(Box::new(MessageUpdated {
        id,
        parent_id: message.parent_id,
        body: None,
        mentions: None,
        edited_at: None,
        version: None,
        embeds: None,
        files: Some(vec![file]),
    }));
    let payload = event.encode(nobody, state.now(), rpc::trace::current())?;
    let mut append = Append::new(channel, &payload, key);
    append.body_hash = hash;
    match append::append(state, &append).await? {
        Logged::As(_) => Ok(()),
        Logged::Reused(_) => Err(ErrorCode::Conflict.into()),
    }
}
