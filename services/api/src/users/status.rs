//! The status that a person sets by hand.

use auth::Principal;
use domain::reaction::Emoji;
use domain::text::Invalid;
use domain::user::StatusText;
use domain::{Presence, UserId};
use protocol::user::{Me, SetStatus, Status};
use protocol::{InvalidInput, OrInvalid};
use store::accounts;

use super::{me, view};
use crate::error::Error;
use crate::state::State;

/// Replaces the caller's status.
///
/// # Errors
/// Fields at fault.
pub async fn set(state: &State, who: &Principal, input: SetStatus) -> Result<Status, Error> {
    let text = StatusText::parse(input.text.as_deref().unwrap_or_default()).or_invalid("/text")?;
    let emoji = input
        .emoji
        .as_deref()
        .map(Emoji::parse)
        .transpose()
        .or_invalid("/emoji")?;
    let expires_at = input.expires_at.map(protocol::Timestamp::get);
    if expires_at.is_some_and(|until| until <= state.now()) {
        let past = Invalid::OutOfRange { limit: 0 };
        return Err(InvalidInput::at("/expires_at", past).into());
    }
    let status = accounts::Status {
        presence: input.presence.unwrap_or(Presence::Online),
        text: text.as_str(),
        emoji: emoji.as_ref().map(Emoji::as_str),
        expires_at,
    };
    let mut tx = state.store.begin().await?;
    if let Some(name) = emoji.as_ref().and_then(Emoji::custom_name)
        && !store::emoji::is_known_to(&mut tx, who.user, name).await?
    {
        return Err(InvalidInput::at("/emoji", Invalid::NotFound).into());
    }
    accounts::set_status(&mut tx, who.user, &status).await?;
    let (me, version) = me::settle(tx, state, who.user, false).await?;
    spread(state, version, &me).await?;
    Ok(me.status)
}

/// Tells the live Redis again what these people set, where it knows of nothing: it has no disk.
///
/// # Errors
/// 503 when Postgres or the live Redis is down.
pub async fn restore_all(state: &State, users: &[UserId]) -> Result<(), Error> {
    let mut connection = state.store.acquire().await?;
    let accounts = accounts::find_all(&mut connection, users).await?;
    drop(connection);
    let presence = state.bus.presence();
    let nothing = Status {
        presence: Presence::Online,
        ..Status::default()
    };
    for account in &accounts {
        let status = view::me(account, state.now()).shown(state.now());
        let bytes = if status == nothing {
            Vec::new()
        } else {
            serde_json::to_vec(&status)?
        };
        presence
            .restore_status(account.id, account.version, &bytes)
            .await?;
    }
    Ok(())
}

/// Tells everybody who watches how somebody is to be shown. Postgres has it; the live Redis only spreads it, and is told again
/// at the next change.
///
/// # Errors
/// When it cannot be written as JSON.
pub(super) async fn spread(state: &State, version: i64, me: &Me) -> Result<(), Error> {
    let bytes = serde_json::to_vec(&me.shown(state.now()))?;
    let presence = state.bus.presence();
    let spread = presence.set_status(me.user.id, version, &bytes).await;
    if let Err(error) = spread {
        tracing::warn!("a status could not be spread: {error}");
    }
    Ok(())
}
