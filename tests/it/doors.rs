//! The ways in: four for sockets, two for REST, and none for pages of others.

use e2e::{By, Cluster, ORIGIN, Opening, Socket};
use reqwest::Method;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_opens_in_four_ways() {
    let cluster = Cluster::start().up().await;
    let ([alice], general) = cluster.people(["alice"]).await;
    for by in [By::Cookie, By::Header, By::Subprotocol, By::Url] {
        let opening = Opening::of(&alice).by(by);
        let opening = if by == By::Cookie {
            opening.from_origin(ORIGIN)
        } else {
            opening
        };
        let socket = opening.open().await;
        socket.says(&general, &format!("by {by:?}")).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_token_gets_401_and_a_foreign_page_403() {
    let cluster = Cluster::start().up().await;
    let ([alice], _) = cluster.people(["alice"]).await;
    let mut nobody = alice.clone();
    nobody.token = "not.a.token".to_owned();
    for by in [By::Cookie, By::Header, By::Subprotocol, By::Url] {
        let opening = Opening::of(&nobody).by(by).from_origin(ORIGIN);
        assert_eq!(opening.refusal().await, 401, "{by:?}");
    }
    for origin in [
        "http://evil.test",
        "null",
        "http://hubbub.test.evil.test",
        "https://hubbub.test",
    ] {
        let opening = Opening::of(&alice).by(By::Cookie).from_origin(origin);
        assert_eq!(opening.refusal().await, 403, "{origin}");
    }
    let no_origin = Opening::of(&alice).by(By::Cookie).refusal().await;
    assert_eq!(no_origin, 403, "a browser always says where it comes from");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_in_the_url_is_refused_where_it_is_not_allowed() {
    let cluster = Cluster::start().set("ALLOW_URL_TOKEN", "false").up().await;
    let ([alice], _) = cluster.people(["alice"]).await;
    let status = Opening::of(&alice).by(By::Url).refusal().await;
    assert!((400..=401).contains(&status), "{status}");
    Opening::of(&alice).by(By::Subprotocol).open().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cookies_open_rest_only_for_pages_of_our_own() {
    let cluster = Cluster::start().up().await;
    let alice = cluster.signs_up("alice").await;
    let login = json!({ "login": "alice@example.com", "password": e2e::PASSWORD });
    let answer = cluster.stranger().post("/auth/login", login).await;
    let cookies: Vec<&str> = answer
        .headers
        .get_all("set-cookie")
        .iter()
        .filter_map(|c| c.to_str().ok())
        .collect();
    let access = cookies
        .iter()
        .find(|c| c.starts_with("hubbub_access="))
        .expect("a cookie");
    let refresh = cookies
        .iter()
        .find(|c| c.starts_with("hubbub_refresh="))
        .expect("a cookie");
    for cookie in [access, refresh] {
        assert!(
            cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"),
            "{cookie}"
        );
    }
    assert!(
        access.contains("Path=/;") || access.ends_with("Path=/"),
        "{access}"
    );
    assert!(refresh.contains("Path=/api/v1/auth"), "{refresh}");

    let pair = access.split(';').next().expect("name and value");
    let stranger = cluster.stranger();
    let with = |method: Method, path: &'static str, origin: Option<&'static str>| {
        let request = stranger
            .request(method.clone(), path)
            .header("Cookie", pair);
        let request = if let Some(origin) = origin {
            request.header("Origin", origin)
        } else {
            request
        };
        let request = if method == Method::POST {
            request.json(&json!({ "name": "Acme" }))
        } else {
            request
        };
        stranger.send(method, path, request)
    };
    assert_eq!(
        with(Method::GET, "/users/me", None).await.ok()["id"],
        alice.id.as_str()
    );
    let _ = with(Method::POST, "/workspaces", Some(ORIGIN))
        .await
        .status(201);
    with(Method::POST, "/workspaces", Some("http://evil.test"))
        .await
        .refused(403, "origin_refused");
    with(Method::POST, "/workspaces", None)
        .await
        .refused(403, "origin_refused");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_outlives_its_token_when_it_is_refreshed_and_ends_with_4100_when_not() {
    let cluster = Cluster::start().set("ACCESS_TTL_S", "5").up().await;
    let alice = cluster.signs_up("alice").await;
    let refreshing = Socket::open(&alice, 0).await;
    let forgetful = Socket::open(&alice, 0).await;
    refreshing
        .sees("auth.expiring", |data| data["in_s"].is_u64())
        .await;
    let fresh = cluster
        .stranger()
        .post(
            "/auth/refresh",
            json!({ "refresh_token": alice.refresh_token }),
        )
        .await
        .ok();
    let token = json!({ "token": fresh["access_token"] });
    refreshing
        .command("auth.refresh", token)
        .await
        .expect("a fresh token");
    assert_eq!(forgetful.closed().await.code, 4100);
    refreshing
        .command("ping", json!({}))
        .await
        .expect("this one lives on");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_ws_is_upgraded_and_only_with_our_subprotocol() {
    let cluster = Cluster::start().up().await;
    let alice = cluster.signs_up("alice").await;
    let get = |path: &str| {
        let url = cluster.gateways[0].url(path);
        let request = alice.client().get(url).bearer_auth(&alice.token);
        async move { request.send().await.expect("an answer").status().as_u16() }
    };
    assert_eq!(get("/elsewhere").await, 404);
    let plain = get("/ws").await;
    assert!((400..500).contains(&plain), "a plain GET of /ws: {plain}");
}
