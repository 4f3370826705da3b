//! The threads that a person follows, newest activity first.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use auth::Principal;
use chrono::{DateTime, Utc};
use domain::{ChannelId, MessageId, WorkspaceId};
use protocol::message::Message;
use protocol::thread::{Thread, ThreadPage};
use protocol::{Limit, PageQuery};
use store::PgConnection;
use store::threads::{Totals, Wanted};

use super::replies::Replies;
use super::side::{self, Standing, Tails};
use crate::error::Error;
use crate::http::page;
use crate::log::tail;
use crate::messages::recent::Recent;
use crate::messages::{many, row};
use crate::state::State;

/// Where a thread stands in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    active_at: DateTime<Utc>,
    root: MessageId,
}

/// A cursor that this list did not give.
#[derive(Debug)]
struct NotAPlace;

impl FromStr for Place {
    type Err = NotAPlace;

    fn from_str(key: &str) -> Result<Self, NotAPlace> {
        let (micros, root) = key.split_once(':').ok_or(NotAPlace)?;
        let micros: Option<i64> = micros.parse().ok();
        let active_at = micros.and_then(DateTime::from_timestamp_micros);
        Ok(Self {
            active_at: active_at.ok_or(NotAPlace)?,
            root: root.parse().ok().ok_or(NotAPlace)?,
        })
    }
}

impl Place {
    fn of(root: &Message) -> Self {
        let active_at = root.last_reply_at.unwrap_or(root.created_at);
        Self {
            active_at: active_at.get(),
            root: root.id,
        }
    }

    fn cursor(self) -> String {
        page::cursor(&format!(
            "{}:{}",
            self.active_at.timestamp_micros(),
            self.root
        ))
    }
}

/// A page of the caller's threads, and how much is unread in all of them.
///
/// # Errors
/// `bad_request` for a cursor that is none; 503 when Postgres is down.
pub async fn threads(
    state: &State,
    who: &Principal,
    (workspace, unread): (Option<WorkspaceId>, bool),
    query: &PageQuery,
) -> Result<ThreadPage, Error> {
    let limit = usize::from(Limit::parse(query.limit)?);
    let before: Option<Place> = page::id(query.cursor.as_deref())?;
    let channels = super::my_channels(state, who, workspace).await?;
    let recents = tail::recents(state, channels).await;
    let tails: Tails = recents
        .iter()
        .map(|(channel, recent)| (*channel, Replies::new(recent)))
        .collect();
    let moved: BTreeSet<MessageId> = tails.values().flat_map(Replies::roots).collect();
    let moved: Vec<MessageId> = moved.into_iter().collect();
    let wanted = Wanted {
        user: who.user,
        workspace,
        unread,
        before: before.map(|place| (place.active_at, place.root)),
        except: &moved,
        limit: i64::try_from(limit + 1).unwrap_or(i64::MAX),
    };
    let mut connection = state.store.acquire().await?;
    let rows = store::threads::page(&mut connection, wanted).await?;
    let totals = store::threads::totals(&mut connection, wanted).await?;
    let mut ids: Vec<MessageId> = rows.iter().map(|row| row.root_id).collect();
    ids.extend(&moved);
    let roots = many::find(state, &mut connection, who.user, &ids, &recents).await?;
    let standings = side::of(state, &mut connection, who.user, roots.values(), &tails).await?;
    let totals = with_moved(totals, &moved, &standings);
    let oldest = rows.last().filter(|_| rows.len() > limit);
    let oldest = oldest
        .and_then(|row| roots.get(&row.root_id))
        .map(Place::of);
    let listed = |place: &Place| {
        before.is_none_or(|before| *place < before) && oldest.is_none_or(|oldest| *place >= oldest)
    };
    let mut places: Vec<Place> = roots
        .values()
        .filter(|root| is_wanted(standings.get(&root.id), unread))
        .map(Place::of)
        .filter(listed)
        .collect();
    places.sort_unstable_by_key(|place| Reverse(*place));
    let is_cut = places.len() > limit;
    places.truncate(limit);
    let last = places.last().copied();
    let next = if is_cut { last } else { oldest };
    let latest = latest(state, &mut connection, who, (&places, &recents, &tails)).await?;
    Ok(ThreadPage {
        data: entries(&places, roots, &standings, latest),
        next_cursor: next.map(Place::cursor),
        unread: totals.threads,
        mentions: totals.mentions,
    })
}

fn is_wanted(standing: Option<&Standing>, unread: bool) -> bool {
    standing.is_some_and(|one| one.state.following && (!unread || one.state.unread > 0))
}

/// The totals of Postgres left out what the tails speak of.
fn with_moved(
    totals: Totals,
    moved: &[MessageId],
    standings: &BTreeMap<MessageId, Standing>,
) -> Totals {
    let moved = moved.iter().filter_map(|root| standings.get(root));
    moved
        .filter(|one| one.state.following)
        .fold(totals, |sum, one| Totals {
            threads: sum.threads + i64::from(one.state.unread > 0),
            mentions: sum.mentions + one.state.mentions,
        })
}

/// The newest reply of each thread, by root.
async fn latest(
    state: &State,
    connection: &mut PgConnection,
    who: &Principal,
    (places, recents, tails): (&[Place], &BTreeMap<ChannelId, Recent>, &Tails),
) -> Result<BTreeMap<MessageId, Message>, Error> {
    let roots: Vec<_> = places
        .iter()
        .map(|place| (state.bus.partitions().of_message(place.root), place.root))
        .collect();
    let deleted: Vec<MessageId> = tails.values().flat_map(Replies::deleted).collect();
    let rows = store::threads::latest(connection, who.user, &roots, &deleted).await?;
    let mut latest = BTreeMap::new();
    for mut reply in row::messages(rows)? {
        if let Some(recent) = recents.get(&reply.channel_id) {
            recent.apply(&mut reply, Some(who.user));
        }
        latest.extend(reply.parent_id.map(|root| (root, reply)));
    }
    for place in places {
        let newer = tails.iter().find_map(|(channel, replies)| {
            recents
                .get(channel)?
                .find(replies.latest(place.root)?, Some(who.user))
        });
        latest.extend(newer.map(|reply| (place.root, reply)));
    }
    Ok(latest)
}

fn entries(
    places: &[Place],
    mut roots: BTreeMap<MessageId, Message>,
    standings: &BTreeMap<MessageId, Standing>,
    mut latest: BTreeMap<MessageId, Message>,
) -> Vec<Thread> {
    let entry = |place: &Place| {
        Some(Thread {
            root: roots.remove(&place.root)?,
            state: standings.get(&place.root)?.state.clone(),
            active_at: place.active_at.into(),
            latest: latest.remove(&place.root),
        })
    };
    places.iter().filter_map(entry).collect()
}
