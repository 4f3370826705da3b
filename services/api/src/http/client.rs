//! Where a request comes from.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::net::{IpAddr, Ipv4Addr};

use actix_web::dev::Payload;
use actix_web::http::header::{USER_AGENT, X_FORWARDED_FOR};
use actix_web::{FromRequest, HttpRequest, web};
use lifecycle::client_ip;

use crate::state::State;

/// The longest user agent that is kept, in characters.
const MAX_USER_AGENT_CHARS: usize = 200;

/// The program and the address at the other end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// Its address, seen through the trusted proxies.
    pub ip: IpAddr,
    /// What it calls itself.
    pub user_agent: String,
}

impl Client {
    /// What limits by address count.
    #[must_use]
    pub fn limit_key(&self) -> String {
        client_ip::limit_key(self.ip)
    }

    /// The client of this request.
    #[must_use]
    pub fn of(request: &HttpRequest) -> Self {
        let peer = request
            .peer_addr()
            .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip());
        let header = |name| {
            request
                .headers()
                .get(name)
                .and_then(|value| value.to_str().ok())
        };
        let forwarded: Vec<_> = request
            .headers()
            .get_all(X_FORWARDED_FOR)
            .filter_map(|v| v.to_str().ok())
            .collect();
        let forwarded = forwarded.join(",");
        let ip = request
            .app_data::<web::Data<State>>()
            .map_or(peer, |state| {
                state
                    .config
                    .api
                    .trusted_proxies
                    .client(peer, Some(&forwarded))
            });
        let user_agent = header(USER_AGENT).unwrap_or_default();
        Self {
            ip,
            user_agent: user_agent.chars().take(MAX_USER_AGENT_CHARS).collect(),
        }
    }
}

impl FromRequest for Client {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request)))
    }
}
