//! Changing a channel: name, topic, who may post.

use auth::Principal;
use domain::channel::{ChannelName, Description, Topic, slow_mode};
use domain::permission::ChannelAction;
use domain::{ChannelId, Posting};
use protocol::channel::{Channel, PatchChannel};
use protocol::event::ChannelSettings;
use protocol::{ErrorCode, InvalidInput, LogEvent, OrInvalid};
use store::channels::{self, Change};

use super::announce::{Announcements, Effect};
use super::locked::{self, Locked};
use super::view;
use crate::error::Error;
use crate::state::State;

#[derive(Default)]
struct Parsed {
    name: Option<ChannelName>,
    topic: Option<Topic>,
    description: Option<Description>,
    posting: Option<Posting>,
    slow_mode_s: Option<i32>,
}

/// Changes the settings; `version` is the one that the caller has seen, if they care.
///
/// # Errors
/// `version_mismatch`, `channel_name_taken`, `forbidden`, `not_found`, fields at fault.
pub async fn change(
    state: &State,
    who: &Principal,
    id: ChannelId,
    input: PatchChannel,
    version: Option<i64>,
) -> Result<Channel, Error> {
    let parsed = parse(&input)?;
    let mut tx = state.store.begin().await?;
    let locked = locked::lock(&mut tx, who.user, id, ChannelAction::Read).await?;
    check(&locked, &parsed)?;
    if version.is_some_and(|version| version != locked.channel.version) {
        return Err(ErrorCode::VersionMismatch.into());
    }
    let name = parsed.name.as_ref();
    let change = Change {
        name: name.map(|name| (name.as_str(), name.slug())),
        topic: parsed.topic.as_ref().map(Topic::as_str),
        description: parsed.description.as_ref().map(Description::as_str),
        posting: parsed.posting,
        slow_mode_s: parsed.slow_mode_s,
    };
    let mut announcements = Announcements::new(state.now());
    if !is_empty(&change) {
        channels::update(&mut tx, id, &change).await?;
        let restricts =
            parsed.posting == Some(Posting::Admins) && locked.channel.posting == Posting::Everyone;
        let mver = if restricts {
            Some(channels::raise_mver(&mut tx, id).await?)
        } else {
            None
        };
        let changed = channels::find(&mut tx, id).await?;
        let changed = changed.ok_or(Error::Refused(ErrorCode::NotFound))?;
        let event = LogEvent::ChannelUpdated(Box::new(settings(&changed, who)));
        let effect = Effect {
            mver,
            closes: false,
        };
        announcements
            .to_channel(&mut tx, id, (who.user, &event), effect)
            .await?;
    }
    store::commit(tx).await?;
    announcements.publish(state).await;
    view::one(state, who.user, id).await
}

fn parse(input: &PatchChannel) -> Result<Parsed, InvalidInput> {
    let cleared = |text: &Option<String>| text.clone().unwrap_or_default();
    let name = input
        .name
        .as_deref()
        .map(ChannelName::parse)
        .transpose()
        .or_invalid("/name")?;
    let topic = input
        .topic
        .as_ref()
        .map(|text| Topic::parse(&cleared(text)));
    let description = input
        .description
        .as_ref()
        .map(|text| Description::parse(&cleared(text)));
    let slow = input
        .slow_mode_s
        .map(slow_mode)
        .transpose()
        .or_invalid("/slow_mode_s")?;
    Ok(Parsed {
        name,
        topic: topic.transpose().or_invalid("/topic")?,
        description: description.transpose().or_invalid("/description")?,
        posting: input.posting,
        slow_mode_s: slow,
    })
}

/// The topic is everybody's; the rest is not.
fn check(locked: &Locked, parsed: &Parsed) -> Result<(), Error> {
    let rest = parsed.name.is_some()
        || parsed.description.is_some()
        || parsed.posting.is_some()
        || parsed.slow_mode_s.is_some();
    if rest || parsed.topic.is_none() {
        return locked.may(ChannelAction::SetSettings);
    }
    locked.may(ChannelAction::SetTopic)
}

const fn is_empty(change: &Change<'_>) -> bool {
    change.name.is_none()
        && change.topic.is_none()
        && change.description.is_none()
        && change.posting.is_none()
        && change.slow_mode_s.is_none()
}

/// All settings, as the event of a change by `who` says them.
#[must_use]
pub fn settings(channel: &channels::Channel, who: &Principal) -> ChannelSettings {
    let named = !channel.kind.is_direct();
    ChannelSettings {
        kind: channel.kind,
        name: named.then(|| channel.name.clone()),
        slug: named.then(|| channel.slug.clone()),
        topic: channel.topic.clone(),
        description: channel.description.clone(),
        cover_url: channel.cover_url.clone(),
        posting: channel.posting,
        slow_mode_s: channel.slow_mode_s.into(),
        by: who.user,
    }
}
