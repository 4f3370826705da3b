//! What people say about themselves, for how long, and what the server tells of those who say
//! nothing.

mod quiet;

use std::time::Duration;

use chrono::{TimeDelta, Utc};
use e2e::{Cluster, Person, Redis, Socket, eventually};
use serde_json::{Value, json};

/// Grace, sweep and a count's age together, with room for a slow machine.
const LIMIT: Duration = Duration::from_secs(40);

async fn watches(socket: &Socket, user: &Person) -> Value {
    let list = json!({ "user_ids": [user.id] });
    let answer = socket.command("presence.watch", list).await;
    answer.expect("a watch list is taken")["users"][&user.id].clone()
}

/// Waits until `user` is there, and watches from then on.
async fn comes(socket: &Socket, user: &Person) {
    eventually("they are there", LIMIT, async || {
        let status = watches(socket, user).await;
        (status["presence"] == "online").then_some(())
    })
    .await;
}

/// What this client was told of `user` since, one by one.
fn heard(socket: &Socket, user: &Person) -> Vec<Value> {
    let updates = socket.look(|seen| seen.all("presence.updated"));
    updates
        .iter()
        .filter_map(|update| update["users"].get(&user.id).cloned())
        .collect()
}

async fn hears(socket: &Socket, user: &Person, is: impl Fn(&Value) -> bool) -> Value {
    let what = format!("news of {}", user.id);
    socket
        .until_within(&what, LIMIT, |seen| {
            let updates = seen.all("presence.updated");
            let newest = updates
                .iter()
                .rev()
                .find_map(|update| update["users"].get(&user.id).cloned());
            newest.filter(&is)
        })
        .await
}

