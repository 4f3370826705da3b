//! REST's translation of this area.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, delete, get, post, web};
use auth::Principal;
use domain::{ChannelId, WorkspaceId};
use protocol::channel::{Channel, DeletedChannel};
use protocol::workspace::{DeletedWorkspace, Workspace};
use protocol::{Page, Problem};

use super::{channel, workspace};
use crate::error::Error;
use crate::http::Once;
use crate::state::State;

/// The routes of this area.
pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig<'_>) {
    config
        .service(delete_channel)
        .service(restore_channel)
        .service(list_deleted_channels)
        .service(delete_workspace)
        .service(restore_workspace)
        .service(list_deleted_workspaces);
}

/// Delete a channel. It can be restored for 30 days.
#[utoipa::path(
    tag = "channels",
    params(("id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem))
)]
#[delete("/channels/{id}")]
async fn delete_channel(
    state: web::Data<State>,
    who: Principal,
    path: web::Path<ChannelId>,
) -> Result<HttpResponse, Error> {
    channel::delete(&state, &who, path.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Undo the deletion of a channel: its log goes on, its members are in it again.
#[utoipa::path(
    tag = "channels",
    params(("id" = String, Path)),
    responses((status = 200, body = Channel), (status = 404, body = Problem), (status = 409, body = Problem))
)]
#[post("/channels/{id}/restore")]
async fn restore_channel(
    state: web::Data<State>,
    who: Principal,
    path: web::Path<ChannelId>,
    once: Once,
) -> Result<HttpResponse, Error> {
    Ok(channel::restore(&state, &who, path.into_inner(), &once)
        .await?
        .respond(StatusCode::OK))
}

/// The deleted channels of a workspace that the caller may restore, newest first.
#[utoipa::path(
    tag = "channels",
    params(("id" = String, Path)),
    responses((status = 200, body = Page<DeletedChannel>), (status = 404, body = Problem))
)]
#[get("/workspaces/{id}/deleted-channels")]
async fn list_deleted_channels(
    state: web::Data<State>,
    who: Principal,
    path: web::Path<WorkspaceId>,
) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(channel::deleted(&state, &who, path.into_inner()).await?))
}

/// Delete a workspace with all its channels. It can be restored for 30 days.
#[utoipa::path(
    tag = "workspaces",
    params(("id" = String, Path)),
    responses((status = 204), (status = 403, body = Problem))
)]
#[delete("/workspaces/{id}")]
async fn delete_workspace(
    state: web::Data<State>,
    who: Principal,
    path: web::Path<WorkspaceId>,
) -> Result<HttpResponse, Error> {
    workspace::delete(&state, &who, path.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Undo the deletion of a workspace: everybody is in it again, and its channels follow.
#[utoipa::path(
    tag = "workspaces",
    params(("id" = String, Path)),
    responses((status = 200, body = Workspace), (status = 404, body = Problem), (status = 409, body = Problem))
)]
#[post("/workspaces/{id}/restore")]
async fn restore_workspace(
    state: web::Data<State>,
    who: Principal,
    path: web::Path<WorkspaceId>,
    once: Once,
) -> Result<HttpResponse, Error> {
    Ok(workspace::restore(&state, &who, path.into_inner(), &once)
        .await?
        .respond(StatusCode::OK))
}

/// The deleted workspaces that the caller may restore, newest first.
#[utoipa::path(
    tag = "workspaces",
    responses((status = 200, body = Page<DeletedWorkspace>))
)]
#[get("/deleted-workspaces")]
async fn list_deleted_workspaces(
    state: web::Data<State>,
    who: Principal,
) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(workspace::deleted(&state, &who).await?))
}
