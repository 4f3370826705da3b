//! Giving out links, listing them, withdrawing them, and what they show before one enters.

use auth::Principal;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use domain::permission::ChannelAction;
use domain::text::Invalid;
use domain::{ChannelId, GuestLinkId};
use protocol::guest::{CreateGuestLink, GuestLink, GuestPreview};
use protocol::{ErrorCode, InvalidInput, Limit, Page, PageQuery};
use rand::RngCore as _;
use serde_json::json;
use store::accounts::guests;
use store::audit::Entry;
use store::{channels, guest_links, workspaces};

use super::end;
use crate::channels::locked;
use crate::error::Error;
use crate::http::{Done, Once, page};
use crate::state::State;
use crate::workspaces::accept::is_code;
use crate::workspaces::invited;

/// 128 bits: nobody guesses one.
const CODE_BYTES: usize = 16;
const MAX_USES: i64 = 10_000;
const DAY_S: i64 = 86_400;
const MAX_LIFE_S: i64 = 30 * DAY_S;
const MAX_STAY_S: i64 = 7 * DAY_S;

/// Opens a channel by one more link.
///
/// # Errors
/// `forbidden`, `channel_archived`, `not_found` for the channel, fields at fault.
pub async fn create(
    state: &State,
    who: &Principal,
    channel: ChannelId,
    input: CreateGuestLink,
    once: &Once,
) -> Result<Done<GuestLink>, Error> {
    let life_s = within(
        input.expires_in_s,
        (60, 7 * DAY_S, MAX_LIFE_S),
        "/expires_in_s",
    )?;
    let stay_s = within(input.stay_s, (DAY_S, DAY_S, MAX_STAY_S), "/stay_s")?;
    let max_uses = match input.max_uses {
        Some(uses) => Some(within(Some(uses), (1, 1, MAX_USES), "/max_uses")?),
        None => None,
    };
    let mut tx = state.store.begin().await?;
    if let Some(earlier) = once.earlier(&mut tx, state, who).await? {
        return Ok(earlier);
    }
    let locked = locked::lock(&mut tx, who.user, channel, ChannelAction::LinkGuests).await?;
    if locked.channel.archived_at.is_some() {
        return Err(ErrorCode::ChannelArchived.into());
    }
    let now = state.now();
    let link = guest_links::GuestLink {
        id: GuestLinkId::generate(now, &mut state.rng()),
        code: new_code(state),
        channel_id: channel,
        workspace_id: locked.channel.workspace_id,
        created_by: who.user,
        max_uses,
        uses: 0,
        stay_s,
        expires_at: now + TimeDelta::seconds(life_s.into()),
        created_at: now,
        revoked_at: None,
        guests: 0,
    };
    guest_links::insert(&mut tx, &link).await?;
    let entry = Entry {
        at: now,
        actor: Some(who.user),
        action: "channel.guest_link_created",
        workspace: Some(link.workspace_id),
        target: Some(channel.as_uuid()),
        ip: "",
        detail: json!({ "link": link.id }),
    };
    store::audit::insert(&mut tx, entry).await?;
    let shown = show(state, link);
    once.keep(&mut tx, state, who, &shown).await?;
    store::commit(tx).await?;
    Ok(Done::now(shown))
}

fn within(
    asked: Option<i64>,
    (least, usual, most): (i64, i64, i64),
    pointer: &str,
) -> Result<i32, Error> {
    let asked = asked.unwrap_or(usual);
    let limit = u64::try_from(if asked < least { least } else { most }).unwrap_or_default();
    let fits = i32::try_from(asked)
        .ok()
        .filter(|_| (least..=most).contains(&asked));
    fits.ok_or_else(|| InvalidInput::at(pointer, Invalid::OutOfRange { limit }).into())
}

