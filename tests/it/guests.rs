//! A guest of a workspace sees the channels that they are in and the people in those, by any route.

use e2e::{Channel, Cluster, Person, Socket, Workspace};
use serde_json::{Value, json};

struct Stage {
    cluster: Cluster,
    alice: Person,
    /// In the workspace, and in no channel with the guest.
    dora: Person,
    guest: Person,
    office: Workspace,
    talk: Channel,
    /// Public, without the guest.
    side: Channel,
}

async fn stage() -> Stage {
    let cluster = Cluster::start().up().await;
    let ([alice, bob], office, talk) = cluster.company(["alice", "bob"]).await;
    let dora = cluster.signs_up("dora").await;
    alice.invites(&office, "member", [&dora]).await;
    let guest = cluster.signs_up("gustav").await;
    let path = format!("/workspaces/{}/invites", office.id);
    let terms = json!({ "role": "guest", "channel_ids": [talk.id] });
    let invite = alice.post(&path, terms).await.status(201);
    let accept = format!(
        "/invites/{}/accept",
        invite["code"].as_str().expect("a code")
    );
    let _ = guest.post(&accept, json!({})).await.ok();
    let side = bob.creates_channel(&office, "side", "public").await;
    dora.joins(&side).await;
    Stage {
        cluster,
        alice,
        dora,
        guest,
        office,
        talk,
        side,
    }
}

fn handles(people: &Value, of: impl Fn(&Value) -> &Value) -> Vec<String> {
    let people = people["data"].as_array().expect("a list");
    let mut handles: Vec<_> = people
        .iter()
        .map(|one| of(one)["handle"].as_str().expect("a handle").to_owned())
        .collect();
    handles.sort();
    handles
}

