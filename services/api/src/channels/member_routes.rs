//! REST's translation of who is in a channel.

use actix_web::{HttpResponse, delete, get, patch, put, web};
use auth::Principal;
use domain::ChannelId;
use protocol::channel::{
    ChannelMember, ChannelPresence, Membership, PatchMembership, PutChannelMember,
};
use protocol::{Page, Problem};

use super::{members, online, own_side, remove};
use crate::error::Error;
use crate::http::{Json, OptionalJson, Person};
use crate::state::State;
use crate::workspaces::members::MemberQuery;

/// The routes of this area.
pub(super) fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig<'_>) {
    config
        .service(list_channel_members)
        .service(get_channel_presence)
        .service(put_channel_member)
        .service(remove_channel_member)
        .service(change_membership);
}

/// The members of a channel.
#[utoipa::path(
    tag = "channels",
    params(("id" = String, Path), MemberQuery),
    responses((status = 200, body = Page<ChannelMember>), (status = 404, body = Problem))
)]
#[get("/channels/{id}/members")]
async fn list_channel_members(
    state: web::Data<State>,
    who: Principal,
    path: web::Path<ChannelId>,
    query: web::Query<MemberQuery>,
) -> Result<HttpResponse, Error> {
    let page = members::list(&state, &who, path.into_inner(), &query).await?;
    Ok(HttpResponse::Ok().json(page))
}

/// How many of the members are there at this moment.
#[utoipa::path(
    tag = "channels",
    params(("id" = String, Path)),
    responses((status = 200, body = ChannelPresence), (status = 404, body = Problem))
)]
#[get("/channels/{id}/presence")]
async fn get_channel_presence(
    state: web::Data<State>,
    who: Principal,
    path: web::Path<ChannelId>,
) -> Result<HttpResponse, Error> {
    let presence = online::count(&state, &who, path.into_inner()).await?;
    Ok(HttpResponse::Ok().json(presence))
}

/// Make somebody a member, or give a member another role.
#[utoipa::path(
    tag = "channels",
    params(("id" = String, Path), ("user" = String, Path)),
    request_body = PutChannelMember,
    responses((status = 200, body = ChannelMember), (status = 403, body = Problem))
)]
#[put("/channels/{id}/members/{user}")]
async fn put_channel_member(
    state: web::Data<State>,
    who: Principal,
    path: web::Path<(ChannelId, Person)>,
    body: OptionalJson<PutChannelMember>,
) -> Result<HttpResponse, Error> {
    let (id, user) = path.into_inner();
    let member = members::put(&state, &who, id, user.id(&who), body.0).await?;
    Ok(HttpResponse::Ok().json(member))
}

/// End somebody's membership.
#[utoipa::path(
    tag = "channels",
    params(("id" = String, Path), ("user" = String, Path)),
    responses((status = 204), (status = 403, body = Problem))
)]
#[delete("/channels/{id}/members/{user}")]
async fn remove_channel_member(
    state: web::Data<State>,
    who: Principal,
    path: web::Path<(ChannelId, Person)>,
) -> Result<HttpResponse, Error> {
    let (id, user) = path.into_inner();
    remove::remove(&state, &who, id, user.id(&who)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Change one's own side: notifications, muting, the star.
#[utoipa::path(
    tag = "channels",
    params(("id" = String, Path)),
    request_body = PatchMembership,
    responses((status = 200, body = Membership), (status = 404, body = Problem))
)]
#[patch("/channels/{id}/membership")]
async fn change_membership(
    state: web::Data<State>,
    who: Principal,
    path: web::Path<ChannelId>,
    body: Json<PatchMembership>,
) -> Result<HttpResponse, Error> {
    let membership = own_side::change(&state, &who, path.into_inner(), body.input).await?;
    Ok(HttpResponse::Ok().json(membership))
}
