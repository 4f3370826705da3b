//! Finding what was said: by all who may read it, and by nobody else.

use std::time::Duration;

use e2e::{Answer, Channel, Cluster, Person, Workspace};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

/// What the index must have heard of by then: it promises a second, a busy machine needs more.
const PATIENCE: Duration = Duration::from_secs(20);
const ABSENT: &str = "01977f00-0000-7000-8000-000000000000";

fn path(parameters: &[(&str, &str)]) -> String {
    let url = reqwest::Url::parse_with_params("http://x/search", parameters).expect("a URL");
    format!("/search?{}", url.query().unwrap_or_default())
}

async fn asks(who: &Person, parameters: &[(&str, &str)]) -> Answer {
    who.get(&path(parameters)).await
}

fn bodies(page: &Value) -> Vec<String> {
    let hits = page["data"].as_array().expect("hits");
    hits.iter()
        .map(|hit| hit["message"]["body"].as_str().expect("a body").to_owned())
        .collect()
}

/// What somebody finds, newest first.
async fn finds(who: &Person, q: &str) -> Vec<String> {
    bodies(&asks(who, &[("q", q), ("sort", "newest")]).await.ok())
}

/// Waits until somebody finds exactly these, newest first.
async fn will_find(who: &Person, q: &str, expected: &[&str]) {
    let end = Instant::now() + PATIENCE;
    loop {
        let found = finds(who, q).await;
        if found == expected {
            return;
        }
        assert!(
            Instant::now() < end,
            "{q:?} finds {found:?}, not {expected:?}"
        );
        sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_said_edited_and_deleted_is_found_so() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob], general) = cluster.people(["alice", "bob"]).await;
    let first = alice
        .says("The naïve plan of Tuesday")
        .within(&general)
        .await;
    alice.says("no plan at all").within(&general).await;
    will_find(&bob, "naive plan ", &["The naïve plan of Tuesday"]).await;
    will_find(
        &bob,
        "plan ",
        &["no plan at all", "The naïve plan of Tuesday"],
    )
    .await;

    let page = asks(&bob, &[("q", "NAIVE tue")]).await.ok();
    let hit = &page["data"][0];
    assert_eq!(hit["highlights"], json!([[4, 9], [18, 25]]));
    assert_eq!(hit["channel"]["id"], general.id.as_str());
    assert_eq!(hit["message"]["author"]["handle"], "alice");

    alice.edits(&first, "another idea").await;
    will_find(&bob, "naive ", &[]).await;
    will_find(&bob, "idea ", &["another idea"]).await;
    alice.deletes(&first).await;
    will_find(&bob, "idea ", &[]).await;
}

struct Office {
    people: [Person; 3],
    workspace: Workspace,
    general: Channel,
    secret: Channel,
    archived: Channel,
}

