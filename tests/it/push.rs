//! Web Push, end to end: a browser of the test's own, behind a push service of the test's own.

mod here;
mod threads;

use std::time::Duration;

use e2e::push_service::{Browser, Carried, PushService};
use e2e::{Channel, Cluster, DEADLINE, Person, Socket, Start, Workspace, eventually};
use serde_json::{Value, json};

/// A cluster whose people have a moment to read, not eight seconds.
fn quick(service: &PushService) -> Start {
    Cluster::start()
        .set("PUSH_DELAY_S", "1")
        .set("FETCH_ALLOW", &service.address())
}

/// Alice and Bob, whose browser wants to be told.
async fn talkers(
    cluster: &Cluster,
    service: &PushService,
) -> (Person, Person, Workspace, Channel, Browser) {
    let ([alice, bob], office, general) = cluster.company(["alice", "bob"]).await;
    let browser = subscribe(&bob, service).await;
    (alice, bob, office, general, browser)
}

async fn subscribe(who: &Person, service: &PushService) -> Browser {
    let browser = service.browser();
    let _ = who
        .put("/users/me/push-subscriptions", browser.subscription())
        .await
        .status(200);
    browser
}

async fn log(who: &Person) -> Vec<Value> {
    let page = who.get("/users/me/notifications/log").await.ok();
    page["data"].as_array().cloned().unwrap_or_default()
}

/// Waits until the ledger says what became of a message.
async fn settled(who: &Person, message: &Value) -> String {
    eventually("the ledger says what became of it", DEADLINE, async || {
        let entry = log(who)
            .await
            .into_iter()
            .find(|entry| entry["message_id"] == message["id"])?;
        let outcome = entry["outcome"].as_str()?.to_owned();
        (outcome != "waiting").then_some(outcome)
    })
    .await
}

async fn set_notifications(who: &Person, change: Value) {
    let mut settings = who.get("/users/me/notifications").await.ok();
    for (name, value) in change.as_object().expect("fields") {
        settings[name] = value.clone();
    }
    let _ = who.put("/users/me/notifications", settings).await.ok();
}

