//! Accounts and sessions over REST.

use e2e::{Cluster, PASSWORD, Person};
use futures_util::future::join_all;
use serde_json::{Value, json};

async fn refresh(who: &Person, token: &Value) -> e2e::Answer {
    let mut anonymous = who.clone();
    anonymous.token.clear();
    anonymous
        .post("/auth/refresh", json!({ "refresh_token": token }))
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_signs_up_and_logs_in_by_email_or_handle() {
    let cluster = Cluster::start().up().await;
    let alice = cluster.signs_up("alice").await;
    for login in ["alice", "alice@example.com", "ALICE@example.com"] {
        let body = json!({ "login": login, "password": PASSWORD });
        let session = cluster
            .stranger()
            .post("/auth/login", body)
            .await
            .status(200);
        assert_eq!(session["user"]["id"], alice.id.as_str());
        assert_eq!(session["token_type"], "Bearer");
        assert_eq!(session["expires_in"], 600);
    }
    let me = alice.get("/users/me").await.ok();
    assert_eq!(me["email"], "alice@example.com");
    let others = cluster
        .signs_up("bob")
        .await
        .get(&format!("/users/{}", alice.id))
        .await;
    assert!(!String::from_utf8_lossy(&others.bytes).contains("alice@example.com"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_and_an_unknown_account_are_answered_alike() {
    let cluster = Cluster::start().up().await;
    cluster.signs_up("alice").await;
    let mut answers = Vec::new();
    for login in ["alice", "nobody"] {
        let body = json!({ "login": login, "password": "not the password" });
        let mut problem = cluster
            .stranger()
            .post("/auth/login", body)
            .await
            .refused(401, "invalid_credentials");
        problem["request_id"] = json!(null);
        answers.push(problem);
    }
    assert_eq!(answers[0], answers[1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_signups_for_one_address_make_one_account() {
    let cluster = Cluster::start().apis(2).up().await;
    let stranger = cluster.stranger();
    let signup = |n: usize| {
        let who = stranger.at_api(n % 2);
        async move {
            let body = json!({
                "email": "same@example.com", "handle": format!("same{n}"),
                "display_name": "Same", "password": PASSWORD,
            });
            who.post("/auth/signup", body).await
        }
    };
    let answers = join_all((0..50).map(signup)).await;
    let made = answers.iter().filter(|answer| answer.status == 201).count();
    assert_eq!(made, 1);
    for answer in answers.iter().filter(|answer| answer.status != 201) {
        let code = answer.problem()["code"].clone();
        assert!(code == "email_taken" || answer.status == 429, "{answer}");
    }
    let users = cluster.database.number("select count(*) from users").await;
    assert_eq!(users, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_token_rotates_and_its_reuse_ends_the_session() {
    let cluster = Cluster::start().up().await;
    let alice = cluster.signs_up("alice").await;
    let zeroth = json!(alice.refresh_token);

    let first = refresh(&alice, &zeroth).await.ok();
    let grace = refresh(&alice, &zeroth).await.ok();
    assert_eq!(
        first["refresh_token"], grace["refresh_token"],
        "a lost answer is given again"
    );
    assert_ne!(first["refresh_token"], zeroth);
    let second = refresh(&alice, &first["refresh_token"]).await.ok();

    refresh(&alice, &zeroth)
        .await
        .refused(401, "invalid_refresh_token");
    refresh(&alice, &second["refresh_token"])
        .await
        .refused(401, "invalid_refresh_token");
    let mut holder = alice.clone();
    holder.token = second["access_token"].as_str().expect("a token").to_owned();
    assert_eq!(
        holder.get("/users/me").await.status,
        401,
        "reuse ends the session"
    );
    alice.logs_in_again().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_refreshes_at_once_agree_on_one_successor() {
    let cluster = Cluster::start().apis(2).up().await;
    let alice = cluster.signs_up("alice").await;
    let token = json!(alice.refresh_token);
    let all = (0..20).map(|n| {
        let (who, token) = (alice.at_api(n % 2), token.clone());
        async move { refresh(&who, &token).await.ok()["refresh_token"].clone() }
    });
    let successors = join_all(all).await;
    assert!(
        successors.iter().all(|next| *next == successors[0]),
        "{successors:?}"
    );
    let _ = refresh(&alice, &successors[0]).await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_are_listed_and_ended_one_by_one() {
    let cluster = Cluster::start().up().await;
    let alice = cluster.signs_up("alice").await;
    let other = alice.logs_in_again().await;
    let sessions = alice.get("/auth/sessions").await.ok();
    let sessions = sessions["data"].as_array().expect("sessions").clone();
    assert_eq!(sessions.len(), 2);
    let foreign = sessions
        .iter()
        .find(|s| s["current"] != true)
        .expect("the other session");
    let path = format!("/auth/sessions/{}", foreign["id"].as_str().expect("an id"));
    let bob = cluster.signs_up("bob").await;
    bob.delete(&path).await.refused(404, "not_found");
    let _ = alice.delete(&path).await.ok();
    e2e::eventually("the other session ends", e2e::DEADLINE, async || {
        (other.get("/users/me").await.status == 401).then_some(())
    })
    .await;
    let _ = alice.get("/users/me").await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_keys_that_verify_tokens_are_published() {
    let cluster = Cluster::start().up().await;
    let alice = cluster.signs_up("alice").await;
    let url = cluster.doors.root("/.well-known/jwks.json");
    let keys: Value = alice
        .client()
        .get(url)
        .send()
        .await
        .expect("keys")
        .json()
        .await
        .expect("JSON");
    let key = &keys["keys"][0];
    assert_eq!(
        (&key["kty"], &key["crv"]),
        (&json!("OKP"), &json!("Ed25519"))
    );
    assert!(key["kid"].is_string() && key["d"].is_null(), "{key}");
}

#[tokio::test(flavor = "multi_thread")]
async fn signup_is_closed_where_it_is_closed() {
    let cluster = Cluster::start().set("SIGNUP", "closed").up().await;
    let body = json!({
        "email": "a@example.com", "handle": "alice", "display_name": "Alice", "password": PASSWORD,
    });
    cluster
        .stranger()
        .post("/auth/signup", body)
        .await
        .refused(403, "signup_closed");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invite_brings_exactly_as_many_people_as_it_says() {
    let cluster = Cluster::start().up().await;
    let ([alice], office, general) = cluster.company(["alice"]).await;
    let path = format!("/workspaces/{}/invites", office.id);
    let body = json!({ "max_uses": 2, "channel_ids": [general.id] });
    let invite = alice.post(&path, body).await.status(201);
    let accept = format!(
        "/invites/{}/accept",
        invite["code"].as_str().expect("a code")
    );
    let mut people = Vec::new();
    for n in 0..4 {
        people.push(cluster.signs_up(&format!("p{n}")).await);
    }
    let answers = join_all(people.iter().map(|who| who.post(&accept, json!({})))).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 2);
    for (who, answer) in people.iter().zip(&answers) {
        if answer.is_ok() {
            who.says("hello").within(&general).await;
        } else {
            answer.problem();
        }
    }
}
