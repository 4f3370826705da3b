//! Whom the messages of a stored batch concern: noted before the batch is acknowledged, so that
//! nobody is forgotten; a batch that comes again finds them noted.

mod judge;
mod said;

use std::collections::{HashMap, HashSet};

use chrono::TimeDelta;
use domain::{MessageId, UserId};
use store::notifications::{Listener, Wanted};
use store::threads::{self, Side};
use store::{PgConnection, blocks, notifications};

use crate::batch::Item;
use crate::persist::Persist;
use judge::Facts;
use said::Said;

pub(crate) use judge::{is_quiet, settings, side_of, workspace_side_of};

/// What is older is no news: a log that was recovered, a worker that was away for long.
const NEWS: TimeDelta = TimeDelta::minutes(15);

/// Notes whom the messages of this batch concern, and who of them is to be told after a while.
///
/// # Errors
/// When Postgres cannot be asked.
pub(crate) async fn note(persist: &Persist, items: &[Item]) -> Result<(), store::Error> {
    let now = persist.clock.now();
    let mut said: Vec<Said> = items.iter().filter_map(Said::of).collect();
    said.retain(|one| one.at + NEWS > now);
    if said.is_empty() {
        return Ok(());
    }
    let mut connection = persist.store.acquire().await?;
    place_edits(&mut connection, persist, &mut said).await?;
    let followers = followers(&mut connection, &said).await?;
    let wanted = wanted(&said, &followers);
    let listeners = notifications::audience(&mut connection, &wanted).await?;
    let facts = Facts {
        followers: followers
            .iter()
            .map(|side| (side.root_id, side.user_id))
            .collect(),
        blocks: blocks(&mut connection, &said, &listeners).await?,
        delay: persist.push_delay,
        now,
    };
    let rows = judge::rows(&said, &listeners, &facts);
    let noted = notifications::insert(&mut connection, &rows).await?;
    metrics::counter!("hubbub_notifications_total").increment(noted);
    Ok(())
}

/// An edit does not say where its message stands.
async fn place_edits(
    connection: &mut PgConnection,
    persist: &Persist,
    said: &mut Vec<Said>,
) -> Result<(), store::Error> {
    let ids: Vec<MessageId> = said
        .iter()
        .filter(|one| one.names_only)
        .map(|one| one.id)
        .collect();
    if ids.is_empty() {
        return Ok(());
    }
    let placed = notifications::places(connection, persist.partition, &ids).await?;
    let placed: HashMap<MessageId, _> = placed.into_iter().map(|place| (place.id, place)).collect();
    said.retain_mut(|one| {
        if !one.names_only {
            return true;
        }
        let Some(place) = placed.get(&one.id) else {
            return false;
        };
        one.message_no = place.message_no;
        one.parent_id = place.parent_id;
        true
    });
    Ok(())
}

/// Who follows the threads that were replied to, those included whom these replies drew in.
async fn followers(
    connection: &mut PgConnection,
    said: &[Said],
) -> Result<Vec<Side>, store::Error> {
    let replies = said.iter().filter(|one| !one.names_only);
    let roots: HashSet<MessageId> = replies.filter_map(|one| one.parent_id).collect();
    let roots: Vec<MessageId> = roots.into_iter().collect();
    threads::followers(connection, &roots, i64::MAX).await
}

fn wanted(said: &[Said], followers: &[Side]) -> Wanted {
    let mut wanted = Wanted::default();
    let followers = followers.iter();
    wanted
        .people
        .extend(followers.map(|side| (side.channel_id, side.user_id)));
    for one in said {
        let named = one.mentions.users.iter();
        wanted
            .people
            .extend(named.map(|mention| (one.channel, mention.user_id)));
        // An edit is news to those alone whom it names.
        if one.names_only {
            continue;
        }
        wanted.channels.push(one.channel);
        let here = one.here.iter();
        wanted.people.extend(here.map(|user| (one.channel, *user)));
        if one.mentions.channel {
            wanted.whole.push(one.channel);
        }
    }
    wanted
}

/// Who blocked whom, of the authors and those who may hear of them: author and blocker.
async fn blocks(
    connection: &mut PgConnection,
    said: &[Said],
    listeners: &[Listener],
) -> Result<HashSet<(UserId, UserId)>, store::Error> {
    let users: HashSet<UserId> = listeners.iter().map(|one| one.user_id).collect();
    let users: Vec<UserId> = users.into_iter().collect();
    let authors: HashSet<UserId> = said.iter().map(|one| one.author).collect();
    let mut found = HashSet::new();
    if users.is_empty() {
        return Ok(found);
    }
    for author in authors {
        let blockers = blocks::blockers_among(connection, author, &users).await?;
        found.extend(blockers.into_iter().map(|blocker| (author, blocker)));
    }
    Ok(found)
}
