//! Signing up, in and out; sessions and passwords.

pub mod email;
pub mod forgot;
pub mod login;
pub mod logout;
pub mod open;
pub mod password;
pub mod refresh;
pub mod reset;
pub mod reset_link;
pub mod sessions;
pub mod signup;

use actix_web::http::StatusCode;
use actix_web::http::header::SET_COOKIE;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, delete, get, post, web};
use auth::Principal;
use domain::SessionId;
use protocol::account::{
    ChangeEmail, ChangePassword, ForgotPassword, Jwks, Login, Refresh, ResetPassword, Session,
    SignInMethods, SignedIn, Signup, SignupMode,
};
use protocol::user::Me;
use protocol::{ErrorCode, Page, Problem};

use crate::config;
use crate::error::Error;
use crate::http::{Client, Json, OptionalJson};
use crate::state::State;
use open::Opened;

/// The routes of this area.
pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig<'_>) {
    config
        .service(sign_up)
        .service(log_in)
        .service(refresh_tokens)
        .service(log_out)
        .service(sign_in_methods)
        .service(change_password)
        .service(forgot_password)
        .service(reset_password)
        .service(change_email)
        .service(list_sessions)
        .service(revoke_other_sessions)
        .service(revoke_session);
}

/// Make an account and sign in.
#[utoipa::path(
    tag = "accounts",
    security(()),
    request_body = Signup,
    responses((status = 201, body = SignedIn), (status = 409, body = Problem))
)]
#[post("/auth/signup")]
async fn sign_up(
    state: web::Data<State>,
    request: HttpRequest,
    client: Client,
    body: Json<Signup>,
) -> Result<HttpResponse, Error> {
    state.door.check_origin(request.headers())?;
    let opened = signup::sign_up(&state, &client, body.input).await?;
    Ok(signed_in(&state, opened, StatusCode::CREATED))
}

/// Sign in by e-mail address or handle.
#[utoipa::path(
    tag = "accounts",
    security(()),
    request_body = Login,
    responses((status = 200, body = SignedIn), (status = 401, body = Problem))
)]
#[post("/auth/login")]
async fn log_in(
    state: web::Data<State>,
    request: HttpRequest,
    client: Client,
    body: Json<Login>,
) -> Result<HttpResponse, Error> {
    state.door.check_origin(request.headers())?;
    let opened = login::log_in(&state, &client, body.input).await?;
    Ok(signed_in(&state, opened, StatusCode::OK))
}

/// Exchange the refresh token, from the body or the cookie, for the next pair.
#[utoipa::path(
    tag = "accounts",
    security(()),
    request_body = Refresh,
    responses((status = 200, body = SignedIn), (status = 401, body = Problem))
)]
#[post("/auth/refresh")]
async fn refresh_tokens(
    state: web::Data<State>,
    request: HttpRequest,
    client: Client,
    body: OptionalJson<Refresh>,
) -> Result<HttpResponse, Error> {
    let token = refresh_token(&state, &request, body.0)?;
    let token = token.ok_or(Error::Refused(ErrorCode::InvalidRefreshToken))?;
    let opened = refresh::refresh(&state, &client, &token).await?;
    Ok(signed_in(&state, opened, StatusCode::OK))
}

/// End the session that asks.
#[utoipa::path(
    tag = "accounts",
    request_body = Refresh,
    responses((status = 204), (status = 401, body = Problem))
)]
#[post("/auth/logout")]
async fn log_out(
    state: web::Data<State>,
    request: HttpRequest,
    who: Result<Principal, auth::Denied>,
    body: OptionalJson<Refresh>,
) -> Result<HttpResponse, Error> {
    match who {
        Ok(who) => logout::log_out(&state, &who).await?,
        Err(denied) => {
            // An expired access token must not keep anybody from leaving.
            let token = refresh_token(&state, &request, body.0)?.ok_or(denied)?;
            logout::log_out_by_token(&state, &token).await?;
        }
    }
    let mut response = HttpResponse::NoContent();
    response.append_header((SET_COOKIE, state.door.cookies.set_access("", 0)));
    response.append_header((SET_COOKIE, state.door.cookies.set_refresh("", 0)));
    Ok(response.finish())
}

