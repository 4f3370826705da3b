//! REST's translation of this area.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, get, patch, post, web};
use auth::Principal;
use domain::{ChannelId, WorkspaceId};
use protocol::channel::{Channel, CreateChannel, OpenDm, PatchChannel, TransferChannel};
use protocol::{Page, Problem};

use super::list::ChannelQuery;
use super::{archive, create, dms, join, list, remove, settings, transfer};
use crate::error::Error;
use crate::http::{Json, Once, etag};
use crate::state::State;

/// The routes of this area.
pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig<'_>) {
    config
        .service(list_channels)
        .service(create_channel)
        .service(open_dm)
        .service(get_channel)
        .service(change_channel)
        .service(join_channel)
        .service(leave_channel)
        .service(archive_channel)
        .service(unarchive_channel)
        .service(transfer_channel)
        .configure(super::member_routes::routes);
}

/// The caller's channels in a workspace, or its public ones.
#[utoipa::path(
    tag = "channels",
    params(("id" = String, Path), ChannelQuery),
    responses((status = 200, body = Page<Channel>), (status = 404, body = Problem))
)]
#[get("/workspaces/{id}/channels")]
async fn list_channels(
    state: web::Data<State>,
    who: Principal,
    path: web::Path<WorkspaceId>,
    query: web::Query<ChannelQuery>,
) -> Result<HttpResponse, Error> {
    let page = list::list(&state, &who, path.into_inner(), &query).await?;
    Ok(HttpResponse::Ok().json(page))
}

/// Create a public or private channel.
#[utoipa::path(
    tag = "channels",
    params(("id" = String, Path)),
    request_body = CreateChannel,
    responses((status = 201, body = Channel), (status = 409, body = Problem))
)]
#[post("/workspaces/{id}/channels")]
async fn create_channel(
    state: web::Data<State>,
    who: Principal,
    path: web::Path<WorkspaceId>,
    body: Json<CreateChannel>,
) -> Result<HttpResponse, Error> {
    let created = create::create(&state, &who, path.into_inner(), body.input, &body.once).await?;
    Ok(created.respond(StatusCode::CREATED))
}

/// Open the direct conversation with these people: the same channel for the same people.
#[utoipa::path(
    tag = "channels",
    params(("id" = String, Path)),
    request_body = OpenDm,
    responses((status = 201, body = Channel), (status = 200, body = Channel))
)]
#[post("/workspaces/{id}/dms")]
async fn open_dm(
    state: web::Data<State>,
    who: Principal,
    path: web::Path<WorkspaceId>,
    body: Json<OpenDm>,
) -> Result<HttpResponse, Error> {
    let opened = dms::open(&state, &who, path.into_inner(), body.input, &body.once).await?;
    let status = if opened.created {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok(opened.channel.respond(status))
}

/// One channel.
#[utoipa::path(
    tag = "channels",
    params(("id" = String, Path)),
    responses((status = 200, body = Channel), (status = 404, body = Problem))
)]
#[get("/channels/{id}")]
async fn get_channel(
    state: web::Data<State>,
    who: Principal,
    path: web::Path<ChannelId>,
) -> Result<HttpResponse, Error> {
    let (channel, version) = list::get(&state, &who, path.into_inner()).await?;
    Ok(etag::tagged(version).json(channel))
}

/// Change name, topic, description, posting or slow mode.
#[utoipa::path(
    tag = "channels",
    params(("id" = String, Path), ("If-Match" = Option<String>, Header)),
    request_body = PatchChannel,
    responses((status = 200, body = Channel), (status = 412, body = Problem))
)]
#[patch("/channels/{id}")]
async fn change_channel(
    state: web::Data<State>,
    who: Principal,
    request: HttpRequest,
    path: web::Path<ChannelId>,
    body: Json<PatchChannel>,
) -> Result<HttpResponse, Error> {
    let version = etag::if_match(&request)?;
    let channel = settings::change(&state, &who, path.into_inner(), body.input, version).await?;
    Ok(HttpResponse::Ok().json(channel))
}

/// Become a member of a public channel.
#[utoipa::path(
    tag = "channels",
    params(("id" = String, Path)),
    responses((status = 200, body = Channel), (status = 404, body = Problem))
)]
#[post("/channels/{id}/join")]
async fn join_channel(
    state: web::Data<State>,
    who: Principal,
    path: web::Path<ChannelId>,
    once: Once,
) -> Result<HttpResponse, Error> {
    Ok(join::join(&state, &who, path.into_inner(), &once)
        .await?
        .respond(StatusCode::OK))
}

/// Stop being a member.
#[utoipa::path(
    tag = "channels",
    params(("id" = String, Path)),
    responses((status = 204), (status = 409, body = Problem))
)]
#[post("/channels/{id}/leave")]
async fn leave_channel(
    state: web::Data<State>,
    who: Principal,
    path: web::Path<ChannelId>,
    once: Once,
) -> Result<HttpResponse, Error> {
    remove::leave(&state, &who, path.into_inner(), &once).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Archive: the channel takes nothing new.
#[utoipa::path(
    tag = "channels",
    params(("id" = String, Path)),
    responses((status = 200, body = Channel), (status = 403, body = Problem))
)]
#[post("/channels/{id}/archive")]
async fn archive_channel(
    state: web::Data<State>,
    who: Principal,
    path: web::Path<ChannelId>,
    once: Once,
) -> Result<HttpResponse, Error> {
    let done = archive::set(&state, &who, path.into_inner(), true, &once).await?;
    Ok(done.respond(StatusCode::OK))
}

/// Take out of the archive.
#[utoipa::path(
    tag = "channels",
    params(("id" = String, Path)),
    responses((status = 200, body = Channel), (status = 403, body = Problem))
)]
#[post("/channels/{id}/unarchive")]
async fn unarchive_channel(
    state: web::Data<State>,
    who: Principal,
    path: web::Path<ChannelId>,
    once: Once,
) -> Result<HttpResponse, Error> {
    let done = archive::set(&state, &who, path.into_inner(), false, &once).await?;
    Ok(done.respond(StatusCode::OK))
}

/// Make another member the owner.
#[utoipa::path(
    tag = "channels",
    params(("id" = String, Path)),
    request_body = TransferChannel,
    responses((status = 200, body = Channel), (status = 403, body = Problem))
)]
#[post("/channels/{id}/transfer")]
async fn transfer_channel(
    state: web::Data<State>,
    who: Principal,
    path: web::Path<ChannelId>,
    body: Json<TransferChannel>,
) -> Result<HttpResponse, Error> {
    let id = path.into_inner();
    let done = transfer::transfer(&state, &who, id, body.input, &body.once).await?;
    Ok(done.respond(StatusCode::OK))
}
