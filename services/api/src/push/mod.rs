//! Web Push: the key, the browsers that asked for it, and what became of every notification.

pub mod key;
pub mod ledger;
pub mod subscriptions;

use actix_web::{HttpResponse, delete, get, put, web};
use auth::Principal;
use domain::SessionId;
use protocol::push::{NotificationEntry, PushKey, PushSubscription, PutPushSubscription};
use protocol::{Page, PageQuery, Problem};

use crate::error::Error;
use crate::http::Json;
use crate::state::State;

/// The routes of this area.
pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig<'_>) {
    config
        .service(get_push_key)
        .service(list_push_subscriptions)
        .service(put_push_subscription)
        .service(remove_push_subscription)
        .service(remove_push_subscription_of)
        .service(get_notification_log);
}

/// The key that a browser subscribes with.
#[utoipa::path(tag = "push", responses((status = 200, body = PushKey)))]
#[get("/push/key")]
async fn get_push_key(state: web::Data<State>, _who: Principal) -> Result<HttpResponse, Error> {
    let public_key = key::public(&state).await?;
    Ok(HttpResponse::Ok().json(PushKey { public_key }))
}

/// The caller's browsers that are told by push.
#[utoipa::path(tag = "push", responses((status = 200, body = Page<PushSubscription>)))]
#[get("/users/me/push-subscriptions")]
async fn list_push_subscriptions(
    state: web::Data<State>,
    who: Principal,
) -> Result<HttpResponse, Error> {
    let devices = subscriptions::list(&state, &who).await?;
    Ok(HttpResponse::Ok().json(Page::whole(devices)))
}

/// Tell this session's browser by push, until the session ends.
#[utoipa::path(
    tag = "push",
    request_body = PutPushSubscription,
    responses((status = 200, body = PushSubscription), (status = 422, body = Problem))
)]
#[put("/users/me/push-subscriptions")]
async fn put_push_subscription(
    state: web::Data<State>,
    who: Principal,
    body: Json<PutPushSubscription>,
) -> Result<HttpResponse, Error> {
    let device = subscriptions::put(&state, &who, &body.input).await?;
    Ok(HttpResponse::Ok().json(device))
}

/// Tell this session's browser no more.
#[utoipa::path(tag = "push", responses((status = 204)))]
#[delete("/users/me/push-subscriptions")]
async fn remove_push_subscription(
    state: web::Data<State>,
    who: Principal,
) -> Result<HttpResponse, Error> {
    subscriptions::remove(&state, &who, who.session).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Tell the browser of another session no more.
#[utoipa::path(
    tag = "push",
    params(("session" = String, Path)),
    responses((status = 204), (status = 404, body = Problem))
)]
#[delete("/users/me/push-subscriptions/{session}")]
async fn remove_push_subscription_of(
    state: web::Data<State>,
    who: Principal,
    path: web::Path<SessionId>,
) -> Result<HttpResponse, Error> {
    subscriptions::remove_other(&state, &who, path.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// What became of telling the caller of messages, newest first; kept for 30 days.
#[utoipa::path(
    tag = "push",
    params(PageQuery),
    responses((status = 200, body = Page<NotificationEntry>))
)]
#[get("/users/me/notifications/log")]
async fn get_notification_log(
    state: web::Data<State>,
    who: Principal,
    query: web::Query<PageQuery>,
) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(ledger::page(&state, &who, &query).await?))
}
