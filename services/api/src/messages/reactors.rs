//! Who reacted with what.

use auth::Principal;
use domain::MessageId;
use protocol::event::LogEvent;
use protocol::message::Reactor;

use super::{find, people};
use crate::error::Error;
use crate::state::State;

/// The most people that are named.
const MOST: i64 = 1_000;

/// Everybody who reacted to a message, in that order, the first thousand.
///
/// # Errors
/// `not_found` when the caller may not see the message; 503 when Postgres is down.
pub async fn reactors(
    state: &State,
    who: &Principal,
    id: MessageId,
) -> Result<Vec<Reactor>, Error> {
    let found = find::find(state, who, id).await?;
    let mut connection = state.store.acquire().await?;
    let partition = state.bus.partitions().of_message(id);
    let stored = store::reactions::reactors(&mut connection, partition, id, MOST).await?;
    let mut reactors: Vec<_> = stored
        .into_iter()
        .map(|one| (one.emoji, one.user_id, one.created_at.into()))
        .collect();
    for event in found.recent.events() {
        match &event.log {
            LogEvent::ReactionAdded(change) if change.message_id == id => {
                let one = (change.emoji.clone(), change.user_id);
                let known = reactors
                    .iter()
                    .any(|(emoji, user, _)| (emoji, user) == (&one.0, &one.1));
                if !known {
                    reactors.push((one.0, one.1, event.at.into()));
                }
            }
            LogEvent::ReactionRemoved(change) if change.message_id == id => {
                reactors
                    .retain(|(emoji, user, _)| (emoji, user) != (&change.emoji, &change.user_id));
            }
            _ => {}
        }
    }
    if found.message.deleted_at.is_some() {
        reactors.clear();
    }
    let ids: Vec<_> = reactors.iter().map(|(_, user, _)| *user).collect();
    let people = people::find(&mut connection, &ids).await?;
    Ok(reactors
        .into_iter()
        .filter_map(|(emoji, user, created_at)| {
            Some(Reactor {
                emoji,
                user: people.get(&user)?.clone(),
                created_at,
            })
        })
        .collect())
}
