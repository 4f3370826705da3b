//! Calls to everybody: who may, how many at once, and whom `@here` finds.

use e2e::{Channel, Cluster, Person, Socket};
use serde_json::{Value, json};

async fn mentions(who: &Person, channel: &Channel) -> Value {
    let channel = who.get(&format!("/channels/{}", channel.id)).await.ok();
    channel["membership"]["mentions"].clone()
}

async fn bodies(who: &Person) -> Vec<Value> {
    let page = who.get("/users/me/mentions").await.ok();
    let entries = page["data"].as_array().expect("entries");
    let bodies = entries.iter().map(|entry| entry["message"]["body"].clone());
    bodies.collect()
}

fn path(message: &Value) -> String {
    format!("/messages/{}", message["id"].as_str().expect("an id"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_to_everybody_is_not_for_guests_and_has_to_be_meant_above_fifty_people() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob], office, general) = cluster.company(["alice", "bob"]).await;
    let [gina, last] = [
        cluster.signs_up("gina").await,
        cluster.signs_up("last").await,
    ];
    alice.invites(&office, "guest", [&gina]).await;
    alice.invites(&office, "member", [&last]).await;
    alice.adds(&gina, &general).await;
    let hers = Socket::open(&gina, 0).await;

    for body in ["@channel", "@here", "@everyone"] {
        let refused = gina.says(body).within(&general).answer().await;
        refused.refused(403, "mass_mention_refused");
    }
    let data = json!({ "channel": general.id, "body": "@here", "nonce": "n-1" });
    hers.refused("message.send", data, "mass_mention_refused")
        .await;
    let plain = gina.says("hello").within(&general).await;
    gina.patch(&path(&plain), json!({ "body": "hello @channel" }))
        .await
        .refused(403, "mass_mention_refused");

    // Alice, bob and gina are there: 50 others for alice.
    cluster.database.fill(&general.id, 48).await;
    bob.leaves(&general).await;
    bob.joins(&general).await;
    let fifty = alice.says("@channel fifty").within(&general).await;
    assert_eq!(fifty["mentions"]["channel"], true);

    last.joins(&general).await;
    let call = || alice.says("@channel all").within(&general).keyed("n-2");
    let asked = call().answer().await;
    let problem = asked.status(409);
    assert_eq!(problem["code"], "confirm_mass_mention");
    assert_eq!(problem["addressed"], 51);
    assert_eq!(problem["retryable"], false);
    let mild = alice.says("just us").within(&general).await;
    let mild_path = path(&mild);
    let edit = |sure: bool| {
        let body = json!({ "body": "@channel us", "confirm_mass_mention": sure });
        alice.patch(&mild_path, body)
    };
    edit(false).await.refused(409, "confirm_mass_mention");
    assert_eq!(
        mentions(&bob, &general).await,
        1,
        "nothing called him since"
    );

    let confirmed = call().with("confirm_mass_mention", json!(true));
    let sent = confirmed.answer().await.status(201);
    assert_eq!(sent["mentions"]["channel"], true);
    let again = call().answer().await.status(200);
    assert_eq!(again["id"], sent["id"], "the nonce is the same message");
    let _ = edit(true).await.ok();
    let _ = alice
        .patch(&path(&mild), json!({ "body": "@channel all of us" }))
        .await
        .ok();
    assert_eq!(mentions(&bob, &general).await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn here_calls_those_who_are_online_at_that_moment() {
    let mut cluster = Cluster::start().gateways(2).up().await;
    let ([alice, bob, carol, dave], general) =
        cluster.people(["alice", "bob", "carol", "dave"]).await;
    let his = Socket::open(&bob, 0).await;
    let daves = Socket::open(&dave, 1).await;
    let hidden = json!({ "presence": "offline", "text": "" });
    daves.command("status.set", hidden).await.expect("a status");
    let hers = Socket::open(&alice, 1).await;
    hers.sees_online(&bob).await;
    cluster.stored(&alice, &general).await;
    cluster.workers[0].kill();

    let call = alice.says("@here lunch?").within(&general).await;
    let seen = his.sees("message.created", |m| m["id"] == call["id"]).await;
    assert_eq!(seen["mentions"]["here"], true);
    assert!(
        !seen.to_string().contains(&carol.id) && !seen.to_string().contains(&dave.id),
        "an event tells nobody who was there: {seen}"
    );
    let counts = async || {
        let mut counts = Vec::new();
        for person in [&alice, &bob, &carol, &dave] {
            counts.push(mentions(person, &general).await);
        }
        counts
    };
    let only_bob = vec![json!(0), json!(1), json!(0), json!(0)];
    assert_eq!(counts().await, only_bob, "before the worker has stored it");
    assert_eq!(bodies(&bob).await, [json!("@here lunch?")]);
    assert_eq!(bodies(&carol).await, Vec::<Value>::new());

    cluster.workers[0].start().await;
    cluster.stored(&alice, &general).await;
    assert_eq!(counts().await, only_bob, "and after");

    let carols = Socket::open(&carol, 0).await;
    hers.sees_online(&carol).await;
    alice.edits(&call, "@here dinner?").await;
    assert_eq!(counts().await, only_bob, "who came later is not called");
    cluster.stored(&alice, &general).await;
    assert_eq!(counts().await, only_bob);
    alice.edits(&call, "dinner?").await;
    cluster.stored(&alice, &general).await;
    assert_eq!(mentions(&bob, &general).await, 0);
    alice.edits(&call, "@here dinner now").await;
    let now = vec![json!(0), json!(1), json!(1), json!(0)];
    assert_eq!(counts().await, now, "called anew, with those who are there");
    let both = alice.says("@channel and @here").within(&general).await;
    let _ = alice.edits(&both, "only @here").await;
    let two = vec![json!(0), json!(2), json!(2), json!(0)];
    assert_eq!(counts().await, two, "whom it found when it was said");
    drop(carols);
}
