//! What the embeds of a message become.

use bus::{Append, Key};
use domain::{UserId, link};
use protocol::ErrorCode;
use protocol::event::{LogEvent, MessageUpdated};
use protocol::message::{Embed, Message};
use serde::Serialize;

use crate::error::Error;
use crate::log::append::{self, Logged};
use crate::state::State;

/// The embeds that are left when the text becomes `body`; `None` when all are.
pub(super) fn left(message: &Message, body: &str) -> Option<Vec<Embed>> {
    if message.embeds.is_empty() {
        return None;
    }
    let links = link::previewed(body);
    let mut left = message.embeds.clone();
    left.retain(|embed| links.contains(&embed.url));
    (left.len() < message.embeds.len()).then_some(left)
}

/// Logs new embeds of the message at the version that `message` has. Who was faster wins: the key
/// names the last change that was seen.
///
/// # Errors
/// `conflict` when the message changed in between; 503 when the log takes nothing.
pub(super) async fn log(
    state: &State,
    by: UserId,
    message: &Message,
    embeds: Vec<Embed>,
) -> Result<(), Error> {
    let hash = hash(embeds.as_slice())?;
    let event = LogEvent::MessageUpdated(Box::new(MessageUpdated {
        id: message.id,
        parent_id: message.parent_id,
        body: None,
        mentions: None,
        edited_at: None,
        version: Some(message.version),
        embeds: Some(embeds),
        files: None,
    }));
    let payload = event.encode(by, state.now(), rpc::trace::current())?;
    let key = Key::Change(format!("embeds:{}:{}", message.id, message.rev_seq));
    let mut append = Append::new(message.channel_id, &payload, key);
    append.body_hash = hash;
    match append::append(state, &append).await? {
        Logged::As(_) => Ok(()),
        Logged::Reused(_) => Err(ErrorCode::Conflict.into()),
    }
}

/// The payload tells the time; what counts is what it says.
pub(super) fn hash<T: Serialize + ?Sized>(said: &T) -> Result<[u8; 32], Error> {
    let json = serde_json::to_vec(said)?;
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &json);
    let mut hash = [0; 32];
    for (to, from) in hash.iter_mut().zip(digest.as_ref()) {
        *to = *from;
    }
    Ok(hash)
}
