//! What a gateway needs to serve people who have just identified (S14).

use std::collections::HashMap;

use bytes::Bytes;
use domain::{ChannelId, MessageNo, UserId, UserVersion, WorkspaceId, WorkspaceRole};
use rpc::chat::{BootstrapUser, ChannelState};
use store::access::Place;

use super::remembered;
use crate::error::Error;
use crate::reading::standing::{self, Standing};
use crate::state::State;
use crate::users::view;

/// Everything about these people, in the order asked; who is unknown or deactivated is left out.
///
/// # Errors
/// 503 when Postgres is down.
pub async fn bootstrap(state: &State, users: &[UserId]) -> Result<Vec<BootstrapUser>, Error> {
    // Versions first: what happens while the rest is read comes again as an event.
    let versions = versions(state, users).await;
    let mut people = remembered::recall(state, users, &versions).await?;
    let unknown: Vec<UserId> = users
        .iter()
        .copied()
        .filter(|user| !people.contains_key(user))
        .collect();
    if !unknown.is_empty() {
        let read = read(state, &unknown, &versions).await?;
        for person in read
            .values()
            .filter(|person| versions.contains_key(&person.user))
        {
            remembered::keep(state, person).await?;
        }
        people.extend(read);
    }
    Ok(users
        .iter()
        .filter_map(|user| people.remove(user))
        .collect())
}

/// Everything about these people, from Postgres.
async fn read(
    state: &State,
    users: &[UserId],
    versions: &HashMap<UserId, UserVersion>,
) -> Result<HashMap<UserId, BootstrapUser>, Error> {
    let mut connection = state.store.acquire().await?;
    let accounts = store::accounts::find_all(&mut connection, users).await?;
    let workspaces = store::access::workspaces(&mut connection, users).await?;
    let places = store::access::places(&mut connection, users).await?;
    let apart = store::blocks::apart(&mut connection, users).await?;
    drop(connection);
    let pairs: Vec<_> = places
        .iter()
        .map(|place| (place.user_id, place.channel_id))
        .collect();
    let standings = standing::of_pairs(state, &pairs).await?;
    let mut people = HashMap::with_capacity(accounts.len());
    for account in accounts
        .iter()
        .filter(|account| account.deactivated_at.is_none())
    {
        let me = serde_json::to_vec(&view::me(account, state.now()))?;
        people.insert(
            account.id,
            BootstrapUser {
                user: account.id,
                me: Bytes::from(me),
                user_version: versions.get(&account.id).copied().unwrap_or_default(),
                channels: Vec::new(),
                workspaces: of(&workspaces, account.id, |_any| true),
                guest_in: of(&workspaces, account.id, |role| role == WorkspaceRole::Guest),
                came_by_link: account.guest_until.is_some(),
                apart: apart
                    .iter()
                    .filter(|(user, _)| *user == account.id)
                    .map(|(_, other)| *other)
                    .collect(),
            },
        );
    }
    for place in &places {
        let standing = standings.get(&(place.user_id, place.channel_id));
        if let (Some(person), Some(standing)) = (people.get_mut(&place.user_id), standing)
            && is_shown(place, standing.head_message_no)
        {
            person.channels.push(channel(place, standing));
        }
    }
    Ok(people)
}

/// The heads of these people's own logs; zero when Redis cannot tell.
pub(super) async fn versions(state: &State, users: &[UserId]) -> HashMap<UserId, UserVersion> {
    let versions = state.bus.users().versions(users).await.unwrap_or_default();
    users.iter().copied().zip(versions).collect()
}

/// A direct conversation in which nothing was said is in its creator's list alone (S16).
pub(super) fn is_shown(place: &Place, head: MessageNo) -> bool {
    let is_silent = place.kind.is_direct() && head == MessageNo::ZERO;
    !is_silent || place.created_by == place.user_id
}

fn of(
    workspaces: &[(UserId, WorkspaceId, WorkspaceRole)],
    user: UserId,
    wanted: fn(WorkspaceRole) -> bool,
) -> Vec<WorkspaceId> {
    workspaces
        .iter()
        .filter(|(member, _, role)| *member == user && wanted(*role))
        .map(|(_, id, _)| *id)
        .collect()
}

fn channel(place: &Place, standing: &Standing) -> ChannelState {
    let mut channel = ChannelState {
        channel: place.channel_id,
        workspace: place.workspace_id,
        kind: place.kind,
        epoch: standing.epoch,
        head_seq: standing.head_seq,
        head_message_no: standing.head_message_no,
        read_message_no: MessageNo::ZERO,
        unread: 0,
        mentions: 0,
        mver: standing.mver,
    };
    stand(&mut channel, standing);
    channel
}

/// Puts a channel where it stands now.
pub(super) fn stand(channel: &mut ChannelState, standing: &Standing) {
    let position = standing.position.as_ref();
    channel.epoch = standing.epoch;
    channel.head_seq = standing.head_seq;
    channel.head_message_no = standing.head_message_no;
    channel.read_message_no = position.map(|at| at.read_message_no).unwrap_or_default();
    channel.unread = position.map_or(0, |at| at.unread);
    channel.mentions = position.map_or(0, |at| at.mentions);
    channel.mver = standing.mver;
}

/// The channels of one person that their lists show.
///
/// # Errors
/// 503 when Postgres is down.
pub(super) async fn shown(state: &State, user: UserId) -> Result<Vec<ChannelId>, Error> {
    let mut connection = state.store.acquire().await?;
    let places = store::access::places(&mut connection, &[user]).await?;
    drop(connection);
    let silent: Vec<ChannelId> = places
        .iter()
        .filter(|place| !is_shown(place, MessageNo::ZERO))
        .map(|place| place.channel_id)
        .collect();
    let heads = state.bus.log().heads(&silent).await.unwrap_or_default();
    let spoken: Vec<ChannelId> = silent
        .iter()
        .zip(heads)
        .filter(|(_, head)| head.is_some_and(|head| head.message_no > MessageNo::ZERO))
        .map(|(channel, _)| *channel)
        .collect();
    Ok(places
        .iter()
        .map(|place| place.channel_id)
        .filter(|channel| !silent.contains(channel) || spoken.contains(channel))
        .collect())
}
