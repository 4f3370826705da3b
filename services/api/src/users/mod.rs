//! People: oneself, and whom one shares a workspace with.

pub mod blocks;
pub(crate) mod expiry;
pub mod find;
pub mod me;
pub(crate) mod quiet;
pub mod status;
pub mod view;

pub use status::restore_all as restore_statuses;

use actix_web::{HttpRequest, HttpResponse, get, patch, post, put, web};
use auth::Principal;
use protocol::user::{LookupUsers, Me, Notifications, PatchMe, SetStatus, Status, User};
use protocol::{Page, Problem};

use crate::error::Error;
use crate::http::{Json, Person, etag};
use crate::state::State;

/// The routes of this area.
pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig<'_>) {
    config
        .service(get_me)
        .service(change_me)
        .service(set_status)
        .service(get_notifications)
        .service(set_notifications)
        .service(look_up)
        .service(get_user);
    blocks::routes(config);
}

/// One's own account.
#[utoipa::path(tag = "users", responses((status = 200, body = Me)))]
#[get("/users/me")]
async fn get_me(
    state: web::Data<State>,
    who: Principal,
    request: HttpRequest,
) -> Result<HttpResponse, Error> {
    let (me, version) = me::get(&state, &who).await?;
    Ok(etag::respond(&request, version, &me))
}

/// Change one's own account.
#[utoipa::path(
    tag = "users",
    request_body = PatchMe,
    responses((status = 200, body = Me), (status = 409, body = Problem))
)]
#[patch("/users/me")]
async fn change_me(
    state: web::Data<State>,
    who: Principal,
    body: Json<PatchMe>,
) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(me::change(&state, &who, body.input).await?))
}

/// Replace one's own status.
#[utoipa::path(
    tag = "users",
    request_body = SetStatus,
    responses((status = 200, body = Status))
)]
#[put("/users/me/status")]
async fn set_status(
    state: web::Data<State>,
    who: Principal,
    body: Json<SetStatus>,
) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(status::set(&state, &who, body.input).await?))
}

/// What one wants to be told about.
#[utoipa::path(tag = "users", responses((status = 200, body = Notifications)))]
#[get("/users/me/notifications")]
async fn get_notifications(state: web::Data<State>, who: Principal) -> Result<HttpResponse, Error> {
    let (me, _version) = me::get(&state, &who).await?;
    Ok(HttpResponse::Ok().json(me.notifications))
}

/// Replace what one wants to be told about.
#[utoipa::path(
    tag = "users",
    request_body = Notifications,
    responses((status = 200, body = Notifications))
)]
#[put("/users/me/notifications")]
async fn set_notifications(
    state: web::Data<State>,
    who: Principal,
    body: Json<Notifications>,
) -> Result<HttpResponse, Error> {
    let me = me::set_notifications(&state, &who, &body.input).await?;
    Ok(HttpResponse::Ok().json(me.notifications))
}

/// Several people at once; those whom one may not see are left out.
#[utoipa::path(
    tag = "users",
    request_body = LookupUsers,
    responses((status = 200, body = Page<User>))
)]
#[post("/users/lookup")]
async fn look_up(
    state: web::Data<State>,
    who: Principal,
    body: Json<LookupUsers>,
) -> Result<HttpResponse, Error> {
    let users = find::look_up(&state, &who, &body.input.ids).await?;
    Ok(HttpResponse::Ok().json(Page::whole(users)))
}

/// One person whom one shares a workspace with.
#[utoipa::path(
    tag = "users",
    params(("id" = String, Path)),
    responses((status = 200, body = User), (status = 404, body = Problem))
)]
#[get("/users/{id}")]
async fn get_user(
    state: web::Data<State>,
    who: Principal,
    request: HttpRequest,
    path: web::Path<Person>,
) -> Result<HttpResponse, Error> {
    let (user, version) = find::get(&state, &who, path.into_inner().id(&who)).await?;
    Ok(etag::respond(&request, version, &user))
}
