//! Whom a message calls by name, and the inbox of what calls somebody.

use e2e::{Channel, Cluster, Person, Workspace};
use serde_json::{Value, json};

async fn mentions(who: &Person, channel: &Channel) -> Value {
    let channel = who.get(&format!("/channels/{}", channel.id)).await.ok();
    channel["membership"]["mentions"].clone()
}

async fn inbox(who: &Person, query: &str) -> Vec<Value> {
    let page = who.get(&format!("/users/me/mentions?{query}")).await.ok();
    page["data"].as_array().expect("entries").clone()
}

async fn bodies(who: &Person) -> Vec<Value> {
    let entries = inbox(who, "").await;
    entries
        .iter()
        .map(|entry| entry["message"]["body"].clone())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn prose_addresses_people_and_code_and_links_address_nobody() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob], general) = cluster.people(["alice", "bob"]).await;

    let prose = alice.says("麻烦@bob看下").within(&general).await;
    let expected = json!([{ "user_id": bob.id, "start": 2, "end": 6 }]);
    assert_eq!(prose["mentions"]["users"], expected);
    for body in [
        "`@bob`",
        "```\n@bob @channel\n```",
        "so:\n\n    @bob",
        "[x](https://a.example/?@bob)",
        "https://a.example/,@bob",
        "<i title=\"@bob\">x</i>",
    ] {
        let sent = alice.says(body).within(&general).await;
        let nobody = json!({ "users": [], "channel": false, "here": false });
        assert_eq!(sent["mentions"], nobody, "{body:?}");
    }
    assert_eq!(mentions(&bob, &general).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_calls_the_new_people_alone_and_takes_back_whom_it_drops() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob, carol], general) = cluster.people(["alice", "bob", "carol"]).await;
    let said = alice.says("hello @bob").within(&general).await;
    let read = format!("/channels/{}/read", general.id);
    let _ = bob.post(&read, json!({ "message_no": 1 })).await.ok();
    assert_eq!(mentions(&bob, &general).await, 0);

    alice.edits(&said, "hello @bob and @carol").await;
    assert_eq!(mentions(&carol, &general).await, 1);
    assert_eq!(mentions(&bob, &general).await, 0, "he has read it");
    alice.edits(&said, "hello @carol").await;
    assert_eq!(bodies(&bob).await, Vec::<Value>::new());
    assert_eq!(bodies(&carol).await, [json!("hello @carol")]);
    cluster.stored(&alice, &general).await;
    assert_eq!(bodies(&bob).await, Vec::<Value>::new());
    assert_eq!(mentions(&carol, &general).await, 1);

    alice.deletes(&said).await;
    assert_eq!(mentions(&carol, &general).await, 0);
    assert_eq!(bodies(&carol).await, Vec::<Value>::new());
    cluster.stored(&alice, &general).await;
    assert_eq!(mentions(&carol, &general).await, 0);
    assert_eq!(bodies(&carol).await, Vec::<Value>::new());
}

async fn called_here_and_there(cluster: &Cluster) -> ([Person; 2], Workspace, Channel, Channel) {
    let ([alice, bob], office, general) = cluster.company(["alice", "bob"]).await;
    let secret = alice.creates_channel(&office, "secret", "private").await;
    let side = alice.creates_channel(&office, "side", "public").await;
    alice.adds(&bob, &secret).await;
    for n in 1..=4 {
        alice.says(&format!("{n} @bob")).within(&general).await;
    }
    let root = alice.says("root").within(&general).await;
    let reply = alice.says("5 @bob").within(&general).in_reply_to(&root);
    reply.await;
    alice.says("6 @bob").within(&secret).await;
    alice.says("7 @channel").within(&general).await;
    alice.says("8 @bob").within(&side).await;
    alice.says("9 @channel").within(&side).await;
    bob.says("10 @bob, that is me").within(&general).await;
    for channel in [&general, &secret, &side] {
        cluster.stored(&alice, channel).await;
    }
    ([alice, bob], office, general, secret)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_inbox_pages_through_what_called_somebody_newest_first() {
    let cluster = Cluster::start().up().await;
    let ([_, bob], ..) = called_here_and_there(&cluster).await;
    let mut pages = Vec::new();
    let mut cursor = String::new();
    loop {
        let query = format!("/users/me/mentions?limit=3{cursor}");
        let page = bob.get(&query).await.ok();
        let entries = page["data"].as_array().expect("entries").clone();
        pages.extend(entries.iter().map(|one| one["message"]["body"].clone()));
        let Some(next) = page["next_cursor"].as_str() else {
            break;
        };
        cursor = format!("&cursor={next}");
    }
    let all = [
        "8 @bob",
        "7 @channel",
        "6 @bob",
        "5 @bob",
        "4 @bob",
        "3 @bob",
        "2 @bob",
        "1 @bob",
    ];
    assert_eq!(
        pages,
        all.map(Value::from),
        "not what called a channel that he is not in"
    );
    let newest = inbox(&bob, "limit=4").await;
    assert_eq!(newest[0]["channel"]["name"], "side");
    let unread: Vec<&Value> = newest.iter().map(|entry| &entry["unread"]).collect();
    assert_eq!(
        unread,
        [false, true, true, true],
        "nothing is unread where he is not"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_inbox_shows_what_one_may_read_now_and_takes_only_its_own_cursors() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob], _, _, secret) = called_here_and_there(&cluster).await;
    let elsewhere = alice.creates_workspace("Elsewhere").await;
    let there = inbox(&bob, &format!("workspace_id={}", elsewhere.id)).await;
    assert_eq!(there, Vec::<Value>::new());
    alice.removes(&bob, &secret).await;
    let left = bodies(&bob).await;
    assert!(!left.contains(&json!("6 @bob")), "{left:?}");
    assert_eq!(left.len(), 7);

    for (query, code) in [
        ("limit=0", "invalid_input"),
        ("limit=201", "invalid_input"),
        ("cursor=!", "bad_request"),
        ("cursor=bm90LWEtcGxhY2U", "bad_request"),
    ] {
        let answer = bob.get(&format!("/users/me/mentions?{query}")).await;
        answer.refused(400, code);
    }
    let stranger = cluster.stranger().get("/users/me/mentions").await;
    stranger.refused(401, "unauthenticated");
}
