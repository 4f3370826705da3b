//! Where somebody is signed in, and ending that, everywhere at once (S22).

use auth::Principal;
use bus::revocation::Revoked;
use domain::{SessionId, UserId};
use protocol::ErrorCode;
use protocol::account::Session;
use protocol::gateway::event::{SessionRevoked, UserEvent};
use store::PgConnection;
use store::sessions::Which;

use crate::channels::announce::Announcements;
use crate::error::Error;
use crate::state::State;

/// Where the caller is signed in, newest first.
///
/// # Errors
/// `Unavailable`.
pub async fn list(state: &State, who: &Principal) -> Result<Vec<Session>, Error> {
    let mut connection = state.store.acquire().await?;
    let sessions = store::sessions::list(&mut connection, who.user, state.now()).await?;
    let text = |text: String| Some(text).filter(|text| !text.is_empty());
    let sessions = sessions.into_iter().map(|session| Session {
        id: session.id,
        current: session.id == who.session,
        user_agent: text(session.user_agent),
        ip: text(session.ip),
        created_at: session.created_at.into(),
        last_used_at: session.last_used_at.into(),
        expires_at: session.expires_at.into(),
    });
    Ok(sessions.collect())
}

/// Ends one of the caller's sessions.
///
/// # Errors
/// `not_found` when it is not theirs, or over.
pub async fn revoke_one(state: &State, who: &Principal, id: SessionId) -> Result<(), Error> {
    let ended = revoke(state, who.user, Which::One(id), "revoked").await?;
    if ended == 0 {
        Err(ErrorCode::NotFound.into())
    } else {
        Ok(())
    }
}

/// Ends all of the caller's sessions but this one.
///
/// # Errors
/// `Unavailable`.
pub async fn revoke_others(state: &State, who: &Principal) -> Result<(), Error> {
    revoke(state, who.user, Which::Others(who.session), "revoked").await?;
    Ok(())
}

/// Ends sessions in a transaction of their own; answers how many.
///
/// # Errors
/// `Unavailable`.
pub async fn revoke(
    state: &State,
    user: UserId,
    which: Which,
    why: &'static str,
) -> Result<usize, Error> {
    let mut tx = state.store.begin().await?;
    let ended = end(&mut tx, state, user, which, why).await?;
    store::commit(tx).await?;
    let count = ended.sessions.len();
    ended.announce(state).await;
    Ok(count)
}

/// Sessions that were ended in a transaction, to be made known after its commit.
#[derive(Debug)]
#[must_use = "the other processes do not know it yet"]
pub struct Ended {
    sessions: Vec<SessionId>,
    announcements: Announcements,
}

/// Ends sessions; the caller commits, and then announces.
///
/// # Errors
/// `Unavailable`.
pub async fn end(
    connection: &mut PgConnection,
    state: &State,
    user: UserId,
    which: Which,
    why: &str,
) -> Result<Ended, Error> {
    let sessions = store::sessions::revoke(connection, user, which, why, state.now()).await?;
    let mut announcements = Announcements::new(state.now());
    for session in &sessions {
        let event = UserEvent::SessionRevoked(SessionRevoked {
            session_id: *session,
        });
        announcements.to_user(connection, user, event).await?;
    }
    Ok(Ended {
        sessions,
        announcements,
    })
}

impl Ended {
    /// Tells this process and all others. The table says it already: what is lost here is found
    /// again by whoever reads it.
    pub async fn announce(self, state: &State) {
        let now = state.now();
        for session in &self.sessions {
            state.door.revoked.insert(*session, now);
        }
        let revoked: Vec<_> = self
            .sessions
            .iter()
            .copied()
            .map(Revoked::Session)
            .collect();
        if let Err(error) = state.bus.revocations().revoke(&revoked).await {
            tracing::error!("revoked sessions could not be made known at once: {error}");
        }
        self.announcements.publish(state).await;
    }
}
