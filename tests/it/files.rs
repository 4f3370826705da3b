//! A file is its uploader's until a message carries it, and then the channel's.

mod access;
mod gibibyte;
mod scans;
mod stores;

use e2e::{Cluster, PNG};
use reqwest::Method;
use reqwest::multipart::Form;
use serde_json::{Value, json};

fn path(file: &Value, rest: &str) -> String {
    format!("/files/{}{rest}", file["id"].as_str().expect("an id"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_seen_by_its_uploader_alone_until_a_message_carries_it() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob, carol], office, _) = cluster.company(["alice", "bob", "carol"]).await;
    let secret = alice.creates_channel(&office, "secret", "private").await;
    alice.adds(&bob, &secret).await;
    let file = alice
        .uploads(&office, "notes.txt", b"the minutes")
        .await
        .status(201);

    assert_eq!(
        (&file["name"], &file["size"]),
        (&json!("notes.txt"), &json!(11))
    );
    assert_eq!(
        alice.get(&path(&file, "/content")).await.bytes,
        "the minutes"
    );
    let absent = json!({ "id": "01977f00-0000-7000-8000-000000000000" });
    for (who, rest) in [
        (&bob, ""),
        (&bob, "/content"),
        (&carol, ""),
        (&carol, "/content"),
    ] {
        let mut hidden = who.get(&path(&file, rest)).await.refused(404, "not_found");
        let mut nothing = who
            .get(&path(&absent, rest))
            .await
            .refused(404, "not_found");
        for problem in [&mut hidden, &mut nothing] {
            problem["request_id"] = json!(null);
            problem["instance"] = json!(null);
        }
        assert_eq!(hidden, nothing);
    }

    let sent = alice
        .says("")
        .within(&secret)
        .with("file_ids", json!([file["id"]]))
        .await;
    assert_eq!(sent["files"][0]["id"], file["id"]);
    let answer = bob.get(&path(&file, "/content")).await;
    assert_eq!(answer.bytes, "the minutes");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert!(
        answer
            .header("content-disposition")
            .starts_with("attachment")
    );
    carol
        .get(&path(&file, "/content"))
        .await
        .refused(404, "not_found");

    alice.removes(&bob, &secret).await;
    bob.get(&path(&file, "/content"))
        .await
        .refused(404, "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_belongs_to_one_message_of_its_uploader() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob], office, general) = cluster.company(["alice", "bob"]).await;
    let file = alice
        .uploads(&office, "notes.txt", b"the minutes")
        .await
        .status(201);
    let ids = json!([file["id"]]);

    let foreign = bob
        .says("mine")
        .within(&general)
        .with("file_ids", ids.clone())
        .answer()
        .await;
    assert!((400..500).contains(&foreign.status), "{foreign}");
    let says = |key| {
        alice
            .says("see")
            .within(&general)
            .keyed(key)
            .with("file_ids", ids.clone())
    };
    let first = says("k").await;
    let again = says("k").answer().await.status(200);
    assert_eq!(first["id"], again["id"]);
    says("other").answer().await.refused(409, "file_claimed");
    assert_eq!(
        alice.reads_all(&general).await[0]["files"][0]["name"],
        "notes.txt"
    );

    alice.deletes(&first).await;
    e2e::eventually(
        "the file goes with its message",
        e2e::DEADLINE,
        async || (bob.get(&path(&file, "/content")).await.status == 404).then_some(()),
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_image_has_a_size_and_thumbnails_and_is_served_in_ranges() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob], office, general) = cluster.company(["alice", "bob"]).await;
    let file = alice.uploads(&office, "pixel.png", PNG).await.status(201);
    assert_eq!(
        (&file["kind"], &file["content_type"]),
        (&json!("image"), &json!("image/png"))
    );
    assert_eq!((&file["width"], &file["height"]), (&json!(2), &json!(2)));
    alice
        .says("look")
        .within(&general)
        .with("file_ids", json!([file["id"]]))
        .await;

    let whole = bob.get(&path(&file, "/content")).await;
    assert_eq!(whole.status, 200);
    let thumbnail = e2e::eventually("it has a thumbnail", e2e::DEADLINE, async || {
        let answer = bob.get(&path(&file, "/thumbnail?size=small")).await;
        (answer.status == 200).then_some(answer)
    })
    .await;
    assert!(
        thumbnail.header("content-type").starts_with("image/"),
        "{thumbnail}"
    );
    let content = path(&file, "/content");
    let request = bob
        .request(Method::GET, &content)
        .header("Range", "bytes=1-3");
    let part = bob.send(Method::GET, &content, request).await;
    assert_eq!((part.status, &part.bytes[..]), (206, &b"PNG"[..]));
    let request = bob
        .request(Method::GET, &content)
        .header("Range", "bytes=9999-");
    assert_eq!(bob.send(Method::GET, &content, request).await.status, 416);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_calls_itself_an_image_is_what_its_bytes_say() {
    let cluster = Cluster::start().up().await;
    let ([alice], office, _) = cluster.company(["alice"]).await;
    let page = b"<!doctype html><script>alert(1)</script>";
    for name in [
        "page.png",
        "page.html",
        "page.svg",
        "..%2f..%2fetc",
        "a\u{202e}gpj.exe",
    ] {
        let answer = alice.uploads(&office, name, page).await;
        if !answer.is_ok() {
            answer.problem();
            continue;
        }
        let file = answer.json();
        assert_ne!(file["kind"], "image", "{file}");
        let content = alice.get(&path(&file, "/content")).await;
        let kind = content.header("content-type");
        assert!(!kind.contains("html") && !kind.contains("svg") && !kind.starts_with("image/"));
        assert!(
            content
                .header("content-disposition")
                .starts_with("attachment")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn empty_too_large_and_half_uploads_are_refused() {
    let cluster = Cluster::start().set("UPLOAD_MAX_BYTES", "65536").up().await;
    let ([alice], office, _) = cluster.company(["alice"]).await;
    let outsider = cluster.signs_up("outsider").await;
    alice.uploads(&office, "empty.txt", b"").await.problem();
    alice
        .uploads(&office, "large.bin", vec![7; 65_537])
        .await
        .refused(413, "payload_too_large");
    let _ = alice
        .uploads(&office, "exact.bin", vec![7; 65_536])
        .await
        .status(201);
    outsider
        .uploads(&office, "mine.txt", b"hi")
        .await
        .refused(404, "not_found");
    let empty = Form::new().text("workspace_id", office.id.clone());
    let request = alice.request(Method::POST, "/files").multipart(empty);
    alice.send(Method::POST, "/files", request).await.problem();
    let request = alice.request(Method::POST, "/files").json(&json!({}));
    alice.send(Method::POST, "/files", request).await.problem();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_files_of_a_channel_are_listed_for_its_readers_newest_first() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob, carol], office, _) = cluster.company(["alice", "bob", "carol"]).await;
    let secret = alice.creates_channel(&office, "secret", "private").await;
    alice.adds(&bob, &secret).await;
    let list = format!("/channels/{}/files", secret.id);
    let mut ids = Vec::new();
    for (name, bytes) in [("a.txt", b"a".as_slice()), ("b.png", PNG), ("c.txt", b"c")] {
        let file = alice.uploads(&office, name, bytes).await.status(201);
        ids.push(file["id"].clone());
    }
    let root = alice
        .says("two")
        .within(&secret)
        .with("file_ids", json!([ids[0], ids[1]]))
        .await;
    alice
        .says("and one in the thread")
        .within(&secret)
        .with("parent_id", root["id"].clone())
        .with("file_ids", json!([ids[2]]))
        .await;
    bob.says("no file").within(&secret).await;

    let names = |page: &Value| -> Vec<String> {
        let entries = page["data"].as_array().expect("a page");
        let name = |entry: &Value| entry["file"]["name"].as_str().expect("a name").to_owned();
        entries.iter().map(name).collect()
    };
    let whole = bob.get(&list).await.status(200);
    assert_eq!(names(&whole), ["c.txt", "a.txt", "b.png"]);
    assert_eq!(whole["data"][0]["parent_id"], root["id"]);
    assert_eq!(whole["data"][1]["seq"], root["seq"]);
    assert_eq!(whole["next_cursor"], json!(null));
    let images = bob.get(&format!("{list}?kind=image")).await.status(200);
    assert_eq!(names(&images), ["b.png"]);

    let mut paged = Vec::new();
    let mut next = Some(format!("{list}?limit=1"));
    while let Some(path) = next {
        let page = bob.get(&path).await.status(200);
        paged.extend(names(&page));
        let cursor = page["next_cursor"].as_str();
        next = cursor.map(|cursor| format!("{list}?limit=1&cursor={cursor}"));
    }
    assert_eq!(paged, ["c.txt", "a.txt", "b.png"]);

    carol.get(&list).await.refused(404, "not_found");
    bob.get(&format!("{list}?kind=cat"))
        .await
        .refused(400, "bad_request");
    bob.get(&format!("{list}?cursor=bm8"))
        .await
        .refused(400, "bad_request");
    alice.deletes(&root).await;
    let left = bob.get(&list).await.status(200);
    assert_eq!(names(&left), ["c.txt"]);
}
