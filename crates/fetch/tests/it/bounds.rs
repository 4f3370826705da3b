//! What an answer may cost: bytes, redirects, time; and what we tell the host of ourselves.

use std::io::Write as _;
use std::thread;
use std::time::Duration;

use fetch::{Bounds, Error, HeaderMap, Over, StatusCode};

use flate2::Compression;
use flate2::write::GzEncoder;

use super::support::{Site, answer, fetcher, get, moved};

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

const SMALL: Bounds = Bounds {
    bytes: 1_000,
    ..Bounds::PAGE
};

#[tokio::test]
async fn a_page_comes_back_as_it_is() {
    let site = Site::serve(|_, stream| {
        let headers = "Content-Type: Text/HTML; charset=utf-8\r\nSet-Cookie: a=b\r\n";
        answer(stream, "200 OK", headers, b"<p>hello");
    });
    let fetcher = fetcher(&[site.address]);
    let page = get(&fetcher, &site.url("/a?b#c")).await.unwrap();
    assert_eq!(
        (page.status, &page.body[..]),
        (StatusCode::OK, &b"<p>hello"[..])
    );
    assert_eq!(
        (page.media_type().as_str(), page.url.path()),
        ("text/html", "/a")
    );
    let _second = get(&fetcher, &site.url("/")).await.unwrap();
    // A connection each, no cookie kept, nothing of ours but the name of a bot.
    assert_eq!(site.connections(), 2);
    let asked = site.requests().join("\n").to_ascii_lowercase();
    assert!(asked.starts_with("get /a?b http/1.1"), "{asked}");
    for absent in ["cookie", "authorization", "referer", "gzip", "traceparent"] {
        assert!(!asked.contains(absent), "{absent} in {asked}");
    }
}

#[tokio::test]
async fn three_redirects_are_followed_and_a_fourth_is_not() {
    let site = Site::serve(|path, stream| match path {
        "/0" => answer(stream, "200 OK", "", b"there"),
        "/nowhere" => answer(stream, "302 Found", "", b""),
        _ => {
            let hops: u32 = path.trim_start_matches('/').parse().unwrap();
            moved(stream, &format!("/{}", hops.saturating_sub(1)));
        }
    });
    let fetcher = fetcher(&[site.address]);
    let page = get(&fetcher, &site.url("/3")).await.unwrap();
    assert_eq!(page.url.as_str(), site.url("/0"));
    assert!(matches!(
        get(&fetcher, &site.url("/4")).await,
        Err(Error::Redirects)
    ));
    assert!(matches!(
        get(&fetcher, &site.url("/50")).await,
        Err(Error::Redirects)
    ));
    assert!(matches!(
        get(&fetcher, &site.url("/nowhere")).await,
        Err(Error::Lost)
    ));
    // 4 + 4 + 4 + 1
    assert_eq!(site.connections(), 13);
}

#[tokio::test]
async fn a_redirect_to_itself_ends() {
    let site = Site::serve(|path, stream| moved(stream, path));
    let fetcher = fetcher(&[site.address]);
    assert!(matches!(
        get(&fetcher, &site.url("/loop")).await,
        Err(Error::Redirects)
    ));
    assert_eq!(site.connections(), 4);
}

#[tokio::test]
async fn a_long_body_is_cut_or_refused_whether_it_says_its_length_or_not() {
    let site = Site::serve(|path, stream| match path {
        "/exact" => answer(stream, "200 OK", "", &[b'x'; 1_000]),
        "/over" => answer(stream, "200 OK", "", &[b'x'; 1_001]),
        _ => {
            let _gone = stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            while stream.write_all(b"10\r\n0123456789abcdef\r\n").is_ok() {}
        }
    });
    let fetcher = fetcher(&[site.address]);
    let ask = async |path: &str, over: Over| {
        let url = fetcher.check(&site.url(path)).unwrap();
        let answer = fetcher.get(&url, "*/*", Bounds { over, ..SMALL }).await;
        answer.map(|answer| answer.body.len())
    };
    assert_eq!(ask("/exact", Over::Refuse).await.unwrap(), 1_000);
    assert_eq!(ask("/over", Over::Cut).await.unwrap(), 1_000);
    assert!(matches!(
        ask("/over", Over::Refuse).await,
        Err(Error::TooLarge)
    ));
    assert_eq!(ask("/endless", Over::Cut).await.unwrap(), 1_000);
    assert!(matches!(
        ask("/endless", Over::Refuse).await,
        Err(Error::TooLarge)
    ));
}

