//! What is seen of a file: thumbnails that come live, to those who may see the file and to nobody
//! else, whatever the file does to whoever looks at it.

use std::io::Cursor;

use e2e::{Cluster, DEADLINE, Person, Socket, eventually};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use serde_json::{Value, json};

const PLACE: &[u8] = b"GPS 52.5163 N 13.3777 E";

fn photo(width: u32, height: u32) -> Vec<u8> {
    let shade = |c: u32| u8::try_from(c % 256).expect("a remainder of 256");
    let pixel = |x: u32, y: u32| Rgb([shade(x), shade(y), shade(x + y)]);
    let image = DynamicImage::from(RgbImage::from_fn(width, height, pixel));
    let mut bytes = Cursor::new(Vec::new());
    image
        .write_to(&mut bytes, ImageFormat::Jpeg)
        .expect("an image is coded");
    bytes.into_inner()
}

/// As a telephone writes it: held upright, and with the place where that was.
fn as_taken(jpeg: &[u8]) -> Vec<u8> {
    let mut exif =
        b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
    exif.extend_from_slice(PLACE);
    let length = u16::try_from(exif.len() + 2).expect("a short block");
    let length = length.to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, &exif, &jpeg[2..]].concat()
}

fn path(file: &Value, rest: &str) -> String {
    format!("/files/{}{rest}", file["id"].as_str().expect("an id"))
}

/// The file, once what is said of it is so.
async fn becomes(who: &Person, file: &Value, is_so: impl Fn(&Value) -> bool) -> Value {
    eventually("the file is looked at", DEADLINE, async || {
        let now = who.get(&path(file, "")).await.ok();
        is_so(&now).then_some(now)
    })
    .await
}

fn is_previewed(file: &Value) -> bool {
    file["thumbnail_url"].is_string() && file["thumbhash"].is_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_image_keeps_its_pixels_loses_its_place_and_gets_thumbnails_as_it_is_seen() {
    let cluster = Cluster::start().up().await;
    let ([alice], office, _) = cluster.company(["alice"]).await;
    let taken = as_taken(&photo(900, 600));
    let file = alice
        .uploads(&office, "holiday.jpg", taken.clone())
        .await
        .status(201);
    assert_eq!(
        (&file["width"], &file["height"]),
        (&json!(600), &json!(900))
    );

    let content = alice.get(&path(&file, "/content")).await.bytes;
    assert!(!content.windows(PLACE.len()).any(|window| window == PLACE));
    let pixels = |bytes: &[u8]| image::load_from_memory(bytes).expect("an image").to_rgb8();
    assert!(pixels(&content) == pixels(&taken), "other pixels");

    let file = becomes(&alice, &file, is_previewed).await;
    for (size, expected) in [("small", (107, 160)), ("large", (480, 720))] {
        let path = path(&file, &format!("/thumbnail?size={size}"));
        let thumbnail = alice.get(&path).await;
        assert_eq!(thumbnail.status, 200);
        let image = image::load_from_memory(&thumbnail.bytes).expect("an image");
        assert_eq!((image.width(), image.height()), expected, "{size}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_sent_before_the_thumbnail_is_there_and_gets_it_live() {
    let cluster = Cluster::start().gateways(2).up().await;
    let ([alice, bob], office, general) = cluster.company(["alice", "bob"]).await;
    let his = Socket::open(&bob, 1).await;
    // Nobody looks at the file until the message is there.
    cluster
        .database
        .run(
            "create function hold() returns trigger language plpgsql as $$
             begin new.run_at := now() + interval '1 hour'; return new; end $$;
             create trigger hold before insert on file_preview_jobs
             for each row execute function hold()",
        )
        .await;
    let file = alice
        .uploads(&office, "a.jpg", photo(900, 600))
        .await
        .status(201);
    let sent = alice
        .says("look")
        .within(&general)
        .with("file_ids", json!([file["id"]]))
        .await;
    let pending = &sent["files"][0];
    assert_eq!(
        (
            &pending["thumbnail_url"],
            &pending["thumbhash"],
            &pending["width"]
        ),
        (&json!(null), &json!(null), &json!(900))
    );

    cluster
        .database
        .run("update file_preview_jobs set run_at = now()")
        .await;

    let seen = his
        .sees("message.updated", |change| {
            change["id"] == sent["id"] && is_previewed(&change["files"][0])
        })
        .await;
    assert_eq!(seen["files"][0]["id"], file["id"]);
    assert_eq!(seen.get("body"), None, "it is no edit");
    let id = sent["id"].as_str().expect("an id");
    let now = bob.get(&format!("/messages/{id}")).await.ok();
    assert!(is_previewed(&now["files"][0]), "{now}");
    assert_eq!(
        (&now["version"], &now["edited_at"]),
        (&json!(1), &json!(null))
    );
    eventually("the rows have it", DEADLINE, async || {
        let rows = "select count(*) from messages where files -> 0 ->> 'thumbhash' is not null";
        (cluster.database.number(rows).await == 1).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_see_the_file_does_not_see_its_thumbnail() {
    let cluster = Cluster::start().up().await;
    let ([alice, bob, carol], office, _) = cluster.company(["alice", "bob", "carol"]).await;
    let secret = alice.creates_channel(&office, "secret", "private").await;
    alice.adds(&bob, &secret).await;
    let file = alice
        .uploads(&office, "a.jpg", photo(300, 200))
        .await
        .status(201);
    let file = becomes(&alice, &file, is_previewed).await;
    let thumbnail = path(&file, "/thumbnail?size=small");
    bob.get(&thumbnail).await.refused(404, "not_found");
    let sent = alice
        .says("look")
        .within(&secret)
        .with("file_ids", json!([file["id"]]))
        .await;

    assert_eq!(bob.get(&thumbnail).await.status, 200);
    carol.get(&thumbnail).await.refused(404, "not_found");
    alice.removes(&bob, &secret).await;
    bob.get(&thumbnail).await.refused(404, "not_found");

    alice.deletes(&sent).await;
    eventually("it goes with the message", DEADLINE, async || {
        (alice.get(&thumbnail).await.status == 404).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bombs_are_refused_and_what_kills_the_child_leaves_the_service_alive() {
    let cluster = Cluster::start()
        .set("FILE_PREVIEW_MEMORY_BYTES", "100663296")
        .up()
        .await;
    let ([alice], office, _) = cluster.company(["alice"]).await;
    let mut bomb = e2e::PNG.to_vec();
    bomb[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
    bomb[20..24].copy_from_slice(&60_000_u32.to_be_bytes());
    alice
        .uploads(&office, "bomb.png", bomb)
        .await
        .refused(422, "image_refused");

    // A header within the bounds, and more than the child may hold.
    let mut pretender = photo(64, 64);
    let frame = pretender.windows(2).position(|two| two == [0xff, 0xc0]);
    let size = frame.expect("a frame header") + 5;
    pretender[size..size + 4].copy_from_slice(&[0x17, 0x70, 0x17, 0x70]);
    let bad = alice
        .uploads(&office, "bad.jpg", pretender)
        .await
        .status(201);
    let good = alice
        .uploads(&office, "good.jpg", photo(300, 200))
        .await
        .status(201);

    becomes(&alice, &good, is_previewed).await;
    let bad = becomes(&alice, &bad, |file| file["kind"] == "file").await;
    assert_eq!(bad["thumbnail_url"], json!(null));
    assert_eq!(alice.get(&path(&bad, "/content")).await.status, 200);
}
