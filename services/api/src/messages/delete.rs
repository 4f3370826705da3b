//! Deleting: one's own message, or anybody's for the channel's admins.

use auth::Principal;
use bus::{Append, Key};
use domain::MessageId;
use protocol::event::{LogEvent, MessageDeleted};

use super::{NOTHING, find, rules};
use crate::error::Error;
use crate::log::append;
use crate::state::State;

/// Deletes a message; its tombstone stays. A deleted one stays as it is.
///
/// # Errors
/// `not_found`, `forbidden`, `channel_archived`; 503 when the log takes nothing.
pub async fn delete(state: &State, who: &Principal, id: MessageId) -> Result<(), Error> {
    let mut found = find::find(state, who, id).await?;
    let author = found.message.author.id;
    let rule = |access: &_| rules::may_delete(access, author);
    found.allow(state, rule).await?;
    if found.message.deleted_at.is_some() {
        return Ok(());
    }
    let now = state.now();
    let event = LogEvent::MessageDeleted(MessageDeleted {
        id,
        parent_id: found.message.parent_id,
        message_no: found.message.message_no,
        deleted_by: who.user,
        deleted_at: now.into(),
    });
    let payload = event.encode(who.user, now, rpc::trace::current())?;
    let key = Key::Change(format!("delete:{id}"));
    let mut append = Append::new(found.message.channel_id, &payload, key);
    append.body_hash = NOTHING;
    append::permitted(state, &found.access, rule, append).await?;
    Ok(())
}
