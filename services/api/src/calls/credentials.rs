//! Credentials for TURN servers, by the scheme that coturn calls REST: a user name that says until
//! when it holds, and its signature with a secret that the servers share with us.

use std::time::Duration;

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use domain::UserId;
use protocol::call::{IceServer, IceServers};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use crate::state::State;

/// Addresses of STUN and TURN servers, written with commas between them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct TurnUrls(Vec<String>);

/// An address that is not one of a STUN or TURN server.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} does not begin with stun:, stuns:, turn: or turns:")]
pub struct NotAServer(String);

impl TryFrom<String> for TurnUrls {
    type Error = NotAServer;

    fn try_from(text: String) -> Result<Self, NotAServer> {
        let urls = text.split(',').map(str::trim).filter(|url| !url.is_empty());
        let mut servers = Vec::new();
        for url in urls {
            match url.split_once(':') {
                Some(("stun" | "stuns" | "turn" | "turns", host)) if !host.is_empty() => {
                    servers.push(url.to_owned());
                }
                _ => return Err(NotAServer(url.to_owned())),
            }
        }
        Ok(Self(servers))
    }
}

impl TurnUrls {
    /// Whether one of them wants credentials.
    #[must_use]
    pub fn want_a_secret(&self) -> bool {
        self.0.iter().any(|url| is_relay(url))
    }
}

fn is_relay(url: &str) -> bool {
    url.starts_with("turn:") || url.starts_with("turns:")
}

/// What a browser needs, for this person and from now on.
#[must_use]
pub fn issue(state: &State, user: UserId) -> IceServers {
    let api = &state.config.api;
    let until = state.now() + Duration::from_secs(u64::from(api.turn_ttl_s));
    servers(&api.turn_urls, &api.turn_secret, user, until)
}

fn servers(
    urls: &TurnUrls,
    secret: &SecretString,
    user: UserId,
    until: DateTime<Utc>,
) -> IceServers {
    let (relays, plain): (Vec<_>, Vec<_>) = urls.0.iter().cloned().partition(|url| is_relay(url));
    let mut ice_servers = Vec::new();
    if !plain.is_empty() {
        ice_servers.push(IceServer {
            urls: plain,
            username: None,
            credential: None,
        });
    }
    let expires_at = (!relays.is_empty()).then_some(until.into());
    if !relays.is_empty() {
        let username = format!("{}:{user}", until.timestamp());
        ice_servers.push(IceServer {
            urls: relays,
            credential: Some(sign(secret, &username)),
            username: Some(username),
        });
    }
    IceServers {
        ice_servers,
        expires_at,
    }
}

/// base64(HMAC-SHA1(secret, name)): what every TURN server with this scheme expects. SHA-1's
/// weakness against collisions does not touch an HMAC.
fn sign(secret: &SecretString, name: &str) -> String {
    let secret = secret.expose_secret().as_bytes();
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    STANDARD.encode(hmac::sign(&key, name.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn urls(text: &str) -> Result<TurnUrls, NotAServer> {
        TurnUrls::try_from(text.to_owned())
    }

    fn user() -> UserId {
        "01936f3e-8a00-7000-8000-0123456789ab".parse().unwrap()
    }

    #[test]
    fn a_signature_is_that_of_rfc_2202_in_base64() {
        // Test case 2: HMAC-SHA1("Jefe", "what do ya want for nothing?").
        let signed = sign(&"Jefe".into(), "what do ya want for nothing?");
        let expected: Vec<u8> = vec![
            0xef, 0xfc, 0xdf, 0x6a, 0xe5, 0xeb, 0x2f, 0xa2, 0xd2, 0x74, 0x16, 0xd5, 0xf1, 0x84,
            0xdf, 0x9c, 0x25, 0x9a, 0x7c, 0x79,
        ];
        assert_eq!(signed, STANDARD.encode(expected));
    }

    #[test]
    fn relays_get_a_name_that_says_until_when_and_plain_servers_get_none() {
        let both = urls("stun:s.example.org, turn:t.example.org:3478?transport=udp").unwrap();
        let until = DateTime::from_timestamp(1_800_000_000, 0).unwrap();

        let issued = servers(&both, &"north".into(), user(), until);

        let [stun, turn] = issued.ice_servers.as_slice() else {
            panic!("{issued:?}")
        };
        assert_eq!(stun.urls, ["stun:s.example.org"]);
        assert_eq!((&stun.username, &stun.credential), (&None, &None));
        let name = format!("1800000000:{}", user());
        assert_eq!(turn.credential, Some(sign(&"north".into(), &name)));
        assert_eq!(turn.username, Some(name));
        assert_eq!(issued.expires_at, Some(until.into()));
    }

    #[test]
    fn without_servers_there_are_no_credentials() {
        let issued = servers(
            &TurnUrls::default(),
            &"".into(),
            user(),
            DateTime::UNIX_EPOCH,
        );
        assert!(issued.ice_servers.is_empty());
        assert_eq!(issued.expires_at, None);
    }

    #[test]
    fn only_addresses_of_such_servers_are_taken() {
        assert!(urls("").is_ok_and(|none| !none.want_a_secret()));
        assert!(
            urls("stuns:a:5349,turns:b:5349?transport=tcp").is_ok_and(|some| some.want_a_secret())
        );
        for wrong in ["https://a", "stun", "stunning:a", "turn:", "a:3478"] {
            assert!(urls(wrong).is_err(), "{wrong}");
        }
    }
}
