//! Moving pictures of a provider, through us: no client meets it.

use std::net::TcpStream;

use e2e::site::{Site, answer};
use e2e::{Cluster, Start};
use reqwest::Method;
use serde_json::{Value, json};

const GIF: &[u8] = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;";

/// As Giphy answers; its pictures are at `Host`, which the provider tells by itself.
fn provider(path: &str, stream: &mut TcpStream) {
    let host = stream.local_addr().expect("an address");
    let asked = path.split_once('?').map_or("", |(_, query)| query);
    match path.split('?').next().unwrap_or_default() {
        "/v1/gifs/search" | "/v1/gifs/trending" if asked.contains("q=broken") => {
            answer(stream, "500 Oops", "text/plain", b"oops");
        }
        "/v1/gifs/search" | "/v1/gifs/trending" => {
            let is_safe = asked.contains("rating=g") && asked.contains("api_key=the+key");
            let title = format!("asked {asked} safely: {is_safe}");
            let picture = |name: &str| json!({ "url": format!("http://{host}/{name}"), "width": "200", "height": "100" });
            let images =
                json!({ "fixed_width": picture("small.gif"), "original": picture("full.gif") });
            let page =
                json!({ "url": format!("http://{host}/page.html"), "width": "1", "height": "1" });
            let inner = json!({ "url": "http://127.0.0.1:1/x.gif", "width": "1", "height": "1" });
            let body = json!({
                "data": [
                    { "id": "1", "title": title, "images": images },
                    { "id": "2", "title": "a page", "images": { "fixed_width": page, "original": page } },
                    { "id": "3", "title": "inside", "images": { "fixed_width": inner, "original": inner } },
                ],
                "pagination": { "offset": 0, "count": 3, "total_count": 9 },
            });
            answer(
                stream,
                "200 OK",
                "application/json",
                body.to_string().as_bytes(),
            );
        }
        "/small.gif" | "/full.gif" => answer(stream, "200 OK", "text/html", GIF),
        _ => answer(stream, "200 OK", "image/gif", b"<script>alert(1)</script>"),
    }
}

fn asking(site: &Site) -> Start {
    Cluster::start()
        .set("GIF_KEY", "the key")
        .set("GIF_URL", &site.url("/v1/gifs"))
        .set("FETCH_ALLOW", &site.address.to_string())
}

