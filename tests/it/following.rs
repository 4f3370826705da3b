//! Threads as people follow them: who does, what is unread, on every device.

use e2e::{Cluster, Person, Socket};
use serde_json::{Value, json};

fn path(message: &Value, rest: &str) -> String {
    format!("/messages/{}{rest}", message["id"].as_str().expect("an id"))
}

async fn state(who: &Person, root: &Value) -> Value {
    who.get(&path(root, "/follow")).await.ok()
}

/// Whether followed, unread, mentions.
async fn standing(who: &Person, root: &Value) -> (bool, i64, i64) {
    let state = state(who, root).await;
    let number = |name: &str| state[name].as_i64().expect("a number");
    let following = state["following"].as_bool().expect("a flag");
    (following, number("unread"), number("mentions"))
}

async fn threads(who: &Person, query: &str) -> Value {
    who.get(&format!("/users/me/threads?{query}")).await.ok()
}

fn roots(page: &Value) -> Vec<&Value> {
    let data = page["data"].as_array().expect("threads");
    data.iter().map(|thread| &thread["root"]["body"]).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_began_replied_or_was_named_follows_the_same_before_and_after_it_is_stored() {
    let mut cluster = Cluster::start().up().await;
    let handles = ["alice", "bob", "carol", "dave"];
    let ([alice, bob, carol, dave], general) = cluster.people(handles).await;
    cluster.stored(&alice, &general).await;
    cluster.workers[0].kill();
    let reply = |who: &Person, root: &Value, body: &str| {
        let (who, general, root, body) =
            (who.clone(), general.clone(), root.clone(), body.to_owned());
        async move { who.says(&body).within(&general).in_reply_to(&root).await }
    };
    let root = alice.says("root").within(&general).await;
    assert_eq!(standing(&alice, &root).await, (false, 0, 0));
    reply(&bob, &root, "first").await;
    let named = reply(&bob, &root, "ask @carol").await;
    let gone = reply(&bob, &root, "never mind @carol").await;
    reply(&carol, &root, "yes?").await;
    reply(&bob, &root, "this, @carol @alice").await;
    bob.deletes(&gone).await;
    bob.edits(&named, "ask @carol and @dave").await;

    let all = async || {
        let mut all = Vec::new();
        for who in [&alice, &bob, &carol, &dave] {
            all.push(standing(who, &root).await);
        }
        all
    };
    let expected = [
        (true, 4, 1),
        (true, 0, 0),
        (true, 1, 1),
        // From the reply that names him on.
        (true, 3, 1),
    ];
    assert_eq!(all().await, expected, "before it is stored");
    let page = threads(&dave, "unread=true").await;
    assert_eq!((&page["unread"], &page["mentions"]), (&json!(1), &json!(1)));
    assert_eq!(page["data"][0]["latest"]["body"], "this, @carol @alice");

    cluster.workers[0].start().await;
    cluster.stored(&alice, &general).await;
    assert_eq!(all().await, expected, "and after");
    assert_eq!(threads(&dave, "unread=true").await, page);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_stops_by_hand_stays_away_until_they_reply_again() {
    let cluster = Cluster::start().gateways(2).up().await;
    let ([alice, bob], general) = cluster.people(["alice", "bob"]).await;
    let (phone, laptop) = (Socket::open(&alice, 0).await, Socket::open(&alice, 1).await);
    let root = alice.says("root").within(&general).await;
    bob.says("one").within(&general).in_reply_to(&root).await;
    assert_eq!(standing(&alice, &root).await, (true, 1, 0));

    let stopped = alice.delete(&path(&root, "/follow")).await.ok();
    assert_eq!(
        (&stopped["following"], &stopped["unread"]),
        (&json!(false), &json!(0))
    );
    for device in [&phone, &laptop] {
        device
            .sees("thread.updated", |t| t["following"] == false)
            .await;
    }
    let again = alice.delete(&path(&root, "/follow")).await.ok();
    assert_eq!(again, stopped, "twice is once");
    bob.says("two @alice")
        .within(&general)
        .in_reply_to(&root)
        .await;
    cluster.stored(&alice, &general).await;
    assert_eq!(standing(&alice, &root).await, (false, 0, 0));
    assert_eq!(threads(&alice, "").await["data"], json!([]));

    let mine = alice.says("back").within(&general).in_reply_to(&root).await;
    assert_eq!(standing(&alice, &root).await, (true, 0, 0));
    bob.says("three").within(&general).in_reply_to(&root).await;
    assert_eq!(standing(&alice, &root).await, (true, 1, 0));

    // A reply stands for its thread; what is chosen by hand begins now.
    let _ = alice.delete(&path(&mine, "/follow")).await.ok();
    bob.says("four").within(&general).in_reply_to(&root).await;
    let chosen = alice.put(&path(&mine, "/follow"), json!({})).await.ok();
    assert_eq!(chosen["root_id"], root["id"]);
    assert_eq!(
        (&chosen["following"], &chosen["unread"]),
        (&json!(true), &json!(0))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_a_thread_only_raises_and_every_device_hears_of_it_and_of_new_replies() {
    let cluster = Cluster::start().gateways(2).up().await;
    let ([alice, bob, carol], general) = cluster.people(["alice", "bob", "carol"]).await;
    let (phone, laptop) = (Socket::open(&alice, 0).await, Socket::open(&alice, 1).await);
    let carols = Socket::open(&carol, 0).await;
    let root = alice.says("root").within(&general).await;
    let say = async |n: i32| {
        bob.says(&format!("{n} @alice"))
            .within(&general)
            .in_reply_to(&root)
            .await
    };
    let (first, last) = (say(1).await, say(2).await);
    for device in [&phone, &laptop] {
        let told = device.sees("thread.updated", |t| t["unread"] == 2).await;
        assert_eq!(told["root_id"], root["id"]);
        assert_eq!(told["mentions"], 2);
    }

    let read_path = path(&root, "/read");
    let read = |seq: &Value| alice.post(&read_path, json!({ "seq": seq }));
    let state = read(&first["seq"]).await.ok();
    assert_eq!(
        (&state["unread"], &state["mentions"]),
        (&json!(1), &json!(1))
    );
    laptop
        .sees("thread.updated", |t| {
            t["read_seq"] == first["seq"] && t["unread"] == 1
        })
        .await;
    let _ = read(&json!(1)).await.ok();
    assert_eq!(
        standing(&alice, &root).await,
        (true, 1, 1),
        "it only raises"
    );
    let state = read(&json!(999_999)).await.ok();
    assert_eq!(state["read_seq"], last["seq"], "and stops at the head");
    assert_eq!(standing(&alice, &root).await, (true, 0, 0));
    bob.deletes(&last).await;
    say(3).await;
    assert_eq!(standing(&alice, &root).await, (true, 1, 1));

    let nothing = carol
        .post(&path(&root, "/read"), json!({ "seq": 5 }))
        .await
        .ok();
    assert_eq!(nothing["following"], false);
    let told = carols.look(|seen| seen.all("thread.updated").len());
    assert_eq!(told, 0, "it is not her thread");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_inbox_of_threads_has_the_latest_activity_first_and_ends_with_the_membership() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob], office, general) = cluster.company(["alice", "bob"]).await;
    let secret = alice.creates_channel(&office, "secret", "private").await;
    alice.adds(&bob, &secret).await;
    let mut begun = Vec::new();
    for n in 1..=3 {
        let root = bob.says(&format!("root {n}")).within(&general).await;
        alice
            .says("reply")
            .within(&general)
            .in_reply_to(&root)
            .await;
        begun.push(root);
    }
    let hidden = bob.says("hidden").within(&secret).await;
    alice
        .says("reply")
        .within(&secret)
        .in_reply_to(&hidden)
        .await;
    cluster.stored(&bob, &general).await;
    cluster.stored(&bob, &secret).await;
    alice
        .says("once more @bob")
        .within(&general)
        .in_reply_to(&begun[0])
        .await;

    let page = threads(&bob, "limit=2").await;
    assert_eq!(roots(&page), ["root 1", "hidden"]);
    assert_eq!((&page["unread"], &page["mentions"]), (&json!(4), &json!(1)));
    assert_eq!(page["data"][0]["latest"]["body"], "once more @bob");
    let cursor = page["next_cursor"].as_str().expect("more").to_owned();
    let rest = threads(&bob, &format!("limit=2&cursor={cursor}")).await;
    assert_eq!(roots(&rest), ["root 3", "root 2"]);
    assert_eq!(rest["next_cursor"], json!(null));
    let read = json!({ "seq": 1_000 });
    let _ = bob.post(&path(&begun[1], "/read"), read).await.ok();
    let unread = threads(&bob, "unread=true").await;
    assert_eq!(roots(&unread), ["root 1", "hidden", "root 3"]);

    alice.removes(&bob, &secret).await;
    let left = threads(&bob, "").await;
    assert_eq!(roots(&left), ["root 1", "root 3", "root 2"]);
    assert_eq!(left["unread"], 2);
    let filtered = format!("workspace_id={}", office.id);
    assert_eq!(threads(&bob, &filtered).await, left);
    let elsewhere = alice.creates_workspace("Elsewhere").await;
    let filtered = format!("workspace_id={}", elsewhere.id);
    assert_eq!(threads(&bob, &filtered).await["data"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn threads_of_channels_that_one_is_not_in_are_refused() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob], office, general) = cluster.company(["alice", "bob"]).await;
    let secret = alice.creates_channel(&office, "secret", "private").await;
    let hidden = alice.says("hidden").within(&secret).await;
    let side = alice.creates_channel(&office, "side", "public").await;
    let shown = alice.says("shown").within(&side).await;
    let absent = json!({ "id": "01977f00-0000-7000-8000-000000000000" });

    for (message, status, code) in [
        (&hidden, 404, "not_found"),
        (&absent, 404, "not_found"),
        (&shown, 403, "not_a_member"),
    ] {
        let follow = path(message, "/follow");
        if status == 404 {
            bob.get(&follow).await.refused(status, code);
        } else {
            assert_eq!(standing(&bob, message).await, (false, 0, 0));
        }
        bob.put(&follow, json!({})).await.refused(status, code);
        bob.delete(&follow).await.refused(status, code);
        let read = json!({ "seq": 1 });
        bob.post(&path(message, "/read"), read)
            .await
            .refused(status, code);
    }
    let root = alice.says("root").within(&general).await;
    bob.post(&path(&root, "/read"), json!({ "seq": 1, "x": 1 }))
        .await
        .refused(400, "unknown_field");
    let wrong = bob.post(&path(&root, "/read"), json!({ "seq": "1" })).await;
    let _ = wrong.status(400);
    for query in ["limit=201", "cursor=!", "cursor=bm90LWEtcGxhY2U"] {
        let answer = bob.get(&format!("/users/me/threads?{query}")).await;
        let _ = answer.status(400);
    }
    let stranger = cluster.stranger();
    stranger
        .put(&path(&root, "/follow"), json!({}))
        .await
        .refused(401, "unauthenticated");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_reads_a_public_channel_from_outside_follows_nothing_there_and_cannot() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob], office, general) = cluster.company(["alice", "bob"]).await;
    let reader = cluster.signs_up("reader").await;
    let guest = cluster.signs_up("guest").await;
    alice.invites(&office, "member", [&reader]).await;
    alice.invites(&office, "guest", [&guest]).await;
    let root = alice.says("root").within(&general).await;
    let reply = bob
        .says("reply @reader")
        .within(&general)
        .in_reply_to(&root)
        .await;

    for message in [&root, &reply] {
        let seen = state(&reader, message).await;
        let expected = json!({
            "root_id": root["id"], "channel_id": general.id, "following": false,
            "read_seq": 0, "unread": 0, "mentions": 0,
        });
        assert_eq!(seen, expected);
        let follow = path(message, "/follow");
        reader
            .put(&follow, json!({}))
            .await
            .refused(403, "not_a_member");
        reader.delete(&follow).await.refused(403, "not_a_member");
        guest.get(&follow).await.refused(404, "not_found");
    }
    let read = json!({ "seq": 2 });
    let refused = reader.post(&path(&root, "/read"), read).await;
    refused.refused(403, "not_a_member");

    // What was followed as a member is not followed from outside.
    reader.joins(&general).await;
    let _ = reader.put(&path(&root, "/follow"), json!({})).await.ok();
    assert!(standing(&reader, &root).await.0);
    reader.leaves(&general).await;
    assert_eq!(standing(&reader, &root).await, (false, 0, 0));

    let secret = alice.creates_channel(&office, "secret", "private").await;
    let hidden = alice.says("hidden").within(&secret).await;
    reader
        .get(&path(&hidden, "/follow"))
        .await
        .refused(404, "not_found");
}
