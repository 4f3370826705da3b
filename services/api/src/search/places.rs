//! Where a search looks, and for whose messages: what the filters name, among what the caller may
//! see. What is hidden is not there.

use std::collections::BTreeSet;

use auth::Principal;
use domain::search::{Tag, folded, tags};
use domain::{ChannelId, ChannelKind, UserId};
use protocol::ErrorCode;
use store::PgConnection;
use store::search::{self, Place};

use super::asked::Asked;
use crate::error::Error;

/// Where to look.
#[derive(Debug)]
pub(super) struct Places {
    pub(super) channels: Vec<ChannelId>,
    pub(super) workspaces: Vec<Tag>,
    pub(super) authors: Option<Vec<UserId>>,
}

impl Places {
    /// Whether nothing can be found.
    pub(super) fn is_nowhere(&self) -> bool {
        self.channels.is_empty() || self.authors.as_ref().is_some_and(Vec::is_empty)
    }
}

/// Resolves what was asked. A name that nobody has, or that the caller may not know, finds
/// nothing.
///
/// # Errors
/// `not_found` for a channel's id that the caller may not see.
pub(super) async fn resolve(
    connection: &mut PgConnection,
    who: &Principal,
    asked: &Asked,
) -> Result<Places, Error> {
    let mut places = search::visible(connection, who.user, asked.workspace).await?;
    if let Some(channel) = asked.channel {
        places.retain(|place| place.channel_id == channel);
        if places.is_empty() {
            return Err(ErrorCode::NotFound.into());
        }
    }
    if !asked.query.within.is_empty() {
        let wanted = within(connection, who, &asked.query.within).await?;
        places.retain(|place| wanted.has(who.user, place));
    }
    let authors = authors(connection, who, asked).await?;
    let workspaces: BTreeSet<Tag> = places
        .iter()
        .map(|place| tags::workspace(place.workspace_id))
        .collect();
    Ok(Places {
        channels: places.iter().map(|place| place.channel_id).collect(),
        workspaces: workspaces.into_iter().collect(),
        authors,
    })
}

/// What `in:` names.
struct Within {
    names: Vec<String>,
    people: Vec<UserId>,
}

async fn within(
    connection: &mut PgConnection,
    who: &Principal,
    names: &[String],
) -> Result<Within, Error> {
    let (people, names): (Vec<&String>, Vec<&String>) =
        names.iter().partition(|name| name.starts_with('@'));
    let handles: Vec<String> = people
        .iter()
        .map(|name| name.trim_start_matches('@').to_owned())
        .collect();
    Ok(Within {
        names: names.into_iter().map(|name| folded(name)).collect(),
        people: by_handle(connection, who, &handles).await?,
    })
}

impl Within {
    fn has(&self, me: UserId, place: &Place) -> bool {
        if !place.kind.is_direct() {
            let is_named =
                |name: &String| *name == folded(&place.slug) || *name == folded(&place.name);
            return self.names.iter().any(is_named);
        }
        place.kind == ChannelKind::Dm
            && self.people.iter().any(|other| {
                place.people.contains(other) && (*other != me || place.people.len() == 1)
            })
    }
}

async fn authors(
    connection: &mut PgConnection,
    who: &Principal,
    asked: &Asked,
) -> Result<Option<Vec<UserId>>, Error> {
    let named = match asked.query.from.as_slice() {
        [] => None,
        handles => Some(by_handle(connection, who, handles).await?),
    };
    Ok(match (named, asked.from) {
        (Some(named), Some(one)) => Some(named.into_iter().filter(|id| *id == one).collect()),
        (named, one) => named.or_else(|| one.map(|id| vec![id])),
    })
}

/// Whose handles these are; `me` is the caller.
async fn by_handle(
    connection: &mut PgConnection,
    who: &Principal,
    handles: &[String],
) -> Result<Vec<UserId>, Error> {
    if handles.is_empty() {
        return Ok(Vec::new());
    }
    let mut ids = search::authors(connection, handles).await?;
    if handles.iter().any(|handle| handle == "me") {
        ids.push(who.user);
    }
    Ok(ids)
}
