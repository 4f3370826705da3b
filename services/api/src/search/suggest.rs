//! GET `/search/suggest`.

use std::collections::BTreeSet;

use auth::Principal;
use domain::permission::WorkspaceAction;
use domain::search::folded;
use domain::{ChannelId, UserId, WorkspaceId};
use protocol::search::SearchSuggestions;
use protocol::user::User;
use store::search::{Place, recents, visible};

use super::turn;
use crate::channels::view;
use crate::error::Error;
use crate::http::page;
use crate::state::State;
use crate::workspaces::members::{self, MemberQuery};
use crate::workspaces::view as workspaces;

/// The most of each sort.
const MOST: usize = 8;
/// The most workspaces whose people are looked through.
const MOST_WORKSPACES: usize = 5;

/// Channels, people and the caller's last searches that have this text.
///
/// # Errors
/// `not_found` for a workspace that the caller is not in; `invalid_input`; `rate_limited`.
pub async fn suggest(
    state: &State,
    who: &Principal,
    q: Option<&str>,
    workspace: Option<WorkspaceId>,
) -> Result<SearchSuggestions, Error> {
    let text = page::search_text(q)?;
    let turn = turn(state, who).await?;
    let mut connection = state.store.acquire().await?;
    if let Some(workspace) = workspace {
        workspaces::find(&mut connection, workspace, who.user, WorkspaceAction::Read).await?;
    }
    let places = visible(&mut connection, who.user, workspace).await?;
    let recent = recents(&mut connection, who.user, workspace).await?;
    drop(connection);
    let around: BTreeSet<WorkspaceId> = places.iter().map(|place| place.workspace_id).collect();
    let people = people(state, who, text, around).await?;
    let ids = named(&places, text.trim_start_matches('#'));
    let channels = view::all(state, who.user, &ids).await?;
    drop(turn);
    let wanted = folded(text);
    Ok(SearchSuggestions {
        channels,
        people,
        recent: recent
            .into_iter()
            .filter(|recent| folded(recent).contains(&wanted))
            .take(MOST)
            .collect(),
    })
}

/// The channels whose name has the text: one's own first, names that begin with it before others.
fn named(places: &[Place], text: &str) -> Vec<ChannelId> {
    let wanted = folded(text);
    let mut named: Vec<(bool, bool, String, ChannelId)> = places
        .iter()
        .filter(|place| !place.kind.is_direct())
        .filter_map(|place| {
            let name = folded(&place.name);
            let fits = name.contains(&wanted) || place.slug.contains(&wanted);
            let begins = name.starts_with(&wanted);
            fits.then_some((!place.is_member, !begins, name, place.channel_id))
        })
        .collect();
    named.sort();
    named.into_iter().take(MOST).map(|(.., id)| id).collect()
}

async fn people(
    state: &State,
    who: &Principal,
    text: &str,
    workspaces: BTreeSet<WorkspaceId>,
) -> Result<Vec<User>, Error> {
    let query = MemberQuery {
        q: Some(text.trim_start_matches('@').to_owned()),
        limit: i64::try_from(MOST).ok(),
        cursor: None,
    };
    let mut seen: BTreeSet<UserId> = BTreeSet::new();
    let mut people = Vec::new();
    for workspace in workspaces.into_iter().take(MOST_WORKSPACES) {
        let page = members::list(state, who, workspace, &query).await?;
        let users = page.data.into_iter().map(|member| member.user);
        people.extend(users.filter(|user| seen.insert(user.id)));
    }
    people.truncate(MOST);
    Ok(people)
}
