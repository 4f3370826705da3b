//! In which channel a message is, and whether it is a reply: facts that never change, remembered
//! so that replies to a busy root need no Postgres.

use dashmap::DashMap;
use domain::{ChannelId, MessageId};
use protocol::ErrorCode;
use protocol::message::Message;

use crate::error::Error;
use crate::state::State;

/// How many messages are remembered, at about 100 bytes each.
const MOST: usize = 200_000;

/// Where a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Its channel.
    pub channel: ChannelId,
    /// The root it replies to; unknown (`None`) when only the log's index named it.
    pub parent: Option<Parent>,
}

/// What is known about a message's root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parent {
    /// It is a root itself, or could become one.
    None,
    /// It is a reply.
    Root(MessageId),
}

/// Remembered places.
#[derive(Debug, Default)]
pub struct Cache {
    places: DashMap<MessageId, Place>,
}

impl Cache {
    /// Remembers where a message is.
    pub fn learn(&self, message: &Message) {
        let parent = message.parent_id.map_or(Parent::None, Parent::Root);
        self.put(
            message.id,
            Place {
                channel: message.channel_id,
                parent: Some(parent),
            },
        );
    }

    fn put(&self, id: MessageId, place: Place) {
        if self.places.len() >= MOST {
            self.places.clear();
        }
        self.places.insert(id, place);
    }

    /// Where the message is, if that is remembered.
    #[must_use]
    pub fn find(&self, id: MessageId) -> Option<Place> {
        self.places.get(&id).map(|place| *place)
    }
}

/// In which channel the message is: what is remembered, else the log's index, else Postgres.
///
/// # Errors
/// `not_found`, or 503 when what is needed to tell is down.
pub async fn channel_of(state: &State, id: MessageId) -> Result<ChannelId, Error> {
    if let Some(place) = state.log.places.find(id) {
        return Ok(place.channel);
    }
    let indexed = state.bus.log().locate(id).await;
    if let Ok(Some((channel, _seq))) = indexed {
        state.log.places.put(
            id,
            Place {
                channel,
                parent: None,
            },
        );
        return Ok(channel);
    }
    let mut connection = state.store.acquire().await?;
    let partition = state.bus.partitions().of_message(id);
    let row = store::messages::place(&mut connection, partition, id).await?;
    let Some((channel, parent)) = row else {
        // Without the index, "not in Postgres" says nothing.
        indexed?;
        return Err(ErrorCode::NotFound.into());
    };
    let parent = parent.map_or(Parent::None, Parent::Root);
    state.log.places.put(
        id,
        Place {
            channel,
            parent: Some(parent),
        },
    );
    Ok(channel)
}
