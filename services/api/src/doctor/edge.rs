//! The way that browsers take: api and the gateways behind the public address.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use domain::{SessionId, UserId};
use http::Request;
use http::header::{AUTHORIZATION, CONNECTION, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION, UPGRADE};
use lifecycle::doctor::{Probe, Report, Seen};

use super::{clocks, now};
use crate::config::Config;

const WHAT: &str = "edge";
/// The gateway answers pings of its own within this; a proxy that waits longer cuts nobody off.
const ADVICE_TIMEOUT: &str = "a proxy between must let a connection be silent for 60 s";

pub(super) async fn look(config: &Config, report: &mut Report) {
    let url = config.door.public_url.trim_end_matches('/');
    let probe = match Probe::new() {
        Ok(probe) => probe,
        Err(error) => return report.wrong(WHAT, format!("{error:#}"), "Install ca-certificates."),
    };
    if api(&probe, url, report).await {
        gateway(config, &probe, url, report).await;
    }
}

/// Whether the public address leads to api.
async fn api(probe: &Probe, url: &str, report: &mut Report) -> bool {
    let before = now();
    let seen = match Request::get(format!("{url}/api/v1/auth/methods")).body(Bytes::new()) {
        Ok(request) => probe.send(request).await,
        Err(error) => Err(error.into()),
    };
    let seen = match seen {
        Ok(seen) => seen,
        Err(error) => {
            report.wrong(
                WHAT,
                format!("{url} cannot be reached: {error:#}"),
                "Check HUBBUB_PUBLIC_URL, DNS, the certificate and whether the edge runs.",
            );
            return false;
        }
    };
    let is_ours = serde_json::from_slice::<serde_json::Value>(&seen.body).is_ok_and(|answer| {
        answer
            .get("signup")
            .is_some_and(serde_json::Value::is_string)
    });
    if seen.status == 200 && is_ours {
        let text = format!("{url}/api is answered in {} ms", seen.took.as_millis());
        report.ok(WHAT, text);
        clock(report, &seen, before);
        return true;
    }
    let text = format!(
        "{url}/api/v1 is answered with {} and not by api",
        seen.status
    );
    report.wrong(
        WHAT,
        text,
        "The edge must hand /api on with path and Host unchanged.",
    );
    false
}

/// A `Date` has whole seconds only.
fn clock(report: &mut Report, seen: &Seen, before: DateTime<Utc>) {
    let date = seen.date.as_deref().map(DateTime::parse_from_rfc2822);
    if let Some(Ok(date)) = date {
        let theirs = date.with_timezone(&Utc);
        let second = chrono::TimeDelta::seconds(1);
        clocks::compare(report, WHAT, theirs, (before - second, now()));
    }
}

/// Whether a WebSocket gets through. The token is for nobody: it opens the socket and no session.
async fn gateway(config: &Config, probe: &Probe, url: &str, report: &mut Report) {
    let nobody = UserId::from_uuid(uuid::Uuid::from_u128(1));
    let none = SessionId::from_uuid(uuid::Uuid::from_u128(1));
    let Some(token) = auth::Keys::load(&config.keys)
        .ok()
        .and_then(|keys| keys.sign(nobody, none, now()).ok())
    else {
        return;
    };
    let request = Request::get(format!("{url}/ws"))
        .header(CONNECTION, "Upgrade")
        .header(UPGRADE, "websocket")
        .header(SEC_WEBSOCKET_VERSION, "13")
        .header(SEC_WEBSOCKET_KEY, "dGhlIHNhbXBsZSBub25jZQ==")
        .header(AUTHORIZATION, format!("Bearer {token}"))
        .body(Bytes::new());
    let seen = match request {
        Ok(request) => probe.send(request).await,
        Err(error) => Err(error.into()),
    };
    match seen {
        Ok(Seen { status: 101, .. }) => {
            report.ok(WHAT, format!("{url}/ws opens a WebSocket; {ADVICE_TIMEOUT}"));
        }
        Ok(Seen { status: 400, .. }) => report.wrong(WHAT, format!("{url}/ws reaches a gateway, but no longer asks for a WebSocket"), "The proxy must pass Upgrade and Connection on (nginx: proxy_http_version 1.1, proxy_set_header Upgrade $http_upgrade)."),
        Ok(Seen { status: 401, .. }) => report.wrong(WHAT, format!("{url}/ws reaches a gateway that does not know our keys"), "Gateways fetch them from api: check HUBBUB_API_GRPC_URL, HUBBUB_RPC_SECRET and the clocks."),
        Ok(seen) => report.wrong(WHAT, format!("{url}/ws is answered with {}", seen.status), "The edge must hand /ws on to the gateways."),
        Err(error) => report.wrong(WHAT, format!("{url}/ws cannot be opened: {error:#}"), "The edge must hand /ws on to the gateways."),
    }
}
