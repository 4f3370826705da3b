//! REST's translation of this area.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, delete, get, patch, post, web};
use auth::Principal;
use domain::WorkspaceId;
use domain::permission::WorkspaceAction;
use protocol::workspace::{
    CreateInvite, CreateWorkspace, Invite, InvitePreview, PatchWorkspace, PatchWorkspaceMember,
    PatchWorkspaceMembership, Workspace, WorkspaceMember, WorkspaceMembership,
};
use protocol::{Page, PageQuery, Problem};

use super::members::MemberQuery;
use super::{accept, create, invites, members, own_side, remove, settings, view};
use crate::error::Error;
use crate::http::{Json, Once, Person, etag};
use crate::state::State;

/// The routes of this area.
pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig<'_>) {
    config
        .service(list_workspaces)
        .service(create_workspace)
        .service(get_workspace)
        .service(change_workspace)
        .service(change_workspace_membership)
        .service(list_workspace_members)
        .service(change_workspace_member)
        .service(remove_workspace_member)
        .service(list_invites)
        .service(create_invite)
        .service(revoke_invite)
        .service(preview_invite)
        .service(accept_invite);
}

/// The workspaces that the caller is in.
#[utoipa::path(tag = "workspaces", responses((status = 200, body = Page<Workspace>)))]
#[get("/workspaces")]
async fn list_workspaces(state: web::Data<State>, who: Principal) -> Result<HttpResponse, Error> {
    let mut connection = state.store.acquire().await?;
    let mine = view::mine(&mut connection, who.user).await?;
    Ok(HttpResponse::Ok().json(Page::whole(mine)))
}

/// Make a workspace, with #general and #random.
#[utoipa::path(
    tag = "workspaces",
    request_body = CreateWorkspace,
    responses((status = 201, body = Workspace), (status = 409, body = Problem))
)]
#[post("/workspaces")]
async fn create_workspace(
    state: web::Data<State>,
    who: Principal,
    body: Json<CreateWorkspace>,
) -> Result<HttpResponse, Error> {
    let done = create::create(&state, &who, body.input, &body.once).await?;
    Ok(done.respond(StatusCode::CREATED))
}

/// One workspace.
#[utoipa::path(
    tag = "workspaces",
    params(("id" = String, Path)),
    responses((status = 200, body = Workspace), (status = 404, body = Problem))
)]
#[get("/workspaces/{id}")]
async fn get_workspace(
    state: web::Data<State>,
    who: Principal,
    path: web::Path<WorkspaceId>,
) -> Result<HttpResponse, Error> {
    let mut connection = state.store.acquire().await?;
    let id = path.into_inner();
    let found = view::find(&mut connection, id, who.user, WorkspaceAction::Read).await?;
    Ok(etag::tagged(found.version).json(view::workspace(found)))
}

/// Change name or address.
#[utoipa::path(
    tag = "workspaces",
    params(("id" = String, Path)),
    request_body = PatchWorkspace,
    responses((status = 200, body = Workspace), (status = 403, body = Problem))
)]
#[patch("/workspaces/{id}")]
async fn change_workspace(
    state: web::Data<State>,
    who: Principal,
    path: web::Path<WorkspaceId>,
    body: Json<PatchWorkspace>,
) -> Result<HttpResponse, Error> {
    let workspace = settings::change(&state, &who, path.into_inner(), body.input).await?;
    Ok(HttpResponse::Ok().json(workspace))
}

/// Change one's own side: notifications, muting.
#[utoipa::path(
    tag = "workspaces",
    params(("id" = String, Path)),
    request_body = PatchWorkspaceMembership,
    responses((status = 200, body = WorkspaceMembership), (status = 404, body = Problem))
)]
#[patch("/workspaces/{id}/membership")]
async fn change_workspace_membership(
    state: web::Data<State>,
    who: Principal,
    path: web::Path<WorkspaceId>,
    body: Json<PatchWorkspaceMembership>,
) -> Result<HttpResponse, Error> {
    let membership = own_side::change(&state, &who, path.into_inner(), body.input).await?;
    Ok(HttpResponse::Ok().json(membership))
}

