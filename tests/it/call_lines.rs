//! What a channel keeps of a call that is over.

use e2e::{Channel, Cluster, DEADLINE, Person, Socket, eventually};
use serde_json::{Value, json};

/// What somebody at a seat does in a channel's call.
async fn does(socket: &Socket, channel: &Channel, signal: Value) {
    let seat = format!("seat-{}", &socket.who.handle);
    let data = json!({ "channel": channel.id, "seat": seat, "signal": signal });
    let answer = socket.command("call.signal", data).await;
    answer.unwrap_or_else(|problem| panic!("{signal} was refused: {problem}"));
}

async fn joins(socket: &Socket, channel: &Channel) {
    let media = json!({ "muted": false, "video": false, "screen": false });
    let join = json!({ "type": "join", "media": media });
    does(socket, channel, join).await;
}

async fn leaves(socket: &Socket, channel: &Channel) {
    does(socket, channel, json!({ "type": "leave" })).await;
}

async fn rings(socket: &Socket, channel: &Channel, people: &[&Person]) {
    let to: Vec<_> = people.iter().map(|one| one.id.as_str()).collect();
    let ring = json!({ "type": "ring", "ring": "r1", "to": to, "video": false });
    does(socket, channel, ring).await;
}

/// The `number`th line of a call that this client hears of.
async fn line(socket: &Socket, number: usize) -> Value {
    let what = format!("line {number} of a call");
    let is_line = |message: &Value| message["kind"] == "system";
    socket
        .until(&what, |seen| {
            let lines = seen.all("message.created").into_iter().filter(is_line);
            lines.into_iter().nth(number)
        })
        .await
}

/// What is unread there, and of that what names this person.
async fn unread(who: &Person, channel: &Channel) -> (i64, i64) {
    let seen = who.get(&format!("/channels/{}", channel.id)).await.ok();
    let side = &seen["membership"];
    let number = |name: &str| side[name].as_i64().expect("a number");
    (number("unread"), number("mentions"))
}

