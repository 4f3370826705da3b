//! Tokens and passwords that should not open anything.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use e2e::{Cluster, Opening, PASSWORD, Person};
use serde_json::{Value, json};

fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

fn parts(token: &str) -> (Value, Value, String) {
    let mut parts = token.split('.');
    let mut json = || {
        let bytes = URL_SAFE_NO_PAD
            .decode(parts.next().expect("a part"))
            .expect("base64");
        serde_json::from_slice(&bytes).expect("JSON")
    };
    let (head, claims) = (json(), json());
    (head, claims, parts.next().expect("a signature").to_owned())
}

/// Tokens made from a good one, each with something wrong.
fn forgeries(alice: &Person, bob: &Person) -> Vec<(String, String)> {
    let (head, claims, signature) = parts(&alice.token);
    let with_head = |change: &[(&str, Value)]| {
        let mut head = head.clone();
        for (name, value) in change {
            head[*name] = value.clone();
        }
        format!("{}.{}.{signature}", part(&head), part(&claims))
    };
    let with_claims = |name: &str, value: Value| {
        let mut claims = claims.clone();
        claims[name] = value;
        format!("{}.{}.{signature}", part(&head), part(&claims))
    };
    let mut all: Vec<(String, String)> = Vec::new();
    let mut forge = |what: &str, token: String| all.push((what.to_owned(), token));
    for alg in ["none", "None", "nOnE"] {
        let unsigned = json!({ "alg": alg, "typ": head["typ"], "kid": head["kid"] });
        forge(alg, format!("{}.{}.", part(&unsigned), part(&claims)));
        forge(alg, with_head(&[("alg", json!(alg))]));
    }
    for alg in ["HS256", "RS256", "ES256"] {
        forge(alg, with_head(&[("alg", json!(alg))]));
    }
    for kid in ["../../dev/null", "' or 1=1 --", "http://evil.test/key", ""] {
        forge(kid, with_head(&[("kid", json!(kid))]));
    }
    forge(
        "jku",
        with_head(&[("jku", json!("http://evil.test/jwks.json"))]),
    );
    forge("another subject", with_claims("sub", json!(bob.id)));
    forge("another audience", with_claims("aud", json!("elsewhere")));
    forge("a later end", with_claims("exp", json!(4_102_444_800_i64)));
    forge("trailing garbage", format!("{}garbage", alice.token));
    forge("a fourth part", format!("{}.x", alice.token));
    forge("padding", format!("{}=", alice.token));
    forge(
        "no signature",
        alice.token.rsplit_once('.').expect("dots").0.to_owned(),
    );
    forge("a huge token", "a".repeat(100 * 1024));
    forge("nothing", "x".to_owned());
    forge("a refresh token", alice.refresh_token.clone());
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forged_token_opens_nothing() {
    let cluster = Cluster::start().up().await;
    let (alice, bob) = (
        cluster.signs_up("alice").await,
        cluster.signs_up("bob").await,
    );
    for (what, token) in forgeries(&alice, &bob) {
        let mut forger = alice.clone();
        forger.token.clone_from(&token);
        let request = forger.request(reqwest::Method::GET, "/users/me");
        // A head this large may be refused by the HTTP server before anybody looks at the token.
        if let Ok(answer) = forger
            .tries(reqwest::Method::GET, "/users/me", request)
            .await
        {
            assert!(
                (400..=431).contains(&answer.status) && answer.status != 404,
                "{what}: {answer}"
            );
            if token.len() < 4096 {
                assert_eq!(answer.status, 401, "{what}: {answer}");
                answer.problem();
                assert_eq!(Opening::of(&forger).refusal().await, 401, "{what}");
            }
        }
    }
    let refresh = |token: Value| {
        cluster
            .stranger()
            .posts("/auth/refresh", json!({ "refresh_token": token }))
    };
    refresh(json!(alice.token))
        .await
        .refused(401, "invalid_refresh_token");
    refresh(json!("x".repeat(1_000)))
        .await
        .refused(401, "invalid_refresh_token");
    let _ = alice.get("/users/me").await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_token_is_refused_and_a_refreshed_one_taken() {
    let cluster = Cluster::start().set("ACCESS_TTL_S", "1").up().await;
    let alice = cluster.signs_up("alice").await;
    e2e::eventually("the token expires", e2e::DEADLINE * 3, async || {
        (alice.get("/users/me").await.status == 401).then_some(())
    })
    .await;
    let token = json!({ "refresh_token": alice.refresh_token });
    let fresh = cluster.stranger().posts("/auth/refresh", token).await.ok();
    let mut again = alice.clone();
    again.token = fresh["access_token"].as_str().expect("a token").to_owned();
    let _ = again.get("/users/me").await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn passwords_are_told_apart_to_their_last_byte() {
    let cluster = Cluster::start().up().await;
    let sign_up = |n: usize, password: String| {
        let body = json!({
            "email": format!("p{n}@example.com"), "handle": format!("p{n}"),
            "display_name": "P", "password": password,
        });
        cluster.stranger().posts("/auth/signup", body)
    };
    let log_in = |n: usize, password: String| {
        cluster.stranger().posts(
            "/auth/login",
            json!({ "login": format!("p{n}"), "password": password }),
        )
    };
    let seed = "correct horse battery staple, ".repeat(4);
    for (n, length) in [71, 72, 73].into_iter().enumerate() {
        let password = seed[..length].to_owned();
        let _ = sign_up(n, password.clone()).await.status(201);
        let _ = log_in(n, password.clone()).await.status(200);
        log_in(n, format!("{password}x"))
            .await
            .refused(401, "invalid_credentials");
        log_in(n, password[..length - 1].to_owned())
            .await
            .refused(401, "invalid_credentials");
    }
    let emoji = "🐎".repeat(64);
    let _ = sign_up(10, emoji.clone()).await.status(201);
    let _ = log_in(10, emoji.clone()).await.status(200);
    log_in(10, "🐎".repeat(63))
        .await
        .refused(401, "invalid_credentials");
    for (n, password) in [
        "",
        "short",
        "password1",
        "12345678",
        &"x".repeat(1_000_000 / 4),
    ]
    .into_iter()
    .enumerate()
    {
        let answer = sign_up(20 + n, password.to_owned()).await;
        assert!(
            (400..500).contains(&answer.status),
            "{password:.10}: {answer}"
        );
        answer.problem();
    }
    let nul = log_in(10, format!("{}\u{0}", PASSWORD)).await;
    assert!((400..500).contains(&nul.status), "{nul}");
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_that_are_none_are_refused_and_the_same_address_is_one() {
    let cluster = Cluster::start().up().await;
    cluster.signs_up("alice").await;
    let sign_up = |email: String, handle: String| {
        let body = json!({
            "email": email, "handle": handle, "display_name": "X", "password": PASSWORD,
        });
        cluster.stranger().posts("/auth/signup", body)
    };
    let long = format!("{}@example.com", "x".repeat(320));
    for (n, email) in [
        "",
        "x",
        "@",
        "a@",
        "@b",
        "a@b\r\nBcc: c@d",
        "a b@example.com",
        "a@exa\u{0}mple.com",
        &long,
    ]
    .into_iter()
    .enumerate()
    {
        let answer = sign_up(email.to_owned(), format!("handle{n}")).await;
        assert_eq!(answer.problem()["code"], "invalid_input", "{email:?}");
    }
    let again = sign_up("Alice@Example.com".to_owned(), "other".to_owned()).await;
    again.refused(409, "email_taken");
    let again = sign_up("other@example.com".to_owned(), "Alice".to_owned()).await;
    again.refused(409, "handle_taken");
}
