//! Archiving, and taking out of the archive.

use auth::Principal;
use domain::ChannelId;
use domain::permission::ChannelAction;
use protocol::LogEvent;
use protocol::channel::Channel;
use protocol::event::{ChannelArchived, ChannelChanged};
use store::channels;

use super::announce::{Announcements, Effect};
use super::{locked, view};
use crate::error::Error;
use crate::http::{Done, Once};
use crate::state::State;

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