/// Change the password; all other sessions end.
#[utoipa::path(
    tag = "accounts",
    request_body = ChangePassword,
    responses((status = 204), (status = 401, body = Problem))
)]
#[post("/auth/password")]
async fn change_password(
    state: web::Data<State>,
    who: Principal,
    client: Client,
    body: Json<ChangePassword>,
) -> Result<HttpResponse, Error> {
    password::change(&state, &who, &client, body.input).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// How this installation lets people in.
#[utoipa::path(tag = "accounts", security(()), responses((status = 200, body = SignInMethods)))]
#[get("/auth/methods")]
async fn sign_in_methods(state: web::Data<State>) -> HttpResponse {
    let signup = match state.config.api.signup {
        config::Signup::Open => SignupMode::Open,
        config::Signup::Invite => SignupMode::Invite,
        config::Signup::Closed => SignupMode::Closed,
    };
    let mail = !state.mail.is_lost();
    HttpResponse::Ok().json(SignInMethods { signup, mail })
}

/// Ask for a mail with a link that sets a new password. The answer is the same whether or not
/// anybody has this address.
#[utoipa::path(
    tag = "accounts",
    security(()),
    request_body = ForgotPassword,
    responses((status = 202), (status = 429, body = Problem))
)]
#[post("/auth/password/forgot")]
async fn forgot_password(
    state: web::Data<State>,
    request: HttpRequest,
    client: Client,
    body: Json<ForgotPassword>,
) -> Result<HttpResponse, Error> {
    state.door.check_origin(request.headers())?;
    forgot::forgot(&state, &client, body.input).await?;
    Ok(HttpResponse::Accepted().finish())
}

/// Set a new password with the token of the mail; all sessions end.
#[utoipa::path(
    tag = "accounts",
    security(()),
    request_body = ResetPassword,
    responses((status = 204), (status = 410, body = Problem))
)]
#[post("/auth/password/reset")]
async fn reset_password(
    state: web::Data<State>,
    request: HttpRequest,
    client: Client,
    body: Json<ResetPassword>,
) -> Result<HttpResponse, Error> {
    state.door.check_origin(request.headers())?;
    reset::reset(&state, &client, body.input).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Change the e-mail address; the address so far is told of it.
#[utoipa::path(
    tag = "accounts",
    request_body = ChangeEmail,
    responses((status = 200, body = Me), (status = 401, body = Problem), (status = 409, body = Problem))
)]
#[post("/auth/email")]
async fn change_email(
    state: web::Data<State>,
    who: Principal,
    client: Client,
    body: Json<ChangeEmail>,
) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(email::change(&state, &who, &client, body.input).await?))
}

/// Where one is signed in.
#[utoipa::path(tag = "accounts", responses((status = 200, body = Page<Session>)))]
#[get("/auth/sessions")]
async fn list_sessions(state: web::Data<State>, who: Principal) -> Result<HttpResponse, Error> {
    let sessions = sessions::list(&state, &who).await?;
    Ok(HttpResponse::Ok().json(Page::whole(sessions)))
}

/// End all sessions but the one that asks.
#[utoipa::path(tag = "accounts", responses((status = 204)))]
#[delete("/auth/sessions")]
async fn revoke_other_sessions(
    state: web::Data<State>,
    who: Principal,
) -> Result<HttpResponse, Error> {
    sessions::revoke_others(&state, &who).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// End one session.
#[utoipa::path(
    tag = "accounts",
    params(("id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem))
)]
#[delete("/auth/sessions/{id}")]
async fn revoke_session(
    state: web::Data<State>,
    who: Principal,
    path: web::Path<SessionId>,
) -> Result<HttpResponse, Error> {
    sessions::revoke_one(&state, &who, path.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The keys that verify access tokens.
#[utoipa::path(tag = "accounts", security(()), responses((status = 200, body = Jwks)))]
#[get("/.well-known/jwks.json")]
pub(crate) async fn jwks(state: web::Data<State>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header(("cache-control", "max-age=300"))
        .json(state.keys.jwks())
}

fn signed_in(state: &State, opened: Opened, status: StatusCode) -> HttpResponse {
    let mut response = with_cookies(state, &opened, status);
    response.json(opened.answer)
}

/// An answer that leaves the session in the browser.
pub(crate) fn with_cookies(
    state: &State,
    opened: &Opened,
    status: StatusCode,
) -> HttpResponseBuilder {
    let cookies = state.door.cookies;
    let access = cookies.set_access(&opened.answer.access_token, opened.answer.expires_in);
    let refresh = cookies.set_refresh(&opened.answer.refresh_token, opened.lasts_s);
    let mut response = HttpResponse::build(status);
    response
        .append_header((SET_COOKIE, access))
        .append_header((SET_COOKIE, refresh));
    response
}

/// The refresh token of the body, else of the cookie, which only a page of ours may send.
fn refresh_token(
    state: &State,
    request: &HttpRequest,
    body: Refresh,
) -> Result<Option<String>, Error> {
    if let Some(token) = body.refresh_token {
        return Ok(Some(token));
    }
    let name = state.door.cookies.refresh_name();
    let Some(token) = auth::cookies::read(request.headers(), name) else {
        return Ok(None);
    };
    state.door.require_origin(request.headers())?;
    Ok(Some(token.to_owned()))
}
