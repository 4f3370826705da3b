//! Blocking somebody, and ending it.

use std::time::Duration;

use auth::Principal;
use domain::UserId;
use domain::text::Invalid;
use protocol::event::Nothing;
use protocol::gateway::event::{BlocksUpdated, UserEvent};
use protocol::user::Block;
use protocol::{ErrorCode, InvalidInput, LogEvent};
use store::accounts::{self, Account};
use store::{PgConnection, blocks};

use crate::channels::announce::{Announcements, Effect};
use crate::error::Error;
use crate::state::State;
use crate::sync;
use crate::users::view;

/// How many people one may block.
const MOST: i64 = 1_000;
/// How often it is tried to tell gateways that cannot be reached.
const TRY_EVERY: Duration = Duration::from_secs(2);
/// For ten minutes; after that whoever connects anew learns it.
const MOST_TRIES: usize = 300;

/// Blocks somebody whom the caller may see. Doing it again changes nothing.
///
/// # Errors
/// `invalid_input` for oneself, `not_found` for who does not exist or is not to be seen,
/// `block_limit`; 503 when Postgres is down.
pub async fn block(state: &State, who: &Principal, blocked: UserId) -> Result<Block, Error> {
    if blocked == who.user {
        return Err(InvalidInput::at("/user", Invalid::Reserved).into());
    }
    let mut tx = state.store.begin().await?;
    blocks::lock(&mut tx, who.user).await?;
    let known = blocks::find(&mut tx, who.user, blocked).await?;
    let account = person(&mut tx, who.user, blocked, known.is_some()).await?;
    if let Some(known) = known {
        store::commit(tx).await?;
        return Ok(shown(&account, known));
    }
    if blocks::count(&mut tx, who.user).await? >= MOST {
        return Err(ErrorCode::BlockLimit.into());
    }
    let new = blocks::Block {
        blocked_id: blocked,
        created_at: state.now(),
    };
    blocks::insert(&mut tx, who.user, new).await?;
    let mut announcements = Announcements::new(state.now());
    part(&mut tx, &mut announcements, (who.user, blocked)).await?;
    tell_oneself(&mut tx, &mut announcements, (who.user, blocked), true).await?;
    store::commit(tx).await?;
    announcements.publish(state).await;
    spread(state, (who.user, blocked), true).await;
    Ok(shown(&account, new))
}

/// Blocks somebody no longer. Who is not blocked stays so.
///
/// # Errors
/// 503 when Postgres is down.
pub async fn unblock(state: &State, who: &Principal, blocked: UserId) -> Result<(), Error> {
    let mut tx = state.store.begin().await?;
    blocks::lock(&mut tx, who.user).await?;
    if !blocks::delete(&mut tx, who.user, blocked).await? {
        return Ok(());
    }
    let mut announcements = Announcements::new(state.now());
    tell_oneself(&mut tx, &mut announcements, (who.user, blocked), false).await?;
    let mutual = blocks::find(&mut tx, blocked, who.user).await?.is_some();
    store::commit(tx).await?;
    announcements.publish(state).await;
    spread(state, (who.user, blocked), mutual).await;
    Ok(())
}

/// Who is to be blocked: somebody whom the caller may see, or has seen when they were blocked.
async fn person(
    connection: &mut PgConnection,
    who: UserId,
    id: UserId,
    is_known: bool,
) -> Result<Account, Error> {
    let visible = accounts::visible(connection, who, &[id]).await?;
    let account = accounts::find(connection, id).await?;
    account
        .filter(|_| is_known || visible.contains(&id))
        .ok_or(Error::Refused(ErrorCode::NotFound))
}

/// Both lose the right to talk in their conversations of two: what is remembered of them there is
/// read anew (S4). The event in the log says nothing, so that nobody learns who did what.
async fn part(
    connection: &mut PgConnection,
    announcements: &mut Announcements,
    (one, other): (UserId, UserId),
) -> Result<(), Error> {
    for channel in blocks::direct_between(connection, one, other).await? {
        if store::channels::lock(connection, channel).await?.is_none() {
            continue;
        }
        let mver = store::channels::raise_mver(connection, channel).await?;
        let event = LogEvent::Void(Nothing::default());
        let effect = Effect::raises(mver);
        announcements
            .to_channel(connection, channel, (one, &event), effect)
            .await?;
    }
    Ok(())
}

async fn tell_oneself(
    connection: &mut PgConnection,
    announcements: &mut Announcements,
    (who, user_id): (UserId, UserId),
    blocked: bool,
) -> Result<(), Error> {
    let event = UserEvent::BlocksUpdated(BlocksUpdated { user_id, blocked });
    announcements.to_user(connection, who, event).await
}

/// Gateways keep the two apart, or no longer. While they cannot be told, it is tried again.
async fn spread(state: &State, people: (UserId, UserId), apart: bool) {
    let Err(error) = tell(state, people, apart).await else {
        return;
    };
    tracing::warn!("gateways do not hear of a block yet: {error}");
    let again = state.clone();
    state.tracker.spawn(async move {
        for _try in 0..MOST_TRIES {
            tokio::time::sleep(TRY_EVERY).await;
            if again.tracker.is_closed() || tell_again(&again, people).await.is_ok() {
                return;
            }
        }
    });
}

/// How the two stand by now: several changes may wait.
async fn tell_again(state: &State, (one, other): (UserId, UserId)) -> Result<(), Error> {
    let mut connection = state.store.acquire().await?;
    let apart = blocks::apart_among(&mut connection, one, &[other]).await?;
    drop(connection);
    Ok(tell(state, (one, other), !apart.is_empty()).await?)
}

async fn tell(state: &State, people: (UserId, UserId), apart: bool) -> Result<(), bus::Error> {
    sync::forget(state, people.1).await;
    state.bus.apart().set(people, apart).await
}

fn shown(account: &Account, block: blocks::Block) -> Block {
    Block {
        user: view::public(account),
        created_at: block.created_at.into(),
    }
}
