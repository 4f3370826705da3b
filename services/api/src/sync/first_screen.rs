//! GET `/sync`.

use std::collections::BTreeMap;

use auth::Principal;
use bus::UserPresence;
use chrono::DateTime;
use domain::UserId;
use protocol::ErrorCode;
use protocol::presence::{self, Live};
use protocol::sync::{Features, Sync};
use protocol::user::{Statuses, User};
use store::accounts::Account;

use super::bootstrap;
use crate::error::Error;
use crate::state::State;
use crate::users::view;
use crate::{channels, workspaces};

/// Everything that the caller's client needs to draw its first screen.
///
/// # Errors
/// 503 when Postgres is down.
pub async fn first_screen(state: &State, who: &Principal) -> Result<Sync, Error> {
    // First of all: what happens while the rest is read comes again as an event.
    let versions = bootstrap::versions(state, &[who.user]).await;
    let ids = bootstrap::shown(state, who.user).await?;
    let channels = channels::view::all(state, who.user, &ids).await?;
    let mut people: BTreeMap<UserId, User> = channels
        .iter()
        .flat_map(|channel| &channel.members)
        .map(|member| (member.id, member.clone()))
        .collect();
    let mut wanted: Vec<UserId> = people.keys().copied().collect();
    wanted.push(who.user);
    let mut connection = state.store.acquire().await?;
    let accounts = store::accounts::find_all(&mut connection, &wanted).await?;
    let workspaces = workspaces::view::mine(&mut connection, who.user).await?;
    let blocked_user_ids = store::blocks::blocked_by(&mut connection, who.user).await?;
    let apart = store::blocks::apart_among(&mut connection, who.user, &wanted).await?;
    drop(connection);
    let me = accounts.iter().find(|account| account.id == who.user);
    let me = me.ok_or(Error::Refused(ErrorCode::NotFound))?;
    let me = view::me(me, state.now());
    people.insert(who.user, me.user.clone());
    let seen: Vec<&Account> = accounts
        .iter()
        .filter(|account| !apart.contains(&account.id))
        .collect();
    Ok(Sync {
        me,
        user_version: versions.get(&who.user).copied().unwrap_or_default(),
        workspaces,
        channels,
        users: people.into_values().collect(),
        presence: statuses(state, &seen).await,
        edit_window_s: edit_window(state),
        features: Features {
            gifs: state.config.gifs.provider(),
        },
        blocked_user_ids,
        server_time: state.now().into(),
    })
}

fn edit_window(state: &State) -> Option<u32> {
    Some(state.config.api.edit_window_s).filter(|seconds| *seconds > 0)
}

/// What these people are doing; while the live Redis is down nothing is known, so nothing is said.
async fn statuses(state: &State, accounts: &[&Account]) -> Statuses {
    let users: Vec<UserId> = accounts.iter().map(|account| account.id).collect();
    let Ok(presences) = state.bus.presence().of(&users).await else {
        return Statuses::new();
    };
    let presences: BTreeMap<UserId, UserPresence> = presences
        .into_iter()
        .map(|presence| (presence.user, presence))
        .collect();
    accounts
        .iter()
        .filter_map(|account| {
            let one = presences.get(&account.id)?;
            let live = Live {
                online: one.online,
                idle: one.idle,
                last_seen: one.last_seen_ms.and_then(DateTime::from_timestamp_millis),
            };
            let by_hand = view::status(account, state.now());
            Some((account.id, presence::seen(Some(by_hand), live, state.now())))
        })
        .collect()
}
