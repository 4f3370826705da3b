//! Appending to a channel's log: seeds what is cold, wakes recovery when the log is closed, looks
//! again at rights that changed meanwhile.

use bus::{Append, AppendError, Appended, Earlier, Seed};
use domain::ChannelId;
use protocol::ErrorCode;
use tracing::Instrument as _;

use super::access::{self, Access};
use crate::error::Error;
use crate::state::State;

/// What became of an append that was not refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Logged {
    /// It is in the log, now or since an earlier attempt under the same key.
    As(Appended),
    /// The same key stands for something else, which is in the log.
    Reused(Earlier),
}

/// Appends what nobody's rights are checked for.
///
/// # Errors
/// `not_found` when the log is closed for good; 503 when Redis refuses or awaits recovery.
pub async fn append(state: &State, event: &Append<'_>) -> Result<Logged, Error> {
    match seeded(state, event).await {
        Ok(appended) => Ok(Logged::As(appended)),
        Err(Refusal::Log(AppendError::Reused(earlier))) => Ok(Logged::Reused(earlier)),
        Err(refusal) => Err(refused(state, refusal)),
    }
}

/// Appends under the rights in `access`. If somebody lost a right since those were read, they are
/// read and judged by `rule` again, once.
///
/// # Errors
/// What `rule` says; else as [`append`].
pub async fn permitted(
    state: &State,
    access: &Access,
    rule: impl Fn(&Access) -> Result<(), Error>,
    mut event: Append<'_>,
) -> Result<Logged, Error> {
    event.mver = Some(access.mver);
    match seeded(state, &event).await {
        Err(Refusal::Log(AppendError::MembershipStale { .. })) => {}
        Ok(appended) => return Ok(Logged::As(appended)),
        Err(Refusal::Log(AppendError::Reused(earlier))) => return Ok(Logged::Reused(earlier)),
        Err(refusal) => return Err(refused(state, refusal)),
    }
    let access = access::load(state, access.person.id, access.channel).await?;
    rule(&access)?;
    event.mver = Some(access.mver);
    append(state, &event).await
}

/// Appends, seeding a cold channel from Postgres.
async fn seeded(state: &State, event: &Append<'_>) -> Result<Appended, Refusal> {
    let span =
        tracing::info_span!("log.append", otel.kind = "producer", channel.id = %event.channel);
    write(state, event).instrument(span).await
}

async fn write(state: &State, event: &Append<'_>) -> Result<Appended, Refusal> {
    let log = state.bus.log();
    match log.append(event).await {
        Err(AppendError::Cold) => seed(state, event.channel).await.map_err(Refusal::Seed)?,
        outcome => return outcome.map_err(Refusal::Log),
    }
    log.append(event).await.map_err(Refusal::Log)
}

/// Why an append did not succeed.
enum Refusal {
    /// The log refused.
    Log(AppendError),
    /// The channel was cold and could not be seeded.
    Seed(Error),
}

fn refused(state: &State, refusal: Refusal) -> Error {
    let refusal = match refusal {
        Refusal::Log(refusal) => refusal,
        Refusal::Seed(error) => return error,
    };
    match refusal {
        AppendError::Closed => ErrorCode::NotFound.into(),
        AppendError::Bus(error) => bus_error(state, error),
        AppendError::Cold | AppendError::MembershipStale { .. } | AppendError::Reused(_) => {
            ErrorCode::Unavailable.into()
        }
    }
}

/// A log that answers "stale" waits for recovery: sees to it that somebody is at it.
pub fn bus_error(state: &State, error: bus::Error) -> Error {
    crate::metrics::refused(&error);
    if matches!(error, bus::Error::Stale) {
        state.log.recovery.wake();
    }
    error.into()
}

/// Puts a channel's counters where Postgres says they are, unless they are there already.
///
/// # Errors
/// `not_found` when there is no such channel; 503 when either store is down.
pub async fn seed(state: &State, channel: ChannelId) -> Result<(), Error> {
    let mut connection = state.store.acquire().await?;
    let Some(head) = store::heads::find(&mut connection, channel).await? else {
        return Err(ErrorCode::NotFound.into());
    };
    drop(connection);
    let seed = seed_of(&head);
    match state.bus.log().seed(channel, &seed).await {
        Ok(_head) => Ok(()),
        Err(error) => {
            if matches!(error, bus::Error::Stale) {
                // Either the whole log waits for recovery, or this channel's counters are gone
                // while its tail is not: recovery finds out which.
                state.log.recovery.force();
            }
            Err(error.into())
        }
    }
}

/// The counters of a log of which all is stored.
#[must_use]
pub fn seed_of(head: &store::heads::Head) -> Seed {
    Seed {
        epoch: head.epoch,
        base: head.base,
        seq: head.persisted_seq,
        message_no: head.persisted_message_no,
        mver: head.mver,
        closed: head.closed,
    }
}