#[tokio::test(flavor = "multi_thread")]
async fn every_list_of_people_holds_those_of_ones_own_channels_alone() {
    let Stage {
        dora,
        guest,
        office,
        talk,
        side,
        alice,
        cluster: _running,
        ..
    } = stage().await;
    let near = ["alice", "bob", "gustav"];
    let members = format!("/workspaces/{}/members", office.id);
    let listed = guest.get(&members).await.ok();
    assert_eq!(handles(&listed, |one| &one["user"]), near);
    // What completes a name while it is written.
    for text in ["dora", "do", "d"] {
        let found = guest.get(&format!("{members}?q={text}")).await.ok();
        assert_eq!(found["data"], json!([]), "{text}");
    }
    let found = dora.get(&format!("{members}?q=gus")).await.ok();
    assert_eq!(handles(&found, |one| &one["user"]), ["gustav"]);
    let inside = guest.get(&format!("/channels/{}/members", talk.id)).await;
    assert_eq!(handles(&inside.ok(), |one| &one["user"]), near);

    let absent = "01977f00-0000-7000-8000-000000000000";
    for id in [dora.id.as_str(), absent] {
        let path = format!("/users/{id}");
        guest.get(&path).await.refused(404, "not_found");
    }
    let asked = json!({ "ids": [dora.id, alice.id, absent] });
    let looked_up = guest.post("/users/lookup", asked).await.ok();
    assert_eq!(handles(&looked_up, |one| one), ["alice"]);
    let first = guest.get("/sync").await.ok().to_string();
    assert!(!first.contains(&dora.id) && !first.contains(&side.id));

    let dms = format!("/workspaces/{}/dms", office.id);
    for id in [dora.id.as_str(), absent] {
        let asked = json!({ "user_ids": [id] });
        let problem = guest.post(&dms, asked).await.refused(400, "invalid_input");
        assert_eq!(problem["errors"][0]["code"], "not_found");
    }
    let _ = guest.opens_dm(&office, &[&alice]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_list_of_channels_holds_ones_own_alone() {
    let Stage {
        guest,
        office,
        talk,
        side,
        cluster: _running,
        ..
    } = stage().await;
    let channels = format!("/workspaces/{}/channels", office.id);
    let mine = guest.get(&channels).await.ok();
    let ids: Vec<_> = mine["data"].as_array().expect("channels").iter().collect();
    assert_eq!((ids.len(), &ids[0]["id"]), (1, &json!(talk.id)));
    guest
        .get(&format!("{channels}?scope=browse"))
        .await
        .refused(403, "forbidden");
    let found = guest.get(&format!("{channels}?q=side")).await.ok();
    assert_eq!(found["data"], json!([]));
    for rest in ["", "/members", "/messages", "/events?after_seq=0", "/pins"] {
        let path = format!("/channels/{}{rest}", side.id);
        guest.get(&path).await.refused(404, "not_found");
    }
    let join = format!("/channels/{}/join", side.id);
    guest.post(&join, json!({})).await.refused(404, "not_found");
    let socket = Socket::open(&guest, 0).await;
    for command in ["subscribe", "focus"] {
        let data = match command {
            "subscribe" => json!({ "channels": [side.id] }),
            _ => json!({ "channel": side.id }),
        };
        let _ = socket.command(command, data).await;
    }
    let frames = socket.look(|seen| seen.frames.clone());
    let told = frames.iter().filter(|frame| frame.kind != "error");
    assert!(told.into_iter().all(|frame| !frame.text.contains(&side.id)));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_live_tells_a_guest_of_people_whom_they_do_not_see() {
    let stage = stage().await;
    let Stage {
        cluster,
        alice,
        dora,
        guest,
        office,
        talk,
        side,
    } = &stage;
    let his = Socket::open(guest, 0).await;
    let hers = Socket::open(alice, 0).await;
    let watch = json!({ "user_ids": [dora.id, alice.id] });
    let _ = his.command("presence.watch", watch).await;
    let theirs = Socket::open(dora, 0).await;

    let _ = dora
        .patch("/users/me", json!({ "display_name": "canary" }))
        .await
        .ok();
    let late = cluster.signs_up("canary-late").await;
    alice.invites(office, "member", [&late]).await;
    let path = format!("/workspaces/{}/members/{}", office.id, late.id);
    let _ = alice.patch(&path, json!({ "role": "admin" })).await.ok();
    let _ = alice.delete(&path).await.ok();
    dora.says("canary").within(side).await;
    // A member hears of it all: the hints did go out.
    hers.sees("workspace.member_removed", |one| {
        one["user_id"] == late.id.as_str()
    })
    .await;
    hers.sees("user.updated", |one| {
        one["user"]["display_name"] == "canary"
    })
    .await;
    // The workspace's own name is for everybody in it.
    let workspace = format!("/workspaces/{}", office.id);
    let _ = alice
        .patch(&workspace, json!({ "name": "Renamed" }))
        .await
        .ok();
    his.sees("workspace.updated", |one| one["name"] == "Renamed")
        .await;
    let last = alice.says("the end").within(talk).await;
    his.sees("message.created", |one| one["id"] == last["id"])
        .await;
    for frame in his.look(|seen| seen.frames.clone()) {
        for secret in [
            "canary",
            dora.id.as_str(),
            late.id.as_str(),
            side.id.as_str(),
        ] {
            assert!(!frame.text.contains(secret), "{}", frame.text);
        }
    }
    drop(theirs);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_handle_in_a_guests_text_does_not_tell_whether_somebody_has_it() {
    let Stage {
        dora,
        guest,
        talk,
        alice,
        cluster: _running,
        ..
    } = stage().await;
    let said = guest.says("@dora @alice @nobody").within(&talk).await;
    let users = said["mentions"]["users"].as_array().expect("mentions");
    let ids: Vec<_> = users.iter().map(|one| &one["user_id"]).collect();
    assert_eq!(ids, [&json!(alice.id)]);
    let path = format!("/messages/{}", said["id"].as_str().expect("an id"));
    let edited = guest
        .patch(&path, json!({ "body": "@dora again" }))
        .await
        .ok();
    assert_eq!(edited["mentions"]["users"], json!([]));
    let said = alice.says("@dora").within(&talk).await;
    assert_eq!(said["mentions"]["users"][0]["user_id"], dora.id.as_str());
}
