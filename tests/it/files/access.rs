//! A file is had by whoever may read its message now, and soon after that ends by nobody: by whom
//! is asked at each fetch, and ended sessions are read twice a second.

use e2e::{Cluster, DEADLINE, Person, eventually};
use serde_json::{Value, json};

use super::path;

/// `who` is refused with `status` soon, and may be refused as a stranger first.
async fn loses(who: &Person, file: &Value, status: u16) {
    let what = format!("{} to be refused", who.handle);
    eventually(&what, DEADLINE, || async {
        let answer = who.get(&path(file, "/content")).await;
        if answer.status == status {
            return Some(());
        }
        assert!(matches!(answer.status, 200 | 404), "{answer}");
        None
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_lost_with_the_message_the_membership_and_the_session() {
    let cluster = Cluster::start().up().await;
    let people = ["alice", "bob", "carol", "dave", "erin"];
    let ([alice, bob, carol, dave, erin], office, _) = cluster.company(people).await;
    let secret = alice.creates_channel(&office, "secret", "private").await;
    for person in [&bob, &carol, &dave, &erin] {
        alice.adds(person, &secret).await;
    }
    let file = alice
        .uploads(&office, "notes.txt", b"the minutes")
        .await
        .status(201);
    let ids = json!([file["id"]]);
    let message = alice.says("").within(&secret).with("file_ids", ids).await;
    for person in [&alice, &bob, &carol, &dave, &erin] {
        assert_eq!(person.get(&path(&file, "/content")).await.status, 200);
    }

    alice.removes(&bob, &secret).await;
    loses(&bob, &file, 404).await;
    let member = format!("/workspaces/{}/members/{}", office.id, carol.id);
    let _ = alice.delete(&member).await.status(204);
    loses(&carol, &file, 404).await;
    let _ = dave.post("/auth/logout", json!({})).await.status(204);
    loses(&dave, &file, 401).await;
    alice.deletes(&message).await;
    loses(&erin, &file, 404).await;
    loses(&alice, &file, 404).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deactivated_account_gets_no_file_and_what_it_uploaded_stays_with_the_others() {
    let cluster = Cluster::start().up().await;
    let ([alice], office, general) = cluster.company(["alice"]).await;
    let code = alice.opens_to_guests(&general, json!({})).await;
    let (guest, channel) = alice.enters_as_guest(&code, "en").await;
    let file = guest
        .uploads(&office, "notes.txt", b"the minutes")
        .await
        .status(201);
    let ids = json!([file["id"]]);
    let _ = guest.says("").within(&channel).with("file_ids", ids).await;
    assert_eq!(guest.get(&path(&file, "/content")).await.status, 200);

    let links = format!("/channels/{}/guest-links", general.id);
    let ended = format!("{links}/{code}?end_guests=true");
    let _ = alice.delete(&ended).await.status(204);
    loses(&guest, &file, 401).await;
    assert_eq!(alice.get(&path(&file, "/content")).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_of_somebody_who_has_left_is_no_file_though_its_addresses_still_hold() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob], office, _) = cluster.company(["alice", "bob"]).await;
    let body = json!({
        "workspace_id": office.id, "name": "a.bin", "size": 5, "content_type": "text/plain",
    });
    let upload = bob.post("/files/uploads", body).await.status(201);
    let member = format!("/workspaces/{}/members/{}", office.id, bob.id);
    let _ = alice.delete(&member).await.status(204);
    let url = upload["urls"][0]["url"].as_str().expect("a url");
    let put = reqwest::Client::new().put(url).body("hello").send().await;
    let etag = put.expect("an answer").headers()["etag"]
        .to_str()
        .expect("text")
        .to_owned();
    let id = upload["id"].as_str().expect("an id");
    let parts = json!({ "parts": [{ "number": 1, "etag": etag }] });
    let complete = format!("/files/uploads/{id}/complete");
    bob.post(&complete, parts).await.refused(404, "not_found");
    bob.get(&format!("/files/uploads/{id}"))
        .await
        .refused(404, "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_room_of_a_workspace_is_told_to_who_runs_it() {
    let cluster = Cluster::start()
        .set("WORKSPACE_MAX_BYTES", "1000")
        .up()
        .await;
    let ([alice, bob], office, _) = cluster.company(["alice", "bob"]).await;
    let outsider = cluster.signs_up("outsider").await;
    let _ = bob
        .uploads(&office, "notes.txt", b"the minutes")
        .await
        .status(201);
    let storage = format!("/workspaces/{}/storage", office.id);
    let told = alice.get(&storage).await.status(200);
    assert_eq!((&told["used"], &told["limit"]), (&json!(11), &json!(1000)));
    bob.get(&storage).await.refused(403, "forbidden");
    outsider.get(&storage).await.refused(404, "not_found");
    let _ = bob
        .uploads(&office, "exact.bin", &[7; 989])
        .await
        .status(201);
    bob.uploads(&office, "over.bin", &[7; 1])
        .await
        .refused(507, "storage_full");
}
