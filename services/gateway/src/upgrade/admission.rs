//! The decision about an upgrade, before anything is spent on it.

use std::net::{IpAddr, Ipv4Addr};

use actix_web::dev::RequestHead;
use actix_web::http::header::HeaderName;
use domain::ConnectionId;
use lifecycle::TrustedProxies;
use protocol::{ErrorCode, Problem};
use tokio_util::sync::CancellationToken;

use super::token;
use crate::context::Context;
use crate::session::opening::Guest;
use crate::sockets::{NoSeat, Seat};

/// How long a client should wait when there is no room, in milliseconds.
const RETRY_MS: u64 = 5_000;

/// Who stands at the door.
#[derive(Clone, Debug)]
pub(crate) struct Doorkeeper {
    pub(crate) context: Context,
    pub(crate) proxies: TrustedProxies,
    /// Cancelled when nobody new is let in any more.
    pub(crate) closed: CancellationToken,
}

impl Doorkeeper {
    /// Lets somebody in, or says why not.
    pub(super) fn admit(&self, request: &RequestHead) -> Result<(Guest, Seat), Box<Problem>> {
        if self.closed.is_cancelled() {
            return Err(later(ErrorCode::Draining));
        }
        let denied = |denied: auth::principal::Denied| Box::new(Problem::new(denied.code()));
        let claims = token::claims(&self.context.door, request).map_err(denied)?;
        if !self.context.revocation.sees() {
            // Whoever was ended a moment ago must not come back in.
            return Err(later(ErrorCode::Unavailable));
        }
        let ip = self.address(request);
        let seat = self
            .context
            .sockets
            .seat(ip)
            .map_err(|no_seat| match no_seat {
                NoSeat::Full => later(ErrorCode::Overloaded),
                NoSeat::Address => later(ErrorCode::TooManyConnections),
            })?;
        let id = ConnectionId::generate(self.context.clock.now(), &mut rand::rng());
        Ok((Guest { id, claims, ip }, seat))
    }

    fn address(&self, request: &RequestHead) -> IpAddr {
        const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
        let peer = request
            .peer_addr
            .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip());
        let lines = request.headers().get_all(FORWARDED_FOR);
        let lines: Vec<_> = lines.filter_map(|line| line.to_str().ok()).collect();
        self.proxies.client(peer, Some(&lines.join(",")))
    }
}

fn later(code: ErrorCode) -> Box<Problem> {
    let mut problem = Box::new(Problem::new(code));
    problem.retry_after_ms = Some(RETRY_MS);
    problem
}
