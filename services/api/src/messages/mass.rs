//! `@channel` and `@here`: who may, whom it calls, and whether that is meant.

use domain::UserId;
use domain::mention::MAX_UNCONFIRMED;
use protocol::message::Mentions;
use protocol::{ErrorCode, Problem};

use super::addressed::Addressed;
use super::rules;
use crate::error::Error;
use crate::log::access::{self, Access};
use crate::state::State;

/// Whether everybody is addressed who was not before.
#[must_use]
pub(super) fn is_new(mentions: &Mentions, before: &Mentions) -> bool {
    (mentions.channel && !before.channel) || (mentions.here && !before.here)
}

/// Completes whom a text addresses. What it said `before` keeps calling those whom it called:
/// only what is new needs the right and, above [`MAX_UNCONFIRMED`] people, the sender's word.
///
/// # Errors
/// `mass_mention_refused`, `posting_restricted`; `confirm_mass_mention` with the number of people;
/// 503 when who is in the channel cannot be told.
pub(super) async fn address(
    state: &State,
    access: &Access,
    mentions: Mentions,
    before: Addressed,
    confirmed: bool,
) -> Result<Addressed, Error> {
    if !is_new(&mentions, &before.mentions) {
        let here = if mentions.here {
            before.here
        } else {
            Vec::new()
        };
        return Ok(Addressed { mentions, here });
    }
    let (user, channel) = (access.person.id, access.channel);
    let access = access::decide(state, user, channel, rules::may_address_all).await?;
    // Also beside an `@channel`: an edit may take that away, and this stays.
    let here = match (mentions.here, before.mentions.here) {
        (true, true) => before.here,
        (true, false) => online(state, &access).await?,
        (false, _) => Vec::new(),
    };
    let called = if mentions.channel && !before.mentions.channel {
        others(state, &access).await?
    } else {
        here.len()
    };
    if called > MAX_UNCONFIRMED && !confirmed {
        let mut problem = Problem::new(ErrorCode::ConfirmMassMention);
        problem.addressed = u64::try_from(called).ok();
        return Err(problem.into());
    }
    Ok(Addressed { mentions, here })
}

/// How many members there are, the sender apart.
async fn others(state: &State, access: &Access) -> Result<usize, Error> {
    let mut connection = state.store.acquire().await?;
    let channel = store::channels::find(&mut connection, access.channel).await?;
    let members = channel.map_or(0, |channel| channel.member_count);
    Ok(usize::try_from(members.saturating_sub(1)).unwrap_or_default())
}

/// The members who are seen online now, the sender apart. While nobody's presence is known, all
/// who do not hide: rather a call too many than one that is missed.
async fn online(state: &State, access: &Access) -> Result<Vec<UserId>, Error> {
    let mut connection = state.store.acquire().await?;
    let members = store::memberships::visible(&mut connection, access.channel, state.now()).await?;
    drop(connection);
    let others: Vec<UserId> = members
        .into_iter()
        .filter(|member| *member != access.person.id)
        .collect();
    match state.bus.presence().of(&others).await {
        Ok(presences) => Ok(presences
            .into_iter()
            .filter(|presence| presence.online)
            .map(|presence| presence.user)
            .collect()),
        Err(error) => {
            tracing::warn!(%error, "@here calls everybody: nobody knows who is online");
            Ok(others)
        }
    }
}
