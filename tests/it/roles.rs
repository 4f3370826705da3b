//! What becomes of open sockets when somebody's place in a workspace changes.

use e2e::{Channel, Cluster, DEADLINE, Person, Socket, Workspace, eventually};
use serde_json::json;

async fn becomes(alice: &Person, who: &Person, office: &Workspace, role: &str) {
    let path = format!("/workspaces/{}/members/{}", office.id, who.id);
    let _ = alice.patch(&path, json!({ "role": role })).await.ok();
}

async fn is_called(who: &Person, name: &str) {
    let name = json!({ "display_name": name });
    let _ = who.patch("/users/me", name).await.ok();
}

/// Waits until this client has heard of its own new role.
async fn hears_of_role(socket: &Socket, role: &str) {
    socket
        .sees("workspace.added", |one| one["role"] == role)
        .await;
}

async fn hears_name(socket: &Socket, name: &str) {
    socket
        .sees("user.updated", |one| one["user"]["display_name"] == name)
        .await;
}

/// Renames them until this client hears of it: a topic is subscribed a moment after one comes in.
async fn hears_at_last(socket: &Socket, who: &Person, name: &str) {
    eventually(name, DEADLINE, async || {
        is_called(who, name).await;
        let heard = socket.look(|seen| seen.all("user.updated"));
        let mut names = heard.iter().map(|one| &one["user"]["display_name"]);
        names.any(|heard| heard == name).then_some(())
    })
    .await;
}

/// Leaves all other channels of the workspace: the first ones, into which newcomers come.
async fn stays_only_in(who: &Person, talk: &Channel) {
    let path = format!("/workspaces/{}/channels", talk.workspace);
    let mine = who.get(&path).await.ok();
    for channel in mine["data"].as_array().expect("channels") {
        let id = channel["id"].as_str().expect("an id");
        if id != talk.id {
            let path = format!("/channels/{id}/leave");
            let _ = who.post(&path, json!({})).await.ok();
        }
    }
}

