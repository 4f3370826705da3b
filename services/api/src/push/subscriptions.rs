//! The browsers that a person is told by. One a session, and no longer than it.

use auth::Principal;
use domain::SessionId;
use domain::text::Invalid;
use protocol::push::{PushSubscription, PutPushSubscription};
use protocol::{ErrorCode, InvalidInput};
use push::{MAX_ENDPOINT, Refusal, Subscription};
use store::push::{Device, New};

use crate::error::Error;
use crate::state::State;

/// The caller's, newest first.
///
/// # Errors
/// `Unavailable`.
pub async fn list(state: &State, who: &Principal) -> Result<Vec<PushSubscription>, Error> {
    let mut connection = state.store.acquire().await?;
    let mut devices = store::push::list(&mut connection, &[who.user], state.now()).await?;
    devices.sort_unstable_by_key(|device| std::cmp::Reverse(device.created_at));
    Ok(devices
        .into_iter()
        .map(|device| view(device, who))
        .collect())
}

/// The browser of the caller's session is told from now on; what was noted for the session, or for
/// this browser under another one, is forgotten.
///
/// # Errors
/// Fields at fault; `unauthenticated` when the session is over.
pub async fn put(
    state: &State,
    who: &Principal,
    input: &PutPushSubscription,
) -> Result<PushSubscription, Error> {
    let keys = &input.keys;
    let read = Subscription::parse(&state.fetcher, &input.endpoint, &keys.p256dh, &keys.auth);
    let read = read.map_err(refused)?;
    let new = New {
        endpoint: &read.endpoint,
        p256dh: &read.p256dh,
        auth: &read.auth,
    };
    let mut tx = state.store.begin().await?;
    let caller = (who.session, who.user);
    if !store::push::put(&mut tx, caller, new, state.now()).await? {
        return Err(ErrorCode::Unauthenticated.into());
    }
    let devices = store::push::list(&mut tx, &[who.user], state.now()).await?;
    store::commit(tx).await?;
    let own = devices
        .into_iter()
        .find(|device| device.session_id == who.session);
    Ok(view(
        own.ok_or(Error::Refused(ErrorCode::Unauthenticated))?,
        who,
    ))
}

fn refused(refusal: Refusal) -> InvalidInput {
    let limit = u64::try_from(MAX_ENDPOINT).unwrap_or(u64::MAX);
    match refusal {
        Refusal::TooLong => InvalidInput::at("/endpoint", Invalid::TooLong { limit }),
        Refusal::Endpoint => InvalidInput::at("/endpoint", Invalid::InvalidFormat),
        Refusal::Key => InvalidInput::at("/keys/p256dh", Invalid::InvalidFormat),
        Refusal::Auth => InvalidInput::at("/keys/auth", Invalid::InvalidFormat),
    }
}

/// Forgets the browser of one of the caller's sessions; again is not an error.
///
/// # Errors
/// `Unavailable`.
pub async fn remove(state: &State, who: &Principal, session: SessionId) -> Result<u64, Error> {
    let mut connection = state.store.acquire().await?;
    Ok(store::push::delete(&mut connection, who.user, session).await?)
}

/// Forgets the browser of another session.
///
/// # Errors
/// `not_found` when it is not the caller's, or none is told.
pub async fn remove_other(state: &State, who: &Principal, session: SessionId) -> Result<(), Error> {
    if remove(state, who, session).await? == 0 {
        return Err(ErrorCode::NotFound.into());
    }
    Ok(())
}

fn view(device: Device, who: &Principal) -> PushSubscription {
    PushSubscription {
        session_id: device.session_id,
        current: device.session_id == who.session,
        user_agent: Some(device.user_agent).filter(|text| !text.is_empty()),
        created_at: device.created_at.into(),
        last_sent_at: device.last_sent_at.map(Into::into),
    }
}
