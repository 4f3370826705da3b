//! Who is at the other end, when proxies stand between.

use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;
use serde::Deserialize;
use serde::de::{Deserializer, Error as _};

/// The networks whose `X-Forwarded-For` is believed.
#[derive(Clone, Debug, Default)]
pub struct TrustedProxies(Vec<IpNet>);

impl TrustedProxies {
    /// The client's address. `X-Forwarded-For` is read from the right, and believed only as long
    /// as whoever appended an entry is trusted; the first address that is not ours is the client.
    #[must_use]
    pub fn client(&self, peer: IpAddr, forwarded_for: Option<&str>) -> IpAddr {
        let mut client = peer.to_canonical();
        for entry in forwarded_for.unwrap_or_default().rsplit(',') {
            if !self.trusts(client) {
                break;
            }
            let Ok(address) = entry.trim().parse::<IpAddr>() else {
                break;
            };
            client = address.to_canonical();
        }
        client
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }
}

impl FromStr for TrustedProxies {
    type Err = String;

    /// Networks or single addresses, with commas.
    fn from_str(text: &str) -> Result<Self, String> {
        let entries = text
            .split(',')
            .map(str::trim)
            .filter(|entry| !entry.is_empty());
        let parsed = entries.map(|entry| {
            let single = entry.parse::<IpAddr>().map(IpNet::from);
            single
                .or_else(|_single| entry.parse())
                .map_err(|_net| format!("not a network: {entry}"))
        });
        parsed.collect::<Result<_, _>>().map(Self)
    }
}

impl<'de> Deserialize<'de> for TrustedProxies {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(D::Error::custom)
    }
}

/// What limits by address count: an IPv4 address, or the /64 that one IPv6 customer has.
#[must_use]
pub fn limit_key(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(peer: &str, forwarded_for: &str) -> String {
        let proxies: TrustedProxies = "10.0.0.0/8, 127.0.0.1".parse().unwrap();
        proxies
            .client(peer.parse().unwrap(), Some(forwarded_for))
            .to_string()
    }

    #[test]
    fn a_header_from_a_stranger_is_not_believed() {
        assert_eq!(client("203.0.113.7", "198.51.100.1"), "203.0.113.7");
    }

    #[test]
    fn the_first_address_from_the_right_that_is_not_a_proxy_is_the_client() {
        assert_eq!(
            client("127.0.0.1", "6.6.6.6, 203.0.113.7, 10.1.2.3"),
            "203.0.113.7"
        );
        assert_eq!(client("::ffff:127.0.0.1", "203.0.113.7"), "203.0.113.7");
    }

    #[test]
    fn garbage_ends_the_belief() {
        assert_eq!(client("127.0.0.1", "6.6.6.6, rubbish"), "127.0.0.1");
        assert_eq!(client("127.0.0.1", ""), "127.0.0.1");
    }

    #[test]
    fn an_ipv6_customer_is_one_network() {
        let one = limit_key("2001:db8:1:2:3::4".parse().unwrap());
        assert_eq!(one, limit_key("2001:db8:1:2:ffff::1".parse().unwrap()));
        assert_eq!(limit_key("::ffff:192.0.2.1".parse().unwrap()), "192.0.2.1");
    }
}