/// The path of an address of ours, as the harness asks for it.
fn path(gif: &Value, field: &str) -> String {
    let url = gif[field].as_str().expect("an address");
    url.strip_prefix("/api/v1")
        .expect("an address of ours")
        .to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_are_found_and_shown_without_meeting_the_provider() {
    let site = Site::serve(provider);
    let cluster = asking(&site).apis(2).up().await;
    let alice = cluster.signs_up("alice").await;
    assert_eq!(alice.get("/sync").await.ok()["features"]["gifs"], "giphy");

    let page = alice.get("/gifs/search?q=cat%20%26%20dog").await.ok();
    let gifs = page["data"].as_array().expect("pictures");
    assert_eq!(
        gifs.len(),
        2,
        "what lies in our own network is left out: {page}"
    );
    let title = gifs[0]["title"].as_str().expect("a title");
    assert!(
        title.contains("q=cat+%26+dog") && title.contains("safely: true"),
        "{title}"
    );
    assert_eq!(
        (&gifs[0]["width"], &gifs[0]["height"]),
        (&json!(200), &json!(100))
    );
    assert!(
        !page.to_string().contains(&site.address.to_string()),
        "{page}"
    );
    let cursor = page["next_cursor"].as_str().expect("a next page");
    let next = alice
        .get(&format!("/gifs/search?q=cat&cursor={cursor}"))
        .await
        .ok();
    assert!(
        next["data"][0]["title"]
            .as_str()
            .is_some_and(|t| t.contains("offset=3")),
        "{next}"
    );

    // Any replica shows what another one found.
    for field in ["preview_url", "content_url"] {
        let picture = alice.at_api(1).get(&path(&gifs[0], field)).await;
        assert_eq!((picture.status, &picture.bytes[..]), (200, GIF));
        assert_eq!(picture.header("content-type"), "image/gif");
        assert_eq!(picture.header("x-content-type-options"), "nosniff");
        assert!(
            picture
                .header("content-security-policy")
                .contains("sandbox")
        );
    }
    alice
        .get(&path(&gifs[1], "preview_url"))
        .await
        .refused(404, "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_search_found_is_not_fetched_and_what_makes_no_sense_is_refused() {
    let site = Site::serve(provider);
    let cluster = asking(&site).up().await;
    let alice = cluster.signs_up("alice").await;
    let page = alice.get("/gifs/search").await.ok();
    let real = path(&page["data"][0], "preview_url");
    for forged in [
        "/gifs/nothing/preview".to_owned(),
        "/gifs/e30.e30/content".to_owned(),
        real.replacen("/gifs/e", "/gifs/f", 1),
        real.replacen('.', ".A", 1),
    ] {
        alice.get(&forged).await.refused(404, "not_found");
    }
    let long = format!("/gifs/search?q={}", "x".repeat(101));
    alice.get(&long).await.refused(400, "invalid_input");
    for (query, code) in [
        ("limit=0", "invalid_input"),
        ("limit=51", "invalid_input"),
        ("cursor=%0a", "bad_request"),
        ("nonsense=1", "unknown_field"),
    ] {
        alice
            .get(&format!("/gifs/search?{query}"))
            .await
            .refused(400, code);
    }
    alice
        .get("/gifs/search?q=broken")
        .await
        .refused(503, "unavailable");
    let stranger = cluster.stranger();
    stranger
        .get("/gifs/search?q=cat")
        .await
        .refused(401, "unauthenticated");
    stranger.get(&real).await.refused(401, "unauthenticated");
    assert_eq!(site.visits("/small.gif"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_key_nobody_searches() {
    let cluster = Cluster::start().up().await;
    let alice = cluster.signs_up("alice").await;
    assert_eq!(
        alice.get("/sync").await.ok()["features"]["gifs"],
        json!(null)
    );
    alice
        .get("/gifs/search?q=cat")
        .await
        .refused(404, "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_that_is_picked_becomes_a_file_without_a_way_through_the_client() {
    let site = Site::serve(provider);
    let cluster = asking(&site).apis(2).up().await;
    let ([alice, bob], office, talk) = cluster.company(["alice", "bob"]).await;
    let page = alice.get("/gifs/search?q=cat").await.ok();
    let take = |place: usize| {
        let id = page["data"][place]["id"].as_str().expect("an id");
        format!("/gifs/{id}/file")
    };
    let wish = json!({ "workspace_id": office.id, "name": "a-cat" });
    let file = alice
        .at_api(1)
        .post(&take(0), wish.clone())
        .await
        .status(201);
    assert_eq!(
        (&file["name"], &file["content_type"], &file["kind"]),
        (&json!("a-cat.gif"), &json!("image/gif"), &json!("image"))
    );
    assert_eq!(site.visits("/full.gif"), 1);
    // It is hers alone until a message carries it.
    let content = format!("/files/{}/content", file["id"].as_str().expect("an id"));
    bob.get(&content).await.refused(404, "not_found");
    let sent = alice
        .says("look")
        .within(&talk)
        .with("file_ids", json!([file["id"]]))
        .await;
    assert_eq!(sent["files"][0]["id"], file["id"]);
    assert!(bob.get(&content).await.is_ok());

    // Twice under one key is once.
    let keyed = async || {
        let path = take(0);
        let request = alice.request(Method::POST, &path).json(&wish);
        let request = request.header("idempotency-key", "picked once");
        alice.send(Method::POST, &path, request).await.status(201)
    };
    assert_eq!(keyed().await["id"], keyed().await["id"]);
    assert_eq!(site.visits("/full.gif"), 2);

    let elsewhere = json!({ "workspace_id": "01977f00-0000-7000-8000-000000000000" });
    let stranger = cluster.stranger();
    let long = json!({ "workspace_id": office.id, "name": "x".repeat(101) });
    let odd = json!({ "workspace_id": office.id, "url": "http://127.0.0.1/" });
    for (who, path, wish, status, code) in [
        (&alice, take(1), wish.clone(), 404, "not_found"),
        (
            &alice,
            "/gifs/e30.e30/file".to_owned(),
            wish.clone(),
            404,
            "not_found",
        ),
        (&alice, take(0), elsewhere, 404, "not_found"),
        (&alice, take(0), long, 400, "invalid_input"),
        (&alice, take(0), odd, 400, "unknown_field"),
        (&stranger, take(0), wish.clone(), 401, "unauthenticated"),
    ] {
        who.post(&path, wish).await.refused(status, code);
    }
}
