//! Files in parts, straight to the store.

use aws_lc_rs::digest::{SHA256, digest};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::support::{Person, Place, UPLOAD_MAX_BYTES, eventually, noise, path, refused};

/// A part is 8 MiB: a whole one, and a rest.
const LENGTH: usize = 8 * 1024 * 1024 + 1000;

fn sha256(bytes: &[u8]) -> String {
    let hex = |byte: &u8| format!("{byte:02x}");
    digest(&SHA256, bytes).as_ref().iter().map(hex).collect()
}

async fn announce(place: &Place, who: &Person, body: &Value) -> Response {
    let request = place.request(who, Method::POST, "/uploads").json(body);
    request.send().await.unwrap()
}

fn announced(place: &Place, name: &str, size: usize) -> Value {
    let kind = "application/octet-stream";
    json!({ "workspace_id": place.workspace, "name": name, "size": size, "content_type": kind })
}

/// Begins an upload; what it is.
async fn begin(place: &Place, who: &Person, body: &Value) -> Value {
    let answer = announce(place, who, body).await;
    assert_eq!(answer.status(), 201, "{}", answer.text().await.unwrap());
    answer.json().await.unwrap()
}

async fn look(place: &Place, who: &Person, upload: &Value) -> Value {
    let answer = place.get(who, &upload_path(upload, "")).await;
    assert_eq!(answer.status(), 200);
    answer.json().await.unwrap()
}

fn upload_path(upload: &Value, rest: &str) -> String {
    format!("/uploads/{}{rest}", upload["id"].as_str().unwrap())
}

/// PUTs the bytes of one part, as a browser does.
async fn put(upload: &Value, number: usize, bytes: &[u8]) -> Response {
    let urls = upload["urls"].as_array().unwrap();
    let at = urls.iter().find(|at| at["number"] == number).unwrap();
    let request = reqwest::Client::new().put(at["url"].as_str().unwrap());
    request.body(bytes.to_vec()).send().await.unwrap()
}

/// Sends every part that is missing; all parts.
async fn send(upload: &Value, bytes: &[u8]) -> Value {
    let size = usize::try_from(upload["part_size"].as_u64().unwrap()).unwrap();
    let mut parts = upload["parts"].as_array().unwrap().clone();
    for at in upload["urls"].as_array().unwrap() {
        let number = usize::try_from(at["number"].as_u64().unwrap()).unwrap();
        let end = bytes.len().min(number * size);
        let answer = put(upload, number, &bytes[(number - 1) * size..end]).await;
        assert_eq!(answer.status(), 200, "{}", answer.text().await.unwrap());
        let etag = answer.headers()["etag"].to_str().unwrap();
        parts.push(json!({ "number": number, "etag": etag }));
    }
    json!(parts)
}

