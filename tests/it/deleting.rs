//! Channels and workspaces are deleted, come back whole within 30 days, and are gone for good after
//! that.

mod crowd;

use e2e::{Channel, Cluster, DEADLINE, Person, Socket, Workspace, eventually};
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

fn at(channel: &Channel, rest: &str) -> String {
    format!("/channels/{}{rest}", channel.id)
}

async fn restores(who: &Person, channel: &Channel) -> Value {
    who.post(&at(channel, "/restore"), json!({})).await.ok()
}

async fn bodies(who: &Person, channel: &Channel) -> Vec<String> {
    let messages = who.reads_all(channel).await;
    let body = |message: &Value| message["body"].as_str().expect("a body").to_owned();
    messages.iter().map(body).collect()
}

async fn deleted_channels(who: &Person, office: &Workspace) -> Vec<Value> {
    let path = format!("/workspaces/{}/deleted-channels", office.id);
    let page = who.get(&path).await.ok();
    page["data"].as_array().expect("channels").clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_channel_comes_back_with_all_that_was_in_it_and_its_log_goes_on() {
    let cluster = Cluster::start().apis(2).gateways(2).up().await;
    let ([alice, bob, carol], office, talk) = cluster.company(["alice", "bob", "carol"]).await;
    let socket = Socket::open(&bob, 1).await;
    let kept = alice.says("keep this, @bob").within(&talk).await;
    socket
        .reaches(&talk, kept["seq"].as_i64().expect("a seq"))
        .await;

    bob.delete(&at(&talk, "")).await.refused(403, "forbidden");
    assert!(alice.delete(&at(&talk, "")).await.is_ok());

    socket.sees("channel.deleted", |_| true).await;
    socket.sees("channel.removed", |_| true).await;
    for who in [&alice, &bob, &carol.at_api(1)] {
        who.get(&at(&talk, "")).await.refused(404, "not_found");
        let send = who.says("too late").within(&talk).answer().await;
        send.refused(404, "not_found");
    }
    let late = json!({ "channel": talk.id, "body": "too late", "nonce": e2e::nonce() });
    socket.refused("message.send", late, "not_found").await;

    // Who may delete may restore; for the others there is nothing.
    let listed = deleted_channels(&alice, &office).await;
    assert_eq!(
        (&listed[0]["id"], &listed[0]["deleted_by"]),
        (&json!(talk.id), &json!(alice.id))
    );
    assert!(deleted_channels(&bob, &office).await.is_empty());
    bob.post(&at(&talk, "/restore"), json!({}))
        .await
        .refused(403, "forbidden");
    let stranger = cluster.signs_up("mallory").await;
    stranger
        .post(&at(&talk, "/restore"), json!({}))
        .await
        .refused(404, "not_found");
    let path = format!("/workspaces/{}/deleted-channels", office.id);
    stranger.get(&path).await.refused(404, "not_found");

    let restored = restores(&alice, &talk).await;

    assert_eq!(
        (&restored["name"], &restored["member_count"]),
        (&json!("talk"), &json!(3))
    );
    let added = socket
        .sees("channel.added", |added| {
            added["channel_id"] == talk.id.as_str()
        })
        .await;
    socket.sees("channel.restored", |_| true).await;
    let after = alice.says("and on we go").within(&talk).await;
    let seq = after["seq"].as_i64().expect("a seq");
    assert_eq!(
        added["head_seq"].as_i64(),
        Some(seq - 2),
        "deleted, restored, said"
    );
    socket.reaches(&talk, seq).await;
    assert_eq!(
        bodies(&carol, &talk).await,
        ["keep this, @bob", "and on we go"]
    );
    let side = bob.get(&at(&talk, "")).await.ok()["membership"].clone();
    assert_eq!((&side["unread"], &side["mentions"]), (&json!(2), &json!(1)));
    assert!(deleted_channels(&alice, &office).await.is_empty());
    alice
        .post(&at(&talk, "/restore"), json!({}))
        .await
        .refused(404, "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_whose_name_was_taken_or_whose_people_left_comes_back_as_far_as_it_can() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob, carol], office, talk) = cluster.company(["alice", "bob", "carol"]).await;
    alice.delete(&at(&talk, "")).await;
    let other = alice.creates_channel(&office, "talk", "public").await;
    let refused = alice.post(&at(&talk, "/restore"), json!({})).await;
    refused.refused(409, "channel_name_taken");
    let rename = json!({ "name": "talk again" });
    let _ = alice.patch(&at(&other, ""), rename).await.ok();
    let out = format!("/workspaces/{}/members/{}", office.id, carol.id);
    assert!(alice.delete(&out).await.is_ok());

    // Twice at once: one of them restores, the other finds it done.
    let (one, two) = (alice.at_api(0), alice.clone());
    let path = at(&talk, "/restore");
    let (one, two) = tokio::join!(one.post(&path, json!({})), two.post(&path, json!({})));
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 404]);

    let restored = alice.get(&at(&talk, "")).await.ok();
    assert_eq!(restored["member_count"], 2);
    bob.says("still here").within(&talk).await;
    carol.get(&at(&talk, "")).await.refused(404, "not_found");
    // A private one is hidden from who is not in it, deleted or not.
    let secret = alice.creates_channel(&office, "secret", "private").await;
    alice.delete(&at(&secret, "")).await;
    bob.post(&at(&secret, "/restore"), json!({}))
        .await
        .refused(404, "not_found");
    let _ = restores(&alice, &secret).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_workspace_is_gone_for_everybody_though_the_api_that_deleted_it_dies() {
    let mut cluster = Cluster::start().apis(2).gateways(2).up().await;
    let ([alice, bob, carol], office, talk) = cluster.company(["alice", "bob", "carol"]).await;
    let (alice, bob, carol) = (alice.at_api(1), bob.at_api(1), carol.at_api(1));
    let other = bob.creates_workspace("Other").await;
    let mut channels = vec![talk.clone()];
    for n in 0..40 {
        channels.push(
            alice
                .creates_channel(&office, &format!("c{n}"), "public")
                .await,
        );
    }
    let dm = alice.opens_dm(&office, &[&bob]).await;
    alice.says("between us").within(&dm).await;
    alice.says("in the channel").within(&talk).await;
    let socket = Socket::open(&bob, 1).await;
    let path = format!("/workspaces/{}", office.id);

    let promote = json!({ "role": "admin" });
    let _ = alice
        .patch(&format!("{path}/members/{}", carol.id), promote)
        .await
        .ok();
    carol.delete(&path).await.refused(403, "forbidden");
    bob.delete(&path).await.refused(403, "forbidden");
    cluster
        .signs_up("mallory")
        .await
        .at_api(1)
        .delete(&path)
        .await
        .refused(404, "not_found");
    assert!(alice.at_api(0).delete(&path).await.is_ok());
    cluster.apis[0].kill();

    socket
        .sees("workspace.removed", |gone| {
            gone["workspace_id"] == office.id.as_str()
        })
        .await;
    for who in [&alice, &bob, &carol] {
        who.get(&path).await.refused(404, "not_found");
        let sync = who.get("/sync").await.ok();
        let channels = sync["channels"].as_array().expect("channels");
        assert!(
            channels
                .iter()
                .all(|one| one["workspace_id"] != office.id.as_str()),
            "{sync}"
        );
    }
    let open = format!(
        "select count(*) from channels where workspace_id = '{}' and deleted_at is null",
        office.id
    );
    eventually("every channel is closed", DEADLINE, async || {
        (cluster.database.number(&open).await == 0).then_some(())
    })
    .await;
    for channel in [&talk, &dm] {
        socket
            .until("its last event", |seen| {
                let mut frames = seen.frames.iter();
                let last = |frame: &&e2e::Frame| {
                    frame.kind == "channel.deleted" && frame.channel.as_ref() == Some(&channel.id)
                };
                frames.find(last).map(|_| ())
            })
            .await;
        let send = bob.says("too late").within(channel).answer().await;
        send.refused(404, "not_found");
    }
    // The session goes on.
    bob.creates_channel(&other, "elsewhere", "public").await;
    socket.sees("channel.added", |_| true).await;

    let restore = format!("{path}/restore");
    bob.post(&restore, json!({}))
        .await
        .refused(403, "forbidden");
    carol
        .post(&restore, json!({}))
        .await
        .refused(403, "forbidden");
    let listed = alice.get("/deleted-workspaces").await.ok();
    assert_eq!(listed["data"][0]["id"], office.id.as_str());
    let nothing = carol.get("/deleted-workspaces").await.ok();
    assert_eq!(nothing["data"], json!([]));

    let restored = alice.post(&restore, json!({})).await.ok();

    assert_eq!(
        (&restored["role"], &restored["member_count"]),
        (&json!("owner"), &json!(3))
    );
    socket
        .sees("workspace.added", |one| one["id"] == office.id.as_str())
        .await;
    for channel in [&talk, &dm] {
        socket
            .sees("channel.added", |one| {
                one["channel_id"] == channel.id.as_str()
            })
            .await;
        let said = eventually("the log is open", DEADLINE, async || {
            let answer = alice.says("back").within(channel).answer().await;
            answer.is_ok().then(|| answer.json())
        })
        .await;
        socket
            .reaches(channel, said["seq"].as_i64().expect("a seq"))
            .await;
    }
    assert_eq!(bodies(&bob, &talk).await, ["in the channel", "back"]);
    assert_eq!(bodies(&bob, &dm).await, ["between us", "back"]);
    alice
        .post(&restore, json!({}))
        .await
        .refused(404, "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn after_thirty_days_nothing_is_left_of_a_channel_not_even_its_files() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob], office, talk) = cluster.company(["alice", "bob"]).await;
    let part = Part::bytes(b"the minutes".to_vec()).file_name("notes.txt");
    let form = Form::new()
        .text("workspace_id", office.id.clone())
        .part("file", part);
    let upload = alice.request(Method::POST, "/files").multipart(form);
    let file = alice.send(Method::POST, "/files", upload).await.status(201);
    let message = alice
        .says("see @bob")
        .with("file_ids", json!([file["id"]]))
        .within(&talk)
        .await;
    let _ = alice.edits(&message, "see, @bob").await;
    bob.reacts(&message, "%F0%9F%91%8D").await;
    assert!(alice.delete(&at(&talk, "")).await.is_ok());
    let lives = alice.creates_channel(&office, "lives", "public").await;
    alice.says("still here").within(&lives).await;

    let past = format!(
        "with gone as (update channels set deleted_at = now() - interval '31 days' \
         where id = '{}' returning 1) select count(*) from gone",
        talk.id
    );
    assert_eq!(cluster.database.number(&past).await, 1);
    alice
        .post(&at(&talk, "/restore"), json!({}))
        .await
        .refused(404, "not_found");
    assert!(deleted_channels(&alice, &office).await.is_empty());

    for table in [
        "channels where id",
        "messages where channel_id",
        "revisions where channel_id",
        "reactions where channel_id",
        "mentions where channel_id",
        "memberships where channel_id",
        "file_claims where channel_id",
        "outbox where channel_id",
    ] {
        let left = format!("select count(*) from {table} = '{}'", talk.id);
        eventually(table, DEADLINE * 3, async || {
            (cluster.database.number(&left).await == 0).then_some(())
        })
        .await;
    }
    eventually("its file", DEADLINE * 3, async || {
        (cluster.database.number("select count(*) from files").await == 0).then_some(())
    })
    .await;
    assert_eq!(bodies(&alice, &lives).await, ["still here"]);
    alice.get(&at(&talk, "")).await.refused(404, "not_found");
}
