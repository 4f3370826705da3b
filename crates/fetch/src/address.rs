//! Which addresses are on the public internet.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{Ipv4Net, Ipv6Net};

/// IPv4 that is not a public host: the special-purpose registry of IANA, and what is no host at all.
const NOT_GLOBAL_V4: [Ipv4Net; 18] = [
    v4([0, 0, 0, 0], 8),       // this network
    v4([10, 0, 0, 0], 8),      // private
    v4([100, 64, 0, 0], 10),   // behind a carrier's address translation
    v4([127, 0, 0, 0], 8),     // loopback
    v4([169, 254, 0, 0], 16),  // link-local, and the metadata of clouds
    v4([172, 16, 0, 0], 12),   // private
    v4([192, 0, 0, 0], 24),    // protocol assignments
    v4([192, 0, 2, 0], 24),    // documentation
    v4([192, 31, 196, 0], 24), // AS112
    v4([192, 52, 193, 0], 24), // multicast tunnels
    v4([192, 88, 99, 0], 24),  // relays to 6to4
    v4([192, 168, 0, 0], 16),  // private
    v4([192, 175, 48, 0], 24), // AS112
    v4([198, 18, 0, 0], 15),   // benchmarks
    v4([198, 51, 100, 0], 24), // documentation
    v4([203, 0, 113, 0], 24),  // documentation
    v4([224, 0, 0, 0], 4),     // multicast
    v4([240, 0, 0, 0], 4),     // reserved, and broadcast
];

/// All of IPv6 that is given to public hosts. What carries an IPv4 address inside, such as
/// `::ffff:0:0/96` or `64:ff9b::/96`, is outside of it.
const GLOBAL_V6: Ipv6Net = v6([0x2000, 0, 0], 3);
/// What is special within it.
const NOT_GLOBAL_V6: [Ipv6Net; 6] = [
    v6([0x2001, 0, 0], 23),     // protocol assignments: Teredo, ORCHID, benchmarks
    v6([0x2001, 0xdb8, 0], 32), // documentation
    v6([0x2002, 0, 0], 16),     // 6to4: an IPv4 address inside
    v6([0x2620, 0x4f, 0x8000], 48), // AS112
    v6([0x3ffe, 0, 0], 16),     // the former 6bone
    v6([0x3fff, 0, 0], 20),     // documentation
];

const fn v4([a, b, c, d]: [u8; 4], length: u8) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, d), length)
}

const fn v6([a, b, c]: [u16; 3], length: u8) -> Ipv6Net {
    Ipv6Net::new_assert(Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0), length)
}

/// Whether an address may be a host on the public internet.
#[must_use]
pub fn is_global(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => !NOT_GLOBAL_V4.iter().any(|net| net.contains(&address)),
        IpAddr::V6(address) => {
            GLOBAL_V6.contains(&address) && !NOT_GLOBAL_V6.iter().any(|net| net.contains(&address))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// As the registries of IANA write them, and more that has no public host.
    const SPECIAL_V4: &str = "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 \
        172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 \
        192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 \
        240.0.0.0/4 255.255.255.255/32";
    const SPECIAL_V6: &str = "::/128 ::1/128 ::/96 ::ffff:0:0/96 ::ffff:0:0:0/96 64:ff9b::/96 \
        64:ff9b:1::/48 100::/64 100:0:0:1::/64 2001::/23 2001::/32 2001:1::1/128 2001:2::/48 \
        2001:3::/32 2001:4:112::/48 2001:10::/28 2001:20::/28 2001:30::/28 2001:db8::/32 \
        2002::/16 2620:4f:8000::/48 3ffe::/16 3fff::/20 5f00::/16 fc00::/7 fe80::/10 fec0::/10 \
        ff00::/8";

    fn nets<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> Vec<T> {
        text.split_whitespace()
            .map(|net| net.parse().unwrap())
            .collect()
    }

    /// An address of one of these ranges; the bits below the prefix are anybody's guess.
    fn special() -> impl Strategy<Value = IpAddr> {
        let four = prop::sample::select(nets::<Ipv4Net>(SPECIAL_V4));
        let six = prop::sample::select(nets::<Ipv6Net>(SPECIAL_V6));
        prop_oneof![
            (four, any::<u32>()).prop_map(|(net, bits)| {
                let host = bits & u32::from(net.hostmask());
                IpAddr::V4(Ipv4Addr::from(u32::from(net.network()) | host))
            }),
            (six, any::<u128>()).prop_map(|(net, bits)| {
                let host = bits & u128::from(net.hostmask());
                IpAddr::V6(Ipv6Addr::from(u128::from(net.network()) | host))
            }),
        ]
    }

    proptest! {
        #[test]
        fn nothing_special_is_global(address in special()) {
            prop_assert!(!is_global(address), "{address}");
        }

        #[test]
        fn any_other_ipv4_address_is_global(bits: u32) {
            let address = Ipv4Addr::from(bits);
            let is_special = nets::<Ipv4Net>(SPECIAL_V4).iter().any(|net| net.contains(&address));
            prop_assert_eq!(is_global(address.into()), !is_special);
        }

        #[test]
        fn no_ipv4_address_gets_through_inside_an_ipv6_one(bits: u32) {
            let four = Ipv4Addr::from(bits);
            let (high, low) = (u128::from(bits) << 80, u128::from(bits));
            let six_to_four = Ipv6Addr::from((0x2002_u128 << 112) | high);
            let nat64 = Ipv6Addr::from((0x0064_ff9b_u128 << 96) | low);
            let teredo = Ipv6Addr::from((0x2001_0000_u128 << 96) | u128::from(!bits));
            let compatible = Ipv6Addr::from(low);
            for address in [four.to_ipv6_mapped(), six_to_four, nat64, teredo, compatible] {
                prop_assert!(!is_global(address.into()), "{four} in {address}");
            }
        }
    }

    #[test]
    fn both_ends_of_every_special_range_are_refused() {
        for net in nets::<Ipv4Net>(SPECIAL_V4) {
            assert!(!is_global(net.network().into()), "{net}");
            assert!(!is_global(net.broadcast().into()), "{net}");
        }
        for net in nets::<Ipv6Net>(SPECIAL_V6) {
            assert!(!is_global(net.network().into()), "{net}");
            assert!(!is_global(net.broadcast().into()), "{net}");
        }
    }

    #[test]
    fn public_hosts_are_global() {
        let hosts = "1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 \
            126.255.255.255 128.0.0.0 172.15.255.255 172.32.0.0 192.0.1.0 198.17.255.255 \
            198.20.0.0 223.255.255.255 2001:4860:4860::8888 2001:200:: 2606:4700:4700::1111 \
            2a00:1450:4001::200e 2003:: 3fff:1000::";
        for host in nets::<IpAddr>(hosts) {
            assert!(is_global(host), "{host}");
        }
    }
}
