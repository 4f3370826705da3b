//! Filling gaps: the events of a channel's tail, as the gateway would have sent them.

use actix_web::get;
use actix_web::web::{Data, Json as Answer, Path, Query};
use auth::Principal;
use bus::{Range, Record};
use domain::{ChannelId, Seq};
use protocol::event::{frame, frame_void};
use protocol::sync::EventsPage;
use protocol::{ErrorCode, Limit, Problem};
use serde::Deserialize;
use serde_json::value::RawValue;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::Error;
use crate::log::access;
use crate::state::State;

/// The routes of this area.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_events);
}

/// Which events.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct EventsQuery {
    /// Events above this seq.
    after_seq: Seq,
    /// How many: 1 to 200, 50 by default.
    limit: Option<i64>,
}

/// Events after a seq, from the tail; older ones are `events_gone`.
#[utoipa::path(tag = "sync", params(("channel" = String, Path,), EventsQuery),
    responses((status = 200, body = EventsPage), (status = "default", body = Problem)))]
#[get("/channels/{channel}/events")]
async fn get_events(
    state: Data<State>,
    who: Principal,
    channel: Path<ChannelId>,
    query: Query<EventsQuery>,
) -> Result<Answer<EventsPage>, Error> {
    let limit = Limit::parse(query.limit)?;
    events(&state, &who, *channel, query.after_seq, limit.into())
        .await
        .map(Answer)
}

/// The first `limit` events after `after`.
///
/// # Errors
/// `not_found` when the caller may not read the channel, `events_gone` when the tail does not
/// reach so far; 503 when Redis is down.
pub async fn events(
    state: &State,
    who: &Principal,
    channel: ChannelId,
    after: Seq,
    limit: usize,
) -> Result<EventsPage, Error> {
    let tail = state
        .bus
        .log()
        .tail(channel, Range::After(after), limit)
        .await;
    let mver = tail
        .as_ref()
        .ok()
        .and_then(Option::as_ref)
        .map(|tail| tail.head.mver);
    access::reader(state, who.user, channel, mver).await?;
    let Some(tail) = tail? else {
        return cold(state, channel, after).await;
    };
    if !tail.reaches(after) {
        return Err(ErrorCode::EventsGone.into());
    }
    let mut events = Vec::with_capacity(tail.records.len());
    for record in &tail.records {
        events.push(raw(record)?);
    }
    Ok(EventsPage {
        events,
        head_seq: tail.head.seq,
        epoch: tail.head.epoch,
    })
}

/// A cold channel has no tail: there is nothing to fill, or what there is is gone.
async fn cold(state: &State, channel: ChannelId, after: Seq) -> Result<EventsPage, Error> {
    let mut connection = state.store.acquire().await?;
    let head = store::heads::find(&mut connection, channel).await?;
    let Some(head) = head else {
        return Err(ErrorCode::NotFound.into());
    };
    if after < head.persisted_seq {
        return Err(ErrorCode::EventsGone.into());
    }
    Ok(EventsPage {
        events: Vec::new(),
        head_seq: head.persisted_seq,
        epoch: head.epoch,
    })
}

/// The frame of an event; of one that nobody can read any more, a void.
fn raw(record: &Record) -> Result<Box<RawValue>, Error> {
    let made = frame(
        record.channel,
        record.seq,
        record.message_no,
        &record.payload,
    );
    let bytes = made.unwrap_or_else(|_unreadable| frame_void(record.channel, record.seq));
    let text = String::from_utf8(bytes.to_vec()).map_err(anyhow::Error::from)?;
    Ok(RawValue::from_string(text)?)
}
