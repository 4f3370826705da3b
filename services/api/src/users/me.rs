//! One's own account.

use auth::Principal;
use chrono::{DateTime, Utc};
use domain::UserId;
use domain::permission::AccountAction;
use domain::user::{DisplayName, Handle, Locale, TimeZone};
use protocol::gateway::event::{UserEvent, UserUpdated};
use protocol::user::{Me, Notifications, PatchMe};
use protocol::{ErrorCode, OrInvalid};
use store::accounts::{self, Account, Change};
use store::{PgConnection, Tx};

use super::{quiet, status, view};
use crate::channels::announce::Announcements;
use crate::error::Error;
use crate::guests;
use crate::log;
use crate::state::State;

/// The account, with its version.
///
/// # Errors
/// `unauthenticated` when it is gone.
pub async fn get(state: &State, who: &Principal) -> Result<(Me, i64), Error> {
    let mut connection = state.store.acquire().await?;
    let account = own(&mut connection, who.user).await?;
    Ok((view::me(&account, state.now()), account.version))
}

/// The account, whoever asks.
///
/// # Errors
/// `unauthenticated` when it is gone.
pub(super) async fn load(
    connection: &mut PgConnection,
    user: UserId,
    now: DateTime<Utc>,
) -> Result<Me, Error> {
    Ok(view::me(&own(connection, user).await?, now))
}

async fn own(connection: &mut PgConnection, user: UserId) -> Result<Account, Error> {
    let account = accounts::find(connection, user).await?;
    account.ok_or(Error::Refused(ErrorCode::Unauthenticated))
}

/// Changes the account.
///
/// # Errors
/// `handle_taken`, `forbidden` for the handle of who came by a guest link, fields at fault.
pub async fn change(state: &State, who: &Principal, input: PatchMe) -> Result<Me, Error> {
    let handle = input
        .handle
        .as_deref()
        .map(Handle::parse)
        .transpose()
        .or_invalid("/handle")?;
    let handle_key = handle.as_ref().map(Handle::key);
    let display_name = input.display_name.as_deref().map(DisplayName::parse);
    let display_name = display_name.transpose().or_invalid("/display_name")?;
    let locale = input
        .locale
        .as_deref()
        .map(Locale::parse)
        .transpose()
        .or_invalid("/locale")?;
    let timezone = input.timezone.as_deref().map(TimeZone::parse);
    let timezone = timezone.transpose().or_invalid("/timezone")?;
    let change = Change {
        handle: handle
            .as_ref()
            .map(Handle::as_str)
            .zip(handle_key.as_deref()),
        display_name: display_name.as_ref().map(DisplayName::as_str),
        locale: locale.as_ref().map(Locale::as_str),
        theme: input.theme,
        timezone: timezone.as_ref().map(TimeZone::as_str),
        share_receipts: input.share_receipts,
        link_previews: input.link_previews,
        notifications: None,
    };
    let mut tx = state.store.begin().await?;
    if change.handle.is_some() {
        guests::may(&mut tx, who.user, AccountAction::SetHandle).await?;
    }
    accounts::update(&mut tx, who.user, &change).await?;
    let others_see_it = change.handle.is_some() || change.display_name.is_some();
    if change.timezone.is_some() {
        return requieted(tx, state, who, others_see_it).await;
    }
    finish(tx, state, who, others_see_it).await
}

/// Replaces what to be told about.
///
/// # Errors
/// Quiet hours at fault.
pub async fn set_notifications(
    state: &State,
    who: &Principal,
    notifications: &Notifications,
) -> Result<Me, Error> {
    if let Some(schedule) = &notifications.schedule {
        schedule.parse()?;
    }
    let value = serde_json::to_value(notifications)?;
    let change = Change {
        notifications: Some(&value),
        ..Change::default()
    };
    let mut tx = state.store.begin().await?;
    accounts::update(&mut tx, who.user, &change).await?;
    requieted(tx, state, who, false).await
}

/// As [`finish`], when it may be quiet at other times than before: others see that as well.
async fn requieted(
    mut tx: Tx,
    state: &State,
    who: &Principal,
    others_see_it: bool,
) -> Result<Me, Error> {
    quiet::plan(state, &mut tx, who.user).await?;
    let (me, version) = settle(tx, state, who.user, others_see_it).await?;
    status::spread(state, version, &me).await?;
    Ok(me)
}

/// Commits, and tells one's own sockets; if it is to be seen, everybody's in shared workspaces.
///
/// # Errors
/// `unauthenticated` when the account is gone.
pub async fn finish(
    tx: Tx,
    state: &State,
    who: &Principal,
    others_see_it: bool,
) -> Result<Me, Error> {
    Ok(settle(tx, state, who.user, others_see_it).await?.0)
}

/// The same for whomever it is; answers the version of the account as well.
///
/// # Errors
/// As [`finish`].
pub(super) async fn settle(
    mut tx: Tx,
    state: &State,
    user: UserId,
    others_see_it: bool,
) -> Result<(Me, i64), Error> {
    let account = own(&mut tx, user).await?;
    let me = view::me(&account, state.now());
    let mut announcements = Announcements::new(state.now());
    let updated = |me| {
        UserEvent::UserUpdated(Box::new(UserUpdated {
            user: view::public(&account),
            me,
        }))
    };
    announcements
        .to_user(&mut tx, user, updated(Some(me.clone())))
        .await?;
    if others_see_it {
        for workspace in accounts::workspaces_of(&mut tx, user).await? {
            announcements.hint(workspace, updated(None))?;
        }
        // Guests hear no hint of a workspace about people.
        let guests = accounts::guests_beside(&mut tx, user).await?;
        announcements.whisper(&guests, updated(None))?;
    }
    store::commit(tx).await?;
    log::forget_person(state, user);
    announcements.publish(state).await;
    Ok((me, account.version))
}
