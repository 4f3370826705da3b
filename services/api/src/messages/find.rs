//! One message, as it is now, before somebody who may see it.

use std::sync::Arc;

use auth::Principal;
use domain::{MessageId, UserId};
use protocol::ErrorCode;
use protocol::message::Message;
use store::messages::View;

use super::recent::Recent;
use super::row;
use crate::error::Error;
use crate::log::access::{self, Access};
use crate::log::{places, tail};
use crate::state::State;

/// A message that was found, with what was read on the way.
#[derive(Debug, Clone)]
pub struct Found {
    /// What the caller is to its channel.
    pub access: Arc<Access>,
    /// The message with everything applied; a tombstone if it was deleted.
    pub message: Message,
    /// Its row, before the tail was applied to it; `None` when Postgres does not have it yet.
    pub stored: Option<Message>,
    /// What the tail says.
    pub recent: Recent,
}

impl Found {
    /// Refuses a tombstone: whatever is done to it changes nothing.
    ///
    /// # Errors
    /// `not_found` when it was deleted.
    pub fn living(&self) -> Result<&Message, Error> {
        if self.message.deleted_at.is_some() {
            return Err(ErrorCode::NotFound.into());
        }
        Ok(&self.message)
    }

    /// Asks `rule` whether the caller may; before a refusal, of what Postgres says now.
    ///
    /// # Errors
    /// What `rule` says; 503 when Postgres is needed and down.
    pub async fn allow(
        &mut self,
        state: &State,
        rule: impl Fn(&Access) -> Result<(), Error>,
    ) -> Result<(), Error> {
        if rule(&self.access).is_err() {
            let (user, channel) = (self.access.person.id, self.access.channel);
            self.access = access::load(state, user, channel).await?;
            rule(&self.access)?;
        }
        Ok(())
    }
}

/// Finds a message.
///
/// # Errors
/// `not_found` when it does not exist or the caller may not see it, which look the same; 503 when
/// what is needed to tell is down.
pub async fn find(state: &State, who: &Principal, id: MessageId) -> Result<Found, Error> {
    let channel = places::channel_of(state, id).await?;
    let opened = tail::open(state, who.user, channel, 0).await?;
    let (access, recent) = (opened.access, opened.recent);
    let (message, stored) = read(state, id, &recent, who.user).await?;
    Ok(Found {
        access,
        message,
        stored,
        recent,
    })
}

/// The message as `recent` has it, or as Postgres has it with `recent` applied, and its row.
///
/// # Errors
/// `not_found` when neither has it; 503 when Postgres is needed and down.
pub(super) async fn read(
    state: &State,
    id: MessageId,
    recent: &Recent,
    viewer: UserId,
) -> Result<(Message, Option<Message>), Error> {
    if let Some(message) = recent.find(id, Some(viewer)) {
        return Ok((message, None));
    }
    let view = View {
        partition: state.bus.partitions().of_message(id),
        viewer,
    };
    let mut connection = state.store.acquire().await?;
    let Some(row) = store::messages::find(&mut connection, view, id).await? else {
        return Err(ErrorCode::NotFound.into());
    };
    let stored = row::message(row)?;
    let mut message = stored.clone();
    recent.apply(&mut message, Some(viewer));
    Ok((message, Some(stored)))
}
