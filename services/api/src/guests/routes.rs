//! REST's translation of this area.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, delete, get, post, web};
use auth::Principal;
use domain::ChannelId;
use protocol::guest::{
    ClaimGuest, CreateGuestLink, EnterAsGuest, EnteredAsGuest, GuestLink, GuestPreview,
};
use protocol::user::Me;
use protocol::{Page, PageQuery, Problem};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{claim, enter, links};
use crate::accounts::with_cookies;
use crate::error::Error;
use crate::http::{Client, Json};
use crate::state::State;

/// The routes of this area.
pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig<'_>) {
    config
        .service(list_guest_links)
        .service(create_guest_link)
        .service(revoke_guest_link)
        .service(claim_guest)
        .service(preview_guest_link)
        .service(enter_as_guest);
}

/// What becomes of who came by the link.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
struct RevokeQuery {
    /// Whether those who came by it leave at once; they stay until their time is over otherwise.
    end_guests: bool,
}

/// The links by which people without an account come into a channel.
#[utoipa::path(
    tag = "guests",
    params(("id" = String, Path), PageQuery),
    responses((status = 200, body = Page<GuestLink>), (status = 403, body = Problem))
)]
#[get("/channels/{id}/guest-links")]
async fn list_guest_links(
    state: web::Data<State>,
    who: Principal,
    path: web::Path<ChannelId>,
    query: web::Query<PageQuery>,
) -> Result<HttpResponse, Error> {
    let page = links::list(&state, &who, path.into_inner(), &query).await?;
    Ok(HttpResponse::Ok().json(page))
}

/// Open a channel to people without an account, by a link.
#[utoipa::path(
    tag = "guests",
    params(("id" = String, Path)),
    request_body = CreateGuestLink,
    responses((status = 201, body = GuestLink), (status = 403, body = Problem))
)]
#[post("/channels/{id}/guest-links")]
async fn create_guest_link(
    state: web::Data<State>,
    who: Principal,
    path: web::Path<ChannelId>,
    body: Json<CreateGuestLink>,
) -> Result<HttpResponse, Error> {
    let done = links::create(&state, &who, path.into_inner(), body.input, &body.once).await?;
    Ok(done.respond(StatusCode::CREATED))
}

/// Withdraw a link, and with `end_guests` those who came by it.
#[utoipa::path(
    tag = "guests",
    params(("id" = String, Path), ("code" = String, Path), RevokeQuery),
    responses((status = 204), (status = 404, body = Problem))
)]
#[delete("/channels/{id}/guest-links/{code}")]
async fn revoke_guest_link(
    state: web::Data<State>,
    who: Principal,
    path: web::Path<(ChannelId, String)>,
    query: web::Query<RevokeQuery>,
) -> Result<HttpResponse, Error> {
    let (id, code) = path.into_inner();
    links::revoke(&state, &who, id, (&code, query.end_guests)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Make an account of one's own of the guest that one is.
#[utoipa::path(
    tag = "guests",
    request_body = ClaimGuest,
    responses(
        (status = 200, body = Me),
        (status = 403, body = Problem),
        (status = 409, body = Problem)
    )
)]
#[post("/guest/claim")]
async fn claim_guest(
    state: web::Data<State>,
    who: Principal,
    client: Client,
    body: Json<ClaimGuest>,
) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(claim::claim(&state, &who, &client, body.input).await?))
}

/// Where a guest link leads.
#[utoipa::path(
    tag = "guests",
    security(()),
    params(("code" = String, Path)),
    responses((status = 200, body = GuestPreview), (status = 410, body = Problem))
)]
#[get("/guest/{code}")]
async fn preview_guest_link(
    state: web::Data<State>,
    path: web::Path<String>,
) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(links::preview(&state, &path).await?))
}

/// Come into the channel without an account.
#[utoipa::path(
    tag = "guests",
    security(()),
    params(("code" = String, Path)),
    request_body = EnterAsGuest,
    responses((status = 201, body = EnteredAsGuest), (status = 410, body = Problem))
)]
#[post("/guest/{code}/enter")]
async fn enter_as_guest(
    state: web::Data<State>,
    request: HttpRequest,
    client: Client,
    path: web::Path<String>,
    body: Json<EnterAsGuest>,
) -> Result<HttpResponse, Error> {
    state.door.check_origin(request.headers())?;
    let entered = enter::enter(&state, &client, &path, &body.input).await?;
    let mut response = with_cookies(&state, &entered.opened, StatusCode::CREATED);
    Ok(response.json(EnteredAsGuest {
        session: entered.opened.answer,
        workspace_id: entered.link.workspace_id,
        channel_id: entered.link.channel_id,
    }))
}
