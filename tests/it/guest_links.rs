//! Guest links: somebody without an account comes into one channel, for a while, and sees nothing
//! else.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use e2e::{Channel, Cluster, DEADLINE, PASSWORD, Person, Socket, eventually};
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

/// What the brief of a withdrawal promises, with room for a machine that does other things besides.
const AT_ONCE: Duration = Duration::from_millis(1_500);

fn links(channel: &Channel) -> String {
    format!("/channels/{}/guest-links", channel.id)
}

async fn enter(cluster: &Cluster, code: &str) -> e2e::Answer {
    let path = format!("/guest/{code}/enter");
    let body = json!({ "locale": "en" });
    cluster.stranger().post(&path, body).await
}

async fn set(cluster: &Cluster, sql: &'static str) {
    sqlx::query(sql)
        .execute(&cluster.database.pool)
        .await
        .expect("time passes");
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_enters_by_a_link_talks_there_and_sees_nothing_else() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob], office, general) = cluster.company(["alice", "bob"]).await;
    let open_day = alice.creates_channel(&office, "open-day", "private").await;
    let secret = alice.creates_channel(&office, "secret", "private").await;
    alice.says("canary").within(&general).await;
    let code = alice.opens_to_guests(&open_day, json!({})).await;
    let stranger = cluster.stranger();
    let preview = stranger.get(&format!("/guest/{code}")).await.ok();
    assert_eq!(preview["channel_name"], "open-day");
    assert_eq!(preview["workspace_name"], "Acme");

    let watching = Socket::open(&alice, 0).await;
    let (guest, channel) = alice.enters_as_guest(&code, "zh-CN").await;
    assert_eq!(channel, open_day);
    let me = guest.get("/users/me").await.ok();
    let name = me["display_name"].as_str().expect("a name");
    assert!(!name.is_ascii(), "{name}");
    assert_eq!((&me["is_guest"], &me["email"]), (&json!(true), &json!("")));
    assert!(me["guest_until"].is_string());
    watching
        .sees("member.joined", |m| m["user"]["id"] == guest.id.as_str())
        .await;

    let his = Socket::open(&guest, 0).await;
    let said = guest.says("hello @bob @alice").within(&channel).await;
    assert_eq!(said["author"]["is_guest"], true);
    let mentioned = said["mentions"]["users"].as_array().expect("mentions");
    assert_eq!(
        mentioned.len(),
        1,
        "bob is not in the channel: {mentioned:?}"
    );
    watching
        .sees("message.created", |m| m["id"] == said["id"])
        .await;
    let reply = alice.says("welcome").within(&channel).await;
    his.sees("message.created", |m| m["id"] == reply["id"])
        .await;

    let first = guest.get("/sync").await.ok();
    let seen: Vec<_> = first["channels"]
        .as_array()
        .expect("channels")
        .iter()
        .collect();
    assert_eq!((seen.len(), &seen[0]["id"]), (1, &json!(open_day.id)));
    for hidden in [&general, &secret] {
        for rest in ["", "/messages", "/members", "/pins", "/guest-links"] {
            let path = format!("/channels/{}{rest}", hidden.id);
            guest.get(&path).await.refused(404, "not_found");
        }
        let join = format!("/channels/{}/join", hidden.id);
        guest.post(&join, json!({})).await.refused(404, "not_found");
    }
    let him = format!("/users/{}", bob.id);
    guest.get(&him).await.refused(404, "not_found");
    let people = format!("/workspaces/{}/members", office.id);
    let people = guest.get(&people).await.ok();
    assert_eq!(people["data"].as_array().map(Vec::len), Some(2));
    let frames = his.look(|seen| seen.frames.clone());
    assert!(frames.iter().all(|frame| !frame.text.contains("canary")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_has_a_name_to_change_and_no_more() {
    let cluster = Cluster::start()
        .set("GUEST_UPLOAD_MAX_BYTES", "1000")
        .up()
        .await;
    let ([alice, bob], office, general) = cluster.company(["alice", "bob"]).await;
    let code = alice.opens_to_guests(&general, json!({})).await;
    let (guest, channel) = alice.enters_as_guest(&code, "en").await;
    let elsewhere = alice.creates_channel(&office, "elsewhere", "public").await;
    let invite = format!("/workspaces/{}/invites", office.id);
    let invitation = alice.post(&invite, json!({})).await.status(201);
    let accept = invitation["code"].as_str().expect("a code");
    let workspace = |rest: &str| format!("/workspaces/{}/{rest}", office.id);
    let member = |who: &Person| format!("/channels/{}/members/{}", channel.id, who.id);

    let password = json!({ "current_password": "none", "new_password": PASSWORD });
    let email = json!({ "current_password": "none", "email": "guest@example.com" });
    for (path, body) in [
        ("/workspaces".to_owned(), json!({ "name": "Mine" })),
        (format!("/invites/{accept}/accept"), json!({})),
        (workspace("dms"), json!({ "user_ids": [alice.id] })),
        (
            workspace("channels"),
            json!({ "name": "mine", "kind": "public" }),
        ),
        (workspace("invites"), json!({})),
        (links(&channel), json!({})),
        ("/auth/password".to_owned(), password),
        ("/auth/email".to_owned(), email),
    ] {
        guest.post(&path, body).await.refused(403, "forbidden");
    }
    guest
        .get(&workspace("channels?scope=browse"))
        .await
        .refused(403, "forbidden");
    let handle = json!({ "handle": "boss" });
    guest
        .patch("/users/me", handle)
        .await
        .refused(403, "forbidden");
    guest
        .put(&member(&bob), json!({ "role": "admin" }))
        .await
        .refused(403, "forbidden");
    let me = guest
        .patch("/users/me", json!({ "display_name": "Zoë" }))
        .await
        .ok();
    assert_eq!(me["display_name"], "Zoë");

    // Nobody else can make more of them either.
    let raise = json!({ "role": "admin" });
    alice
        .put(&member(&guest), raise)
        .await
        .refused(403, "forbidden");
    let other = format!("/channels/{}/members/{}", elsewhere.id, guest.id);
    alice.put(&other, json!({})).await.refused(403, "forbidden");
    let dm = json!({ "user_ids": [guest.id] });
    alice
        .post(&workspace("dms"), dm)
        .await
        .refused(403, "forbidden");
    let role = workspace(&format!("members/{}", guest.id));
    alice
        .patch(&role, json!({ "role": "member" }))
        .await
        .refused(403, "forbidden");
    let transfer = format!("/channels/{}/transfer", channel.id);
    alice
        .post(&transfer, json!({ "user_id": guest.id }))
        .await
        .refused(403, "forbidden");

    let upload = async |who: &Person, bytes: usize| {
        let part = Part::bytes(vec![b'x'; bytes]).file_name("notes.txt");
        let form = Form::new()
            .text("workspace_id", office.id.clone())
            .part("file", part);
        let request = who.request(Method::POST, "/files").multipart(form);
        who.send(Method::POST, "/files", request).await
    };
    let _ = upload(&guest, 1_000).await.status(201);
    upload(&guest, 1_001)
        .await
        .refused(413, "payload_too_large");
    let _ = upload(&bob, 1_001).await.status(201);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_runs_the_channel_opens_it_and_within_bounds() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob, carol], office, general) = cluster.company(["alice", "bob", "carol"]).await;
    let theirs = bob.creates_channel(&office, "theirs", "private").await;
    bob.adds(&carol, &theirs).await;
    carol
        .post(&links(&theirs), json!({}))
        .await
        .refused(403, "forbidden");
    alice
        .post(&links(&theirs), json!({}))
        .await
        .refused(404, "not_found");
    let dm = bob.opens_dm(&office, &[&carol]).await;
    bob.post(&links(&dm), json!({}))
        .await
        .refused(403, "forbidden");
    for (terms, fits) in [
        (json!({ "expires_in_s": 60 }), true),
        (json!({ "expires_in_s": 59 }), false),
        (json!({ "expires_in_s": 2_592_000 }), true),
        (json!({ "expires_in_s": 2_592_001 }), false),
        (json!({ "stay_s": 86_400 }), true),
        (json!({ "stay_s": 86_399 }), false),
        (json!({ "stay_s": 604_800 }), true),
        (json!({ "stay_s": 604_801 }), false),
        (json!({ "max_uses": 1 }), true),
        (json!({ "max_uses": 0 }), false),
        (json!({ "max_uses": 10_000 }), true),
        (json!({ "max_uses": 10_001 }), false),
        (json!({ "max_uses": i64::MAX }), false),
    ] {
        let answer = bob.post(&links(&theirs), terms.clone()).await;
        if fits {
            let _ = answer.status(201);
        } else {
            answer.refused(400, "invalid_input");
        }
    }
    let listed = bob.get(&links(&theirs)).await.ok();
    let listed = listed["data"].as_array().expect("links").clone();
    assert_eq!(listed.len(), 6);
    let code = listed[0]["code"].as_str().expect("a code");
    let others = format!("{}/{code}", links(&general));
    alice.delete(&others).await.refused(404, "not_found");
    let path = format!("{}/{code}", links(&theirs));
    carol.delete(&path).await.refused(403, "forbidden");
    let _ = bob.delete(&path).await.status(204);
    bob.delete(&path).await.refused(404, "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_no_longer_holds_lets_nobody_in() {
    let cluster = Cluster::start().apis(2).up().await;
    let ([alice], office, general) = cluster.company(["alice"]).await;
    let once = alice
        .opens_to_guests(&general, json!({ "max_uses": 1 }))
        .await;
    let stranger = cluster.stranger();
    let path = format!("/guest/{once}/enter");
    let body = json!({ "locale": "en" });
    let (one, other) = tokio::join!(
        stranger.at_api(0).posts(&path, body.clone()),
        stranger.at_api(1).posts(&path, body)
    );
    let mut answers = [(one.status, one.code()), (other.status, other.code())];
    answers.sort();
    let gone = (410, "guest_link_gone".to_owned());
    assert_eq!(answers, [(201, String::new()), gone]);

    for code in ["x", "..%2f", &"A".repeat(22), &"A".repeat(65)] {
        let preview = stranger.get(&format!("/guest/{code}")).await;
        preview.refused(404, "not_found");
    }
    let old = alice.opens_to_guests(&general, json!({})).await;
    set(
        &cluster,
        "update guest_links set expires_at = now() - interval '1 second'",
    )
    .await;
    let withdrawn = alice.opens_to_guests(&general, json!({})).await;
    let link = format!("{}/{withdrawn}", links(&general));
    let _ = alice.delete(&link).await.status(204);
    let side = alice.creates_channel(&office, "side", "public").await;
    let archived = alice.opens_to_guests(&side, json!({})).await;
    let archive = format!("/channels/{}/archive", side.id);
    let _ = alice.post(&archive, json!({})).await.ok();
    alice
        .post(&links(&side), json!({}))
        .await
        .refused(409, "channel_archived");
    for code in [&old, &withdrawn, &archived] {
        let preview = stranger.get(&format!("/guest/{code}")).await;
        preview.refused(410, "guest_link_gone");
        enter(&cluster, code).await.refused(410, "guest_link_gone");
    }
    let _ = alice.delete(&format!("/channels/{}", side.id)).await.ok();
    enter(&cluster, &archived).await.refused(404, "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_withdrawn_with_its_guests_cuts_them_off_at_once_and_leaves_the_others() {
    let cluster = Cluster::start().gateways(2).up().await;
    let ([alice], _, general) = cluster.company(["alice"]).await;
    let code = alice.opens_to_guests(&general, json!({})).await;
    let other = alice.opens_to_guests(&general, json!({})).await;
    let (ending, channel) = alice.enters_as_guest(&code, "en").await;
    let (staying, _) = alice.enters_as_guest(&other, "en").await;
    let cut = [
        Socket::open(&ending, 0).await,
        Socket::open(&ending, 1).await,
    ];
    let kept = Socket::open(&staying, 1).await;
    let watching = Socket::open(&alice, 0).await;
    ending.says("I was here").within(&channel).await;

    let path = format!("{}/{code}?end_guests=true", links(&general));
    let asked = Instant::now();
    let _ = alice.delete(&path).await.status(204);
    for socket in &cut {
        assert_eq!(socket.closed().await.code, 4503);
    }
    assert!(asked.elapsed() < AT_ONCE, "it took {:?}", asked.elapsed());
    ending
        .get("/users/me")
        .await
        .refused(401, "session_revoked");
    watching
        .sees("member.left", |m| m["user"]["id"] == ending.id.as_str())
        .await;
    let sent = alice.says("to who is left").within(&general).await;
    kept.sees("message.created", |m| m["id"] == sent["id"])
        .await;
    let without = format!("{}/{other}", links(&general));
    let _ = alice.delete(&without).await.status(204);
    kept.command("ping", json!({}))
        .await
        .expect("they may stay");
    let history = alice.reads(&general, "").await;
    let said = &history["data"][0];
    assert_eq!(said["body"], "I was here");
    assert_eq!(said["author"]["is_guest"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guests_time_ends_by_itself_and_so_does_that_of_who_was_removed() {
    let cluster = Cluster::start().up().await;
    let ([alice], office, general) = cluster.company(["alice"]).await;
    let code = alice
        .opens_to_guests(&general, json!({ "stay_s": 172_800 }))
        .await;
    let (late, _) = alice.enters_as_guest(&code, "en").await;
    let life = "select (extract(epoch from guest_until - created_at))::bigint from users
                where guest_until is not null";
    assert_eq!(cluster.database.number(life).await, 172_800);
    let socket = Socket::open(&late, 0).await;
    set(
        &cluster,
        "update users set guest_until = now() - interval '1 second' where guest_until is not null",
    )
    .await;
    assert_eq!(socket.closed().await.code, 4503);
    late.get("/users/me").await.refused(401, "session_revoked");
    let (kicked, _) = alice.enters_as_guest(&code, "en").await;
    let path = format!("/channels/{}/members/{}", general.id, kicked.id);
    let _ = alice.delete(&path).await.ok();
    let people = format!("/workspaces/{}/members", office.id);
    eventually("both are gone", DEADLINE, async || {
        let left = alice.get(&people).await.ok();
        (left["data"].as_array().map(Vec::len) == Some(1)).then_some(())
    })
    .await;
    assert_eq!(kicked.get("/users/me").await.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_makes_an_account_of_it_and_keeps_what_they_said() {
    let cluster = Cluster::start().up().await;
    let ([alice], office, general) = cluster.company(["alice"]).await;
    let code = alice.opens_to_guests(&general, json!({})).await;
    let (guest, channel) = alice.enters_as_guest(&code, "en").await;
    let said = guest.says("I like it here").within(&channel).await;
    let claim = |email: &str, handle: &str, password: &str| {
        let body = json!({ "email": email, "handle": handle, "password": password });
        let guest = guest.clone();
        async move { guest.post("/guest/claim", body).await }
    };
    claim("alice@example.com", "zoe", PASSWORD)
        .await
        .refused(409, "email_taken");
    claim("zoe@example.com", "alice", PASSWORD)
        .await
        .refused(409, "handle_taken");
    let problem = claim("zoe", "a", "short")
        .await
        .refused(400, "invalid_input");
    assert_eq!(problem["errors"].as_array().map(Vec::len), Some(3));
    let me = claim("zoe@example.com", "zoe", PASSWORD).await.ok();
    assert_eq!(
        (&me["is_guest"], &me["guest_until"], &me["handle"]),
        (&json!(false), &Value::Null, &json!("zoe"))
    );
    claim("zoe2@example.com", "zoe2", PASSWORD)
        .await
        .refused(403, "forbidden");
    alice
        .post(
            "/guest/claim",
            json!({ "email": "b@c.de", "handle": "bb", "password": PASSWORD }),
        )
        .await
        .refused(403, "forbidden");

    let body = json!({ "login": "zoe", "password": PASSWORD });
    let session = cluster.stranger().post("/auth/login", body).await.ok();
    assert_eq!(session["user"]["id"], guest.id.as_str());
    let path = format!("/messages/{}", said["id"].as_str().expect("an id"));
    let message = guest.get(&path).await.ok();
    assert_eq!(message["body"], "I like it here");
    assert_eq!(message["author"]["id"], guest.id.as_str());
    // An account like others: what was refused before is not any more.
    let dms = format!("/workspaces/{}/dms", office.id);
    let _ = guest
        .post(&dms, json!({ "user_ids": [alice.id] }))
        .await
        .ok();
    let link = format!("{}/{code}?end_guests=true", links(&general));
    let _ = alice.delete(&link).await.status(204);
    let _ = guest.get("/users/me").await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nobody_signs_up_no_guest_makes_an_account_either() {
    for (mode, code) in [("invite", "invite_required"), ("closed", "signup_closed")] {
        let mut cluster = Cluster::start().up().await;
        let ([alice], _, general) = cluster.company(["alice"]).await;
        let link = alice.opens_to_guests(&general, json!({})).await;
        let (guest, _) = alice.enters_as_guest(&link, "en").await;
        cluster.apis[0].kill();
        cluster.apis[0].set("SIGNUP", mode);
        cluster.apis[0].start().await;
        let methods = cluster.stranger().get("/auth/methods").await.ok();
        assert_eq!(methods["signup"], mode);
        let body = json!({ "email": "b@c.de", "handle": "bb", "password": PASSWORD });
        guest.post("/guest/claim", body).await.refused(403, code);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn guests_of_one_channel_have_different_names_and_one_address_brings_only_so_many() {
    let cluster = Cluster::start().set("RATE_LIMITS", "default").up().await;
    let ([alice], _, general) = cluster.company(["alice"]).await;
    let code = alice.opens_to_guests(&general, json!({})).await;
    let mut names = HashSet::new();
    let mut let_in = 0;
    loop {
        let answer = enter(&cluster, &code).await;
        if answer.status == 429 {
            answer.refused(429, "rate_limited");
            break;
        }
        let entered = answer.status(201);
        let name = entered["user"]["display_name"].as_str().expect("a name");
        assert!(names.insert(name.to_owned()), "{name} is there twice");
        let_in += 1;
        assert!(let_in <= 25, "nobody stops them");
    }
    assert!((20..=21).contains(&let_in), "{let_in}");
}
