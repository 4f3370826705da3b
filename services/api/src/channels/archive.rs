//! Archiving, taking out of the archive, and deleting.

use auth::Principal;
use domain::ChannelId;
use domain::permission::ChannelAction;
use protocol::LogEvent;
use protocol::channel::Channel;
use protocol::event::{ChannelArchived, ChannelChanged};
use protocol::gateway::event::{ChannelRemoved, UserEvent};
use store::{channels, memberships};

use super::announce::{Announcements, Effect};
use super::{locked, view};
use crate::error::Error;
use crate::http::{Done, Once};
use crate::state::State;

/// Members that one statement of a deletion tells.
const BATCH: i64 = 500;

/// Archives the channel, or takes it out of the archive; either may be repeated.
///
/// # Errors
/// `forbidden`, `not_found`.
pub async fn set(
    state: &State,
    who: &Principal,
    id: ChannelId,
    archived: bool,
    once: &Once,
) -> Result<Done<Channel>, Error> {
    let mut tx = state.store.begin().await?;
    let replayed = once.earlier::<()>(&mut tx, state, who).await?.is_some();
    let mut announcements = Announcements::new(state.now());
    if !replayed {
        let locked = locked::lock(&mut tx, who.user, id, ChannelAction::Archive).await?;
        if locked.channel.archived_at.is_some() != archived {
            let now = state.now();
            channels::set_archived(&mut tx, id, archived.then_some(now)).await?;
            let by = who.user;
            let (event, effect) = if archived {
                let mver = channels::raise_mver(&mut tx, id).await?;
                let event = ChannelArchived {
                    archived_at: now.into(),
                    by,
                };
                (LogEvent::ChannelArchived(event), Effect::raises(mver))
            } else {
                (
                    LogEvent::ChannelUnarchived(ChannelChanged { by }),
                    Effect::default(),
                )
            };
            announcements
                .to_channel(&mut tx, id, (by, &event), effect)
                .await?;
        }
        once.keep(&mut tx, state, who, &()).await?;
    }
    store::commit(tx).await?;
    announcements.publish(state).await;
    Ok(Done {
        value: view::one(state, who.user, id).await?,
        replayed,
    })
}

/// Deletes the channel: its log ends, its members lose it (S20).
///
/// # Errors
/// `forbidden`, `not_found`.
pub async fn delete(state: &State, who: &Principal, id: ChannelId) -> Result<(), Error> {
    let mut tx = state.store.begin().await?;
    locked::lock(&mut tx, who.user, id, ChannelAction::Delete).await?;
    let mver = channels::raise_mver(&mut tx, id).await?;
    channels::set_deleted(&mut tx, id, state.now()).await?;
    let mut announcements = Announcements::new(state.now());
    let event = LogEvent::ChannelDeleted(ChannelChanged { by: who.user });
    let effect = Effect {
        mver: Some(mver),
        closes: true,
    };
    announcements
        .to_channel(&mut tx, id, (who.user, &event), effect)
        .await?;
    let mut after = None;
    loop {
        let members = memberships::list(&mut tx, id, after, BATCH).await?;
        after = members.last().map(|last| last.user_id);
        if after.is_none() {
            break;
        }
        for member in members {
            let removed = ChannelRemoved {
                channel_id: id,
                seq: None,
            };
            let event = UserEvent::ChannelRemoved(removed);
            announcements
                .to_user(&mut tx, member.user_id, event)
                .await?;
        }
    }
    store::commit(tx).await?;
    announcements.publish(state).await;
    Ok(())
}