async fn arrives(browser: &Browser) -> Carried {
    // What a dead worker had claimed is due again after twenty seconds.
    eventually("a push arrives", 3 * DEADLINE, async || browser.next()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mention_reaches_a_browser_encrypted_for_it_and_signed_by_the_installation() {
    let service = PushService::start().await;
    let cluster = quick(&service).apis(2).up().await;
    let (alice, bob, office, general, browser) = talkers(&cluster, &service).await;
    let key = bob.get("/push/key").await.ok()["public_key"].clone();
    assert_eq!(
        bob.elsewhere().get("/push/key").await.ok()["public_key"],
        key
    );

    alice.says("nobody in particular").within(&general).await;
    let sent = alice.says("please **look**, @bob").within(&general).await;

    let pushed = arrives(&browser).await;
    assert_eq!(pushed.payload["type"], "message");
    for (field, expected) in [
        ("channel_id", json!(general.id)),
        ("workspace_id", json!(office.id)),
        ("message_id", sent["id"].clone()),
        ("concern", json!("mention")),
        ("author", json!("alice")),
        ("place", json!("talk")),
        ("text", json!("please **look**, @bob")),
        ("count", json!(1)),
    ] {
        assert_eq!(
            pushed.payload[field], expected,
            "{field} of {}",
            pushed.payload
        );
    }
    assert_eq!(pushed.header("content-encoding"), "aes128gcm");
    assert_eq!(pushed.header("topic"), general.id.replace('-', ""));
    assert_eq!(pushed.header("urgency"), "high");
    assert!(pushed.header("ttl").parse::<u32>().expect("a TTL") > 0);
    let claims = pushed.verify(key.as_str().expect("a key"), &service.origin());
    assert_eq!(claims["sub"], "http://hubbub.test");
    assert_eq!(settled(&bob, &sent).await, "sent");
    assert_eq!(log(&bob).await.len(), 1, "a plain message concerns nobody");
    let devices = bob.get("/users/me/push-subscriptions").await.ok();
    assert_eq!(devices["data"][0]["current"], true);
    assert!(devices["data"][0]["last_sent_at"].is_string(), "{devices}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_ledger_says_why_nothing_was_sent() {
    let service = PushService::start().await;
    let cluster = quick(&service).set("PUSH_DELAY_S", "2").up().await;
    let (alice, bob, office, general, browser) = talkers(&cluster, &service).await;
    let own = format!("/channels/{}/membership", general.id);
    let company = format!("/workspaces/{}/membership", office.id);
    let say = async |body: &str| alice.says(body).within(&general).await;

    let read = say("@bob read in time").await;
    let mark = json!({ "message_no": read["message_no"] });
    let _ = bob
        .post(&format!("/channels/{}/read", general.id), mark)
        .await
        .ok();
    assert_eq!(settled(&bob, &read).await, "read");

    let _ = bob.patch(&own, json!({ "notify": "none" })).await.ok();
    assert_eq!(settled(&bob, &say("@bob no level").await).await, "level");
    let muted = json!({ "notify": "all", "muted_until": "2999-01-01T00:00:00.000Z" });
    let _ = bob.patch(&own, muted).await.ok();
    assert_eq!(settled(&bob, &say("@channel muted").await).await, "muted");
    let _ = bob
        .patch(&own, json!({ "notify": "default", "muted_until": null }))
        .await
        .ok();

    let side = bob.patch(&company, json!({ "notify": "none" })).await.ok();
    assert_eq!(side["notify"], "none");
    assert_eq!(settled(&bob, &say("@bob workspace").await).await, "level");
    let _ = bob
        .patch(&company, json!({ "notify": "default" }))
        .await
        .ok();

    let _ = bob
        .put("/users/me/status", json!({ "presence": "dnd" }))
        .await
        .ok();
    assert_eq!(settled(&bob, &say("@bob dnd").await).await, "dnd");
    let _ = bob.put("/users/me/status", json!({})).await.ok();
    set_notifications(&bob, json!({ "snoozed_until": "2999-01-01T00:00:00.000Z" })).await;
    assert_eq!(settled(&bob, &say("@bob paused").await).await, "dnd");
    let always = json!({ "days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "from": "00:00", "to": "00:00" });
    set_notifications(&bob, json!({ "snoozed_until": null, "schedule": always })).await;
    assert_eq!(settled(&bob, &say("@bob quiet hours").await).await, "dnd");
    set_notifications(&bob, json!({ "schedule": null })).await;

    let gone = say("@bob gone").await;
    alice.deletes(&gone).await;
    assert_eq!(settled(&bob, &gone).await, "gone");
    let _ = bob.delete("/users/me/push-subscriptions").await.status(204);
    assert_eq!(
        settled(&bob, &say("@bob no device").await).await,
        "no_subscription"
    );
    assert!(browser.next().is_none(), "nothing was sent");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_closest_level_counts_and_a_workspaces_is_told_to_other_devices() {
    let service = PushService::start().await;
    let cluster = quick(&service).up().await;
    let (alice, bob, office, general, browser) = talkers(&cluster, &service).await;
    let phone = Socket::open(&bob, 0).await;

    let path = format!("/workspaces/{}/membership", office.id);
    let _ = bob.patch(&path, json!({ "notify": "all" })).await.ok();
    let heard = phone
        .sees("workspace.membership_updated", |side| {
            side["notify"] == "all"
        })
        .await;
    assert_eq!(heard["workspace_id"], office.id.as_str());
    let listed = bob.get(&format!("/workspaces/{}", office.id)).await.ok();
    assert_eq!(listed["notify"], "all");

    alice.says("a plain message").within(&general).await;
    assert_eq!(arrives(&browser).await.payload["concern"], "message");
    let dm = alice.opens_dm(&office, &[&bob]).await;
    alice.says("between us").within(&dm).await;
    let direct = arrives(&browser).await.payload;
    assert_eq!(
        (&direct["concern"], &direct["place"]),
        (&json!("direct"), &Value::Null)
    );
    set_notifications(&bob, json!({ "preview": false })).await;
    alice.says("not for the lock screen").within(&dm).await;
    let hidden = arrives(&browser).await.payload;
    assert_eq!(hidden["text"], Value::Null);

    let carol = cluster.signs_up("carol").await;
    carol
        .patch(&path, json!({ "notify": "all" }))
        .await
        .refused(404, "not_found");
    bob.patch(&path, json!({ "notify": "some" }))
        .await
        .refused(400, "malformed_json");
    bob.patch(&path, json!({ "level": "all" }))
        .await
        .refused(400, "unknown_field");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_there_is_not_told_until_they_go_and_what_they_read_is_taken_back() {
    let service = PushService::start().await;
    let cluster = quick(&service).up().await;
    let (alice, bob, _, general, browser) = talkers(&cluster, &service).await;
    let laptop = Socket::open(&bob, 0).await;
    laptop
        .command("focus", json!({ "channel": null, "active": true }))
        .await
        .expect("focus");

    let sent = alice.says("@bob are you there?").within(&general).await;
    // Long past the second that he has to read it.
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert!(browser.next().is_none(), "he is there");

    laptop
        .command("focus", json!({ "channel": null, "active": false }))
        .await
        .expect("focus");
    assert_eq!(arrives(&browser).await.payload["message_id"], sent["id"]);
    let mark = json!({ "message_no": sent["message_no"] });
    let _ = bob
        .post(&format!("/channels/{}/read", general.id), mark)
        .await
        .ok();
    let taken_back = arrives(&browser).await;
    assert_eq!(
        taken_back.payload,
        json!({ "type": "read", "channel_id": general.id })
    );
    assert_eq!(taken_back.header("topic"), general.id.replace('-', ""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_ends_with_its_session_and_when_its_service_does_not_know_it() {
    let service = PushService::start().await;
    let cluster = quick(&service).up().await;
    let (alice, bob, _, general, gone) = talkers(&cluster, &service).await;
    let phone = bob.logs_in_again().await;
    let kept = subscribe(&phone, &service).await;
    let tablet = bob.logs_in_again().await;
    let ended = subscribe(&tablet, &service).await;
    let laptop = bob.logs_in_again().await;
    let logged_out = subscribe(&laptop, &service).await;
    let devices = async || {
        let page = phone.get("/users/me/push-subscriptions").await.ok();
        page["data"].as_array().expect("devices").clone()
    };
    assert_eq!(devices().await.len(), 4);

    let _ = laptop.post("/auth/logout", json!({})).await.status(204);
    let own = tablet.get("/users/me/push-subscriptions").await.ok();
    let own = own["data"]
        .as_array()
        .expect("devices")
        .iter()
        .find(|one| one["current"] == true)
        .cloned();
    let id = own.expect("its own")["session_id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let _ = bob
        .delete(&format!("/auth/sessions/{id}"))
        .await
        .status(204);
    assert_eq!(
        devices().await.len(),
        2,
        "a logout and a revocation end theirs"
    );

    gone.answers(410);
    let sent = alice.says("@bob hello").within(&general).await;
    assert_eq!(arrives(&kept).await.payload["message_id"], sent["id"]);
    eventually("the one that is gone is forgotten", DEADLINE, async || {
        (devices().await.len() == 1).then_some(())
    })
    .await;
    assert_eq!(settled(&phone, &sent).await, "sent");
    assert!(ended.next().is_none() && logged_out.next().is_none());

    let id = devices().await[0]["session_id"]
        .as_str()
        .expect("an id")
        .to_owned();
    alice
        .delete(&format!("/users/me/push-subscriptions/{id}"))
        .await
        .refused(404, "not_found");
    let _ = bob
        .delete(&format!("/users/me/push-subscriptions/{id}"))
        .await
        .status(204);
    bob.delete(&format!("/users/me/push-subscriptions/{id}"))
        .await
        .refused(404, "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_that_leads_nowhere_or_into_our_own_network_is_refused() {
    let service = PushService::start().await;
    let cluster = quick(&service).up().await;
    let alice = cluster.signs_up("alice").await;
    let good = service.browser().subscription();
    let with = |pointer: &str, value: Value| {
        let mut changed = good.clone();
        *changed.pointer_mut(pointer).expect("a field") = value;
        changed
    };
    let refuse = async |body: Value, pointer: &str| {
        let problem = alice
            .put("/users/me/push-subscriptions", body)
            .await
            .refused(400, "invalid_input");
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{problem}");
    };

    for endpoint in [
        "http://push.example/x",
        "https://127.0.0.1/x",
        "https://10.1.2.3/x",
        "https://169.254.169.254/x",
        "https://[::1]/x",
        "https://push.example:22/x",
        "http://127.0.0.1:1/x",
        "push",
    ] {
        refuse(with("/endpoint", json!(endpoint)), "/endpoint").await;
    }
    let long = format!("https://push.example/{}", "a".repeat(1_024));
    refuse(with("/endpoint", json!(long)), "/endpoint").await;
    refuse(with("/keys/p256dh", json!("AAAA")), "/keys/p256dh").await;
    refuse(with("/keys/auth", json!("AAAA")), "/keys/auth").await;
    let mut unknown = good.clone();
    unknown["expirationTime"] = Value::Null;
    alice
        .put("/users/me/push-subscriptions", unknown)
        .await
        .refused(400, "unknown_field");
    let stranger = cluster.stranger();
    for path in [
        "/push/key",
        "/users/me/push-subscriptions",
        "/users/me/notifications/log",
    ] {
        stranger.get(path).await.refused(401, "unauthenticated");
    }
    alice
        .get("/users/me/notifications/log?limit=201")
        .await
        .refused(400, "invalid_input");
    let hours = json!({ "schedule": { "days": [], "from": "22:00", "to": "07:00" } });
    alice
        .put("/users/me/notifications", hours)
        .await
        .refused(400, "invalid_input");
    let hours = json!({ "schedule": { "days": ["mon"], "from": "25:00", "to": "07:00" } });
    alice
        .put("/users/me/notifications", hours)
        .await
        .refused(400, "invalid_input");
    let _ = alice
        .put("/users/me/push-subscriptions", good)
        .await
        .status(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_push_service_does_not_take_now_is_tried_again() {
    let service = PushService::start().await;
    let cluster = quick(&service).up().await;
    let (alice, bob, _, general, browser) = talkers(&cluster, &service).await;
    browser.answers(503);

    let sent = alice.says("@bob later").within(&general).await;
    eventually("it was tried", DEADLINE, async || {
        (browser.refused() > 0).then_some(())
    })
    .await;
    browser.answers(201);

    assert_eq!(arrives(&browser).await.payload["message_id"], sent["id"]);
    assert_eq!(settled(&bob, &sent).await, "sent");
    browser.answers(413);
    let refused = alice.says("@bob never").within(&general).await;
    assert_eq!(settled(&bob, &refused).await, "failed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_dies_between_claim_and_send_loses_nothing() {
    let service = PushService::start().await;
    let mut cluster = quick(&service).up().await;
    let (alice, bob, _, general, browser) = talkers(&cluster, &service).await;
    let held = browser.holds();
    let sent = alice.says("@bob through it all").within(&general).await;
    eventually("the push is under way", DEADLINE, async || {
        held.is_asked().then_some(())
    })
    .await;

    cluster.workers[0].kill();
    held.lets_go();
    cluster.workers[0].start().await;

    assert_eq!(arrives(&browser).await.payload["message_id"], sent["id"]);
    assert_eq!(settled(&bob, &sent).await, "sent");
}
