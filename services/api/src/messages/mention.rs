//! Whom a text addresses: the handles in it, looked up among the workspace's people.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, TimeDelta, Utc};
use dashmap::DashMap;
use domain::mention::{self, Target};
use domain::{Body, UserId, WorkspaceId, WorkspaceRole};
use protocol::message::{Mentions, UserMention};

use crate::error::Error;
use crate::log::access::Access;
use crate::state::State;

/// How long a handle's owner, or that it has none, is remembered.
const FRESH: TimeDelta = TimeDelta::seconds(60);
/// How many handles are remembered, at about 100 bytes each.
const MOST: usize = 50_000;

/// Remembered owners of handles.
#[derive(Debug, Default)]
pub struct Cache {
    handles: DashMap<(WorkspaceId, String), (Option<UserId>, DateTime<Utc>)>,
}

/// Finds who is addressed. While Postgres is down, a handle that is not remembered addresses
/// nobody: the message goes out all the same.
///
/// # Errors
/// When Postgres breaks in a way that is not an outage.
pub async fn resolve(state: &State, access: &Access, body: &Body) -> Result<Mentions, Error> {
    let found = mention::find(body.as_str());
    let mut mentions = Mentions::default();
    let mut wanted = BTreeSet::new();
    for one in &found {
        match &one.target {
            Target::Channel => mentions.channel = true,
            Target::Here => mentions.here = true,
            Target::Handle(handle) => {
                wanted.insert(handle.clone());
            }
        }
    }
    if wanted.is_empty() {
        return Ok(mentions);
    }
    let mut owners = owners(state, access.workspace, wanted).await?;
    if access.workspace_role == WorkspaceRole::Guest {
        keep_visible(state, access.person.id, &mut owners).await?;
    }
    for one in found {
        if let Target::Handle(handle) = one.target
            && let Some(user_id) = owners.get(&handle).copied()
        {
            mentions.users.push(UserMention {
                user_id,
                start: one.start,
                end: one.end,
            });
        }
    }
    Ok(mentions)
}

/// A handle that a guest has heard of tells them nothing of whether somebody has it.
async fn keep_visible(
    state: &State,
    guest: UserId,
    owners: &mut HashMap<String, UserId>,
) -> Result<(), Error> {
    let everybody: Vec<UserId> = owners.values().copied().collect();
    let visible = match state.store.acquire().await {
        Ok(mut connection) => store::accounts::visible(&mut connection, guest, &everybody).await,
        Err(error) => Err(error),
    };
    let visible = match visible {
        Ok(visible) => visible,
        Err(store::Error::Unavailable(_)) => Vec::new(),
        Err(error) => return Err(error.into()),
    };
    owners.retain(|_, owner| visible.contains(owner));
    Ok(())
}

async fn owners(
    state: &State,
    workspace: WorkspaceId,
    wanted: BTreeSet<String>,
) -> Result<HashMap<String, UserId>, Error> {
    let cache = &state.log.handles.handles;
    let now = state.now();
    let mut owners = HashMap::new();
    let mut unknown = Vec::new();
    for handle in wanted {
        let key = (workspace, handle);
        match cache.get(&key).map(|entry| *entry) {
            Some((owner, until)) if now < until => {
                owners.extend(owner.map(|owner| (key.1, owner)));
            }
            _ => unknown.push(key.1),
        }
    }
    if unknown.is_empty() {
        return Ok(owners);
    }
    let rows = match look_up(state, workspace, &unknown).await {
        Ok(rows) => rows,
        Err(store::Error::Unavailable(_)) => return Ok(owners),
        Err(error) => return Err(error.into()),
    };
    if cache.len() >= MOST {
        cache.clear();
    }
    let found: HashMap<String, UserId> = rows.into_iter().collect();
    for handle in unknown {
        let owner = found.get(&handle).copied();
        cache.insert((workspace, handle), (owner, now + FRESH));
    }
    owners.extend(found);
    Ok(owners)
}

async fn look_up(
    state: &State,
    workspace: WorkspaceId,
    handles: &[String],
) -> Result<Vec<(String, UserId)>, store::Error> {
    let mut connection = state.store.acquire().await?;
    store::access::by_handle(&mut connection, workspace, handles).await
}
