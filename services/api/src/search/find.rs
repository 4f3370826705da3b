//! GET `/search`.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use auth::Principal;
use domain::permission::WorkspaceAction;
use domain::search::{Query, highlights};
use domain::{ChannelId, MessageId};
use protocol::Page;
use protocol::channel::Channel;
use protocol::search::SearchHit;
use store::PgConnection;
use store::search::{Found, Wanted, begin, newest};

use super::asked::{Asked, Order, Params};
use super::{places, ranked, slow, turn};
use crate::channels::view;
use crate::error::Error;
use crate::http::page;
use crate::log::access::Access;
use crate::log::tail;
use crate::messages::many;
use crate::metrics;
use crate::state::State;
use crate::workspaces::view as workspaces;

/// The messages that fit, among those that the caller may read.
///
/// # Errors
/// `invalid_input` for what cannot be asked; `not_found` for a workspace or channel that the
/// caller may not see; `search_timed_out` when it takes too long; `rate_limited`, `overloaded`.
pub async fn find(
    state: &State,
    who: &Principal,
    params: &Params,
) -> Result<Page<SearchHit>, Error> {
    let asked = Asked::parse(params)?;
    let turn = turn(state, who).await?;
    let started = Instant::now();
    let looked = look(state, who, &asked).await;
    drop(turn);
    metrics::searched(&looked, started.elapsed());
    let (found, next_cursor) = looked?;
    Ok(Page {
        data: hits(state, who, &asked.query, &found).await?,
        next_cursor,
    })
}

/// What is found, and the cursor behind it.
async fn look(
    state: &State,
    who: &Principal,
    asked: &Asked,
) -> Result<(Vec<Found>, Option<String>), Error> {
    let mut connection = state.store.acquire().await?;
    if let Some(workspace) = asked.workspace {
        workspaces::find(&mut connection, workspace, who.user, WorkspaceAction::Read).await?;
    }
    let account = store::accounts::find(&mut connection, who.user).await?;
    let blocked = store::blocks::blocked_by(&mut connection, who.user).await?;
    drop(connection);
    let zone = account.map(|account| account.timezone).unwrap_or_default();
    let mut tx = begin(&state.store).await.map_err(slow)?;
    let places = places::resolve(&mut tx, who, asked).await?;
    if places.is_nowhere() {
        return Ok((Vec::new(), None));
    }
    let days = asked.query.days.window(&zone);
    let mut wanted = Wanted {
        query: &asked.query,
        channels: &places.channels,
        workspaces: &places.workspaces,
        authors: places.authors.as_deref(),
        blocked: &blocked,
        thread: asked.thread,
        before: None,
        time: days.and(asked.moments),
        ranked: false,
        limit: asked.limit + 1,
    };
    match asked.order {
        Order::Newest(before) => {
            wanted.before = before;
            let mut found = newest(&mut tx, &wanted).await.map_err(slow)?;
            let is_cut = found.len() > asked.limit;
            found.truncate(asked.limit);
            let last = found.last().filter(|_| is_cut);
            let cursor = last.map(|last| page::cursor(&last.id.to_string()));
            Ok((found, cursor))
        }
        Order::Relevance(after) => {
            let mut best = ranked::best(&mut tx, &wanted, after).await.map_err(slow)?;
            let is_cut = best.len() > asked.limit;
            best.truncate(asked.limit);
            let last = best.last().filter(|_| is_cut);
            let cursor = last.map(|(place, _)| page::cursor(&place.key()));
            Ok((best.into_iter().map(|(_, found)| found).collect(), cursor))
        }
    }
}

/// What was found as the caller sees it. What has been deleted, or closed to them, since it was
/// indexed is left out.
async fn hits(
    state: &State,
    who: &Principal,
    query: &Query,
    found: &[Found],
) -> Result<Vec<SearchHit>, Error> {
    let ids: Vec<MessageId> = found.iter().map(|found| found.id).collect();
    let channels: BTreeSet<ChannelId> = found.iter().map(|found| found.channel_id).collect();
    let channels: Vec<ChannelId> = channels.into_iter().collect();
    if channels.is_empty() {
        return Ok(Vec::new());
    }
    let recents = tail::recents(state, channels.clone()).await;
    let mut connection = state.store.acquire().await?;
    let mut messages = many::find(state, &mut connection, who.user, &ids, &recents).await?;
    let readable = readable(&mut connection, who, &channels).await?;
    drop(connection);
    let channels = view::all(state, who.user, &readable).await?;
    let channels: BTreeMap<ChannelId, Channel> = channels
        .into_iter()
        .map(|channel| (channel.id, channel))
        .collect();
    let hit = |id: &MessageId| {
        let message = messages.remove(id)?;
        let channel = channels.get(&message.channel_id)?.clone();
        let highlights = highlights(query, &message.body);
        message.deleted_at.is_none().then_some(SearchHit {
            message,
            channel,
            highlights,
        })
    };
    Ok(ids.iter().filter_map(hit).collect())
}

/// Those of the channels that the caller may read by the table of permissions.
async fn readable(
    connection: &mut PgConnection,
    who: &Principal,
    channels: &[ChannelId],
) -> Result<Vec<ChannelId>, Error> {
    let rows = store::access::find_all(connection, who.user, channels).await?;
    Ok(rows
        .into_iter()
        .map(Access::from)
        .filter(Access::may_read)
        .map(|access| access.channel)
        .collect())
}
