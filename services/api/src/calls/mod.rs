//! Calls: who is in which, and what their browsers tell each other until they talk directly. No
//! sound and no picture passes through here.

mod connect;
pub mod credentials;
mod over;
mod rights;
mod ring;
mod seats;
mod signal;
mod sweep;
mod tell;

pub use rights::recheck;
pub use signal::signal;
pub use sweep::sweep;

use actix_web::web::{Data, Json as Answer, Path};
use actix_web::{get, post};
use auth::Principal;
use domain::ChannelId;
use protocol::Problem;
use protocol::call::{CallView, IceServers};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::Error;
use crate::state::State;

/// The routes of this area.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_call).service(post_credentials);
}

/// The call in a channel, if there is one.
#[utoipa::path(tag = "calls", params(("channel" = String, Path,)),
    responses((status = 200, body = CallView), (status = "default", body = Problem)))]
#[get("/calls/{channel}")]
async fn get_call(
    state: Data<State>,
    who: Principal,
    channel: Path<ChannelId>,
) -> Result<Answer<CallView>, Error> {
    rights::reader(&state, who.user, *channel).await?;
    let found = state.bus.calls().look(*channel).await?;
    over::settle(&state, *channel, &found);
    let call = tell::call(*channel, &found);
    Ok(Answer(CallView { call }))
}

/// Servers that help two browsers find each other, with credentials that hold for a while.
#[utoipa::path(tag = "calls", params(("channel" = String, Path,)),
    responses((status = 200, body = IceServers), (status = "default", body = Problem)))]
#[post("/calls/{channel}/credentials")]
async fn post_credentials(
    state: Data<State>,
    who: Principal,
    channel: Path<ChannelId>,
) -> Result<Answer<IceServers>, Error> {
    rights::caller(&state, who.user, *channel).await?;
    Ok(Answer(credentials::issue(&state, who.user)))
}
