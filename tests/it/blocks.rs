//! Blocking somebody: everywhere, at once, and without telling them.

mod missed;
mod threads;

use std::time::Duration;

use e2e::{Answer, Channel, Cluster, DEADLINE, Person, Socket, eventually};
use serde_json::{Value, json};

/// What is not to come does not come within the time in which the last thing to come does; this is
/// for what nothing else follows.
const LIMIT: Duration = Duration::from_secs(30);

fn path(of: &Person) -> String {
    format!("/users/me/blocks/{}", of.id)
}

async fn blocks(who: &Person, other: &Person) -> Value {
    who.put(&path(other), json!({})).await.ok()
}

async fn unblocks(who: &Person, other: &Person) {
    let answer = who.delete(&path(other)).await;
    assert_eq!(answer.status, 204, "{answer}");
}

async fn says(who: &Person, channel: &Channel) -> Answer {
    who.says("hello").within(channel).answer().await
}

/// What a refusal says, apart from which request it was.
fn told(problem: Value) -> Value {
    let mut problem = problem;
    for field in ["instance", "request_id"] {
        problem.as_object_mut().expect("a problem").remove(field);
    }
    problem
}

async fn counts(who: &Person, channel: &Channel) -> (Value, Value) {
    let channel = who.get(&format!("/channels/{}", channel.id)).await.ok();
    let membership = &channel["membership"];
    (membership["unread"].clone(), membership["mentions"].clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_are_apart_cannot_write_to_each_other_and_neither_learns_who_blocked() {
    let cluster = Cluster::start().apis(2).up().await;
    let ([alice, bob, carol], office, general) = cluster.company(["alice", "bob", "carol"]).await;
    let (alice_there, bob_there) = (alice.at_api(1), bob.at_api(1));
    let dm = alice.opens_dm(&office, &[&bob]).await;
    let three = alice.opens_dm(&office, &[&bob, &carol]).await;
    let hers = alice.says("hi").within(&dm).await;
    let nonce = e2e::nonce();
    let his = bob.says("ho").within(&dm).keyed(&nonce).await;
    // Every api remembers both as members by now.
    for person in [&alice, &bob, &alice_there, &bob_there] {
        let _ = says(person, &dm).await.ok();
        let _ = says(person, &three).await.ok();
    }
    let his_socket = Socket::open(&bob, 0).await;

    blocks(&alice, &bob).await;

    let mut refusals = Vec::new();
    for person in [&alice, &bob, &alice_there, &bob_there] {
        refusals.push(told(says(person, &dm).await.refused(403, "cannot_message")));
    }
    let command = json!({ "channel": dm.id, "body": "psst", "nonce": e2e::nonce() });
    let refused = his_socket
        .refused("message.send", command, "cannot_message")
        .await;
    assert_eq!(refused["detail"], refusals[0]["detail"]);
    let open = format!("/workspaces/{}/dms", office.id);
    for (person, other) in [(&alice, &bob), (&bob, &alice)] {
        for others in [json!([other.id]), json!([other.id, carol.id])] {
            let answer = person.post(&open, json!({ "user_ids": others })).await;
            refusals.push(told(answer.refused(403, "cannot_message")));
        }
    }
    assert!(
        refusals.iter().all(|one| *one == refusals[0]),
        "{refusals:?}"
    );

    // Nothing else reaches the other, what was said can be read and taken back, and a retry of
    // what was accepted stays accepted.
    let edit = bob
        .patch(
            &format!("/messages/{}", his["id"].as_str().expect("an id")),
            json!({ "body": "louder" }),
        )
        .await;
    edit.refused(403, "cannot_message");
    let react = format!(
        "/messages/{}/reactions/%F0%9F%91%8D",
        hers["id"].as_str().expect("an id")
    );
    bob.put(&react, json!({}))
        .await
        .refused(403, "cannot_message");
    let again = bob.says("ho").within(&dm).keyed(&nonce).answer().await;
    assert_eq!(again.ok()["id"], his["id"]);
    bob.deletes(&his).await;
    assert!(bob.reads(&dm, "").await["data"].as_array().is_some());

    // Where there are others, everybody talks.
    let _ = says(&bob, &three).await.ok();
    let last = bob.says("to all").within(&general).await;
    his_socket
        .sees("message.created", |m| m["id"] == last["id"])
        .await;
    assert!(
        his_socket
            .look(|seen| seen.all("blocks.updated"))
            .is_empty()
    );
    let none = bob.get("/users/me/blocks").await.ok();
    assert_eq!(none["data"], json!([]));

    // Of two blocks one is not enough to part them, nor is ending one enough to end both.
    blocks(&bob, &alice).await;
    unblocks(&alice, &bob).await;
    says(&alice, &dm).await.refused(403, "cannot_message");
    unblocks(&bob, &alice).await;
    for person in [&alice, &bob, &alice_there, &bob_there] {
        let _ = says(person, &dm).await.ok();
    }
    assert_eq!(alice.opens_dm(&office, &[&bob]).await, dm);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_block_list_is_the_same_on_all_of_ones_devices() {
    let cluster = Cluster::start().gateways(2).up().await;
    let ([alice, bob, carol], _) = cluster.people(["alice", "bob", "carol"]).await;
    let (phone, laptop) = (Socket::open(&alice, 0).await, Socket::open(&alice, 1).await);

    let first = blocks(&alice, &bob).await;
    let again = blocks(&alice, &bob).await;
    blocks(&alice, &carol).await;
    assert_eq!((&first["user"]["id"], &first), (&json!(bob.id), &again));
    for device in [&phone, &laptop] {
        let event = device
            .sees("blocks.updated", |e| e["user_id"] == bob.id.as_str())
            .await;
        assert_eq!(event["blocked"], true);
    }

    let page = alice.get("/users/me/blocks?limit=1").await.ok();
    assert_eq!(page["data"].as_array().map(Vec::len), Some(1));
    let cursor = page["next_cursor"].as_str().expect("a second page");
    let rest = alice
        .get(&format!("/users/me/blocks?limit=1&cursor={cursor}"))
        .await
        .ok();
    assert_eq!(rest["data"].as_array().map(Vec::len), Some(1));
    assert_ne!(page["data"], rest["data"]);
    let sync = alice.get("/sync").await.ok();
    let blocked = sync["blocked_user_ids"].as_array().expect("a list");
    assert!(blocked.contains(&json!(bob.id)) && blocked.contains(&json!(carol.id)));

    unblocks(&alice, &bob).await;
    unblocks(&alice, &bob).await;
    let told = laptop
        .until("the end of the block", |seen| {
            let all = seen.all("blocks.updated");
            (all.len() >= 3).then_some(all)
        })
        .await;
    assert_eq!(told[2], json!({ "user_id": bob.id, "blocked": false }));
    let left = alice.get("/users/me/blocks").await.ok();
    assert_eq!(left["data"][0]["user"]["id"], carol.id.as_str());
    assert_eq!(left["data"].as_array().map(Vec::len), Some(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_blocks_themselves_or_whom_they_cannot_see() {
    let cluster = Cluster::start().up().await;
    let ([alice], _) = cluster.people(["alice"]).await;
    let stranger = cluster.signs_up("stranger").await;
    let me = alice.put("/users/me/blocks/me", json!({})).await;
    me.refused(400, "invalid_input");
    alice
        .put(&path(&alice), json!({}))
        .await
        .refused(400, "invalid_input");
    let unseen = alice.put(&path(&stranger), json!({})).await;
    let absent = alice
        .put(
            "/users/me/blocks/01936f3e-8a00-7000-8000-0123456789ab",
            json!({}),
        )
        .await;
    assert_eq!(
        told(unseen.refused(404, "not_found")),
        told(absent.refused(404, "not_found"))
    );
    let nonsense = alice.put("/users/me/blocks/bob", json!({})).await;
    assert!((400..500).contains(&nonsense.status), "{nonsense}");
    assert_eq!(alice.get("/users/me/blocks").await.ok()["data"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn mentions_by_who_is_blocked_do_not_count_wherever_they_are_stored() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob, carol], general) = cluster.people(["alice", "bob", "carol"]).await;
    bob.says("hey @alice").within(&general).await;
    bob.says("hey @channel").within(&general).await;
    carol.says("@alice, really").within(&general).await;
    assert_eq!(counts(&alice, &general).await, (json!(3), json!(3)));

    blocks(&alice, &bob).await;
    assert_eq!(counts(&alice, &general).await, (json!(3), json!(1)));
    let edited = bob.says("and").within(&general).await;
    bob.edits(&edited, "and @alice").await;
    bob.says("@alice?").within(&general).await;
    assert_eq!(counts(&alice, &general).await, (json!(5), json!(1)));
    // The same once the worker has stored them.
    eventually("all is stored", DEADLINE, async || {
        let stored = cluster
            .database
            .number("select count(*) from messages")
            .await;
        (stored == 5).then_some(())
    })
    .await;
    assert_eq!(counts(&alice, &general).await, (json!(5), json!(1)));
    let socket = Socket::open(&alice, 0).await;
    let ready = socket.ready();
    let heads = ready["channels"].as_array().expect("channels");
    let head = heads
        .iter()
        .find(|head| head[0] == general.id.as_str())
        .expect("the channel");
    assert_eq!((&head[5], &head[6]), (&json!(5), &json!(1)));

    unblocks(&alice, &bob).await;
    assert_eq!(counts(&alice, &general).await, (json!(5), json!(5)));
}

/// The newest presence of `user` that this client was told.
async fn shown(socket: &Socket, user: &Person, presence: &str) {
    let what = format!("{} is {presence}", user.id);
    socket
        .until_within(&what, LIMIT, |seen| {
            let updates = seen.all("presence.updated");
            let newest = updates
                .iter()
                .rev()
                .find_map(|update| update["users"].get(&user.id).cloned());
            (newest?["presence"] == presence).then_some(())
        })
        .await;
}

fn statuses(socket: &Socket, user: &Person) -> usize {
    let updates = socket.look(|seen| seen.all("presence.updated"));
    updates
        .iter()
        .filter(|update| update["users"].get(&user.id).is_some())
        .count()
}

async fn watches(socket: &Socket, users: &[&Person]) -> Value {
    let ids: Vec<&str> = users.iter().map(|user| user.id.as_str()).collect();
    let watched = socket
        .command("presence.watch", json!({ "user_ids": ids }))
        .await;
    watched.expect("a watch list is taken")
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_are_apart_do_not_see_each_other_come_go_or_type() {
    let cluster = Cluster::start().gateways(2).up().await;
    let ([alice, bob, carol], general) = cluster.people(["alice", "bob", "carol"]).await;
    let hers = Socket::open(&alice, 0).await;
    let his = Socket::open(&bob, 1).await;
    let others = Socket::open(&carol, 1).await;
    watches(&hers, &[&bob, &carol]).await;
    watches(&his, &[&alice, &carol]).await;
    watches(&others, &[&alice, &bob]).await;
    let place = json!({ "channel": general.id });
    for socket in [&hers, &his, &others] {
        socket
            .command("focus", place.clone())
            .await
            .expect("a focus");
    }

    blocks(&alice, &bob).await;
    shown(&hers, &bob, "offline").await;
    shown(&his, &alice, "offline").await;
    let (hers_before, his_before) = (statuses(&hers, &bob), statuses(&his, &alice));

    for (socket, person) in [(&hers, &alice), (&his, &bob)] {
        let busy = json!({ "presence": "dnd" });
        socket.command("status.set", busy).await.expect("a status");
        shown(&others, person, "dnd").await;
        eventually("others see typing", DEADLINE, async || {
            socket.tells("typing", place.clone()).await;
            let seen = others.look(|seen| seen.all("typing.started"));
            seen.iter()
                .any(|typing| typing["user_id"] == person.id.as_str())
                .then_some(())
        })
        .await;
    }
    // What comes after it proves that nothing came before.
    let last = carol.says("done").within(&general).await;
    for (socket, other, before) in [(&hers, &bob, hers_before), (&his, &alice, his_before)] {
        socket
            .sees("message.created", |m| m["id"] == last["id"])
            .await;
        assert_eq!(statuses(socket, other), before);
        let typing = socket.look(|seen| seen.all("typing.started"));
        assert!(
            !typing.iter().any(|one| one["user_id"] == other.id.as_str()),
            "{typing:?}"
        );
    }
    let answer = watches(&his, &[&alice, &carol]).await;
    assert!(answer["users"].get(&alice.id).is_none(), "{answer}");
    // A socket that comes later is told the same.
    let later = Socket::open(&bob, 0).await;
    later
        .command("focus", place.clone())
        .await
        .expect("a focus");
    let answer = watches(&later, &[&alice, &carol]).await;
    assert!(answer["users"].get(&alice.id).is_none(), "{answer}");
    assert!(answer["users"].get(&carol.id).is_some(), "{answer}");

    unblocks(&alice, &bob).await;
    let answer = watches(&his, &[&alice]).await;
    assert_eq!(answer["users"][&alice.id]["presence"], "dnd");
    eventually("typing is seen again", DEADLINE, async || {
        hers.tells("typing", place.clone()).await;
        let seen = his.look(|seen| seen.all("typing.started"));
        seen.iter()
            .any(|typing| typing["user_id"] == alice.id.as_str())
            .then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_are_apart_do_not_see_what_the_other_has_read() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob, carol], general) = cluster.people(["alice", "bob", "carol"]).await;
    let sent = alice.says("read this").within(&general).await;
    for person in [&bob, &carol] {
        let read = format!("/channels/{}/read", general.id);
        let _ = person
            .post(&read, json!({ "message_no": sent["message_no"] }))
            .await
            .ok();
    }
    let readers = format!("/messages/{}/readers", sent["id"].as_str().expect("an id"));
    let names = async |who: &Person| {
        let list = who.get(&readers).await.ok();
        let list = list.as_array().or(list["data"].as_array()).cloned();
        let list = list.expect("readers");
        list.iter()
            .map(|one| one["user"]["id"].as_str().expect("an id").to_owned())
            .collect::<Vec<_>>()
    };
    assert!(names(&alice).await.contains(&bob.id));

    blocks(&bob, &alice).await;
    let (hers, his, others) = (names(&alice).await, names(&bob).await, names(&carol).await);
    assert!(!hers.contains(&bob.id) && hers.contains(&carol.id));
    assert!(!his.contains(&alice.id));
    assert!(others.contains(&bob.id));
}
