//! Whoever is not a member learns nothing: what is hidden looks exactly like what is not there.

use e2e::{Answer, Cluster, Person, Socket};
use reqwest::Method;
use serde_json::{Value, json};

const ABSENT: &str = "01977f00-0000-7000-8000-000000000000";

/// What differs from request to request: its id, and whether the server keeps the connection, which
/// depends on whether a body that a route does not read has arrived yet (hop by hop, RFC 9110 §7.6.1).
const PER_REQUEST: [&str; 2] = ["x-request-id", "connection"];

/// The answer without what differs from request to request, the path asked included.
fn bare(answer: &Answer, id: &str) -> (u16, String, Vec<String>) {
    let mut problem = answer.json();
    if let Some(fields) = problem.as_object_mut() {
        fields.remove("request_id");
    }
    let body = problem.to_string().replace(id, "ID");
    let names = answer.headers.keys().map(ToString::to_string);
    let mut names: Vec<String> = names
        .filter(|name| !PER_REQUEST.contains(&name.as_str()))
        .collect();
    names.sort();
    (answer.status, body, names)
}

async fn asks(who: &Person, method: &Method, path: &str, body: Option<&Value>) -> Answer {
    let request = who.request(method.clone(), path);
    let request = if let Some(body) = body {
        request.json(body)
    } else {
        request
    };
    who.send(method.clone(), path, request).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hidden_channel_or_message_answers_byte_for_byte_like_an_absent_one() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob], office, _) = cluster.company(["alice", "bob"]).await;
    let outsider = cluster.signs_up("outsider").await;
    let guest = cluster.signs_up("guest").await;
    alice.invites(&office, "guest", [&guest]).await;
    let secret = alice.creates_channel(&office, "secret", "private").await;
    let sent = alice.says("canary").within(&secret).await;
    let message = sent["id"].as_str().expect("an id");

    let hi = json!({ "body": "hi", "nonce": "n" });
    let empty = json!({});
    let one = json!({ "message_no": 1 });
    let name = json!({ "name": "mine" });
    let to_bob = json!({ "user_id": bob.id });
    let on_channel: [(Method, &str, Option<&Value>); 20] = [
        (Method::GET, "", None),
        (Method::PATCH, "", Some(&name)),
        (Method::DELETE, "", None),
        (Method::POST, "/join", Some(&empty)),
        (Method::POST, "/leave", Some(&empty)),
        (Method::POST, "/archive", Some(&empty)),
        (Method::POST, "/unarchive", Some(&empty)),
        (Method::POST, "/transfer", Some(&to_bob)),
        (Method::GET, "/guest-links", None),
        (Method::POST, "/guest-links", Some(&empty)),
        (Method::DELETE, "/guest-links/c0de", None),
        (Method::GET, "/members", None),
        (Method::PUT, &format!("/members/{}", bob.id), Some(&empty)),
        (Method::DELETE, &format!("/members/{}", bob.id), None),
        (Method::GET, "/messages", None),
        (Method::POST, "/messages", Some(&hi)),
        (Method::GET, "/pins", None),
        (Method::POST, "/read", Some(&one)),
        (Method::POST, "/unread", Some(&one)),
        (Method::GET, "/events?after_seq=0", None),
    ];
    let edit = json!({ "body": "mine" });
    let on_message: [(Method, &str, Option<&Value>); 10] = [
        (Method::GET, "", None),
        (Method::PATCH, "", Some(&edit)),
        (Method::DELETE, "", None),
        (Method::GET, "/revisions", None),
        (Method::GET, "/replies", None),
        (Method::GET, "/reactions", None),
        (Method::PUT, "/reactions/👍", Some(&empty)),
        (Method::DELETE, "/reactions/👍", None),
        (Method::PUT, "/pin", Some(&empty)),
        (Method::DELETE, "/pin", None),
    ];
    for who in [&bob, &outsider, &guest] {
        for (area, hidden, table) in [
            ("channels", secret.id.as_str(), &on_channel[..]),
            ("messages", message, &on_message),
        ] {
            for (method, rest, body) in table {
                let there = asks(who, method, &format!("/{area}/{hidden}{rest}"), *body).await;
                let absent = asks(who, method, &format!("/{area}/{ABSENT}{rest}"), *body).await;
                there.refused(404, "not_found");
                assert_eq!(
                    bare(&there, hidden),
                    bare(&absent, ABSENT),
                    "{}",
                    who.handle
                );
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outsider_finds_nothing_of_a_workspace() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob], office, general) = cluster.company(["alice", "bob"]).await;
    let outsider = cluster.signs_up("outsider").await;
    alice.says("canary").within(&general).await;

    for path in ["", "/members", "/channels?scope=browse", "/invites"] {
        let hidden = outsider
            .get(&format!("/workspaces/{}{path}", office.id))
            .await;
        let absent = outsider.get(&format!("/workspaces/{ABSENT}{path}")).await;
        hidden.refused(404, "not_found");
        assert_eq!(bare(&hidden, &office.id), bare(&absent, ABSENT));
    }
    outsider
        .get(&format!("/channels/{}", general.id))
        .await
        .refused(404, "not_found");
    outsider
        .get(&format!("/channels/{}/messages", general.id))
        .await
        .refused(404, "not_found");
    let users = outsider
        .post("/users/lookup", json!({ "ids": [alice.id, bob.id] }))
        .await;
    assert!(
        !String::from_utf8_lossy(&users.bytes).contains("alice"),
        "{users}"
    );
    let sync = outsider.get("/sync").await.ok().to_string();
    assert!(
        !sync.contains("alice") && !sync.contains("canary"),
        "{sync}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_sees_only_the_channels_they_are_in_and_the_people_there() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob], office, general) = cluster.company(["alice", "bob"]).await;
    let guest = cluster.signs_up("guest").await;
    alice.invites(&office, "guest", [&guest]).await;
    let project = alice.creates_channel(&office, "project", "private").await;
    alice.adds(&guest, &project).await;

    let channels = |scope: &str| format!("/workspaces/{}/channels?scope={scope}", office.id);
    guest
        .get(&channels("browse"))
        .await
        .refused(403, "forbidden");
    let list = guest.get(&channels("mine")).await.ok();
    assert!(!list.to_string().contains(&general.id), "{list}");
    guest
        .get(&format!("/channels/{}", general.id))
        .await
        .refused(404, "not_found");
    let join = format!("/channels/{}/join", general.id);
    guest.post(&join, json!({})).await.refused(404, "not_found");
    let members = guest
        .get(&format!("/workspaces/{}/members", office.id))
        .await
        .ok()
        .to_string();
    assert!(
        members.contains(&alice.id) && !members.contains(&bob.id),
        "{members}"
    );
    guest.says("hello").within(&project).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_private_channel_reaches_the_sockets_of_others() {
    let cluster = Cluster::start().gateways(2).up().await;
    let ([alice, bob, carol], office, general) = cluster.company(["alice", "bob", "carol"]).await;
    let eavesdropping = [Socket::open(&carol, 0).await, Socket::open(&carol, 1).await];
    let secret = alice
        .creates_channel(&office, "canary-channel", "private")
        .await;
    alice.adds(&bob, &secret).await;
    let his = Socket::open(&bob, 0).await;
    for socket in &eavesdropping {
        let channels = json!({ "channels": [secret.id] });
        let _ = socket.command("subscribe", channels).await;
        let fill = json!({ "channel": secret.id, "after_seq": 0 });
        assert!(socket.command("fill", fill).await.is_err());
        let _ = socket
            .command("focus", json!({ "channel": secret.id }))
            .await;
        socket
            .tells("typing", json!({ "channel": secret.id }))
            .await;
    }
    his.command("focus", json!({ "channel": secret.id }))
        .await
        .expect("a focus");

    let sent = alice.says("canary-body @carol").within(&secret).await;
    alice.edits(&sent, "canary-edited").await;
    alice.reacts(&sent, "👍").await;
    his.tells("typing", json!({ "channel": secret.id })).await;
    his.sees("message.updated", |m| m["id"] == sent["id"]).await;
    alice.deletes(&sent).await;
    let last = alice.says("for all").within(&general).await;

    for socket in &eavesdropping {
        socket
            .sees("message.created", |m| m["id"] == last["id"])
            .await;
        socket.command("ping", json!({})).await.expect("an answer");
        let frames = socket.look(|seen| seen.frames.clone());
        for frame in frames.iter().filter(|f| f.kind != "error") {
            assert!(!frame.text.contains("canary"), "{}", frame.text);
            assert!(!frame.text.contains(&secret.id), "{}", frame.text);
        }
    }
    assert!(
        his.look(|seen| seen.first("typing.started"))
            .is_none_or(|t| t["user_id"] != carol.id.as_str())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_of_a_public_channel_is_live_until_it_ends() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob], office, general) = cluster.company(["alice", "bob"]).await;
    let random = alice.creates_channel(&office, "side", "public").await;
    let his = Socket::open(&bob, 0).await;

    let channels = json!({ "channels": [random.id] });
    his.command("subscribe", channels.clone())
        .await
        .expect("a preview");
    let sent = alice.says("look").within(&random).await;
    his.sees("message.created", |m| m["id"] == sent["id"]).await;
    his.command("unsubscribe", channels)
        .await
        .expect("the end of it");
    let unseen = alice.says("gone").within(&random).await;
    let last = alice.says("here").within(&general).await;
    his.sees("message.created", |m| m["id"] == last["id"]).await;
    assert!(
        !his.look(|seen| seen.all("message.created"))
            .iter()
            .any(|m| m["id"] == unseen["id"])
    );
}
