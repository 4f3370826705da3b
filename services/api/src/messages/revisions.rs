//! What a message said before it was edited.

use auth::Principal;
use domain::MessageId;
use protocol::Timestamp;
use protocol::event::LogEvent;
use protocol::message::{Message, Revision};

use super::find;
use super::recent::Recent;
use crate::error::Error;
use crate::state::State;

/// The earlier texts of a message, oldest first; none once it is deleted.
///
/// # Errors
/// `not_found` when the caller may not see the message; 503 when Postgres is needed and down.
pub async fn revisions(
    state: &State,
    who: &Principal,
    id: MessageId,
) -> Result<Vec<Revision>, Error> {
    let found = find::find(state, who, id).await?;
    if found.message.deleted_at.is_some() {
        return Ok(Vec::new());
    }
    let mut revisions = Vec::new();
    let mut message = found.message;
    if let Some(stored) = found.stored {
        let partition = state.bus.partitions().of_message(id);
        let mut connection = state.store.acquire().await?;
        let mut written = stored.created_at;
        for row in store::messages::revisions(&mut connection, partition, id).await? {
            revisions.push(Revision {
                version: row.version.into(),
                body: row.body,
                created_at: written,
            });
            written = row.edited_at.into();
        }
        message = stored;
    } else if let Some(created) = created(&found.recent, id) {
        message = created;
    }
    later(&found.recent, message, &mut revisions);
    Ok(revisions)
}

fn created(recent: &Recent, id: MessageId) -> Option<Message> {
    recent.events().find_map(|event| match &event.log {
        LogEvent::MessageCreated(message) if message.id == id => Some(
            (**message)
                .clone()
                .into_message(event.seq, event.message_no),
        ),
        _ => None,
    })
}

/// Adds what the tail's edits replaced.
fn later(recent: &Recent, mut message: Message, revisions: &mut Vec<Revision>) {
    for event in recent
        .events()
        .filter(|event| event.seq > message.rev_seq)
        .cloned()
        .collect::<Vec<_>>()
    {
        let edits = matches!(&event.log, LogEvent::MessageUpdated(change)
            if change.id == message.id && change.body.is_some());
        let known = revisions
            .last()
            .is_some_and(|last| last.version >= message.version);
        if edits && !known {
            revisions.push(Revision {
                version: message.version,
                body: message.body.clone(),
                created_at: written(&message),
            });
        }
        message.apply(event.seq, &event.log, None);
    }
}

fn written(message: &Message) -> Timestamp {
    message.edited_at.unwrap_or(message.created_at)
}
