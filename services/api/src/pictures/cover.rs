//! A channel's cover.

use auth::Principal;
use domain::permission::ChannelAction;
use domain::{ChannelId, ImageId};
use protocol::channel::Channel;
use protocol::image::{id_of, url_of};
use protocol::{ErrorCode, LogEvent};
use store::channels;

use super::swap;
use crate::channels::announce::{Announcements, Effect};
use crate::channels::{locked, settings, view};
use crate::error::Error;
use crate::state::State;

pub(super) async fn set(
    state: &State,
    who: &Principal,
    id: ChannelId,
    image: Option<ImageId>,
) -> Result<Channel, Error> {
    let mut tx = state.store.begin().await?;
    let locked = locked::lock(&mut tx, who.user, id, ChannelAction::SetSettings).await?;
    let before = locked.channel.cover_url.as_deref().and_then(id_of);
    let mut announcements = Announcements::new(state.now());
    if before != image {
        swap(&mut tx, image, before, state.now()).await?;
        channels::set_cover(&mut tx, id, image.map(url_of).as_deref()).await?;
        let changed = channels::find(&mut tx, id).await?;
        let changed = changed.ok_or(Error::Refused(ErrorCode::NotFound))?;
        let event = LogEvent::ChannelUpdated(Box::new(settings::settings(&changed, who)));
        announcements
            .to_channel(&mut tx, id, (who.user, &event), Effect::default())
            .await?;
    }
    store::commit(tx).await?;
    announcements.publish(state).await;
    view::one(state, who.user, id).await
}
