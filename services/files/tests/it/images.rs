//! Images: cleaned, measured and shrunk.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, RgbImage};
use serde_json::json;
use sqlx::PgPool;

use crate::support::{Place, path, refused};

const SECRET: &[u8] = b"GPS 52.5163 N 13.3777 E";

pub(crate) fn photo() -> Vec<u8> {
    let pixel = |x: u32, y: u32| image::Rgb([x, y, x + y].map(|c| u8::try_from(c % 256).unwrap()));
    let mut bytes = Cursor::new(Vec::new());
    let image = DynamicImage::from(RgbImage::from_fn(900, 600, pixel));
    image.write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

/// As a camera writes it: with a place, upright.
pub(crate) fn with_exif(jpeg: &[u8]) -> Vec<u8> {
    let content = [b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0".as_slice(), SECRET].concat();
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, &content, &jpeg[2..]].concat()
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn an_image_is_stored_without_its_metadata_and_with_its_very_pixels(pool: PgPool) {
    let place = Place::open(pool).await;
    let alice = place.person().await;

    let file = place
        .upload(&alice, "holiday.jpg", &with_exif(&photo()))
        .await;

    assert_eq!(
        (
            &file["kind"],
            &file["content_type"],
            &file["width"],
            &file["height"]
        ),
        (
            &json!("image"),
            &json!("image/jpeg"),
            &json!(900),
            &json!(600)
        )
    );
    let content = place.get(&alice, &path(&file, "/content")).await;
    let disposition = content.headers()["content-disposition"]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(disposition.starts_with("inline; "));
    let bytes = content.bytes().await.unwrap();
    assert!(bytes == photo(), "not byte for byte what the camera saw");
    assert_eq!(file["size"], json!(bytes.len()));
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn an_image_has_thumbnails_in_two_sizes(pool: PgPool) {
    let place = Place::open(pool).await;
    let alice = place.person().await;
    let file = place.upload(&alice, "holiday.jpg", &photo()).await;
    assert_eq!(
        (&file["thumbnail_url"], &file["width"]),
        (&json!(null), &json!(900))
    );
    let file = place.previewed(&alice, &file).await;
    assert_eq!(
        file["thumbnail_url"],
        json!(format!("/api/v1/files{}", path(&file, "/thumbnail")))
    );

    for (query, size) in [
        ("", (720, 480)),
        ("?size=large", (720, 480)),
        ("?size=small", (160, 107)),
    ] {
        let answer = place
            .get(&alice, &path(&file, &format!("/thumbnail{query}")))
            .await;
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["content-type"], "image/jpeg");
        let thumbnail = image::load_from_memory(&answer.bytes().await.unwrap()).unwrap();
        assert_eq!((thumbnail.width(), thumbnail.height()), size, "{query}");
    }
    let unknown = place
        .get(&alice, &path(&file, "/thumbnail?size=huge"))
        .await;
    assert_eq!(refused(unknown, 400).await, "bad_request");
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_bomb_or_a_broken_image_is_refused_and_leaves_nothing(pool: PgPool) {
    let place = Place::open(pool).await;
    let alice = place.person().await;
    let mut bomb = Cursor::new(Vec::new());
    DynamicImage::new_rgb8(2, 2)
        .write_to(&mut bomb, ImageFormat::Png)
        .unwrap();
    let mut bomb = bomb.into_inner();
    bomb[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
    bomb[20..24].copy_from_slice(&60_000_u32.to_be_bytes());

    for bytes in [
        bomb.as_slice(),
        b"GIF89a;alert(1)",
        b"\x89PNG\r\n\x1a\n\0\0",
    ] {
        let answer = place.try_upload(&alice, "image.png", bytes).await;
        assert_eq!(refused(answer, 422).await, "image_refused");
    }
    assert!(place.s3.objects().is_empty());
}