/// The people of a workspace.
#[utoipa::path(
    tag = "workspaces",
    params(("id" = String, Path), MemberQuery),
    responses((status = 200, body = Page<WorkspaceMember>), (status = 404, body = Problem))
)]
#[get("/workspaces/{id}/members")]
async fn list_workspace_members(
    state: web::Data<State>,
    who: Principal,
    path: web::Path<WorkspaceId>,
    query: web::Query<MemberQuery>,
) -> Result<HttpResponse, Error> {
    let page = members::list(&state, &who, path.into_inner(), &query).await?;
    Ok(HttpResponse::Ok().json(page))
}

/// Give somebody another role.
#[utoipa::path(
    tag = "workspaces",
    params(("id" = String, Path), ("user" = String, Path)),
    request_body = PatchWorkspaceMember,
    responses((status = 200, body = WorkspaceMember), (status = 403, body = Problem))
)]
#[patch("/workspaces/{id}/members/{user}")]
async fn change_workspace_member(
    state: web::Data<State>,
    who: Principal,
    path: web::Path<(WorkspaceId, Person)>,
    body: Json<PatchWorkspaceMember>,
) -> Result<HttpResponse, Error> {
    let (id, user) = path.into_inner();
    let member = members::set_role(&state, &who, id, user.id(&who), body.input).await?;
    Ok(HttpResponse::Ok().json(member))
}

/// Remove somebody, or leave.
#[utoipa::path(
    tag = "workspaces",
    params(("id" = String, Path), ("user" = String, Path)),
    responses((status = 204), (status = 403, body = Problem))
)]
#[delete("/workspaces/{id}/members/{user}")]
async fn remove_workspace_member(
    state: web::Data<State>,
    who: Principal,
    path: web::Path<(WorkspaceId, Person)>,
) -> Result<HttpResponse, Error> {
    let (id, user) = path.into_inner();
    remove::remove(&state, &who, id, user.id(&who)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The invitations that were given out.
#[utoipa::path(
    tag = "invites",
    params(("id" = String, Path), PageQuery),
    responses((status = 200, body = Page<Invite>), (status = 403, body = Problem))
)]
#[get("/workspaces/{id}/invites")]
async fn list_invites(
    state: web::Data<State>,
    who: Principal,
    path: web::Path<WorkspaceId>,
    query: web::Query<PageQuery>,
) -> Result<HttpResponse, Error> {
    let page = invites::list(&state, &who, path.into_inner(), &query).await?;
    Ok(HttpResponse::Ok().json(page))
}

/// Give out an invitation.
#[utoipa::path(
    tag = "invites",
    params(("id" = String, Path)),
    request_body = CreateInvite,
    responses((status = 201, body = Invite), (status = 403, body = Problem))
)]
#[post("/workspaces/{id}/invites")]
async fn create_invite(
    state: web::Data<State>,
    who: Principal,
    path: web::Path<WorkspaceId>,
    body: Json<CreateInvite>,
) -> Result<HttpResponse, Error> {
    let done = invites::create(&state, &who, path.into_inner(), body.input, &body.once).await?;
    Ok(done.respond(StatusCode::CREATED))
}

/// Withdraw an invitation.
#[utoipa::path(
    tag = "invites",
    params(("id" = String, Path), ("code" = String, Path)),
    responses((status = 204), (status = 404, body = Problem))
)]
#[delete("/workspaces/{id}/invites/{code}")]
async fn revoke_invite(
    state: web::Data<State>,
    who: Principal,
    path: web::Path<(WorkspaceId, String)>,
) -> Result<HttpResponse, Error> {
    let (id, code) = path.into_inner();
    invites::revoke(&state, &who, id, &code).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Where an invitation leads; asked by who may not be signed in yet.
#[utoipa::path(
    tag = "invites",
    security(()),
    params(("code" = String, Path)),
    responses((status = 200, body = InvitePreview), (status = 410, body = Problem))
)]
#[get("/invites/{code}")]
async fn preview_invite(
    state: web::Data<State>,
    path: web::Path<String>,
) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(invites::preview(&state, &path).await?))
}

/// Come into the workspace.
#[utoipa::path(
    tag = "invites",
    params(("code" = String, Path)),
    responses((status = 200, body = Workspace), (status = 410, body = Problem))
)]
#[post("/invites/{code}/accept")]
async fn accept_invite(
    state: web::Data<State>,
    who: Principal,
    path: web::Path<String>,
    once: Once,
) -> Result<HttpResponse, Error> {
    Ok(accept::accept(&state, &who, &path, &once)
        .await?
        .respond(StatusCode::OK))
}
