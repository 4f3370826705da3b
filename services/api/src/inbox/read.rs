//! Reading a thread.

use auth::Principal;
use domain::{Follow, MessageId, Seq};
use protocol::gateway::event::UserEvent;
use protocol::thread::ThreadState;

use super::follow;
use crate::channels::announce::Announcements;
use crate::error::Error;
use crate::reading;
use crate::state::State;

/// Marks the replies up to `seq` as read; only raises, and stops at the head. Who has nothing to
/// do with the thread has nothing to mark.
///
/// # Errors
/// `not_found`, `not_a_member`; 503 when what is needed to tell is down.
pub async fn read(
    state: &State,
    who: &Principal,
    message: MessageId,
    seq: Seq,
) -> Result<ThreadState, Error> {
    let opened = follow::open(state, who, message).await?;
    let (_, head) = reading::head(state, opened.root.channel_id).await?;
    let mut announcements = Announcements::new(state.now());
    let mut tx = state.store.begin().await?;
    let before = opened.standing(state, &mut tx, who).await?;
    let read_seq = seq.min(head);
    let Some(side) = before.follow.filter(|side| side.read_seq < read_seq) else {
        return Ok(before.state);
    };
    let row = opened.row(who, Follow { read_seq, ..side });
    let partition = state.bus.partitions().of(opened.root.channel_id);
    let moved = store::threads::raise(&mut tx, &row, partition).await?;
    let after = opened.standing(state, &mut tx, who).await?.state;
    if moved {
        announcements
            .to_user(&mut tx, who.user, UserEvent::ThreadUpdated(after.clone()))
            .await?;
    }
    store::commit(tx).await?;
    announcements.publish(state).await;
    Ok(after)
}
