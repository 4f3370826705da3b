//! Links are shown with what they lead to: live, once, to nobody's harm, and not against the will
//! of who wrote them.

use std::io::Write as _;
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;

use e2e::site::{Gate, Site, answer, write};
use e2e::{Cluster, DEADLINE, PNG, Person, Socket, Start, eventually};
use serde_json::{Value, json};

/// A title for every page, named after its path.
fn page(path: &str, stream: &mut TcpStream) {
    let body = format!(
        "<!doctype html><title>Plain</title><meta property=\"og:title\" content=\"Page {path}\">\
         <meta name=description content='About {path}'>\
         <meta property=og:site_name content=Stand-in>"
    );
    answer(
        stream,
        "200 OK",
        "text/html; charset=utf-8",
        body.as_bytes(),
    );
}

fn looking_at(site: &Site) -> Start {
    Cluster::start()
        .set("LINK_PREVIEWS", "on")
        .set("PREVIEW_TIMEOUT_MS", "1000")
        .set("FETCH_ALLOW", &site.address.to_string())
}

/// The first change of this message whose embeds have these titles.
async fn titles(socket: &Socket, message: &Value, titles: &[&str]) -> Value {
    socket
        .sees("message.updated", |change| {
            change["id"] == message["id"] && shown(change) == titles
        })
        .await
}

fn shown(message: &Value) -> Vec<&str> {
    let embeds = message["embeds"].as_array();
    let titles = embeds.into_iter().flatten();
    titles.filter_map(|embed| embed["title"].as_str()).collect()
}

async fn now(who: &Person, message: &Value) -> Value {
    let path = format!("/messages/{}", message["id"].as_str().expect("an id"));
    who.get(&path).await.ok()
}