async fn sets(who: &Person, status: Value) -> Value {
    who.put("/users/me/status", status).await.ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_status_ends_at_its_time_for_everybody() {
    let cluster = Cluster::start().apis(2).gateways(2).up().await;
    let ([alice, bob], _) = cluster.people(["alice", "bob"]).await;
    let (watching, his) = (Socket::open(&alice, 0).await, Socket::open(&bob, 1).await);
    comes(&watching, &bob).await;

    let until = Utc::now() + TimeDelta::seconds(3);
    let lunch = json!({
        "presence": "dnd", "text": "Lunch", "emoji": "🍜",
        "expires_at": until.to_rfc3339(),
    });
    sets(&bob, lunch).await;
    let told = hears(&watching, &bob, |status| status["text"] == "Lunch").await;
    assert_eq!(
        (&told["presence"], &told["emoji"]),
        (&json!("dnd"), &json!("🍜"))
    );

    let over = hears(&watching, &bob, |status| status["text"].is_null()).await;
    assert!(Utc::now() >= until, "not before its time");
    assert_eq!(
        over,
        json!({
            "presence": "online", "text": null, "emoji": null,
            "expires_at": null, "last_seen_at": null,
        })
    );
    his.sees("user.updated", |event| {
        event["me"]["status"]["text"].is_null() && event["me"]["status"]["presence"] == "online"
    })
    .await;
    let me = bob.get("/users/me").await.ok();
    assert_eq!(me["status"]["text"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_status_is_not_taken_back_with_the_old_one() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob], _) = cluster.people(["alice", "bob"]).await;
    let watching = Socket::open(&alice, 0).await;
    let _his = Socket::open(&bob, 0).await;
    watches(&watching, &bob).await;
    let soon = Utc::now() + TimeDelta::seconds(2);
    sets(
        &bob,
        json!({ "text": "soon over", "expires_at": soon.to_rfc3339() }),
    )
    .await;
    sets(&bob, json!({ "text": "for good" })).await;
    // Somebody else's ends later: then the first would have ended as well.
    let later = soon + TimeDelta::seconds(1);
    sets(
        &alice,
        json!({ "text": "mark", "expires_at": later.to_rfc3339() }),
    )
    .await;
    eventually("the later one is over", LIMIT, async || {
        let me = alice.get("/users/me").await.ok();
        me["status"]["text"].is_null().then_some(())
    })
    .await;
    let status = watches(&watching, &bob).await;
    assert_eq!(status["text"], "for good");
    let last = hears(&watching, &bob, |status| status["text"] == "for good").await;
    assert_eq!(last["expires_at"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_status_is_refused_and_changes_nothing() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob], _) = cluster.people(["alice", "bob"]).await;
    let kept = sets(&bob, json!({ "text": "here", "emoji": "🏡" })).await;
    let hour = (Utc::now() + TimeDelta::hours(1)).to_rfc3339();
    sets(&bob, json!({ "text": "x".repeat(100), "expires_at": hour })).await;
    sets(&bob, json!({ "text": "here", "emoji": "🏡" })).await;
    let refused = [
        json!({ "text": "x".repeat(101) }),
        json!({ "text": "a\u{0}b" }),
        json!({ "emoji": "x" }),
        json!({ "emoji": "🏡🏡" }),
        json!({ "emoji": "" }),
        json!({ "expires_at": (Utc::now() - TimeDelta::seconds(1)).to_rfc3339() }),
        json!({ "expires_at": "tomorrow" }),
        json!({ "presence": "asleep" }),
        json!({ "user_id": alice.id, "text": "theirs" }),
    ];
    let socket = Socket::open(&bob, 0).await;
    for status in refused {
        let answer = bob.put("/users/me/status", status.clone()).await;
        assert_eq!(answer.status, 400, "{status} {answer}");
        let problem = socket.command("status.set", status.clone()).await;
        let problem = problem.expect_err("a refusal");
        assert_eq!(problem["code"], answer.json()["code"], "{status}");
    }
    let theirs = format!("/users/{}/status", alice.id);
    let answer = bob.put(&theirs, json!({ "text": "theirs" })).await;
    assert!((400..500).contains(&answer.status), "{answer}");
    assert_eq!(bob.get("/users/me").await.ok()["status"], kept);
    let hers = alice.get("/users/me").await.ok();
    assert_eq!(hers["status"]["text"], Value::Null);
    let idle = socket.command("presence.idle", json!({})).await;
    assert_eq!(idle.expect_err("a refusal")["code"], "invalid_input");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_invisible_is_offline_to_others_whether_they_come_or_go() {
    let cluster = Cluster::start().gateways(2).up().await;
    let ([alice, bob], office, _) = cluster.company(["alice", "bob"]).await;
    let dm = alice.opens_dm(&office, &[&bob]).await;
    alice.says("hi").within(&dm).await;
    let watching = Socket::open(&alice, 0).await;
    let his = Socket::open(&bob, 1).await;
    comes(&watching, &bob).await;

    let mine = his
        .command("status.set", json!({ "presence": "offline" }))
        .await
        .expect("a status");
    assert_eq!(mine["presence"], "offline");
    let told = hears(&watching, &bob, |status| status["presence"] == "offline").await;
    assert_eq!(told["last_seen_at"], Value::Null);
    let known = heard(&watching, &bob).len();

    drop(his);
    let back = Socket::open(&bob, 0).await;
    assert_eq!(back.ready()["presence"][&bob.id]["presence"], "offline");
    let sync = alice.get("/sync").await.ok();
    let shown = &sync["presence"][&bob.id];
    assert_eq!(
        (&shown["presence"], &shown["last_seen_at"]),
        (&json!("offline"), &Value::Null)
    );
    let asked = watches(&watching, &bob).await;
    assert_eq!(
        (&asked["presence"], &asked["last_seen_at"]),
        (&json!("offline"), &Value::Null)
    );

    // The next that is told of them is that they show themselves.
    back.command("status.set", json!({ "presence": "online" }))
        .await
        .expect("a status");
    hears(&watching, &bob, |status| status["presence"] == "online").await;
    let since = heard(&watching, &bob).split_off(known);
    assert_eq!(since.len(), 1, "{since:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_touches_none_of_their_devices_is_away() {
    let cluster = Cluster::start().gateways(2).up().await;
    let ([alice, bob], _) = cluster.people(["alice", "bob"]).await;
    let watching = Socket::open(&alice, 0).await;
    let (desk, phone) = (Socket::open(&bob, 0).await, Socket::open(&bob, 1).await);
    comes(&watching, &bob).await;
    let idle = async |socket: &Socket, idle: bool| {
        let told = socket.command("presence.idle", json!({ "idle": idle }));
        told.await.expect("it is taken");
    };

    idle(&desk, true).await;
    idle(&phone, true).await;
    hears(&watching, &bob, |status| status["presence"] == "away").await;
    let so_far = heard(&watching, &bob);
    assert_eq!(
        so_far
            .iter()
            .filter(|one| one["presence"] == "away")
            .count(),
        1,
        "one idle device of two is not told: {so_far:?}"
    );
    idle(&phone, false).await;
    hears(&watching, &bob, |status| status["presence"] == "online").await;
    // The active device goes; the idle one is left.
    drop(phone);
    hears(&watching, &bob, |status| status["presence"] == "away").await;

    // What was chosen by hand holds.
    sets(&bob, json!({ "presence": "dnd" })).await;
    hears(&watching, &bob, |status| status["presence"] == "dnd").await;
    sets(&bob, json!({ "presence": "online", "text": "thinking" })).await;
    let told = hears(&watching, &bob, |status| status["text"] == "thinking").await;
    assert_eq!(told["presence"], "away");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_tells_how_many_of_its_members_are_there() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob, carol], general) = cluster.people(["alice", "bob", "carol"]).await;
    let path = format!("/channels/{}/presence", general.id);
    let count = async |who: &Person, online: u64| {
        eventually("the count", LIMIT, async || {
            let answer = who.get(&path).await.ok();
            (answer == json!({ "online": online })).then_some(())
        })
        .await;
    };
    let _hers = Socket::open(&alice, 0).await;
    let his = Socket::open(&bob, 0).await;
    let _others = Socket::open(&carol, 0).await;
    count(&alice, 3).await;
    his.command("status.set", json!({ "presence": "offline" }))
        .await
        .expect("a status");
    count(&alice, 2).await;
    // Whom one is kept apart from is not counted, for oneself alone.
    let block = format!("/users/me/blocks/{}", carol.id);
    let _ = alice.put(&block, json!({})).await.ok();
    assert_eq!(alice.get(&path).await.ok(), json!({ "online": 1 }));
    assert_eq!(bob.get(&path).await.ok(), json!({ "online": 2 }));

    let stranger = cluster.signs_up("stranger").await;
    stranger.get(&path).await.refused(404, "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn statuses_come_back_by_themselves_when_the_live_redis_has_lost_everything() {
    let mut live = Redis::start().await;
    let start = Cluster::start().gateways(2);
    let cluster = start.set("REDIS_LIVE_URL", &live.url()).up().await;
    let ([alice, bob, carol], _) = cluster.people(["alice", "bob", "carol"]).await;
    let watching = Socket::open(&alice, 0).await;
    let his = Socket::open(&bob, 1).await;
    let until = (Utc::now() + TimeDelta::hours(1)).to_rfc3339();
    let lunch = json!({ "presence": "dnd", "text": "Lunch", "emoji": "🍜", "expires_at": until });
    sets(&bob, lunch).await;
    // She is not there, and says why.
    sets(&carol, json!({ "text": "On leave" })).await;
    let list = json!({ "user_ids": [bob.id, carol.id] });
    let both = async |socket: &Socket| {
        let answer = socket.command("presence.watch", list.clone()).await;
        let users = answer.expect("a list")["users"].clone();
        (users[&bob.id].clone(), users[&carol.id].clone())
    };
    let before = eventually("he is seen", LIMIT, async || {
        let seen = both(&watching).await;
        (seen.0["presence"] == "dnd").then_some(seen)
    })
    .await;
    assert_eq!(before.1["text"], "On leave");
    let known = [&bob, &carol].map(|one| heard(&watching, one).len());

    live.kill();
    live.wipe();
    live.revive().await;
    // Somebody new, who was told nothing before: asked from a gateway that has lost it all.
    let fresh = eventually("both are known again", LIMIT, async || {
        let socket = Socket::open(&alice, 1).await;
        let seen = both(&socket).await;
        (seen.0["presence"] == "dnd" && seen.1["text"] == "On leave").then_some(seen)
    })
    .await;
    assert_eq!(fresh.0, before.0);

    // Who watched all the time was told nothing else meanwhile, and hears what comes next.
    sets(&bob, json!({ "text": "Back" })).await;
    hears(&watching, &bob, |status| status["text"] == "Back").await;
    for (one, known) in [&bob, &carol].into_iter().zip(known) {
        let since = heard(&watching, one).split_off(known);
        assert!(
            since.iter().all(|told| !told["text"].is_null()),
            "{since:?}"
        );
    }
    drop(his);
}
