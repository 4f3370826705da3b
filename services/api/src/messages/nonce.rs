//! Which message a nonce stands for (S5): the log knows for 24 hours, Postgres for ever.

use auth::Principal;
use bus::Key;
use chrono::{DateTime, TimeDelta, Utc};
use domain::MessageId;
use protocol::ErrorCode;
use uuid::Uuid;

use super::draft::Draft;
use crate::error::Error;
use crate::state::State;

/// A little less than the log remembers a nonce, so that the two never leave a gap.
const LOG_REMEMBERS: TimeDelta = TimeDelta::hours(23);

/// The message that the log knows under this nonce.
///
/// # Errors
/// `nonce_reused` when it stands for another content; 503 when Redis is down.
pub(super) async fn logged(
    state: &State,
    who: &Principal,
    draft: &Draft,
) -> Result<Option<MessageId>, Error> {
    let key = Key::Nonce {
        author: who.user,
        nonce: draft.nonce.clone(),
    };
    let Some(earlier) = state.bus.log().knows(draft.channel, &key).await? else {
        return Ok(None);
    };
    if earlier.body_hash != draft.hash() {
        return Err(ErrorCode::NonceReused.into());
    }
    Ok(earlier.message)
}

/// The message that Postgres knows under this nonce, asked only when the log may have forgotten:
/// the nonce is itself a time-ordered id from long ago, or Redis has lost data lately.
///
/// # Errors
/// `nonce_reused` when it stands for another content; 503 when Postgres is needed and down.
pub(super) async fn stored(
    state: &State,
    who: &Principal,
    draft: &Draft,
) -> Result<Option<MessageId>, Error> {
    let now = state.now();
    if !is_old(&draft.nonce, now) && !state.log.recovery.nonces_are_incomplete(now) {
        return Ok(None);
    }
    let partition = state.bus.partitions().of(draft.channel);
    let mut connection = state.store.acquire().await?;
    let row = store::messages::find_nonce(
        &mut connection,
        partition,
        draft.channel,
        who.user,
        &draft.nonce,
    )
    .await?;
    let Some((message, hash)) = row else {
        return Ok(None);
    };
    if hash != draft.hash() {
        return Err(ErrorCode::NonceReused.into());
    }
    Ok(Some(message))
}

/// Whether the nonce is a `UUIDv7` from before what the log remembers.
fn is_old(nonce: &str, now: DateTime<Utc>) -> bool {
    let made = Uuid::try_parse(nonce)
        .ok()
        .and_then(|id| id.get_timestamp())
        .and_then(|time| {
            let (seconds, nanos) = time.to_unix();
            DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanos)
        });
    made.is_some_and(|made| made < now - LOG_REMEMBERS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_id_from_long_ago_is_an_old_nonce() {
        let made = "01936f3e-8a00-7000-8000-0123456789ab";
        let at = Uuid::try_parse(made)
            .unwrap()
            .get_timestamp()
            .unwrap()
            .to_unix()
            .0;
        let at = DateTime::from_timestamp(i64::try_from(at).unwrap(), 0).unwrap();

        assert!(is_old(made, at + TimeDelta::hours(25)));
        assert!(!is_old(made, at + TimeDelta::hours(1)));
        assert!(!is_old("my-nonce", at + TimeDelta::days(1_000)));
        assert!(!is_old(
            "67e55044-10b1-426f-9247-bb680e5fe0c8",
            at + TimeDelta::days(1_000)
        ));
    }
}
