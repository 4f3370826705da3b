//! No connection to what is not public, by whatever way it is named.

use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::sync::Arc;

use fetch::{Bounds, Error, Fetcher, HeaderMap, Refusal};

use super::support::{Names, Site, answer, config, fetcher, get, moved};

/// An address that names no host: its port is admitted, and nothing else of it matters.
fn elsewhere(port: u16) -> SocketAddr {
    SocketAddr::from(([192, 0, 2, 1], port))
}

/// The address by which this machine reaches others. Nothing is sent.
fn own_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind("0.0.0.0:0").ok()?;
    socket.connect("192.0.2.1:9").ok()?;
    Some(socket.local_addr().ok()?.ip())
}

/// Listeners at every address of this machine that a stranger must not reach, on one port.
fn sinks() -> Vec<Site> {
    let first = Site::serve(|_, stream| answer(stream, "200 OK", "", b"secret"));
    let port = first.address.port();
    let mut addresses: Vec<IpAddr> = ["127.0.0.2", "::1"]
        .map(|text| text.parse().unwrap())
        .to_vec();
    addresses.extend(own_address());
    let others = addresses.into_iter().filter_map(|address| {
        Site::at(SocketAddr::new(address, port), |_, stream| {
            answer(stream, "200 OK", "", b"secret");
        })
    });
    let mut sinks: Vec<Site> = others.collect();
    sinks.push(first);
    sinks
}

fn assert_untouched(sinks: &[Site]) {
    for sink in sinks {
        assert_eq!(sink.connections(), 0, "{}", sink.address);
    }
}

fn is_refused<T: std::fmt::Debug>(answer: &Result<T, Error>) -> bool {
    matches!(answer, Err(Error::Refused(Refusal::Address)))
}

#[tokio::test]
async fn a_private_address_in_any_spelling_is_never_connected_to() {
    let sinks = sinks();
    let port = sinks[0].address.port();
    let fetcher = fetcher(&[elsewhere(port)]);
    let own = own_address().map(|address| address.to_string());
    let spellings = [
        "127.0.0.1",
        "127.1",
        "0x7f000001",
        "2130706433",
        "017700000001",
        "127.0.0.2",
        "0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:2]",
        "[::]",
        "[::127.0.0.1]",
    ];
    for host in spellings.iter().map(ToString::to_string).chain(own) {
        let url = format!("http://{host}:{port}/");
        assert!(is_refused(&get(&fetcher, &url).await), "{url}");
        // Nor does a post go there, of an address that nobody has checked.
        let url = fetch::Url::parse(&url).unwrap();
        let posted = fetcher
            .post(&url, HeaderMap::new(), "x".into(), Bounds::PAGE)
            .await;
        assert!(is_refused(&posted), "{url}");
    }
    assert_untouched(&sinks);
}

#[tokio::test]
async fn a_name_with_private_addresses_is_never_connected_to() {
    let sinks = sinks();
    let port = sinks[0].address.port();
    let hosts: Vec<String> = sinks
        .iter()
        .map(|sink| sink.address.ip().to_string())
        .collect();
    let hosts: Vec<&str> = hosts.iter().map(String::as_str).collect();
    let mapped = [
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "0.0.0.0",
    ];
    for addresses in [&hosts[..], &mapped[..], &[]] {
        let names = Names::saying(&[addresses]);
        let fetcher = Fetcher::with_lookup(&config(&[elsewhere(port)]), names.clone()).unwrap();
        for url in [
            format!("http://evil.test:{port}/"),
            format!("https://evil.test:{port}/"),
        ] {
            assert!(is_refused(&get(&fetcher, &url).await), "{addresses:?}");
        }
        assert_eq!(names.asked(), 2, "once for each connection");
    }
    assert_untouched(&sinks);
}

#[tokio::test]
async fn the_systems_own_names_for_this_machine_are_refused() {
    let sinks = sinks();
    let port = sinks[0].address.port();
    let fetcher = fetcher(&[elsewhere(port)]);
    for host in ["localhost", "LOCALHOST", "localhost."] {
        let answer = get(&fetcher, &format!("http://{host}:{port}/")).await;
        // Some resolvers do not know the last one.
        assert!(
            matches!(
                answer,
                Err(Error::Refused(Refusal::Address) | Error::Unreachable(_))
            ),
            "{answer:?}"
        );
    }
    assert_untouched(&sinks);
}

#[tokio::test]
async fn a_name_that_changes_its_mind_gains_nothing() {
    let site = Site::serve(|_, stream| moved(stream, "/again"));
    let port = site.address.port();
    let sink = Site::at(SocketAddr::from(([127, 0, 0, 2], port)), |_, stream| {
        answer(stream, "200 OK", "", b"secret");
    });
    let sink = sink.expect("a second loopback address");
    let names = Names::saying(&[&["127.0.0.1"], &["127.0.0.2"]]);
    let fetcher = Fetcher::with_lookup(&config(&[site.address]), names.clone()).unwrap();
    let answer = get(&fetcher, &format!("http://evil.test:{port}/")).await;
    assert!(is_refused(&answer));
    assert_eq!((site.connections(), names.asked()), (1, 2));
    assert_untouched(&[sink]);
}

#[tokio::test]
async fn of_mixed_addresses_only_the_admitted_one_is_tried() {
    let site = Site::serve(|_, stream| answer(stream, "200 OK", "", b"public"));
    let port = site.address.port();
    let sink = Site::at(SocketAddr::from(([127, 0, 0, 2], port)), |_, stream| {
        answer(stream, "200 OK", "", b"secret");
    });
    let sink = sink.expect("a second loopback address");
    let names = Names::saying(&[&["127.0.0.2", "10.0.0.1", "127.0.0.1"]]);
    let fetcher = Fetcher::with_lookup(&config(&[site.address]), names).unwrap();
    let answer = get(&fetcher, &format!("http://mixed.test:{port}/"))
        .await
        .unwrap();
    assert_eq!(&answer.body[..], b"public");
    assert_untouched(&[sink]);
}

#[tokio::test]
async fn a_redirect_to_what_is_not_public_is_not_followed() {
    let sinks = Arc::new(sinks());
    let port = sinks[0].address.port();
    let site = Site::serve(|path, stream| moved(stream, path.strip_prefix('/').unwrap()));
    let fetcher = fetcher(&[site.address, elsewhere(port)]);
    let places = [
        (format!("http://127.0.0.1:{port}/"), Refusal::Address),
        (format!("http://[::1]:{port}/"), Refusal::Address),
        (format!("//2130706433:{port}/"), Refusal::Address),
        (
            "http://169.254.169.254/latest/meta-data/".to_owned(),
            Refusal::Address,
        ),
        ("file:///etc/passwd".to_owned(), Refusal::Scheme),
        ("gopher://127.0.0.1:70/".to_owned(), Refusal::Scheme),
        (
            "http://user:word@example.com/".to_owned(),
            Refusal::Credentials,
        ),
        ("http://example.com:6379/".to_owned(), Refusal::Port),
    ];
    for (place, expected) in places {
        let answer = get(&fetcher, &site.url(&format!("/{place}"))).await;
        let Err(Error::Refused(refusal)) = answer else {
            panic!("{place}: {answer:?}");
        };
        assert_eq!(refusal, expected, "{place}");
    }
    assert_untouched(&sinks);
}
