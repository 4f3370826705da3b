//! How far people have read, and what is unread because of it.

pub mod counts;
pub mod marks;
mod read;
mod read_all;
mod receipts;
pub mod standing;
pub mod tally;
#[cfg(test)]
mod tests;
mod unread;

pub use read::{head, read};
pub use read_all::read_all;
pub use unread::unread;

use actix_web::post;
use actix_web::web::{Data, Json as Answer, Path};
use auth::Principal;
use domain::{ChannelId, WorkspaceId};
use protocol::Problem;
use protocol::reading::{ReadAll, ReadInput, ReadPosition};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::Error;
use crate::http::Json;
use crate::state::State;

/// The routes of this area.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(post_read)
        .service(post_unread)
        .service(post_read_all);
}

/// Marks everything up to a message as read. Only raises the position, and stops at the head.
#[utoipa::path(tag = "reading", request_body = ReadInput, params(("channel" = String, Path,)),
    responses((status = 200, body = ReadPosition), (status = "default", body = Problem)))]
#[post("/channels/{channel}/read")]
async fn post_read(
    state: Data<State>,
    who: Principal,
    channel: Path<ChannelId>,
    body: Json<ReadInput>,
) -> Result<Answer<ReadPosition>, Error> {
    read(&state, &who, *channel, body.input.message_no)
        .await
        .map(Answer)
}

/// Makes a message the first unread one.
#[utoipa::path(tag = "reading", request_body = ReadInput, params(("channel" = String, Path,)),
    responses((status = 200, body = ReadPosition), (status = "default", body = Problem)))]
#[post("/channels/{channel}/unread")]
async fn post_unread(
    state: Data<State>,
    who: Principal,
    channel: Path<ChannelId>,
    body: Json<ReadInput>,
) -> Result<Answer<ReadPosition>, Error> {
    unread(&state, &who, *channel, body.input.message_no)
        .await
        .map(Answer)
}

/// Marks every channel of a workspace as read.
#[utoipa::path(tag = "reading", params(("workspace" = String, Path,)),
    responses((status = 200, body = ReadAll), (status = "default", body = Problem)))]
#[post("/workspaces/{workspace}/read-all")]
async fn post_read_all(
    state: Data<State>,
    who: Principal,
    workspace: Path<WorkspaceId>,
) -> Result<Answer<ReadAll>, Error> {
    read_all(&state, &who, *workspace).await.map(Answer)
}
