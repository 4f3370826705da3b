//! One message.

use auth::Principal;
use domain::MessageId;
use protocol::message::Message;

use super::find;
use crate::error::Error;
use crate::state::State;

/// The message as it is now; a tombstone if it was deleted.
///
/// # Errors
/// As [`find::find`].
pub async fn get(state: &State, who: &Principal, id: MessageId) -> Result<Message, Error> {
    Ok(find::find(state, who, id).await?.message)
}
