//! Following a thread, or not, by hand.

use std::sync::Arc;

use auth::Principal;
use domain::{Follow, MessageId, Seq};
use protocol::ErrorCode;
use protocol::gateway::event::UserEvent;
use protocol::message::Message;
use protocol::thread::ThreadState;
use store::PgConnection;
use store::threads::Side;

use super::replies::Replies;
use super::side::{self, Standing, Tails};
use crate::channels::announce::Announcements;
use crate::error::Error;
use crate::log::access::{self, Access};
use crate::messages::{find, rules};
use crate::reading;
use crate::state::State;

/// A thread before somebody who may read its channel.
pub(super) struct Opened {
    access: Arc<Access>,
    pub(super) root: Message,
    pub(super) tails: Tails,
}

/// Opens the thread that a message began or is in, for who takes part in its channel.
///
/// # Errors
/// As [`look`], and `not_a_member`.
pub(super) async fn open(
    state: &State,
    who: &Principal,
    message: MessageId,
) -> Result<Opened, Error> {
    let opened = look(state, who, message).await?;
    let channel = opened.root.channel_id;
    access::decide(state, who.user, channel, rules::takes_part).await?;
    Ok(opened)
}

/// Opens the thread that a message began or is in, to be looked at.
///
/// # Errors
/// `not_found` when there is no such message for the caller; 503 when what is needed to tell is
/// down.
async fn look(state: &State, who: &Principal, message: MessageId) -> Result<Opened, Error> {
    let mut found = find::find(state, who, message).await?;
    if let Some(root) = found.message.parent_id {
        found = find::find(state, who, root).await?;
    }
    let channel = found.message.channel_id;
    Ok(Opened {
        access: found.access,
        root: found.message,
        tails: Tails::from([(channel, Replies::new(&found.recent))]),
    })
}

impl Opened {
    pub(super) async fn standing(
        &self,
        state: &State,
        connection: &mut PgConnection,
        who: &Principal,
    ) -> Result<Standing, Error> {
        let roots = std::iter::once(&self.root);
        let mut standings = side::of(state, connection, who.user, roots, &self.tails).await?;
        standings
            .remove(&self.root.id)
            .ok_or(Error::Refused(ErrorCode::NotFound))
    }

    /// The row of this person's side.
    pub(super) fn row(&self, who: &Principal, follow: Follow) -> Side {
        Side {
            user_id: who.user,
            root_id: self.root.id,
            channel_id: self.root.channel_id,
            following: follow.following,
            read_seq: follow.read_seq,
            hand_seq: follow.hand_seq,
        }
    }
}

/// The caller's side of the thread that a message began or is in. Who reads a public channel
/// without being in it follows nothing there.
///
/// # Errors
/// `not_found`; 503 when what is needed to tell is down.
pub async fn state(
    state: &State,
    who: &Principal,
    message: MessageId,
) -> Result<ThreadState, Error> {
    let opened = look(state, who, message).await?;
    if opened.access.role.is_none() {
        return Ok(side::standing(&opened.root, None).state);
    }
    let mut connection = state.store.acquire().await?;
    let standing = opened.standing(state, &mut connection, who).await?;
    Ok(standing.state)
}

/// Follows the thread, or stops to: that holds until the caller replies again. What is so already
/// stays as it is.
///
/// # Errors
/// `not_found`, `not_a_member`; 503 when what is needed to tell is down.
pub async fn choose(
    state: &State,
    who: &Principal,
    message: MessageId,
    following: bool,
) -> Result<ThreadState, Error> {
    let opened = open(state, who, message).await?;
    let (_, head): (_, Seq) = reading::head(state, opened.root.channel_id).await?;
    let mut announcements = Announcements::new(state.now());
    let mut tx = state.store.begin().await?;
    let before = opened.standing(state, &mut tx, who).await?;
    if before
        .follow
        .is_some_and(|follow| follow.following == following)
    {
        return Ok(before.state);
    }
    let chosen = Follow::chosen(before.follow, following, head);
    let partition = state.bus.partitions().of(opened.root.channel_id);
    store::threads::choose(&mut tx, &opened.row(who, chosen), partition).await?;
    let after = opened.standing(state, &mut tx, who).await?.state;
    announcements
        .to_user(&mut tx, who.user, UserEvent::ThreadUpdated(after.clone()))
        .await?;
    store::commit(tx).await?;
    announcements.publish(state).await;
    Ok(after)
}
