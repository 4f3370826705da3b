//! Who has read a message.

use auth::Principal;
use domain::MessageId;
use protocol::message::Reader;

use super::{find, people};
use crate::error::Error;
use crate::state::State;

/// The members who have read at least up to this message and share their receipts, furthest
/// first; nobody of whom a block keeps the caller apart. Who does not share theirs sees nobody's,
/// and in channels of more than 50 nobody does. A reply has no readers: it lies in no read
/// position.
///
/// # Errors
/// `not_found` when the caller may not see the message; 503 when Postgres is down.
pub async fn readers(state: &State, who: &Principal, id: MessageId) -> Result<Vec<Reader>, Error> {
    let found = find::find(state, who, id).await?;
    let Some(number) = found.message.message_no else {
        return Ok(Vec::new());
    };
    let mut connection = state.store.acquire().await?;
    let channel = found.message.channel_id;
    let positions = store::reading::readers(&mut connection, channel, number, who.user).await?;
    let ids: Vec<_> = positions.iter().map(|position| position.user_id).collect();
    let mut people = people::find(&mut connection, &ids).await?;
    for apart in store::blocks::apart_among(&mut connection, who.user, &ids).await? {
        people.remove(&apart);
    }
    Ok(positions
        .into_iter()
        .filter_map(|position| {
            Some(Reader {
                user: people.get(&position.user_id)?.clone(),
                read_message_no: position.read_message_no,
            })
        })
        .collect())
}
