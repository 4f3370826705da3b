//! Pictures of people, workspaces and channels: set by whom they are for, seen by who may, gone when
//! something else takes their place.

use e2e::{Answer, Cluster, PNG, Person, Socket};
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

fn url(of: &Value) -> String {
    of.as_str().expect("an address").to_owned()
}

async fn sends_form(who: &Person, path: &str, form: Form) -> Answer {
    let request = who.request(Method::PUT, path).multipart(form);
    who.send(Method::PUT, path, request).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_persons_picture_is_seen_by_everybody_until_another_takes_its_place() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob], _office, talk) = cluster.company(["alice", "bob"]).await;
    let outsider = cluster.signs_up("outsider").await;
    let his = Socket::open(&bob, 0).await;

    let me = alice.puts("/users/me/avatar", PNG).await.ok();
    let first = url(&me["avatar_url"]);
    his.sees("user.updated", |u| {
        u["user"]["avatar_url"] == first.as_str()
    })
    .await;
    let shown = bob.looks_at(&first).await;
    assert!(shown.is_ok(), "{shown}");
    assert_eq!(shown.header("content-type"), "image/jpeg");
    assert_eq!(shown.header("x-content-type-options"), "nosniff");
    assert!(shown.header("content-security-policy").contains("sandbox"));
    assert!(shown.header("cache-control").contains("immutable"));
    assert!(outsider.looks_at(&first).await.is_ok());
    let unknown = cluster.stranger().looks_at(&first).await;
    unknown.refused(401, "unauthenticated");
    let sent = alice.says("with a face").within(&talk).await;
    assert_eq!(sent["author"]["avatar_url"], first.as_str());

    let own = format!("/users/{}/avatar", alice.id);
    let second = url(&alice.puts(&own, PNG).await.ok()["avatar_url"]);
    assert_ne!(first, second);
    bob.looks_at(&first).await.refused(404, "not_found");
    assert!(bob.looks_at(&second).await.is_ok());

    assert_eq!(alice.delete("/users/me/avatar").await.status, 204);
    assert_eq!(alice.delete("/users/me/avatar").await.status, 204);
    his.sees("user.updated", |u| u["user"]["avatar_url"].is_null())
        .await;
    bob.looks_at(&second).await.refused(404, "not_found");
    let me = alice.get("/users/me").await.ok();
    assert_eq!(me["avatar_url"], json!(null));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_sets_a_picture_that_is_not_theirs_to_set() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob], office, talk) = cluster.company(["alice", "bob"]).await;
    let outsider = cluster.signs_up("outsider").await;
    let secret = alice.creates_channel(&office, "secret", "private").await;
    let dm = alice.opens_dm(&office, &[&bob]).await;
    let avatar = format!("/users/{}/avatar", alice.id);
    let icon = format!("/workspaces/{}/icon", office.id);
    let cover = |channel: &e2e::Channel| format!("/channels/{}/cover", channel.id);

    for (who, path, status, code) in [
        (&bob, avatar, 403, "forbidden"),
        (&bob, "/users/nobody/avatar".to_owned(), 404, "not_found"),
        (&bob, icon.clone(), 403, "forbidden"),
        (&outsider, icon, 404, "not_found"),
        (&bob, cover(&talk), 403, "forbidden"),
        (&bob, cover(&secret), 404, "not_found"),
        (&alice, cover(&dm), 403, "forbidden"),
        (&outsider, cover(&talk), 404, "not_found"),
    ] {
        who.puts(&path, PNG).await.refused(status, code);
        who.delete(&path).await.refused(status, code);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workspaces_picture_is_for_its_people() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob], office, _talk) = cluster.company(["alice", "bob"]).await;
    let outsider = cluster.signs_up("outsider").await;
    let his = Socket::open(&bob, 0).await;
    let path = format!("/workspaces/{}/icon", office.id);

    let icon = url(&alice.puts(&path, PNG).await.ok()["icon_url"]);
    his.sees("workspace.updated", |w| w["icon_url"] == icon.as_str())
        .await;
    assert!(bob.looks_at(&icon).await.is_ok());
    outsider.looks_at(&icon).await.refused(404, "not_found");

    assert_eq!(alice.delete(&path).await.status, 204);
    his.sees("workspace.updated", |w| w["icon_url"].is_null())
        .await;
    bob.looks_at(&icon).await.refused(404, "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cover_of_a_private_channel_is_for_who_is_in_it() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob, carol], office, _talk) = cluster.company(["alice", "bob", "carol"]).await;
    let secret = alice.creates_channel(&office, "secret", "private").await;
    alice.adds(&bob, &secret).await;
    let his = Socket::open(&bob, 0).await;
    let path = format!("/channels/{}/cover", secret.id);

    let cover = url(&alice.puts(&path, PNG).await.ok()["cover_url"]);
    his.sees("channel.updated", |c| c["cover_url"] == cover.as_str())
        .await;
    assert!(bob.looks_at(&cover).await.is_ok());
    carol.looks_at(&cover).await.refused(404, "not_found");
    alice.removes(&bob, &secret).await;
    bob.looks_at(&cover).await.refused(404, "not_found");

    assert_eq!(alice.delete(&path).await.status, 204);
    let channel = alice.get(&format!("/channels/{}", secret.id)).await.ok();
    assert_eq!(channel["cover_url"], json!(null));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_picture_is_refused_and_leaves_the_old_one() {
    let cluster = Cluster::start().up().await;
    let alice = cluster.signs_up("alice").await;
    let path = "/users/me/avatar";
    let kept = url(&alice.puts(path, PNG).await.ok()["avatar_url"]);

    let page = b"<html><script>alert(1)</script></html>";
    alice
        .puts(path, page)
        .await
        .refused(415, "unsupported_media_type");
    alice.puts(path, b"").await.refused(400, "invalid_input");
    alice
        .puts(path, PNG.get(..40).expect("the start of it"))
        .await
        .refused(422, "image_refused");
    let named = |name: &'static str| Part::bytes(page.to_vec()).file_name(name);
    sends_form(&alice, path, Form::new().part("file", named("me.png")))
        .await
        .refused(415, "unsupported_media_type");
    sends_form(&alice, path, Form::new().part("picture", named("me.png")))
        .await
        .refused(400, "unknown_field");
    let me = alice.get("/users/me").await.ok();
    assert_eq!(me["avatar_url"], kept.as_str());

    let form = Form::new().part("file", Part::bytes(PNG.to_vec()).file_name("me.png"));
    let changed = sends_form(&alice, path, form).await.ok();
    assert_ne!(changed["avatar_url"], kept.as_str());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workspaces_picture_is_shown_to_who_has_an_invitation_while_it_holds() {
    let cluster = Cluster::start().up().await;
    let ([alice], office, talk) = cluster.company(["alice"]).await;
    let (outsider, stranger) = (cluster.signs_up("outsider").await, cluster.stranger());
    let path = format!("/workspaces/{}/icon", office.id);
    let icon = url(&alice.puts(&path, PNG).await.ok()["icon_url"]);
    let invites = format!("/workspaces/{}/invites", office.id);
    let invite = alice.post(&invites, json!({})).await.status(201);
    let code = invite["code"].as_str().expect("a code");
    let guest_code = alice.opens_to_guests(&talk, json!({})).await;

    let preview = stranger.get(&format!("/invites/{code}")).await.ok();
    let invited = url(&preview["workspace"]["icon_url"]);
    let preview = stranger.get(&format!("/guest/{guest_code}")).await.ok();
    let linked = url(&preview["workspace_icon_url"]);
    for shown in [&invited, &linked] {
        for who in [&stranger, &outsider] {
            let picture = who.looks_at(shown).await;
            assert!(picture.is_ok(), "{picture}");
            assert_eq!(picture.header("content-type"), "image/jpeg");
        }
    }

    // The code opens that picture alone, and nothing opens without one.
    stranger
        .looks_at(&icon)
        .await
        .refused(401, "unauthenticated");
    let face = url(&alice.puts("/users/me/avatar", PNG).await.ok()["avatar_url"]);
    for wrong in [
        format!("{face}?invite={code}"),
        format!("{icon}?invite="),
        format!("{icon}?invite=nobody-gave-this-out"),
        format!("{icon}?invite=..%2F{code}"),
    ] {
        stranger.looks_at(&wrong).await.refused(404, "not_found");
    }
    // Withdrawn, both show nothing any more.
    let _ = alice.delete(&format!("{invites}/{code}")).await.status(204);
    stranger.looks_at(&invited).await.refused(404, "not_found");
    let link = format!("/channels/{}/guest-links/{guest_code}", talk.id);
    let _ = alice.delete(&link).await.status(204);
    stranger.looks_at(&linked).await.refused(404, "not_found");
}
