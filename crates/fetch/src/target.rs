//! Reading a URL as browsers do, and refusing what we do not go to before anything is asked.

use std::net::{IpAddr, SocketAddr};

use url::{Host, Url};

use crate::error::Refusal;
use crate::gate::Gate;

/// As long as the longest that browsers and servers agree on, in bytes.
const MAX_LENGTH: usize = 2_048;

/// Reads a URL that may be fetched. Every spelling of an IPv4 address that browsers know is one
/// here too; a name is judged by its addresses, when it is connected to.
pub(crate) fn parse(gate: &Gate, text: &str) -> Result<Url, Refusal> {
    if text.len() > MAX_LENGTH {
        return Err(Refusal::TooLong);
    }
    let url = Url::parse(text).map_err(|_malformed| Refusal::Malformed)?;
    check(gate, url)
}

/// As [`parse`], for what is read already.
pub(crate) fn check(gate: &Gate, mut url: Url) -> Result<Url, Refusal> {
    if url.as_str().len() > MAX_LENGTH {
        return Err(Refusal::TooLong);
    }
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Refusal::Scheme);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Refusal::Credentials);
    }
    let port = url.port_or_known_default().ok_or(Refusal::Port)?;
    if !gate.admits_port(port) {
        return Err(Refusal::Port);
    }
    let literal = match url.host().ok_or(Refusal::Malformed)? {
        Host::Ipv4(address) => Some(IpAddr::V4(address)),
        Host::Ipv6(address) => Some(IpAddr::V6(address)),
        Host::Domain(_) => None,
    };
    if literal.is_some_and(|address| !gate.admits(SocketAddr::new(address, port))) {
        return Err(Refusal::Address);
    }
    url.set_fragment(None);
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> Option<Refusal> {
        parse(&Gate::default(), text).err()
    }

    #[test]
    fn every_spelling_of_a_private_address_is_refused() {
        let hosts = "127.0.0.1 127.1 127.0.1 0 0x7f000001 0X7F.1 2130706433 017700000001 \
            0177.0.0.1 127.0.0.1. 127.000.000.001 ①②⑦.⓪.⓪.① 127。0。0。1 %31%32%37.0.0.1 \
            10.0.0.1 172.16.0.1 192.168.1.1 192.168.257 \
            169.254.169.254 0xa9fea9fe 100.64.0.1 198.18.0.1 0.0.0.0 255.255.255.255 224.0.0.1 \
            [::] [::1] [0:0:0:0:0:0:0:1] [::127.0.0.1] [::ffff:127.0.0.1] [::ffff:10.0.0.1] \
            [::ffff:a9fe:a9fe] [64:ff9b::a00:1] [64:ff9b::169.254.169.254] [2002:7f00:1::] \
            [2001:0:53aa:64c:0:0:80ff:fffe] [fe80::1] [fec0::1] [fc00::1] [fd00:ec2::254] [ff02::1]";
        for host in hosts.split_whitespace() {
            for form in [
                format!("http://{host}/"),
                format!("https://{host}:443/a?b#c"),
            ] {
                assert_eq!(refusal(&form), Some(Refusal::Address), "{form}");
            }
        }
    }

    #[test]
    fn what_is_no_web_address_is_refused() {
        let forms = [
            ("", Refusal::Malformed),
            ("example.com", Refusal::Malformed),
            ("http://", Refusal::Malformed),
            ("http://[fe80::1%25eth0]/", Refusal::Malformed),
            ("http://256.256.256.256/", Refusal::Malformed),
            ("http://a b/", Refusal::Malformed),
            ("http://example.com:99999/", Refusal::Malformed),
            ("file:///etc/passwd", Refusal::Scheme),
            ("gopher://example.com/", Refusal::Scheme),
            ("ftp://example.com/", Refusal::Scheme),
            ("data:text/html,x", Refusal::Scheme),
            ("javascript:alert(1)", Refusal::Scheme),
            ("unix:/run/x.sock", Refusal::Scheme),
            ("http://user@example.com/", Refusal::Credentials),
            ("http://user:secret@example.com/", Refusal::Credentials),
            ("http://example.com@127.0.0.1/", Refusal::Credentials),
            ("http://example.com:22/", Refusal::Port),
            ("http://example.com:6379/", Refusal::Port),
            ("https://example.com:8443/", Refusal::Port),
            ("http://example.com:0/", Refusal::Port),
        ];
        for (form, expected) in forms {
            assert_eq!(refusal(form), Some(expected), "{form}");
        }
        let long = format!("http://example.com/{}", "a".repeat(MAX_LENGTH));
        assert_eq!(refusal(&long), Some(Refusal::TooLong));
        let grows = format!("http://example.com/{}", "é".repeat(700));
        assert_eq!(refusal(&grows), Some(Refusal::TooLong));
    }

    #[test]
    fn public_pages_are_admitted_without_their_fragment() {
        for (form, read) in [
            ("http://example.com", "http://example.com/"),
            ("HTTPS://Example.COM:443/a#b", "https://example.com/a"),
            ("https://bücher.example/", "https://xn--bcher-kva.example/"),
            ("http://1.1.1.1/", "http://1.1.1.1/"),
            ("http://example.com:443/", "http://example.com:443/"),
            ("https://[2606:4700::1111]/", "https://[2606:4700::1111]/"),
        ] {
            assert_eq!(parse(&Gate::default(), form).unwrap().as_str(), read);
        }
    }

    #[test]
    fn an_allowed_address_is_one_in_every_spelling() {
        let gate = Gate::new(&["127.0.0.1:4000".parse().unwrap()]);
        assert!(parse(&gate, "http://127.1:4000/").is_ok());
        assert_eq!(parse(&gate, "http://127.1/"), Err(Refusal::Address));
        assert_eq!(
            parse(&gate, "http://127.0.0.2:4000/"),
            Err(Refusal::Address)
        );
    }
}