#[tokio::test]
async fn a_host_that_drips_or_says_nothing_is_left() {
    let site = Site::serve(|path, stream| {
        let head = if path == "/head" {
            "HTTP/1.1 200 OK\r\nX: "
        } else {
            "HTTP/1.1 200 OK\r\n\r\n"
        };
        let mut goes_on = path != "/silent" && stream.write_all(head.as_bytes()).is_ok();
        while goes_on {
            goes_on = stream.write_all(b"x").is_ok();
            thread::sleep(Duration::from_millis(10));
        }
        thread::sleep(Duration::from_secs(30));
    });
    let fetcher = fetcher(&[site.address]);
    let short = Bounds {
        deadline: Duration::from_millis(300),
        ..Bounds::PAGE
    };
    for path in ["/head", "/body", "/silent"] {
        let url = fetcher.check(&site.url(path)).unwrap();
        let answer = fetcher.get(&url, "*/*", short).await;
        assert!(matches!(answer, Err(Error::Late)), "{path}: {answer:?}");
    }
}

#[tokio::test]
async fn what_is_compressed_is_asked_for_plain_and_unpacked_where_it_is_not() {
    let site = Site::serve(|path, stream| {
        let encoding = path.trim_start_matches('/');
        let headers = format!("Content-Encoding: {encoding}\r\n");
        // The beginning of a gzip stream, and nothing more.
        let body = if encoding == "GZIP" {
            gzip(b"<p>hello")
        } else {
            vec![0x1f, 0x8b, 8, 0]
        };
        answer(stream, "200 OK", &headers, &body);
    });
    let fetcher = fetcher(&[site.address]);
    let page = get(&fetcher, &site.url("/GZIP")).await.unwrap();
    assert_eq!(&page.body[..], b"<p>hello");
    let asked = site.requests().join("").to_ascii_lowercase();
    assert!(asked.contains("accept-encoding: identity"), "{asked}");
    for encoding in ["gzip", "br", "zstd", "gzip,gzip", "identity,gzip"] {
        let answer = get(&fetcher, &site.url(&format!("/{encoding}"))).await;
        assert!(
            matches!(answer, Err(Error::Compressed)),
            "{encoding}: {answer:?}"
        );
    }
    assert!(get(&fetcher, &site.url("/identity")).await.is_ok());
}

#[tokio::test]
async fn a_head_that_does_not_end_is_refused() {
    let site = Site::serve(|path, stream| {
        let _gone = stream.write_all(b"HTTP/1.1 200 OK\r\n");
        let line = if path == "/many" {
            "a: b\r\n".to_owned()
        } else {
            "a".repeat(1_000)
        };
        while stream.write_all(line.as_bytes()).is_ok() {}
    });
    let fetcher = fetcher(&[site.address]);
    for path in ["/many", "/long"] {
        let answer = get(&fetcher, &site.url(path)).await;
        assert!(
            matches!(answer, Err(Error::Unreachable(_))),
            "{path}: {answer:?}"
        );
    }
}

#[tokio::test]
async fn a_post_carries_its_body_and_is_not_redirected() {
    let site = Site::serve(|path, stream| match path {
        "/moved" => moved(stream, "/elsewhere"),
        _ => answer(stream, "201 Created", "Location: /sent/1\r\n", b""),
    });
    let fetcher = fetcher(&[site.address]);
    let post = async |path: &str| {
        let url = fetcher.check(&site.url(path)).unwrap();
        let mut headers = HeaderMap::new();
        headers.insert("ttl", "60".parse().unwrap());
        fetcher
            .post(&url, headers, "hello".into(), SMALL)
            .await
            .unwrap()
    };
    let created = post("/push").await;
    assert_eq!(created.status, StatusCode::CREATED);
    assert_eq!(created.headers["location"], "/sent/1");
    assert_eq!(post("/moved").await.status, StatusCode::FOUND);
    let asked = site.requests().join("").to_ascii_lowercase();
    assert!(
        asked.contains("ttl: 60\r\n") && asked.contains("content-length: 5\r\n"),
        "{asked}"
    );
    assert!(!asked.contains("/elsewhere"), "{asked}");
}

#[tokio::test]
async fn a_closed_port_is_unreachable_and_may_pass() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = closed.local_addr().unwrap();
    drop(closed);
    let fetcher = fetcher(&[address]);
    let error = get(&fetcher, &format!("http://{address}/"))
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::Unreachable(_)) && error.is_passing(),
        "{error:?}"
    );
    assert!(!Error::Compressed.is_passing());
}
