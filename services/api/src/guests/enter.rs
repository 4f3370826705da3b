//! Coming in by a link: a new person with a name of chance, in one channel, for a while.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use domain::user::Locale;
use domain::{ChannelId, ChannelRole, UserId, WorkspaceRole, guest};
use protocol::event::MemberReason;
use protocol::gateway::event::{UserEvent, WorkspaceMemberUpdated};
use protocol::guest::EnterAsGuest;
use protocol::user::User;
use protocol::{ErrorCode, OrInvalid};
use serde_json::json;
use store::accounts::guests;
use store::audit::Entry;
use store::guest_links::{self, GuestLink};
use store::{PgConnection, workspaces};

use crate::accounts::open::{self, Opened};
use crate::channels::add::{self, Head, Into, Newcomer};
use crate::channels::announce::Announcements;
use crate::error::Error;
use crate::http::Client;
use crate::http::limits::{self, limit};
use crate::state::State;
use crate::users::view;
use crate::workspaces::accept::is_code;

const PER_IP: u32 = 20;
const HOUR: Duration = Duration::from_hours(1);
/// A session outlives its guest's time by this, so that there still is one to end: what ended by
/// itself is told to nobody, and its last access token would go on for minutes.
const SLACK: TimeDelta = TimeDelta::hours(1);
/// Names that are tried until one is free.
const ATTEMPTS: u32 = 32;

/// A session of somebody new, and where it leads.
pub struct Entered {
    /// The pair of tokens.
    pub opened: Opened,
    /// The link that they came by.
    pub link: GuestLink,
}

/// Makes somebody new who is in the link's channel and nowhere else.
///
/// # Errors
/// `not_found` for a code that nobody gave out, `guest_link_gone` for one that no longer holds;
/// a field at fault; `rate_limited` per IP.
pub async fn enter(
    state: &State,
    client: &Client,
    code: &str,
    input: &EnterAsGuest,
) -> Result<Entered, Error> {
    let locale = Locale::parse(&input.locale).or_invalid("/locale")?;
    if !is_code(code) {
        return Err(ErrorCode::NotFound.into());
    }
    let subject = format!("guest:{}", client.limit_key());
    limits::count(state, &subject, &[limit("guest", PER_IP, HOUR)]).await?;
    let mut connection = state.store.acquire().await?;
    let link = guest_links::find(&mut connection, code).await?;
    let link = link.ok_or(Error::Refused(ErrorCode::NotFound))?;
    drop(connection);
    let now = state.now();
    if !link.holds(now) {
        return Err(ErrorCode::GuestLinkGone.into());
    }
    let id = UserId::generate(now, &mut state.rng());
    let heads = add::heads(state, id, &[link.channel_id]).await?;
    let head = heads.get(&link.channel_id).copied().unwrap_or(Head::NEW);
    let until = now + TimeDelta::seconds(link.stay_s.into());
    let mut tx = state.store.begin().await?;
    let mut announcements = Announcements::new(now);
    let person = Arriving { id, locale, until };
    come_in(&mut tx, state, &mut announcements, (&link, head), &person).await?;
    let opened = open::open_until(&mut tx, state, client, id, (false, until + SLACK)).await?;
    let entry = Entry {
        at: now,
        actor: Some(id),
        action: "guest.entered",
        workspace: Some(link.workspace_id),
        target: Some(link.channel_id.as_uuid()),
        ip: &client.ip.to_string(),
        detail: json!({ "link": link.id }),
    };
    store::audit::insert(&mut tx, entry).await?;
    store::commit(tx).await?;
    announcements.publish(state).await;
    Ok(Entered { opened, link })
}

struct Arriving {
    id: UserId,
    locale: Locale,
    until: DateTime<Utc>,
}

async fn come_in(
    connection: &mut PgConnection,
    state: &State,
    announcements: &mut Announcements,
    (link, head): (&GuestLink, Head),
    person: &Arriving,
) -> Result<(), Error> {
    let gone = || Error::Refused(ErrorCode::GuestLinkGone);
    // The channel's row first: names in it are given one after the other.
    let channel = store::channels::lock(connection, link.channel_id).await?;
    channel
        .filter(|channel| channel.archived_at.is_none())
        .ok_or_else(gone)?;
    if !guest_links::take_use(connection, link.id, announcements.now()).await? {
        return Err(gone());
    }
    let user = insert(connection, state, link, person).await?;
    let role = WorkspaceRole::Guest;
    let now = announcements.now();
    workspaces::insert_member(connection, link.workspace_id, user.id, role, now).await?;
    let newcomer = Newcomer {
        person: &user,
        role: ChannelRole::Member,
        by: link.created_by,
        reason: MemberReason::Invited,
    };
    let into = Into {
        channel: link.channel_id,
        workspace: link.workspace_id,
        head,
    };
    add::add(connection, announcements, into, &newcomer).await?;
    let updated = WorkspaceMemberUpdated {
        workspace_id: link.workspace_id,
        user,
        role,
    };
    announcements.hint(
        link.workspace_id,
        UserEvent::WorkspaceMemberUpdated(updated),
    )
}

async fn insert(
    connection: &mut PgConnection,
    state: &State,
    link: &GuestLink,
    person: &Arriving,
) -> Result<User, Error> {
    let name = free_name(connection, state, link.channel_id, &person.locale).await?;
    let handle = guest::handle(&mut state.rng());
    let new = guests::New {
        id: person.id,
        handle: &handle,
        display_name: &name,
        locale: person.locale.as_str(),
        link: link.id,
        until: person.until,
        created_at: state.now(),
    };
    guests::insert(connection, &new).await?;
    let account = store::accounts::find(connection, person.id).await?;
    let account = account.ok_or(Error::Refused(ErrorCode::NotFound))?;
    Ok(view::public(&account))
}

/// A name that nobody in the channel has.
async fn free_name(
    connection: &mut PgConnection,
    state: &State,
    channel: ChannelId,
    locale: &Locale,
) -> Result<String, Error> {
    for attempt in 0..ATTEMPTS {
        let name = guest::name(locale, attempt, &mut state.rng());
        if !guests::is_named(connection, channel, &name).await? {
            return Ok(name);
        }
    }
    // So many are there that nearly all numbers are taken as well.
    Err(ErrorCode::Overloaded.into())
}