fn new_code(state: &State) -> String {
    let mut bytes = [0; CODE_BYTES];
    state.rng().fill_bytes(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

fn show(state: &State, link: guest_links::GuestLink) -> GuestLink {
    let base = state.config.door.public_url.trim_end_matches('/');
    GuestLink {
        url: format!("{base}/g/{}", link.code),
        code: link.code,
        uses: link.uses.into(),
        max_uses: link.max_uses.map(i64::from),
        stay_s: link.stay_s.into(),
        guests: link.guests,
        expires_at: link.expires_at.into(),
        created_by: link.created_by,
        created_at: link.created_at.into(),
    }
}

/// One page of the links that were not withdrawn, newest first.
///
/// # Errors
/// `forbidden`, `not_found` for the channel.
pub async fn list(
    state: &State,
    who: &Principal,
    channel: ChannelId,
    query: &PageQuery,
) -> Result<Page<GuestLink>, Error> {
    let limit = Limit::parse(query.limit)?;
    let before = page::id(query.cursor.as_deref())?;
    let mut connection = state.store.acquire().await?;
    locked::find(
        &mut connection,
        who.user,
        channel,
        ChannelAction::LinkGuests,
    )
    .await?;
    let rows = guest_links::list(&mut connection, channel, before, i64::from(limit) + 1).await?;
    Ok(page::page(
        rows,
        limit,
        |row| row.id.to_string(),
        |row| show(state, row),
    ))
}

/// Withdraws a link; with `end_guests`, those who came by it leave at once.
///
/// # Errors
/// `forbidden`, `not_found` for the channel, and for a link that it does not have.
pub async fn revoke(
    state: &State,
    who: &Principal,
    channel: ChannelId,
    (code, end_guests): (&str, bool),
) -> Result<(), Error> {
    let gone = || Error::Refused(ErrorCode::NotFound);
    let mut tx = state.store.begin().await?;
    let access = locked::find(&mut tx, who.user, channel, ChannelAction::LinkGuests).await?;
    if !is_code(code) {
        return Err(gone());
    }
    let link = guest_links::revoke(&mut tx, channel, code, state.now()).await?;
    let link = link.ok_or_else(gone)?;
    let guests = if end_guests {
        guests::of_link(&mut tx, link).await?
    } else {
        Vec::new()
    };
    let entry = Entry {
        at: state.now(),
        actor: Some(who.user),
        action: "channel.guest_link_revoked",
        workspace: Some(access.workspace),
        target: Some(channel.as_uuid()),
        ip: "",
        detail: json!({ "link": link, "guests_ended": guests.len() }),
    };
    store::audit::insert(&mut tx, entry).await?;
    store::commit(tx).await?;
    // Each in a transaction of its own: there may be many, and nobody can come after them.
    for guest in guests {
        end::end(state, guest, Some(who.user)).await?;
    }
    Ok(())
}

/// What who has the link may know before they enter.
///
/// # Errors
/// `not_found` for a code that nobody gave out, `guest_link_gone` for one that no longer holds.
pub async fn preview(state: &State, code: &str) -> Result<GuestPreview, Error> {
    let gone = || Error::Refused(ErrorCode::NotFound);
    if !is_code(code) {
        return Err(gone());
    }
    let mut connection = state.store.acquire().await?;
    let link = guest_links::find(&mut connection, code).await?;
    let link = link.ok_or_else(gone)?;
    let channel = channels::find(&mut connection, link.channel_id).await?;
    let channel = channel.ok_or_else(gone)?;
    if !link.holds(state.now()) || channel.archived_at.is_some() {
        return Err(ErrorCode::GuestLinkGone.into());
    }
    let workspace = workspaces::find_public(&mut connection, link.workspace_id).await?;
    let workspace = workspace.ok_or_else(gone)?;
    Ok(GuestPreview {
        channel_name: channel.name,
        channel_topic: channel.topic,
        workspace_name: workspace.name,
        workspace_icon_url: invited::icon_url(workspace.icon_url, &link.code),
        stay_s: link.stay_s.into(),
        expires_at: link.expires_at.into(),
    })
}
