//! What gateways still hold: kept in Postgres, where the process that recovers will look,
//! whichever one was offered it.

use rpc::chat::Offered;
use store::recovery::Offer;

use crate::error::Error;
use crate::state::State;

/// Keeps offered events that are not stored. Answers how many were news.
///
/// # Errors
/// 503 when Postgres is down.
pub async fn offer(state: &State, events: Vec<Offered>) -> Result<i64, Error> {
    if events.is_empty() {
        return Ok(0);
    }
    let offers = events.into_iter().map(|event| Offer {
        channel_id: event.channel,
        epoch: event.epoch,
        seq: event.seq,
        message_no: event.message_no,
        payload: event.payload.to_vec(),
    });
    let mut connection = state.store.acquire().await?;
    let kept = store::recovery::offer(&mut connection, offers.collect()).await?;
    Ok(i64::try_from(kept).unwrap_or(i64::MAX))
}
