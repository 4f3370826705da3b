//! Pushes of replies: to those who follow the thread, unless something is in the way.

use e2e::push_service::PushService;
use e2e::{Channel, Person, eventually};
use serde_json::{Value, json};

use super::{arrives, log, quick, settled, subscribe};

fn path(message: &Value, rest: &str) -> String {
    format!("/messages/{}{rest}", message["id"].as_str().expect("an id"))
}

async fn follows(who: &Person, root: &Value) {
    let state = who.put(&path(root, "/follow"), json!({})).await.ok();
    assert_eq!(state["following"], true);
}

async fn replies(who: &Person, place: (&Channel, &Value), body: &str) -> Value {
    who.says(body).within(place.0).in_reply_to(place.1).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_reaches_those_who_follow_its_thread_and_nobody_whom_something_keeps_from_it() {
    let service = PushService::start().await;
    let cluster = quick(&service).up().await;
    let handles = ["alice", "bob", "carol", "dave", "erin", "fay", "gus"];
    let ([alice, bob, carol, dave, erin, fay, gus], general) = cluster.people(handles).await;
    let browser = subscribe(&bob, &service).await;
    let root = bob.says("root").within(&general).await;
    for person in [&carol, &dave, &fay, &gus] {
        follows(person, &root).await;
    }
    let own = format!("/channels/{}/membership", general.id);
    let muted = json!({ "muted_until": "2999-01-01T00:00:00.000Z" });
    let _ = carol.patch(&own, muted).await.ok();
    let _ = dave.patch(&own, json!({ "notify": "none" })).await.ok();
    let _ = fay
        .put(&format!("/users/me/blocks/{}", alice.id), json!({}))
        .await
        .ok();
    let _ = gus
        .put("/users/me/status", json!({ "presence": "dnd" }))
        .await
        .ok();

    let reply = replies(&alice, (&general, &root), "a reply").await;

    let pushed = arrives(&browser).await.payload;
    for (field, expected) in [
        ("message_id", &reply["id"]),
        ("parent_id", &root["id"]),
        ("message_no", &Value::Null),
        ("concern", &json!("thread")),
        ("text", &json!("a reply")),
    ] {
        assert_eq!(&pushed[field], expected, "{field} of {pushed}");
    }
    assert_eq!(settled(&bob, &reply).await, "sent");
    for (person, outcome) in [
        (&carol, "muted"),
        (&dave, "level"),
        (&fay, "blocked"),
        (&gus, "dnd"),
    ] {
        assert_eq!(settled(person, &reply).await, outcome, "{}", person.handle);
        assert_eq!(log(person).await[0]["concern"], "thread");
    }
    // Who wrote it, and who does not follow.
    assert_eq!(log(&alice).await, [] as [Value; 0]);
    assert_eq!(log(&erin).await, [] as [Value; 0]);

    // Who is named is told so, and follows from now on.
    let named = replies(&bob, (&general, &root), "what says @erin?").await;
    assert_eq!(settled(&erin, &named).await, "no_subscription");
    assert_eq!(log(&erin).await[0]["concern"], "mention");
    let next = replies(&bob, (&general, &root), "well?").await;
    assert_eq!(settled(&erin, &next).await, "no_subscription");
    assert_eq!(log(&erin).await[0]["concern"], "thread");
    assert_eq!(settled(&fay, &next).await, "no_subscription");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_that_is_read_or_let_go_of_in_time_is_not_pushed_and_one_read_later_is_taken_back()
{
    let service = PushService::start().await;
    let cluster = quick(&service).set("PUSH_DELAY_S", "2").up().await;
    let ([alice, bob], general) = cluster.people(["alice", "bob"]).await;
    let browser = subscribe(&bob, &service).await;
    let root = bob.says("root").within(&general).await;
    let place = (&general, &root);
    let reads = async |reply: &Value| {
        let read = json!({ "seq": reply["seq"] });
        let _ = bob.post(&path(&root, "/read"), read).await.ok();
    };

    let read = replies(&alice, place, "read in time").await;
    reads(&read).await;
    assert_eq!(settled(&bob, &read).await, "read");

    let unwanted = replies(&alice, place, "not wanted any more").await;
    eventually("it is noted", e2e::DEADLINE, async || {
        (log(&bob).await[0]["message_id"] == unwanted["id"]).then_some(())
    })
    .await;
    let _ = bob.delete(&path(&root, "/follow")).await.ok();
    assert_eq!(settled(&bob, &unwanted).await, "level");
    let unheard = replies(&alice, place, "nobody follows").await;
    cluster.stored(&bob, &general).await;

    follows(&bob, &root).await;
    let sent = replies(&alice, place, "seen on the phone").await;
    assert_eq!(arrives(&browser).await.payload["message_id"], sent["id"]);
    let known = log(&bob).await;
    assert!(
        known.iter().all(|one| one["message_id"] != unheard["id"]),
        "{known:?}"
    );
    reads(&sent).await;
    let taken_back = arrives(&browser).await.payload;
    assert_eq!(
        taken_back,
        json!({ "type": "read", "channel_id": general.id })
    );
    assert!(browser.next().is_none());
}