fn hears_nothing_of(socket: &Socket, secrets: &[&str], after: usize) {
    let frames = socket.look(|seen| seen.frames.clone());
    for frame in frames.iter().skip(after) {
        for secret in secrets {
            assert!(!frame.text.contains(secret), "{}", frame.text);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_becomes_a_guest_hears_of_no_more_strangers_on_the_socket_that_is_open() {
    let cluster = Cluster::start().gateways(2).up().await;
    let ([alice, bob], office, talk) = cluster.company(["alice", "bob"]).await;
    let dora = cluster.signs_up("dora").await;
    alice.invites(&office, "member", [&dora]).await;
    let side = alice.creates_channel(&office, "side", "public").await;
    dora.joins(&side).await;
    stays_only_in(&bob, &talk).await;
    let his = Socket::open(&bob, 1).await;
    let hers = Socket::open(&alice, 0).await;
    let watch = json!({ "user_ids": [dora.id, alice.id] });
    let watched = his.command("presence.watch", watch).await.expect("a list");
    assert!(watched["users"].get(&dora.id).is_some(), "{watched}");
    let preview = json!({ "channels": [side.id] });
    let _ = his.command("subscribe", preview).await.expect("a preview");
    is_called(&dora, "Dora One").await;
    hears_name(&his, "Dora One").await;

    becomes(&alice, &bob, &office, "guest").await;
    hears_of_role(&his, "guest").await;
    // What he looked at and may not any more ends by itself.
    his.sees("presence.updated", |one| {
        one["users"][&dora.id]["presence"] == "offline"
    })
    .await;
    his.sees("resumed", |one| {
        one["channel"] == side.id.as_str() && one["outcome"] == "gone"
    })
    .await;
    let after = his.look(|seen| seen.frames.len());

    is_called(&dora, "canary").await;
    let theirs = Socket::open(&dora, 0).await;
    let late = cluster.signs_up("canary-late").await;
    alice.invites(&office, "member", [&late]).await;
    dora.says("canary").within(&side).await;
    let _ = dora
        .put("/users/me/status", json!({ "text": "canary" }))
        .await;
    hears_name(&hers, "canary").await;
    hers.sees("workspace.member_updated", |one| {
        one["user"]["id"] == late.id.as_str()
    })
    .await;
    // Of whom he shares a channel with he still hears.
    is_called(&alice, "Alice Two").await;
    hears_name(&his, "Alice Two").await;
    let last = alice.says("the end").within(&talk).await;
    his.sees("message.created", |one| one["id"] == last["id"])
        .await;
    hears_nothing_of(&his, &["canary", &dora.id, &late.id, &side.id], after);

    // As a member he hears of everybody again, without coming back.
    becomes(&alice, &bob, &office, "member").await;
    hears_of_role(&his, "member").await;
    hears_at_last(&his, &dora, "Dora Two").await;
    drop(theirs);

    // And whoever comes back afterwards is what they are.
    becomes(&alice, &bob, &office, "guest").await;
    let back = Socket::open(&bob, 0).await;
    is_called(&dora, "canary").await;
    is_called(&alice, "Alice Three").await;
    hears_name(&back, "Alice Three").await;
    hears_nothing_of(&back, &["canary"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_hears_new_names_and_pictures_of_those_they_share_a_channel_with() {
    let cluster = Cluster::start().gateways(2).up().await;
    let ([alice, bob], office, talk) = cluster.company(["alice", "bob"]).await;
    let side = bob.creates_channel(&office, "side", "private").await;
    let guests = [
        cluster.signs_up("gustav").await,
        cluster.signs_up("gerda").await,
    ];
    for (guest, channel) in guests.iter().zip([&talk, &side]) {
        let path = format!("/workspaces/{}/invites", office.id);
        let terms = json!({ "role": "guest", "channel_ids": [channel.id] });
        let invite = if channel == &side { &bob } else { &alice };
        let invite = invite.post(&path, terms).await.status(201);
        let code = invite["code"].as_str().expect("a code");
        let accept = format!("/invites/{code}/accept");
        let _ = guest.post(&accept, json!({})).await.ok();
    }
    let [gustav, gerda] = &guests;
    let (his, hers) = (Socket::open(gustav, 0).await, Socket::open(gerda, 1).await);

    let picture = alice.puts("/users/me/avatar", e2e::PNG).await.ok();
    his.sees("user.updated", |one| {
        one["user"]["avatar_url"] == picture["avatar_url"]
    })
    .await;
    is_called(&alice, "Alice A.").await;
    hears_name(&his, "Alice A.").await;
    // Another guest's name, too; and nobody's own side.
    is_called(&bob, "Bob B.").await;
    hears_name(&his, "Bob B.").await;
    hears_name(&hers, "Bob B.").await;
    is_called(gerda, "Gerda G.").await;
    hears_name(&hers, "Gerda G.").await;
    let others = his.look(|seen| seen.all("user.updated"));
    assert!(others.iter().all(|one| one["me"].is_null()), "{others:?}");
    hears_nothing_of(&his, &[&gerda.id], 0);
    hears_nothing_of(&hers, &[&alice.id, "Alice A."], hers_ready(&hers));

    // Out of the channel, out of hearing.
    alice.removes(gustav, &talk).await;
    his.sees("channel.removed", |one| {
        one["channel_id"] == talk.id.as_str()
    })
    .await;
    let after = his.look(|seen| seen.frames.len());
    is_called(&alice, "canary").await;
    is_called(gustav, "Gustav G.").await;
    hears_name(&his, "Gustav G.").await;
    hears_nothing_of(&his, &["canary"], after);
}

fn hers_ready(socket: &Socket) -> usize {
    let of_ready = |seen: &e2e::Seen| seen.frames.iter().position(|one| one.kind == "ready");
    socket.look(of_ready).map_or(0, |place| place + 1)
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_into_a_workspace_hears_its_hints_at_once_and_who_leaves_hears_none() {
    let cluster = Cluster::start().up().await;
    let ([alice], office, _talk) = cluster.company(["alice"]).await;
    let bob = cluster.signs_up("bob").await;
    let his = Socket::open(&bob, 0).await;
    alice.invites(&office, "member", [&bob]).await;
    hears_of_role(&his, "member").await;
    hears_at_last(&his, &alice, "Alice A.").await;

    let path = format!("/workspaces/{}/members/{}", office.id, bob.id);
    let _ = bob.delete(&path).await.status(204);
    his.sees("workspace.removed", |one| {
        one["workspace_id"] == office.id.as_str()
    })
    .await;
    let after = his.look(|seen| seen.frames.len());
    is_called(&alice, "canary").await;
    is_called(&bob, "Bob B.").await;
    hears_name(&his, "Bob B.").await;
    hears_nothing_of(&his, &["canary"], after);
}