fn set(ids: &Value) -> Vec<&str> {
    let ids = ids.as_array().expect("ids").iter();
    let mut ids: Vec<_> = ids.filter_map(Value::as_str).collect();
    ids.sort_unstable();
    ids
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_nobody_answers_is_missed_and_one_that_is_answered_is_told_with_its_length() {
    let cluster = Cluster::start().apis(2).gateways(2).up().await;
    let ([alice, bob], office, _) = cluster.company(["alice", "bob"]).await;
    let dm = alice.opens_dm(&office, &[&bob]).await;
    let (hers, his) = (Socket::open(&alice, 0).await, Socket::open(&bob, 1).await);

    // The first that is in this conversation is a call: he hears of the conversation with it.
    joins(&hers, &dm).await;
    rings(&hers, &dm, &[&bob]).await;
    his.sees("call.signal", |one| one["signal"]["type"] == "ringing")
        .await;
    leaves(&hers, &dm).await;
    let missed = line(&his, 0).await;
    assert_eq!(missed, line(&hers, 0).await);
    let call = &missed["call"];
    assert_eq!(
        (
            &missed["author"]["id"],
            &missed["body"],
            &missed["message_no"]
        ),
        (&json!(alice.id), &json!("Missed call"), &json!(1))
    );
    assert_eq!(
        (
            &call["started_by"],
            &call["outcome"],
            &call["missed"],
            &call["people"]
        ),
        (
            &json!(alice.id),
            &json!("missed"),
            &json!([bob.id]),
            &json!([alice.id])
        )
    );
    assert_eq!(unread(&bob, &dm).await, (1, 1));
    assert_eq!(unread(&alice, &dm).await, (0, 0));

    joins(&hers, &dm).await;
    rings(&hers, &dm, &[&bob]).await;
    let read = json!({ "message_no": 1 });
    let _ = bob
        .post(&format!("/channels/{}/read", dm.id), read)
        .await
        .ok();
    joins(&his, &dm).await;
    leaves(&hers, &dm).await;
    leaves(&his, &dm).await;
    let talked = line(&hers, 1).await;
    assert_eq!(talked["call"]["outcome"], "talked");
    let mut both = [alice.id.as_str(), bob.id.as_str()];
    both.sort_unstable();
    assert_eq!(set(&talked["call"]["people"]), both);
    assert_eq!(talked["call"]["missed"], json!([]));
    eventually("he knows what he took part in", DEADLINE, async || {
        (unread(&bob, &dm).await == (0, 0)).then_some(())
    })
    .await;

    // From the rows it is the same as from the log, and nobody rewrites it.
    cluster.stored(&alice, &dm).await;
    let page = bob.get(&format!("/channels/{}/messages", dm.id)).await.ok();
    let lines = page["data"].as_array().expect("messages");
    assert_eq!(
        (&lines[0]["call"], &lines[0]["body"]),
        (call, &json!("Missed call"))
    );
    assert_eq!(lines[1]["call"], talked["call"]);
    let path = format!("/messages/{}", missed["id"].as_str().expect("an id"));
    let edit = alice.patch(&path, json!({ "body": "he was there" })).await;
    edit.refused(403, "forbidden");
    let told = "select count(*) from notifications where message_id in
        (select id from messages where kind = 'system')";
    assert_eq!(
        cluster.database.number(told).await,
        1,
        "he was told of the missed one alone"
    );
    let _ = alice.delete(&path).await.status(204);
    let gone = bob.get(&path).await.ok();
    assert_eq!((&gone["call"], &gone["body"]), (&json!(null), &json!("")));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_declines_has_missed_nothing_and_who_was_alone_leaves_no_line() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob, carol], general) = cluster.people(["alice", "bob", "carol"]).await;
    let (hers, his) = (Socket::open(&alice, 0).await, Socket::open(&bob, 0).await);
    // Nobody was called: nothing happened.
    joins(&hers, &general).await;
    leaves(&hers, &general).await;

    joins(&hers, &general).await;
    rings(&hers, &general, &[&bob]).await;
    let decline = json!({ "type": "decline", "ring": "r1", "to": alice.id });
    does(&his, &general, decline).await;
    leaves(&hers, &general).await;
    let declined = line(&his, 0).await;
    assert_eq!(declined["call"]["outcome"], "declined");
    assert_eq!(declined["call"]["missed"], json!([]));
    assert_eq!(unread(&bob, &general).await, (1, 0));

    // Of three, one comes and one does not.
    joins(&hers, &general).await;
    rings(&hers, &general, &[&bob, &carol]).await;
    joins(&his, &general).await;
    leaves(&his, &general).await;
    leaves(&hers, &general).await;
    let talked = line(&hers, 1).await;
    assert_eq!(talked["call"]["outcome"], "talked");
    assert_eq!(talked["call"]["missed"], json!([carol.id]));
    assert_eq!(unread(&carol, &general).await, (2, 1));
    let stranger = cluster.signs_up("stranger").await;
    let path = format!("/messages/{}", talked["id"].as_str().expect("an id"));
    stranger.get(&path).await.refused(404, "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_whose_people_all_vanish_leaves_its_line_though_nobody_looks() {
    let cluster = Cluster::start().apis(2).up().await;
    let ([alice, bob, carol], general) = cluster.people(["alice", "bob", "carol"]).await;
    let (hers, his) = (Socket::open(&alice, 0).await, Socket::open(&bob, 0).await);
    let watching = Socket::open(&carol, 0).await;
    joins(&hers, &general).await;
    joins(&his, &general).await;
    // Their lines break without a word, and they do not come back.
    let (_, _) = (hers.cut().await, his.cut().await);
    let talked = line(&watching, 0).await;
    assert_eq!(talked["call"]["outcome"], "talked");
    let mut both = [alice.id.as_str(), bob.id.as_str()];
    both.sort_unstable();
    assert_eq!(set(&talked["call"]["people"]), both);
    assert_eq!(unread(&carol, &general).await, (1, 0));
}
