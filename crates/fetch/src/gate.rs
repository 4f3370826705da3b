//! Where a connection may go.

use std::net::SocketAddr;
use std::sync::Arc;

use crate::address::is_global;

/// The ports of the web.
const PORTS: [u16; 2] = [80, 443];

/// Public hosts on the web's ports, and what the configuration of a test allows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gate {
    allow: Arc<[SocketAddr]>,
}

impl Gate {
    pub(crate) fn new(allow: &[SocketAddr]) -> Self {
        Self {
            allow: allow.into(),
        }
    }

    /// Whether any address at all may be reached at this port.
    pub(crate) fn admits_port(&self, port: u16) -> bool {
        PORTS.contains(&port) || self.allow.iter().any(|address| address.port() == port)
    }

    pub(crate) fn admits(&self, address: SocketAddr) -> bool {
        let is_public = PORTS.contains(&address.port()) && is_global(address.ip());
        is_public || self.allow.contains(&address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> SocketAddr {
        text.parse().unwrap()
    }

    #[test]
    fn only_public_hosts_on_the_ports_of_the_web_are_admitted() {
        let gate = Gate::default();
        assert!(gate.admits(address("1.1.1.1:80")));
        assert!(gate.admits(address("[2606:4700::1111]:443")));
        for refused in ["1.1.1.1:22", "1.1.1.1:8080", "127.0.0.1:80", "[::1]:443"] {
            assert!(!gate.admits(address(refused)), "{refused}");
        }
    }

    #[test]
    fn an_allowed_address_is_allowed_at_its_port_alone() {
        let gate = Gate::new(&[address("127.0.0.1:4000")]);
        assert!(gate.admits(address("127.0.0.1:4000")));
        for refused in [
            "127.0.0.1:80",
            "127.0.0.1:4001",
            "127.0.0.2:4000",
            "1.1.1.1:4000",
        ] {
            assert!(!gate.admits(address(refused)), "{refused}");
        }
    }
}
