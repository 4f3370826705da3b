//! A workspace's own emoji: who adds them, where they can be used, and what stays when one goes.

use e2e::{Cluster, PNG, Person, Socket, Workspace};
use serde_json::{Value, json};

fn path(office: &Workspace, name: &str) -> String {
    format!("/workspaces/{}/emoji/{name}", office.id)
}

async fn names(who: &Person, office: &Workspace) -> Vec<String> {
    let list = format!("/workspaces/{}/emoji", office.id);
    let list = who.get(&list).await.ok();
    let names = list["data"].as_array().expect("emoji").iter();
    names
        .map(|emoji| emoji["name"].as_str().expect("a name").to_owned())
        .collect()
}

async fn reacts(who: &Person, message: &Value, emoji: &str) -> e2e::Answer {
    let id = message["id"].as_str().expect("an id");
    who.put(&format!("/messages/{id}/reactions/{emoji}"), json!({}))
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_emoji_that_a_member_added_is_everybodys() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob], office, talk) = cluster.company(["alice", "bob"]).await;
    let outsider = cluster.signs_up("outsider").await;
    let hers = Socket::open(&alice, 0).await;

    let added = bob.puts(&path(&office, "party"), PNG).await.ok();
    assert_eq!(added["name"], "party");
    hers.sees("workspace.emoji_updated", |e| {
        e["name"] == "party" && e["emoji"]["url"] == added["url"]
    })
    .await;
    let _ = bob.puts(&path(&office, "office-cat"), PNG).await.ok();
    assert_eq!(names(&alice, &office).await, ["office-cat", "party"]);
    let url = added["url"].as_str().expect("an address");
    let shown = alice.looks_at(url).await;
    assert_eq!(
        (shown.status, shown.header("content-type")),
        (200, "image/png")
    );
    outsider.looks_at(url).await.refused(404, "not_found");

    let sent = alice.says("hooray :party:").within(&talk).await;
    assert!(reacts(&bob, &sent, ":party:").await.is_ok());
    hers.sees("reaction.added", |r| r["emoji"] == ":party:")
        .await;
    let status = json!({ "emoji": ":party:", "text": "at a party" });
    let status = alice.put("/users/me/status", status).await.ok();
    assert_eq!(status["emoji"], ":party:");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_an_emoji_is_gone_its_name_stays_and_nobody_uses_it_anew() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob], office, talk) = cluster.company(["alice", "bob"]).await;
    let added = alice.puts(&path(&office, "party"), PNG).await.ok();
    let sent = alice.says("hooray").within(&talk).await;
    assert!(reacts(&alice, &sent, ":party:").await.is_ok());
    let his = Socket::open(&bob, 0).await;

    assert_eq!(alice.delete(&path(&office, "party")).await.status, 204);

    his.sees("workspace.emoji_updated", |e| {
        e["name"] == "party" && e["emoji"].is_null()
    })
    .await;
    assert_eq!(names(&bob, &office).await, [""; 0]);
    let url = added["url"].as_str().expect("an address");
    bob.looks_at(url).await.refused(404, "not_found");
    let again = alice.delete(&path(&office, "party")).await;
    again.refused(404, "not_found");
    let id = sent["id"].as_str().expect("an id");
    let message = bob.get(&format!("/messages/{id}")).await.ok();
    assert_eq!(message["reactions"][0]["emoji"], ":party:");
    let refused = reacts(&bob, &sent, ":party:").await;
    let problem = refused.refused(400, "invalid_input");
    assert_eq!(
        (
            &problem["errors"][0]["pointer"],
            &problem["errors"][0]["code"]
        ),
        (&json!("/emoji"), &json!("not_found"))
    );
    let reaction = format!("/messages/{id}/reactions/:party:");
    assert!(alice.delete(&reaction).await.is_ok());
    let status = json!({ "emoji": ":party:", "text": "late" });
    let status = bob.put("/users/me/status", status).await;
    status.refused(400, "invalid_input");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_cannot_stand_between_colons_or_stands_there_already_is_refused() {
    let cluster = Cluster::start().up().await;
    let alice = cluster.signs_up("alice").await;
    let office = alice.creates_workspace("Acme").await;
    let long = "a".repeat(33);
    for (name, fault) in [
        ("a", "too_short"),
        (long.as_str(), "too_long"),
        ("Party", "invalid_format"),
        ("pa%20rty", "invalid_format"),
        ("%E7%8C%AB%E7%8C%AB", "invalid_format"),
        ("smile", "reserved"),
        ("+1", "reserved"),
    ] {
        let answer = alice.puts(&path(&office, name), PNG).await;
        let problem = answer.refused(400, "invalid_input");
        assert_eq!(
            (
                &problem["errors"][0]["pointer"],
                &problem["errors"][0]["code"]
            ),
            (&json!("/name"), &json!(fault)),
            "{name}"
        );
    }
    for name in ["zz", &"a".repeat(32)] {
        let _ = alice.puts(&path(&office, name), PNG).await.ok();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn members_touch_their_own_emoji_admins_everybodys_and_guests_none() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob, carol], office, _talk) = cluster.company(["alice", "bob", "carol"]).await;
    let [guest, outsider] = [
        cluster.signs_up("guest").await,
        cluster.signs_up("out").await,
    ];
    let room = alice.creates_channel(&office, "room", "private").await;
    let invite = json!({ "role": "guest", "channel_ids": [room.id] });
    let invites = format!("/workspaces/{}/invites", office.id);
    let invite = alice.post(&invites, invite).await.status(201);
    let code = invite["code"].as_str().expect("a code");
    let accept = format!("/invites/{code}/accept");
    let _ = guest.post(&accept, json!({})).await.ok();
    let his = path(&office, "his");

    let first = bob.puts(&his, PNG).await.ok();
    let second = bob.puts(&his, PNG).await.ok();
    assert_ne!(first["url"], second["url"]);
    for (who, status, code) in [
        (&carol, 403, "forbidden"),
        (&guest, 403, "forbidden"),
        (&outsider, 404, "not_found"),
    ] {
        who.puts(&his, PNG).await.refused(status, code);
        who.delete(&his).await.refused(status, code);
    }
    assert_eq!(names(&guest, &office).await, ["his"]);
    let list = format!("/workspaces/{}/emoji", office.id);
    outsider.get(&list).await.refused(404, "not_found");

    let changed = alice.puts(&his, PNG).await.ok();
    assert_eq!(changed["created_by"], bob.id.as_str());
    assert_eq!(alice.delete(&his).await.status, 204);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workspace_has_no_more_emoji_than_it_may_and_a_message_no_more_reactions() {
    let cluster = Cluster::start().set("EMOJI_LIMIT", "2").up().await;
    let ([alice], office, talk) = cluster.company(["alice"]).await;
    for name in ["one_of_ours", "two_of_ours"] {
        let _ = alice.puts(&path(&office, name), PNG).await.ok();
    }
    let third = path(&office, "three_of_ours");
    alice.puts(&third, PNG).await.refused(409, "emoji_limit");
    let _ = alice.puts(&path(&office, "two_of_ours"), PNG).await.ok();
    alice.delete(&path(&office, "one_of_ours")).await;
    let _ = alice.puts(&third, PNG).await.ok();

    let sent = alice.says("much loved").within(&talk).await;
    for emoji in [
        "😀", "😁", "😂", "😃", "😄", "😅", "😆", "😇", "😈", "😉", "😊", "😋", "😌", "😍", "😎",
        "😏", "😐", "😑", "😒",
    ] {
        assert!(reacts(&alice, &sent, emoji).await.is_ok());
    }
    assert!(reacts(&alice, &sent, ":two_of_ours:").await.is_ok());
    let one_more = reacts(&alice, &sent, ":three_of_ours:").await;
    one_more.refused(409, "reaction_limit");
}
