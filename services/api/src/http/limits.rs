//! Rate limits: what every request counts against, and what single verbs count besides.

use std::time::Duration;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, web};
use bus::rate_limit::{Limit, Verdict};
use protocol::ErrorCode;

use super::client::Client;
use crate::config::RateMode;
use crate::error::Error;
use crate::state::State;

const MINUTE: Duration = Duration::from_mins(1);
const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// So many in a period, all at once if need be.
#[must_use]
pub fn limit(name: &str, count: u32, per: Duration) -> Limit {
    Limit {
        name: name.to_owned(),
        burst: count,
        count,
        per,
    }
}

/// Counts one deed of `subject`. While the live Redis is down nothing is counted and everything
/// passes: a limit must not be what takes the service down.
///
/// # Errors
/// `rate_limited`, with the time to wait.
pub async fn count(state: &State, subject: &str, limits: &[Limit]) -> Result<(), Error> {
    match check(state, subject, limits).await {
        Some(verdict) if !verdict.allowed => Err(Error::retry_after(
            ErrorCode::RateLimited,
            verdict.retry_after,
        )),
        _ => Ok(()),
    }
}

async fn check(state: &State, subject: &str, limits: &[Limit]) -> Option<Verdict> {
    if state.config.api.rate_limits == RateMode::Off {
        return None;
    }
    match state.bus.limits().check(subject, limits).await {
        Ok(verdict) => verdict,
        Err(error) => {
            tracing::debug!("requests are not counted now: {error}");
            None
        }
    }
}

/// Counts every request: reads and writes apart, per user, or per address for who is not signed
/// in. Leaves the caller's claims for the extractor, so that a token is verified once.
///
/// # Errors
/// Never: what is refused has become an answer.
pub async fn middleware(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let Some(state) = request.app_data::<web::Data<State>>().cloned() else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    let admitted = state.door.admit(request.method(), request.headers());
    let subject = match &admitted {
        Ok(claims) => format!("user:{}", claims.sub),
        Err(_) => format!("ip:{}", Client::of(request.request()).limit_key()),
    };
    let class = match *request.method() {
        Method::GET | Method::HEAD => limit("read", 600, MINUTE),
        _ => limit("write", 300, MINUTE),
    };
    if let Ok(claims) = admitted {
        request.extensions_mut().insert(claims);
    }
    let verdict = check(&state, &subject, &[class]).await;
    let mut response = match &verdict {
        Some(verdict) if !verdict.allowed => {
            let refusal = Error::retry_after(ErrorCode::RateLimited, verdict.retry_after);
            request.into_response(auth::principal::respond(refusal.problem()))
        }
        _ => next.call(request).await?.map_into_boxed_body(),
    };
    if let Some(verdict) = verdict {
        announce(response.headers_mut(), &verdict);
    }
    Ok(response)
}

/// The two header fields of draft-ietf-httpapi-ratelimit-headers.
fn announce(headers: &mut HeaderMap, verdict: &Verdict) {
    let limit = &verdict.limit;
    let policy = format!(
        r#""{}";q={};w={}"#,
        limit.name,
        limit.count,
        limit.per.as_secs()
    );
    let left = format!(
        r#""{}";r={};t={}"#,
        limit.name,
        verdict.remaining,
        verdict.reset.as_secs_f64().ceil()
    );
    for (name, value) in [(RATE_LIMIT_POLICY, policy), (RATE_LIMIT, left)] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
}
