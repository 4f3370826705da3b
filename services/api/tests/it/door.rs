use reqwest::Method;
use serde_json::json;
use sqlx::PgPool;

use crate::app::{send, spawn};

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn every_refusal_is_a_problem_that_names_its_request(pool: PgPool) {
    let app = spawn(pool).await;

    let answer = send(
        app.request(Method::GET, "/users/me")
            .header("x-request-id", "my-id-1")
            .header(
                "traceparent",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            ),
    )
    .await;

    assert_eq!(answer.header("x-request-id"), "my-id-1");
    assert!(answer.header("traceparent").starts_with("00-4bf92f"));
    assert_eq!(answer.header("www-authenticate"), "Bearer");
    assert_eq!(answer.header("cache-control"), "no-store");
    insta::assert_json_snapshot!(answer.body, @r#"
    {
      "code": "unauthenticated",
      "detail": null,
      "errors": [],
      "instance": "/api/v1/users/me",
      "request_id": "my-id-1",
      "retry_after_ms": null,
      "retryable": false,
      "status": 401,
      "title": "Sign in first",
      "type": "urn:hubbub:problem:unauthenticated"
    }
    "#);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_strange_request_id_is_replaced(pool: PgPool) {
    let app = spawn(pool).await;

    for strange in ["", "a b", &"x".repeat(129)] {
        let request = app
            .request(Method::GET, "/users/me")
            .header("x-request-id", strange);
        let answer = send(request).await;
        assert_eq!(answer.header("x-request-id").len(), 36, "{strange:.10}");
        assert_eq!(answer.body["request_id"], answer.header("x-request-id"));
    }
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn unknown_paths_and_methods_are_typed(pool: PgPool) {
    let app = spawn(pool).await;
    let alice = app.person("alice").await;
    let ask = |method: &str, path: &str| send(alice.request(method.parse().unwrap(), path));

    for path in [
        "/nowhere",
        "/users/me/",
        "/users/..%2fme",
        "/channels/%00",
        "/channels/%ff",
    ] {
        assert_eq!(
            ask("GET", path).await.refusal(),
            (404, "not_found"),
            "{path}"
        );
    }
    let wrong = ask("DELETE", "/users/me").await;
    assert_eq!(wrong.refusal(), (405, "method_not_allowed"));
    assert_eq!(wrong.header("allow"), "GET, PATCH");
    for method in ["TRACE", "PROPFIND", "OPTIONS"] {
        assert_eq!(ask(method, "/users/me").await.status, 405, "{method}");
    }
    let outside = send(app.http.get(format!("{}/", app.url))).await;
    assert_eq!(outside.refusal(), (404, "not_found"));
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn ids_have_one_spelling(pool: PgPool) {
    let app = spawn(pool).await;
    let alice = app.person("alice").await;

    for id in [
        alice.id.to_uppercase(),
        format!("{{{}}}", alice.id),
        alice.id.replace('-', ""),
        format!("{}0", alice.id),
        "00000000-0000-0000-0000-000000000000".into(),
    ] {
        let answer = alice.get(&format!("/users/{id}")).await;
        assert_eq!(answer.refusal(), (404, "not_found"), "{id}");
    }
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_body_is_one_json_object_of_the_right_type(pool: PgPool) {
    let app = spawn(pool).await;
    let alice = app.person("alice").await;
    let send_raw = |content_type: &str, body: String| {
        let request = alice.request(Method::POST, "/workspaces");
        send(request.header("content-type", content_type).body(body))
    };

    for (body, code) in [
        (String::new(), (400, "malformed_json")),
        ("{".into(), (400, "malformed_json")),
        ("[]".into(), (400, "malformed_json")),
        ("null".into(), (400, "malformed_json")),
        (r#"{"name":"a"} x"#.into(), (400, "malformed_json")),
        (r#"{"name":"a","name":"b"}"#.into(), (400, "malformed_json")),
        (r#"{"name":"\ud800"}"#.into(), (400, "malformed_json")),
        (r#"{"name":1}"#.into(), (400, "malformed_json")),
        (r#"{"name":{"$ne":null}}"#.into(), (400, "malformed_json")),
        (
            r#"{"name":"a","role":"owner"}"#.into(),
            (400, "unknown_field"),
        ),
        (r#"{"name":"a\u0000b"}"#.into(), (400, "invalid_input")),
        (r"{}".into(), (400, "invalid_input")),
        ("\u{feff}{\"name\":\"a\"}".into(), (400, "malformed_json")),
        ("[".repeat(100_000), (400, "malformed_json")),
    ] {
        let answer = send_raw("application/json", body.clone()).await;
        assert_eq!(answer.refusal(), code, "{body:.40}");
    }
    for content_type in [
        "text/plain",
        "application/json; charset=utf-16",
        "application/xml",
    ] {
        let answer = send_raw(content_type, r#"{"name":"a"}"#.into()).await;
        assert_eq!(
            answer.refusal(),
            (415, "unsupported_media_type"),
            "{content_type}"
        );
    }
    let fine = send_raw(
        "application/json; charset=UTF-8",
        r#"{"name":"a b"}"#.into(),
    )
    .await;
    assert_eq!(fine.status, 201);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_large_body_is_refused_announced_or_not(pool: PgPool) {
    let app = spawn(pool).await;
    let alice = app.person("alice").await;
    let large = json!({ "name": "x".repeat(256 * 1024) }).to_string();
    let request = || {
        alice
            .request(Method::POST, "/workspaces")
            .header("content-type", "application/json")
    };

    let announced = send(request().body(large.clone())).await;
    assert_eq!(announced.refusal(), (413, "payload_too_large"));
    let chunks = futures_util::stream::iter(
        large
            .into_bytes()
            .chunks(8_192)
            .map(|c| Ok::<_, std::io::Error>(c.to_vec()))
            .collect::<Vec<_>>(),
    );
    let streamed = send(request().body(reqwest::Body::wrap_stream(chunks))).await;
    assert_eq!(streamed.refusal(), (413, "payload_too_large"));
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn the_document_and_its_browser_are_served(pool: PgPool) {
    let app = spawn(pool).await;

    let document = send(app.request(Method::GET, "/openapi.json")).await.ok();
    assert_eq!(
        document["openapi"].as_str().map(|v| v.starts_with("3.1")),
        Some(true)
    );
    let docs = send(app.http.get(format!("{}/api/docs/", app.url))).await;
    assert_eq!(docs.status, 200);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn while_postgres_is_away_the_answer_is_to_come_back(pool: PgPool) {
    let app = spawn(pool).await;
    let alice = app.person("alice").await;
    app.state.store.pool().close().await;

    let answer = alice.get("/workspaces").await;

    assert_eq!(answer.refusal(), (503, "unavailable"));
    assert_eq!(answer.header("retry-after"), "1");
    assert_eq!(answer.body["retryable"], json!(true));
}