async fn complete(place: &Place, who: &Person, upload: &Value, parts: &Value) -> Response {
    let path = upload_path(upload, "/complete");
    let request = place.request(who, Method::POST, &path);
    let body = json!({ "parts": parts });
    request.json(&body).send().await.unwrap()
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_file_in_parts_comes_back_as_it_was_and_completing_it_again_changes_nothing(
    pool: PgPool,
) {
    let place = Place::open(pool).await;
    let (alice, bob) = (place.person().await, place.person().await);
    let bytes = noise(LENGTH);
    let mut body = announced(&place, "data.bin", LENGTH);
    body["sha256"] = json!(sha256(&bytes));
    let upload = begin(&place, &alice, &body).await;
    assert_eq!(
        (&upload["state"], &upload["file"]),
        (&json!("open"), &Value::Null)
    );
    assert_eq!(upload["urls"].as_array().unwrap().len(), 2);
    let parts = send(&upload, &bytes).await;
    // Nobody sees anything of it, and it is nobody else's.
    refused(place.get(&alice, &path(&upload, "")).await, 404).await;
    refused(place.get(&bob, &upload_path(&upload, "")).await, 404).await;
    refused(complete(&place, &bob, &upload, &parts).await, 404).await;

    let (first, second) = tokio::join!(
        complete(&place, &alice, &upload, &parts),
        complete(&place, &alice, &upload, &parts),
    );
    let first: Value = first.json().await.unwrap();
    assert_eq!(first, second.json::<Value>().await.unwrap());
    assert_eq!(
        (&first["size"], &first["state"]),
        (&json!(LENGTH), &json!("ready"))
    );
    assert_eq!(first["id"], upload["id"]);
    let again = complete(&place, &alice, &upload, &json!([])).await;
    assert_eq!(again.json::<Value>().await.unwrap(), first);
    assert_eq!(look(&place, &alice, &upload).await["file"], first);

    let content = place.get(&alice, &path(&first, "/content")).await;
    assert!(content.bytes().await.unwrap() == bytes, "the bytes differ");
    // An address that was given out changes nothing any more.
    assert!(
        put(&upload, 2, &bytes[..1000])
            .await
            .status()
            .is_client_error()
    );
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn an_upload_goes_on_where_it_stopped(pool: PgPool) {
    let place = Place::open(pool).await;
    let alice = place.person().await;
    let bytes = noise(LENGTH);
    let upload = begin(&place, &alice, &announced(&place, "data.bin", LENGTH)).await;
    let size = usize::try_from(upload["part_size"].as_u64().unwrap()).unwrap();
    let sent = put(&upload, 1, &bytes[..size]).await;
    let etag = sent.headers()["etag"].to_str().unwrap().to_owned();

    let missing = complete(
        &place,
        &alice,
        &upload,
        &json!([{ "number": 1, "etag": etag }]),
    )
    .await;
    assert_eq!(refused(missing, 422).await, "upload_incomplete");
    let known = look(&place, &alice, &upload).await;
    assert_eq!(
        (&known["state"], &known["parts"][0]["number"]),
        (&json!("open"), &json!(1))
    );
    let left = known["urls"].as_array().unwrap();
    assert_eq!((left.len(), &left[0]["number"]), (1, &json!(2)));

    let parts = send(&known, &bytes).await;
    let mut wrong = parts.clone();
    wrong[0]["etag"] = json!("\"00000000000000000000000000000000\"");
    let refusal = complete(&place, &alice, &upload, &wrong).await;
    assert_eq!(refused(refusal, 422).await, "upload_incomplete");
    let file = complete(&place, &alice, &upload, &parts).await;
    assert_eq!(file.status(), 200);
    let file: Value = file.json().await.unwrap();
    let content = place.get(&alice, &path(&file, "/content")).await;
    assert!(content.bytes().await.unwrap() == bytes, "the bytes differ");
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_part_is_taken_at_its_own_address_with_its_own_length_in_time(pool: PgPool) {
    let place = Place::open_with(pool, |config| config.uploads.upload_url_ttl_s = 2).await;
    let alice = place.person().await;
    let upload = begin(&place, &alice, &announced(&place, "data.bin", 1000)).await;
    let url = upload["urls"][0]["url"].as_str().unwrap();
    let client = reqwest::Client::new();
    for (what, url) in [
        ("another part", url.replace("partNumber=1", "partNumber=2")),
        (
            "another object",
            url.replace(place.workspace.to_string().as_str(), "other"),
        ),
        ("no signature", url.split('?').next().unwrap().to_owned()),
        (
            "longer",
            url.replace("X-Amz-Expires=2", "X-Amz-Expires=2000"),
        ),
    ] {
        let answer = client.put(&url).body(vec![7; 1000]).send().await.unwrap();
        assert!(answer.status().is_client_error(), "{what}");
    }
    let long = client.put(url).body(vec![7; 1001]).send().await.unwrap();
    assert!(long.status().is_client_error(), "one byte more");

    let late = eventually("the address expires", async || {
        let answer = put(&upload, 1, &[7; 1000]).await;
        answer.status().is_client_error().then_some(())
    });
    late.await;
    let fresh = look(&place, &alice, &upload).await;
    let answer = if fresh["parts"].as_array().unwrap().is_empty() {
        put(&fresh, 1, &[7; 1000]).await.status().as_u16()
    } else {
        200
    };
    assert_eq!(answer, 200);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_file_that_did_not_arrive_as_it_was_sent_is_no_file_and_leaves_nothing(pool: PgPool) {
    let place = Place::open(pool).await;
    let alice = place.person().await;
    let bytes = noise(1000);
    let mut body = announced(&place, "data.bin", 1000);
    body["sha256"] = json!(sha256(b"something else"));
    let upload = begin(&place, &alice, &body).await;
    let parts = send(&upload, &bytes).await;

    let answer = complete(&place, &alice, &upload, &parts).await;
    assert_eq!(refused(answer, 422).await, "checksum_mismatch");
    refused(place.get(&alice, &upload_path(&upload, "")).await, 404).await;
    refused(complete(&place, &alice, &upload, &parts).await, 404).await;
    place.has_objects(0).await;
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn an_image_in_parts_is_an_image_without_its_metadata(pool: PgPool) {
    let place = Place::open(pool).await;
    let alice = place.person().await;
    let picture = crate::images::with_exif(&crate::images::photo());
    let upload = begin(
        &place,
        &alice,
        &announced(&place, "photo.bin", picture.len()),
    )
    .await;
    let parts = send(&upload, &picture).await;
    let file: Value = complete(&place, &alice, &upload, &parts)
        .await
        .json()
        .await
        .unwrap();
    assert_eq!(file["kind"], "image", "{file}");
    let content = place.get(&alice, &path(&file, "/content")).await;
    let bytes = content.bytes().await.unwrap();
    assert!(!bytes.windows(4).any(|four| four == b"Exif"));
    assert_eq!(file["size"], json!(bytes.len()));
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn what_is_given_up_is_gone_with_its_parts(pool: PgPool) {
    let place = Place::open(pool).await;
    let (alice, bob) = (place.person().await, place.person().await);
    let upload = begin(&place, &alice, &announced(&place, "data.bin", 1000)).await;
    send(&upload, &noise(1000)).await;
    let give_up = async |who| {
        let request = place.request(who, Method::DELETE, &upload_path(&upload, ""));
        request.send().await.unwrap()
    };
    refused(give_up(&bob).await, 404).await;
    assert_eq!(give_up(&alice).await.status(), 204);
    refused(give_up(&alice).await, 404).await;
    eventually("its parts are gone", async || {
        put(&upload, 1, &noise(1000))
            .await
            .status()
            .is_client_error()
            .then_some(())
    })
    .await;
    assert!(
        place.s3.leftovers().is_empty(),
        "{:?}",
        place.s3.leftovers()
    );
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn what_is_not_completed_within_a_day_is_gone_with_its_parts(pool: PgPool) {
    let place = Place::open(pool).await;
    let alice = place.person().await;
    let upload = begin(&place, &alice, &announced(&place, "data.bin", 1000)).await;
    send(&upload, &noise(1000)).await;
    place.a_day_passes_for_files().await;
    eventually("its parts are gone", async || {
        place.s3.leftovers().is_empty().then_some(())
    })
    .await;
    refused(place.get(&alice, &upload_path(&upload, "")).await, 404).await;
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn what_cannot_be_is_refused_before_a_byte_is_sent(pool: PgPool) {
    let place = Place::open(pool).await;
    let alice = place.person().await;
    let limit = usize::try_from(UPLOAD_MAX_BYTES).unwrap();
    begin(&place, &alice, &announced(&place, "full.bin", limit)).await;
    begin(&place, &alice, &announced(&place, &"n".repeat(255), 1)).await;
    let with = |field: &str, value: Value| {
        let mut body = announced(&place, "data.bin", 1000);
        body[field] = value;
        body
    };
    for (body, status, code) in [
        (with("size", json!(limit + 1)), 413, "payload_too_large"),
        (with("size", json!(0)), 400, "invalid_input"),
        (with("size", json!(-1)), 400, "malformed_json"),
        (with("name", json!("")), 400, "invalid_input"),
        (with("name", json!("n".repeat(256))), 400, "invalid_input"),
        (
            with("name", json!("a\u{202e}gpj.exe")),
            400,
            "invalid_input",
        ),
        (with("sha256", json!("abc")), 400, "invalid_input"),
        (with("sha256", json!("g".repeat(64))), 400, "invalid_input"),
        (with("extra", json!(1)), 400, "unknown_field"),
        (
            with(
                "workspace_id",
                json!("01977f00-0000-7000-8000-000000000000"),
            ),
            404,
            "not_found",
        ),
    ] {
        let answer = announce(&place, &alice, &body).await;
        assert_eq!(refused(answer, status).await, code, "{body}");
    }
    let form = place.request(&alice, Method::POST, "/uploads").body("x");
    let form = refused(form.send().await.unwrap(), 415).await;
    assert_eq!(form, "unsupported_media_type");
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn only_so_many_are_open_at_once_also_when_all_are_begun_at_once(pool: PgPool) {
    let place = Place::open_with(pool, |config| config.uploads.uploads_open_max = 3).await;
    let (alice, bob) = (place.person().await, place.person().await);
    let body = announced(&place, "data.bin", 1000);
    let all = (0..6).map(|_| announce(&place, &alice, &body));
    let answers = futures_util::future::join_all(all).await;
    let begun = answers
        .iter()
        .filter(|answer| answer.status() == 201)
        .count();
    assert_eq!(begun, 3);
    let over = answers
        .into_iter()
        .find(|answer| answer.status() != 201)
        .unwrap();
    assert_eq!(refused(over, 429).await, "too_many_uploads");
    begin(&place, &bob, &body).await;
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_workspace_is_full_at_its_limit_and_has_room_again_when_something_goes(pool: PgPool) {
    let place = Place::open_with(pool, |config| config.uploads.workspace_max_bytes = 3000).await;
    let alice = place.person().await;
    let file = place.upload(&alice, "one.bin", &noise(1000)).await;
    let upload = begin(&place, &alice, &announced(&place, "two.bin", 1000)).await;

    place.upload(&alice, "three.bin", &noise(1000)).await;
    let over = place.try_upload(&alice, "four.bin", b"x").await;
    assert_eq!(refused(over, 507).await, "storage_full");
    let over = announce(&place, &alice, &announced(&place, "four.bin", 1)).await;
    assert_eq!(refused(over, 507).await, "storage_full");

    // What was announced counts as long as it may come, what is there as long as it is there.
    let path = path(&file, "");
    let gone = place.request(&alice, Method::DELETE, &path).send();
    assert_eq!(gone.await.unwrap().status(), 204);
    let gone = place.request(&alice, Method::DELETE, &upload_path(&upload, ""));
    assert_eq!(gone.send().await.unwrap().status(), 204);
    eventually("there is room again", async || {
        let answer = announce(&place, &alice, &announced(&place, "five.bin", 2000)).await;
        (answer.status() == 201).then_some(())
    })
    .await;
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn types_that_are_not_wanted_are_refused_by_name_and_by_content_in_both_ways(pool: PgPool) {
    let denied = |config: &mut files::Config| {
        ".exe,application/zip".clone_into(&mut config.uploads.upload_denied);
    };
    let place = Place::open_with(pool, denied).await;
    let alice = place.person().await;
    let program = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0";
    let archive = b"PK\x03\x04\x14\0\0\0\x08\0";
    for (name, bytes) in [
        ("setup.EXE", &b"text"[..]),
        ("notes.txt", program),
        ("notes.txt", archive),
    ] {
        let answer = place.try_upload(&alice, name, bytes).await;
        assert_eq!(refused(answer, 415).await, "file_type_refused", "{name}");
    }
    let by_name = announce(&place, &alice, &announced(&place, "setup.exe", 10)).await;
    assert_eq!(refused(by_name, 415).await, "file_type_refused");
    let upload = begin(
        &place,
        &alice,
        &announced(&place, "notes.txt", archive.len()),
    )
    .await;
    let parts = send(&upload, archive).await;
    let by_content = complete(&place, &alice, &upload, &parts).await;
    assert_eq!(refused(by_content, 415).await, "file_type_refused");
    place.has_objects(0).await;
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn an_upload_that_is_begun_twice_under_one_key_is_one(pool: PgPool) {
    let place = Place::open_with(pool, |config| config.uploads.uploads_open_max = 2).await;
    let (alice, bob) = (place.person().await, place.person().await);
    let body = announced(&place, "data.bin", 1000);
    let under = async |who: &Person, key: &str, body: &Value| {
        let request = place.request(who, Method::POST, "/uploads").json(body);
        request.header("idempotency-key", key).send().await.unwrap()
    };
    let first = under(&alice, "one", &body).await;
    assert_eq!(first.status(), 201);
    assert!(!first.headers().contains_key("idempotent-replayed"));
    let first: Value = first.json().await.unwrap();

    for _ in 0..3 {
        let again = under(&alice, "one", &body).await;
        assert_eq!(again.status(), 201);
        assert_eq!(again.headers()["idempotent-replayed"], "true");
        let again: Value = again.json().await.unwrap();
        assert_eq!(again["id"], first["id"]);
    }
    let other = under(&alice, "one", &announced(&place, "data.bin", 1001)).await;
    assert_eq!(refused(other, 422).await, "idempotency_key_reused");
    let nonsense = under(&alice, "", &body).await;
    assert_eq!(refused(nonsense, 400).await, "invalid_input");
    // A key is its person's own.
    let bobs: Value = under(&bob, "one", &body).await.json().await.unwrap();
    assert_ne!(bobs["id"], first["id"]);
    // As it is now: what is there need not be sent again.
    send(&first, &noise(1000)).await;
    let again: Value = under(&alice, "one", &body).await.json().await.unwrap();
    assert_eq!(again["urls"], json!([]));
    // What was given up can be begun anew.
    let gone = place.request(&alice, Method::DELETE, &upload_path(&first, ""));
    assert_eq!(gone.send().await.unwrap().status(), 204);
    let anew: Value = under(&alice, "one", &body).await.json().await.unwrap();
    assert_ne!(anew["id"], first["id"]);
    // Of two at once, one begins it.
    let both = futures_util::join!(under(&alice, "two", &body), under(&alice, "two", &body));
    let mut ids = Vec::new();
    for answer in [both.0, both.1] {
        if answer.status() == 201 {
            ids.push(answer.json::<Value>().await.unwrap()["id"].clone());
        } else {
            assert_eq!(refused(answer, 409).await, "request_in_progress");
        }
    }
    ids.dedup();
    assert_eq!(ids.len(), 1);
}