/// Alice and Bob share a private channel with a canary in it, which Carol is not in.
async fn office(cluster: &Cluster) -> Office {
    let (people, workspace, general) = cluster.company(["alice", "bob", "carol"]).await;
    let [alice, bob, _] = &people;
    let secret = alice.creates_channel(&workspace, "secret", "private").await;
    alice.adds(bob, &secret).await;
    let archived = alice.creates_channel(&workspace, "old", "public").await;
    alice.says("canary in the secret").within(&secret).await;
    alice.says("canary in the archive").within(&archived).await;
    alice.says("canary in the open").within(&general).await;
    let archive = format!("/channels/{}/archive", archived.id);
    let _ = alice.post(&archive, json!({})).await.ok();
    let all = [
        "canary in the open",
        "canary in the archive",
        "canary in the secret",
    ];
    will_find(alice, "canary ", &all).await;
    Office {
        people,
        workspace,
        general,
        secret,
        archived,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_finds_what_they_may_not_read() {
    let cluster = Cluster::start().up().await;
    let office = office(&cluster).await;
    let [alice, bob, carol] = &office.people;
    let guest = cluster.signs_up("guest").await;
    alice.invites(&office.workspace, "guest", [&guest]).await;
    let outsider = cluster.signs_up("outsider").await;

    let open = ["canary in the open", "canary in the archive"];
    assert_eq!(finds(carol, "canary ").await, open);
    assert_eq!(finds(&guest, "canary ").await, Vec::<String>::new());
    assert_eq!(finds(&outsider, "canary ").await, Vec::<String>::new());
    for q in ["secret ", "canary in:#secret", "in:#secret", "in:#absent"] {
        let answer = asks(carol, &[("q", q)]).await;
        let text = answer.json().to_string();
        assert!(!text.contains(&office.secret.id), "{q}: {text}");
        assert_eq!(bodies(&answer.ok()), Vec::<String>::new(), "{q}");
    }
    let hidden = asks(carol, &[("q", "canary"), ("channel_id", &office.secret.id)]).await;
    hidden.refused(404, "not_found");
    let absent = asks(carol, &[("q", "canary"), ("channel_id", ABSENT)]).await;
    absent.refused(404, "not_found");
    let elsewhere = asks(
        &outsider,
        &[("q", "canary"), ("workspace_id", &office.workspace.id)],
    )
    .await;
    elsewhere.refused(404, "not_found");
    let suggested = carol.get("/search/suggest?q=secret").await.ok();
    assert_eq!(suggested["channels"], json!([]));

    // Rights that come and go hold at once.
    alice.adds(&guest, &office.general).await;
    assert_eq!(finds(&guest, "canary ").await, ["canary in the open"]);
    alice.removes(bob, &office.secret).await;
    assert_eq!(finds(bob, "canary ").await, open);
    let delete = format!("/channels/{}", office.secret.id);
    let _ = alice.delete(&delete).await.ok();
    assert_eq!(finds(alice, "canary ").await, open);
}

/// What filters leave of what Carol finds.
async fn narrows(carol: &Person, office: &Office, root: &Value) {
    let [alice, ..] = &office.people;
    let id = root["id"].as_str().expect("an id");
    let today = &root["created_at"].as_str().expect("a time")[..10];
    for (parameters, expected) in [
        (vec![("q", "apple from:@alice")], vec!["apple tree"]),
        (
            vec![("q", "apple -tree -from -reply")],
            vec!["apple pie https://example.org/pie"],
        ),
        (
            vec![("q", "has:link")],
            vec!["apple pie https://example.org/pie"],
        ),
        (vec![("q", "apple"), ("has", "file")], vec![]),
        (vec![("q", "apple"), ("in_thread", id)], vec!["apple reply"]),
        (
            vec![("q", "apple"), ("from", &alice.id)],
            vec!["apple tree"],
        ),
        (vec![("q", "apple from:@bob"), ("from", &alice.id)], vec![]),
        (vec![("q", "canary in:#old")], vec!["canary in the archive"]),
        (
            vec![("q", "canary in:#old in:#talk")],
            vec!["canary in the open", "canary in the archive"],
        ),
        (vec![("q", "canary from:@nobody")], vec![]),
        (vec![("q", "canary before:2020-01-01")], vec![]),
        (vec![("q", "tree after:2020-01-01")], vec!["apple tree"]),
        (
            vec![("q", "tree"), ("before", "2020-01-01T00:00:00Z")],
            vec![],
        ),
        (
            vec![("q", "tree"), ("channel_id", &office.archived.id)],
            vec![],
        ),
        (vec![("q", "\"in the open\"")], vec!["canary in the open"]),
        (vec![("q", "from:me")], vec![]),
    ] {
        let mut parameters = parameters;
        parameters.push(("sort", "newest"));
        let page = asks(carol, &parameters).await.ok();
        assert_eq!(bodies(&page), expected, "{parameters:?}");
    }
    let on = finds(carol, &format!("tree on:{today}")).await;
    assert_eq!(on, ["apple tree"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_narrow_and_names_that_nobody_has_find_nothing() {
    let cluster = Cluster::start().up().await;
    let office = office(&cluster).await;
    let [alice, bob, carol] = &office.people;
    let root = alice.says("apple tree").within(&office.general).await;
    bob.says("apple pie https://example.org/pie")
        .within(&office.general)
        .await;
    bob.says("apple reply")
        .within(&office.general)
        .in_reply_to(&root)
        .await;
    will_find(
        carol,
        "apple ",
        &[
            "apple reply",
            "apple pie https://example.org/pie",
            "apple tree",
        ],
    )
    .await;

    narrows(carol, &office, &root).await;

    // Whom one has blocked, one does not hear here either.
    let block = format!("/users/me/blocks/{}", bob.id);
    let _ = carol.put(&block, json!({})).await;
    assert_eq!(finds(carol, "apple ").await, ["apple tree"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_that_turns_out_to_be_none_is_found_as_a_file_alone() {
    let cluster = Cluster::start()
        .set("FILE_PREVIEW_MEMORY_BYTES", "100663296")
        .up()
        .await;
    let ([alice], office, general) = cluster.company(["alice"]).await;
    // It passes for a picture at the door, and holds more than whoever draws it may.
    let mut spoiled = vec![0_u8; 12_288];
    let image = image::RgbImage::from_pixel(64, 64, image::Rgb([9, 9, 9]));
    let mut coded = std::io::Cursor::new(&mut spoiled);
    image
        .write_to(&mut coded, image::ImageFormat::Jpeg)
        .expect("an image is coded");
    let frame = spoiled.windows(2).position(|two| two == [0xff, 0xc0]);
    let size = frame.expect("a frame header") + 5;
    spoiled[size..size + 4].copy_from_slice(&[0x17, 0x70, 0x17, 0x70]);
    let file = alice
        .uploads(&office, "scan.jpg", spoiled)
        .await
        .status(201);
    assert_eq!(file["kind"], "image");
    alice
        .says("look at this")
        .within(&general)
        .with("file_ids", json!([file["id"]]))
        .await;
    will_find(&alice, "has:file ", &["look at this"]).await;
    will_find(&alice, "has:image ", &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_go_on_without_a_gap_in_both_orders() {
    let cluster = Cluster::start().up().await;
    let ([alice], general) = cluster.people(["alice"]).await;
    for n in 0..23 {
        alice
            .says(&format!("pear {n} {}", "pear ".repeat(n % 5)))
            .within(&general)
            .await;
    }
    let end = Instant::now() + PATIENCE;
    while asks(&alice, &[("q", "pear"), ("limit", "200")]).await.ok()["data"]
        .as_array()
        .map(Vec::len)
        != Some(23)
    {
        assert!(Instant::now() < end, "not all is indexed");
        sleep(Duration::from_millis(50)).await;
    }
    for sort in ["newest", "relevance"] {
        let whole = asks(&alice, &[("q", "pear"), ("limit", "200"), ("sort", sort)])
            .await
            .ok();
        assert_eq!(whole["next_cursor"], Value::Null);
        let mut paged = Vec::new();
        let mut cursor = String::new();
        loop {
            let mut parameters = vec![("q", "pear"), ("limit", "7"), ("sort", sort)];
            if !cursor.is_empty() {
                parameters.push(("cursor", &cursor));
            }
            let page = asks(&alice, &parameters).await.ok();
            paged.extend(bodies(&page));
            let Some(next) = page["next_cursor"].as_str() else {
                break;
            };
            cursor = next.to_owned();
        }
        assert_eq!(paged, bodies(&whole), "{sort}");
        let other = if sort == "newest" {
            "relevance"
        } else {
            "newest"
        };
        let wrong = asks(
            &alice,
            &[("q", "pear"), ("sort", other), ("cursor", &cursor)],
        )
        .await;
        wrong.refused(400, "bad_request");
    }
}

/// Talk of people who write without spaces, or nearly.
const TALK: [&str; 6] = [
    "今天下午三点开会，讨论新版本的发布计划。",
    "发布之前请先跑一遍所有的测试，谢谢大家！",
    "明日のリリースは延期になりました。詳細はスレッドで。",
    "회의는 오후 세 시에 시작합니다. 자료를 미리 읽어 주세요.",
    "พรุ่งนี้เราจะปล่อยเวอร์ชันใหม่ กรุณาทดสอบก่อนนะครับ",
    "We ship on Tuesday; die Änderungen sind groß.",
];

#[tokio::test(flavor = "multi_thread")]
async fn any_two_characters_of_a_script_without_spaces_are_found() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob], office, general) = cluster.company(["alice", "bob"]).await;
    let secret = alice.creates_channel(&office, "secret", "private").await;
    for body in TALK {
        alice.says(body).within(&general).await;
        alice.says(&format!("{body} {body}")).within(&secret).await;
    }
    will_find(&bob, "änderungen grOSS ", &[TALK[5]]).await;
    let is_of_words = |one: char| one.is_ascii() || "，。！äÄß".contains(one);
    for body in &TALK[..5] {
        let chars: Vec<char> = body.chars().collect();
        for pair in chars.windows(2) {
            if pair.iter().any(|one| is_of_words(*one)) {
                continue;
            }
            let q: String = pair.iter().collect();
            let found = finds(&bob, &q).await;
            assert!(found.iter().any(|one| one == body), "{q:?} finds {found:?}");
            assert!(
                found.iter().all(|one| TALK.contains(&one.as_str())),
                "{q:?}: {found:?}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_asked_is_refused() {
    let cluster = Cluster::start().set("RATE_LIMITS", "default").up().await;
    let alice = cluster.signs_up("alice").await;
    let long = "a".repeat(257);
    for (parameters, code) in [
        (vec![], "invalid_input"),
        (vec![("q", " !? ")], "invalid_input"),
        (vec![("q", long.as_str())], "invalid_input"),
        (vec![("q", "a\0b")], "invalid_input"),
        (vec![("q", "has:cheese")], "invalid_input"),
        (vec![("q", "a"), ("has", "file,cheese")], "invalid_input"),
        (vec![("q", "a before:tomorrow")], "invalid_input"),
        (vec![("q", "a"), ("after", "soon")], "invalid_input"),
        (vec![("q", "a"), ("limit", "201")], "invalid_input"),
        (vec![("q", "a"), ("cursor", "!")], "bad_request"),
        (
            vec![("q", "a"), ("cursor", "bm90LWEtcGxhY2U")],
            "bad_request",
        ),
        (vec![("q", "a"), ("sort", "oldest")], "bad_request"),
        (vec![("q", "a"), ("channel_id", "general")], "bad_request"),
        (vec![("q", "a"), ("query", "b")], "unknown_field"),
    ] {
        asks(&alice, &parameters).await.refused(400, code);
    }
    cluster
        .stranger()
        .get("/search?q=a")
        .await
        .refused(401, "unauthenticated");
    let mut refused = None;
    for _ in 0..130 {
        let answer = asks(&alice, &[("q", "a")]).await;
        if answer.status == 429 {
            refused = Some(answer);
            break;
        }
    }
    refused
        .expect("a limit of its own")
        .refused(429, "rate_limited");
}

#[tokio::test(flavor = "multi_thread")]
async fn suggestions_name_channels_people_and_ones_own_last_searches() {
    let cluster = Cluster::start().up().await;
    let office = office(&cluster).await;
    let [alice, bob, carol] = &office.people;
    for n in 0..22 {
        let q = format!("talk {n}");
        let input = json!({ "workspace_id": office.workspace.id, "q": q });
        let _ = alice.put("/search/recents", input).await.status(204);
    }
    let suggest =
        async |who: &Person, q: &str| who.get(&format!("/search/suggest?q={q}")).await.ok();
    let found = suggest(alice, "TALK").await;
    assert_eq!(found["channels"][0]["id"], office.general.id.as_str());
    assert_eq!(found["recent"].as_array().expect("recents").len(), 8);
    assert_eq!(found["recent"][0], "talk 21");
    assert_eq!(suggest(bob, "talk").await["recent"], json!([]));
    assert_eq!(
        suggest(alice, "talk%201").await["recent"]
            .as_array()
            .expect("some")
            .len(),
        8
    );
    assert_eq!(suggest(carol, "bo").await["people"][0]["handle"], "bob");

    let forget = format!(
        "/search/recents?workspace_id={}&q=talk%2021",
        office.workspace.id
    );
    let _ = alice.delete(&forget).await.status(204);
    assert_eq!(suggest(alice, "talk").await["recent"][0], "talk 20");
    let forget = format!("/search/recents?workspace_id={}", office.workspace.id);
    let _ = alice.delete(&forget).await.status(204);
    assert_eq!(suggest(alice, "talk").await["recent"], json!([]));

    let input = json!({ "workspace_id": ABSENT, "q": "talk" });
    alice
        .put("/search/recents", input)
        .await
        .refused(404, "not_found");
    let input = json!({ "workspace_id": office.workspace.id, "q": "!" });
    alice
        .put("/search/recents", input)
        .await
        .refused(400, "invalid_input");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_worker_leaves_nothing_unfound() {
    let mut cluster = Cluster::start().up().await;
    let ([alice], general) = cluster.people(["alice"]).await;
    alice.says("plum 1").within(&general).await;
    will_find(&alice, "plum ", &["plum 1"]).await;
    cluster.workers[0].kill();
    alice.says("plum 2").within(&general).await;
    cluster.workers[0].launch();
    will_find(&alice, "plum ", &["plum 2", "plum 1"]).await;
}
