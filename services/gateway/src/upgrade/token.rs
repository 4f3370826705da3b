//! The four ways in which a token may come.

use actix_web::dev::RequestHead;
use actix_web::http::header::{AUTHORIZATION, SEC_WEBSOCKET_PROTOCOL, UPGRADE};
use auth::principal::Denied;
use auth::{Claims, Door, cookies, door};
use protocol::gateway::hello::BEARER_SUBPROTOCOL_PREFIX;

/// Who asks for the upgrade: by `Authorization`, subprotocol, `?token=` where that is allowed, or
/// cookie. A cookie may only come from a page of ours, and says so; whatever else comes from a
/// page must not come from another.
///
/// # Errors
/// When it is nobody that we know, or a page that is not ours.
pub(super) fn claims(door: &Door, request: &RequestHead) -> Result<Claims, Denied> {
    let headers = request.headers();
    door.check_origin(headers)?;
    if headers.contains_key(AUTHORIZATION) {
        return door.verify(door::bearer(headers).ok_or(Denied::Unauthenticated)?);
    }
    let offered = subprotocols(request);
    let tokens = offered
        .iter()
        .filter_map(|name| name.strip_prefix(BEARER_SUBPROTOCOL_PREFIX));
    if let Some(token) = tokens.into_iter().next() {
        return door.verify(token);
    }
    if let Some(token) = query(request, "token") {
        return if door.allow_url_token {
            door.verify(&token)
        } else {
            Err(Denied::UrlToken)
        };
    }
    let token = cookies::read(headers, door.cookies.access_name());
    let token = token.ok_or(Denied::Unauthenticated)?;
    // A browser names the origin of every upgrade; of a plain GET (server-sent events) only when it
    // is another, which was refused above.
    if headers.contains_key(UPGRADE) {
        door.require_origin(headers)?;
    }
    door.verify(token)
}

/// The subprotocols that the client offers.
pub(super) fn subprotocols(request: &RequestHead) -> Vec<&str> {
    let lines = request.headers().get_all(SEC_WEBSOCKET_PROTOCOL);
    let lines = lines.filter_map(|line| line.to_str().ok());
    lines
        .flat_map(|line| line.split(','))
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect()
}

/// A parameter of the query, decoded.
pub(super) fn query(request: &RequestHead, name: &str) -> Option<String> {
    let mut pairs = request
        .uri
        .query()
        .unwrap_or_default()
        .split('&')
        .filter_map(|pair| pair.split_once('='));
    pairs
        .find(|(key, _)| *key == name)
        .and_then(|(_, value)| super::decoded(value))
}
