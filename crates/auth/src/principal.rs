//! The caller, as handlers take it: `who: Principal`.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse, ResponseError};
use domain::{SessionId, UserId};
use protocol::problem::CONTENT_TYPE;
use protocol::{ErrorCode, Problem};

use crate::door::Door;
use crate::keys::Claims;

/// Who is asking: somebody whose token was verified at the door.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Principal {
    /// The user.
    pub user: UserId,
    /// The session through which they came.
    pub session: SessionId,
}

impl From<&Claims> for Principal {
    fn from(claims: &Claims) -> Self {
        Self {
            user: claims.sub,
            session: claims.sid,
        }
    }
}

impl FromRequest for Principal {
    type Error = Denied;
    type Future = Ready<Result<Self, Denied>>;

    /// Needs a [`Door`] as `app_data`, unless a middleware has left the [`Claims`] in the request's
    /// extensions.
    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        if let Some(claims) = request.extensions().get::<Claims>() {
            return ready(Ok(Self::from(claims)));
        }
        let Some(door) = request.app_data::<Door>() else {
            return ready(Err(Denied::NoKeys));
        };
        ready(
            door.admit(request.method(), request.headers())
                .map(|claims| Self::from(&claims)),
        )
    }
}

/// Why somebody was not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// No token, or none of ours.
    #[error("not signed in")]
    Unauthenticated,
    /// The access token's time is over.
    #[error("the access token has expired")]
    Expired,
    /// The session was ended.
    #[error("the session was ended")]
    Revoked,
    /// The page is not one of ours.
    #[error("the origin is refused")]
    Origin,
    /// A token in a URL, which is not allowed here.
    #[error("tokens in URLs are refused")]
    UrlToken,
    /// The verification keys are not there yet.
    #[error("the verification keys are not there yet")]
    NoKeys,
}

impl Denied {
    /// The code that clients see.
    #[must_use]
    pub const fn code(self) -> ErrorCode {
        match self {
            Self::Unauthenticated => ErrorCode::Unauthenticated,
            Self::Expired => ErrorCode::TokenExpired,
            Self::Revoked => ErrorCode::SessionRevoked,
            Self::Origin => ErrorCode::OriginRefused,
            Self::UrlToken => ErrorCode::UrlTokenRefused,
            Self::NoKeys => ErrorCode::Unavailable,
        }
    }
}

impl ResponseError for Denied {
    fn status_code(&self) -> StatusCode {
        status(self.code())
    }

    fn error_response(&self) -> HttpResponse {
        respond(Problem::new(self.code()))
    }
}

fn status(code: ErrorCode) -> StatusCode {
    StatusCode::from_u16(code.http_status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// How long to wait when nobody knows better, in seconds.
const RETRY_AFTER_S: u64 = 1;

/// The problem as an HTTP answer, with the headers that belong to it. The problem itself is put
/// into the answer's extensions, where a middleware finds it to add what it knows of the request.
#[must_use]
pub fn respond(problem: Problem) -> HttpResponse {
    let mut response = HttpResponse::build(status(problem.code));
    response.content_type(CONTENT_TYPE);
    match problem.status {
        401 => {
            response.insert_header((WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")));
        }
        429 | 503 => {
            let wait = problem
                .retry_after_ms
                .map_or(RETRY_AFTER_S, |ms| ms.div_ceil(1_000));
            response.insert_header((RETRY_AFTER, wait.to_string()));
        }
        _ => {}
    }
    let mut response = response.body(serde_json::to_vec(&problem).unwrap_or_default());
    response.extensions_mut().insert(problem);
    response
}
