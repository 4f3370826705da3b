//! Showing what the links of a message lead to, on behalf of nobody: the worker has looked.

use bus::Range;
use domain::{MessageId, UserId, link};
use protocol::ErrorCode;
use protocol::message::{Embed, Message};
use uuid::Uuid;

use super::recent::Recent;
use super::{embeds, find};
use crate::error::Error;
use crate::log::places;
use crate::state::State;

/// Gives a message these embeds, if it is still at `version` and alive: those of its links, in
/// their order, without those that somebody took away.
///
/// # Errors
/// `not_found` when there is no such message; `conflict` when something happened to it meanwhile;
/// 503 when what is needed is down.
pub async fn embed(
    state: &State,
    id: MessageId,
    version: i64,
    found: &[Embed],
) -> Result<(), Error> {
    let channel = places::channel_of(state, id).await?;
    let tail = state.bus.log().tail(channel, Range::View, 0).await?;
    let recent = tail.as_ref().map(Recent::new).unwrap_or_default();
    let nobody = UserId::from_uuid(Uuid::nil());
    let (message, _stored) = find::read(state, id, &recent, nobody).await?;
    if message.deleted_at.is_some() || message.version != version {
        return Ok(());
    }
    let mut connection = state.store.acquire().await?;
    let removed = store::previews::removed(&mut connection, id).await?;
    drop(connection);
    let wanted = wanted(&message, found, &removed);
    if wanted == message.embeds {
        return Ok(());
    }
    let shown: Vec<String> = wanted.iter().map(|embed| embed.url.clone()).collect();
    embeds::log(state, nobody, &message, wanted).await?;
    // Taken away in between: the next try leaves it out.
    let mut connection = state.store.acquire().await?;
    let removed = store::previews::removed(&mut connection, id).await?;
    if shown.iter().any(|url| removed.contains(url)) {
        return Err(ErrorCode::Conflict.into());
    }
    Ok(())
}

/// What was found for each link, else what it is shown with already.
fn wanted(message: &Message, found: &[Embed], removed: &[String]) -> Vec<Embed> {
    let of = |link: &String| {
        let mut known = found.iter().chain(&message.embeds);
        known.find(|embed| embed.url == *link).cloned()
    };
    let links = link::previewed(&message.body);
    let wanted = links.iter().filter(|link| !removed.contains(link));
    wanted.filter_map(of).collect()
}