fn removal(message: &Value, url: &str) -> String {
    let id = message["id"].as_str().expect("an id");
    let url: String = url.bytes().map(|byte| format!("%{byte:02x}")).collect();
    format!("/messages/{id}/embeds?url={url}")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_shown_to_all_with_what_its_page_says_and_fetched_once() {
    let site = Site::serve(page);
    let cluster = looking_at(&site).gateways(2).up().await;
    let ([alice, bob], general) = cluster.people(["alice", "bob"]).await;
    let (hers, his) = (Socket::open(&alice, 0).await, Socket::open(&bob, 1).await);
    let link = site.url("/a");
    let body = format!(
        "see {link}, `{}` and <{}>",
        site.url("/code"),
        site.url("/quiet")
    );
    let sent = alice.says(&body).within(&general).await;
    assert_eq!(sent["embeds"], json!([]));

    for socket in [&hers, &his] {
        let seen = titles(socket, &sent, &["Page /a"]).await;
        assert_eq!(seen.get("body"), None, "an embed is no edit");
        let embed = &seen["embeds"][0];
        assert_eq!(
            (
                &embed["url"],
                &embed["description"],
                &embed["site_name"],
                &embed["kind"]
            ),
            (
                &json!(link),
                &json!("About /a"),
                &json!("Stand-in"),
                &json!("link")
            )
        );
    }
    let stored = now(&bob, &sent).await;
    assert_eq!(shown(&stored), ["Page /a"]);
    assert_eq!(
        (&stored["version"], &stored["edited_at"]),
        (&json!(1), &json!(null))
    );

    let again = bob
        .says(&format!("[that]({link}) again"))
        .within(&general)
        .await;
    titles(&hers, &again, &["Page /a"]).await;
    assert_eq!(site.visits("/a"), 1, "what a link led to is remembered");
    assert_eq!((site.visits("/code"), site.visits("/quiet")), (0, 0));
    eventually("the rows have the embeds", DEADLINE, async || {
        let rows = "select count(*) from messages where jsonb_array_length(embeds) = 1";
        (cluster.database.number(rows).await == 2).then_some(())
    })
    .await;
    let jobs = "select count(*) from preview_jobs";
    eventually("no job is left", DEADLINE, async || {
        (cluster.database.number(jobs).await == 0).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_our_own_network_is_connected_to() {
    let sink = Site::serve(page);
    let port = sink.address.port();
    let site = Site::serve(move |path, stream| match path {
        "/inwards" => {
            let place = format!("Location: http://127.0.0.1:{port}/inner\r\n");
            let _sent = write(
                stream,
                &format!("HTTP/1.1 302 Found\r\n{place}Content-Length: 0\r\n\r\n"),
            );
        }
        _ => page(path, stream),
    });
    let cluster = looking_at(&site).up().await;
    let ([alice], general) = cluster.people(["alice"]).await;
    let socket = Socket::open(&alice, 0).await;
    let inner = [
        format!("http://127.0.0.1:{port}/"),
        format!("http://localhost:{port}/"),
        format!("http://2130706433:{port}/"),
        format!("http://[::ffff:127.0.0.1]:{port}/"),
        site.url("/inwards"),
        "http://169.254.169.254/latest/meta-data/".to_owned(),
        cluster.apis[0].url("/api/v1/openapi.json"),
        "http://hubbub.test/invite/secret".to_owned(),
    ];
    for links in inner.chunks(4) {
        let body = format!("{} {}", links.join(" "), site.url("/good"));
        let sent = alice.says(&body).within(&general).await;
        titles(&socket, &sent, &["Page /good"]).await;
    }
    assert_eq!(sink.visitors(), 0);
    assert_eq!(site.visits("/inwards"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_that_is_taken_away_does_not_come_back() {
    let site = Site::serve(page);
    let cluster = looking_at(&site).up().await;
    let ([alice, bob], general) = cluster.people(["alice", "bob"]).await;
    let carol = cluster.signs_up("carol").await;
    let socket = Socket::open(&alice, 0).await;
    let (one, two) = (site.url("/one"), site.url("/two"));
    let hers = alice.says(&format!("{one} {two}")).within(&general).await;
    titles(&socket, &hers, &["Page /one", "Page /two"]).await;

    bob.delete(&removal(&hers, &one))
        .await
        .refused(403, "forbidden");
    carol
        .delete(&removal(&hers, &one))
        .await
        .refused(404, "not_found");
    alice
        .delete(&removal(&hers, "http://no.such/"))
        .await
        .refused(404, "not_found");
    let _ = alice.delete(&removal(&hers, &one)).await.status(204);
    titles(&socket, &hers, &["Page /two"]).await;
    let _ = alice.delete(&removal(&hers, &one)).await.status(204);

    // An edit looks at the links again, but not at what was taken away.
    alice
        .edits(&hers, &format!("{one} {two} {}", site.url("/three")))
        .await;
    titles(&socket, &hers, &["Page /two", "Page /three"]).await;
    // What the text no longer says goes with the edit itself.
    alice.edits(&hers, &site.url("/three")).await;
    titles(&socket, &hers, &["Page /three"]).await;
    assert_eq!(shown(&now(&bob, &hers).await), ["Page /three"]);

    // Whoever may delete the message may take its previews away: alice made the channel.
    let his = bob.says(&two).within(&general).await;
    titles(&socket, &his, &["Page /two"]).await;
    let _ = alice.delete(&removal(&his, &two)).await.status(204);
    assert_eq!(shown(&now(&bob, &his).await), Vec::<&str>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_is_deleted_or_edited_meanwhile_gets_nothing_of_its_old_links() {
    let gate = Gate::default();
    let held = gate.clone();
    let site = Site::serve(move |path, stream| {
        if path.starts_with("/slow") {
            held.pass();
        }
        page(path, stream);
    });
    let cluster = looking_at(&site)
        .set("PREVIEW_TIMEOUT_MS", "20000")
        .up()
        .await;
    let ([alice], general) = cluster.people(["alice"]).await;
    let socket = Socket::open(&alice, 0).await;
    let deleted = alice.says(&site.url("/slow/1")).within(&general).await;
    let edited = alice.says(&site.url("/slow/2")).within(&general).await;
    eventually("both links are looked at", DEADLINE, async || {
        let visits = site.visits("/slow/1") + site.visits("/slow/2");
        (visits == 2).then_some(())
    })
    .await;
    alice.deletes(&deleted).await;
    alice.edits(&edited, "no link any more").await;
    gate.open();
    let last = alice.says(&site.url("/last")).within(&general).await;
    titles(&socket, &last, &["Page /last"]).await;
    let jobs = "select count(*) from preview_jobs";
    eventually("no job is left", DEADLINE, async || {
        (cluster.database.number(jobs).await == 0).then_some(())
    })
    .await;
    for message in [&deleted, &edited] {
        assert_eq!(shown(&now(&alice, message).await), Vec::<&str>::new());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_kept_by_us_and_goes_with_the_last_message_that_shows_it() {
    let sink = Site::serve(page);
    let inner = sink.url("/inner.png");
    let site = Site::serve(move |path, stream| {
        let image = match path {
            "/picture.png" => return answer(stream, "200 OK", "text/plain", PNG),
            "/garbage.png" => return answer(stream, "200 OK", "image/png", b"GIF89a and nothing"),
            "/pictured" => "/picture.png",
            "/garbled" => "/garbage.png",
            _ => &inner,
        };
        let body = format!("<title>{path}</title><meta property=og:image content={image}>");
        answer(stream, "200 OK", "text/html", body.as_bytes());
    });
    let cluster = looking_at(&site).up().await;
    let ([alice, bob], general) = cluster.people(["alice", "bob"]).await;
    let carol = cluster.signs_up("carol").await;
    let socket = Socket::open(&alice, 0).await;
    let links = ["/pictured", "/garbled", "/inwards"].map(|path| site.url(path));
    let sent = alice.says(&links.join(" ")).within(&general).await;
    let seen = titles(&socket, &sent, &["/pictured", "/garbled", "/inwards"]).await;
    let embeds = &seen["embeds"];
    assert_eq!(
        (&embeds[1]["image_url"], &embeds[2]["image_url"]),
        (&json!(null), &json!(null))
    );
    assert_eq!(sink.visitors(), 0);
    assert_eq!(
        (&embeds[0]["image_width"], &embeds[0]["image_height"]),
        (&json!(2), &json!(2))
    );
    let url = embeds[0]["image_url"].as_str().expect("a picture");
    let path = url.strip_prefix("/api/v1").expect("an address of ours");
    assert!(bob.get(path).await.is_ok());
    carol.get(path).await.refused(404, "not_found");

    let again = bob.says(&links[0]).within(&general).await;
    titles(&socket, &again, &["/pictured"]).await;
    assert_eq!(site.visits("/picture.png"), 1);
    let kept = "select count(*) from images where kept and deleted_at is null";
    eventually("both show the picture", DEADLINE, async || {
        let shown = "select count(*) from embed_images";
        (cluster.database.number(shown).await == 2).then_some(())
    })
    .await;
    alice.deletes(&sent).await;
    eventually("one shows the picture", DEADLINE, async || {
        let shown = "select count(*) from embed_images";
        (cluster.database.number(shown).await == 1).then_some(())
    })
    .await;
    assert_eq!(cluster.database.number(kept).await, 1);
    bob.deletes(&again).await;
    eventually("the picture goes", DEADLINE, async || {
        (cluster.database.number(kept).await == 0).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_is_killed_while_it_looks_loses_no_preview() {
    let gate = Gate::default();
    let held = gate.clone();
    let site = Site::serve(move |path, stream| {
        held.pass();
        page(path, stream);
    });
    let mut cluster = looking_at(&site)
        .set("PREVIEW_TIMEOUT_MS", "2000")
        .up()
        .await;
    let ([alice], general) = cluster.people(["alice"]).await;
    let sent = alice.says(&site.url("/a")).within(&general).await;
    eventually("the link is looked at", DEADLINE, async || {
        (site.visits("/a") == 1).then_some(())
    })
    .await;
    cluster.workers[0].kill();
    gate.open();
    cluster.workers[0].start().await;
    let socket = Socket::open(&alice, 0).await;
    // The dead worker's turn has to end first.
    let what = "the preview";
    socket
        .until_within(what, DEADLINE * 3, |seen| {
            let changes = seen.all("message.updated");
            changes
                .iter()
                .any(|change| change["id"] == sent["id"])
                .then_some(())
        })
        .await;
    assert_eq!(shown(&now(&alice, &sent).await), ["Page /a"]);
    assert_eq!(site.visits("/a"), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn hosts_that_drip_never_end_go_in_circles_or_send_bombs_cost_little() {
    let site = Site::serve(|path, stream| {
        let html = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n";
        match path {
            "/drip" => {
                let mut goes_on = write(stream, &format!("{html}\r\n"));
                while goes_on {
                    thread::sleep(Duration::from_millis(50));
                    goes_on = write(stream, "<");
                }
            }
            "/endless" => {
                let mut goes_on = write(stream, &format!("{html}\r\n<title>Endless</title>"));
                while goes_on {
                    goes_on = write(stream, &"<p>more".repeat(10_000));
                }
            }
            "/gzip" => {
                let _sent = write(
                    stream,
                    &format!("{html}Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\nxx"),
                );
            }
            "/circle" => {
                let _sent = write(
                    stream,
                    "HTTP/1.1 302 Found\r\nLocation: /circle\r\nContent-Length: 0\r\n\r\n",
                );
            }
            "/picture" => answer(stream, "200 OK", "image/png", b"no picture"),
            _ => page(path, stream),
        }
    });
    let cluster = looking_at(&site).up().await;
    let ([alice], general) = cluster.people(["alice"]).await;
    let socket = Socket::open(&alice, 0).await;
    let links = ["/drip", "/endless", "/gzip", "/circle", "/picture"].map(|path| site.url(path));
    let sent = alice.says(&links.join(" ")).within(&general).await;
    titles(&socket, &sent, &["Endless"]).await;
    assert_eq!(site.visits("/circle"), 4);
}

/// Packed by gzip.
fn packed(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(body).expect("memory");
    encoder.finish().expect("memory")
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_that_come_compressed_are_shown_and_a_bomb_costs_what_a_page_costs() {
    // 16 MiB of page, of which the title comes first.
    let rest = b"<p>more ".repeat(2 * 1_024 * 1_024);
    let bomb = packed(&[&b"<title>Bomb</title>"[..], &rest[..]].concat());
    let page = packed(b"<title>Packed</title><meta name=description content='small on the way'>");
    let brotli = b"\x0b\x0b\x80<title>Squeezed</title>\x03";
    let site = Site::serve(move |path, stream| {
        let (coding, body): (_, &[u8]) = match path {
            "/page" => ("gzip", &page),
            "/bomb" => ("gzip", &bomb),
            "/br" => ("br", brotli),
            "/broken" => ("gzip", b"no gzip at all"),
            _ => ("zstd", b"what we do not read"),
        };
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: {coding}\r\n\
             Content-Length: {}\r\n\r\n",
            body.len()
        );
        let _gone = stream.write_all(&[head.as_bytes(), body].concat());
    });
    let cluster = looking_at(&site).up().await;
    let ([alice], general) = cluster.people(["alice"]).await;
    let socket = Socket::open(&alice, 0).await;
    let links = ["/broken", "/page", "/zstd", "/bomb", "/br"].map(|path| site.url(path));
    let sent = alice.says(&links.join(" ")).within(&general).await;
    let seen = titles(&socket, &sent, &["Packed", "Bomb", "Squeezed"]).await;
    assert_eq!(seen["embeds"][0]["description"], "small on the way");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_looks_at_links_where_that_is_switched_off() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    let cluster = Cluster::start().set("FETCH_ALLOW", &address).up().await;
    let ([alice], general) = cluster.people(["alice"]).await;
    let sent = alice
        .says(&format!("http://{address}/"))
        .within(&general)
        .await;
    eventually("the message is stored", DEADLINE, async || {
        let seq = sent["seq"].as_i64();
        (Some(cluster.database.persisted(&general.id).await) >= seq).then_some(())
    })
    .await;
    let jobs = "select count(*) from preview_jobs";
    assert_eq!(cluster.database.number(jobs).await, 0);
}
