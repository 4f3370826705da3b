//! Pictures: made anew whatever came in, or refused; kept when something shows them.

use std::io::Cursor;

use bytes::Bytes;
use domain::ImagePurpose;
use image::codecs::gif::{GifDecoder, GifEncoder};
use image::{AnimationDecoder as _, Delay, DynamicImage, Frame, ImageFormat, RgbImage, RgbaImage};
use reqwest::Method;
use rpc::images::Stored;
use serde_json::Value;
use sqlx::PgPool;

use crate::support::{IMAGE_MAX_BYTES, Place, noise, refused};

const SECRET: &[u8] = b"GPS 52.5163 N 13.3777 E";

fn coded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn photo(width: u32, height: u32) -> DynamicImage {
    let pixel = |x: u32, y: u32| image::Rgb([x, y, x + y].map(|c| u8::try_from(c % 256).unwrap()));
    RgbImage::from_fn(width, height, pixel).into()
}

/// As a camera writes it that was held upright: turned by a quarter, and with a place.
fn turned(jpeg: &[u8]) -> Vec<u8> {
    let tiff = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let content = [tiff.as_slice(), SECRET].concat();
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, &content, &jpeg[2..]].concat()
}

/// Eight by eight pixels of a middle grey in the four inks of a press.
fn cmyk() -> Vec<u8> {
    let grey = coded(&DynamicImage::new_luma8(8, 8), ImageFormat::Jpeg);
    let mut jpeg = b"\xff\xd8\xff\xee\0\x0eAdobe\0\x64\0\0\0\0\0".to_vec();
    let mut rest = &grey[2..];
    while rest[1] != 0xda {
        let length = 2 + usize::from(u16::from_be_bytes([rest[2], rest[3]]));
        if matches!(rest[1], 0xdb | 0xc4) {
            jpeg.extend_from_slice(&rest[..length]);
        }
        rest = &rest[length..];
    }
    let components = |each: fn(u8) -> Vec<u8>| (1..=4).flat_map(each).collect::<Vec<u8>>();
    let frame = components(|id| vec![id, 0x11, 0]);
    jpeg.extend_from_slice(b"\xff\xc0\0\x14\x08\0\x08\0\x08\x04");
    jpeg.extend_from_slice(&frame);
    let scan = components(|id| vec![id, 0]);
    jpeg.extend_from_slice(b"\xff\xda\0\x0e\x04");
    jpeg.extend_from_slice(&scan);
    // No difference and nothing more, once for each ink.
    jpeg.extend_from_slice(b"\0\x3f\0\x28\xa2\x8a\xff\xd9");
    jpeg
}

fn gif(frames: usize, width: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new_with_speed(&mut bytes, 30);
    for shade in 0..frames {
        let shade = u8::try_from(shade % 250).unwrap();
        let image = RgbaImage::from_pixel(width, width / 2, image::Rgba([shade, 0, 255, 255]));
        let delay = Delay::from_numer_denom_ms(70, 1);
        let frame = Frame::from_parts(image, 0, 0, delay);
        encoder.encode_frame(frame).unwrap();
    }
    drop(encoder);
    bytes
}

impl Place {
    async fn puts(&self, purpose: ImagePurpose, bytes: Vec<u8>) -> Result<Stored, rpc::Error> {
        self.images.put(purpose, bytes.into(), None).await
    }

    async fn shows(&self, stored: &Stored) -> (String, Bytes) {
        let alice = self.person().await;
        let path = stored.url.strip_prefix("/api/v1").unwrap();
        let answer = self.at_api(&alice, Method::GET, path).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        let kind = answer.headers()["content-type"].to_str().unwrap();
        (kind.to_owned(), answer.bytes().await.unwrap())
    }

    async fn is_refused(&self, bytes: Vec<u8>) -> String {
        let refused = self.puts(ImagePurpose::Emoji, bytes).await;
        refused.unwrap_err().code().to_string()
    }
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_picture_is_made_anew_upright_smaller_and_without_its_metadata(pool: PgPool) {
    let place = Place::open(pool).await;
    let jpeg = turned(&coded(&photo(1_200, 600), ImageFormat::Jpeg));

    let stored = place.puts(ImagePurpose::Avatar, jpeg).await.unwrap();

    assert_eq!((stored.width, stored.height), (256, 512));
    let (kind, bytes) = place.shows(&stored).await;
    assert_eq!(kind, "image/jpeg");
    assert!(!bytes.windows(SECRET.len()).any(|part| part == SECRET));
    let shown = image::load_from_memory(&bytes).unwrap();
    assert_eq!((shown.width(), shown.height()), (256, 512));
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn every_kind_of_picture_is_read_and_what_is_transparent_stays_so(pool: PgPool) {
    let place = Place::open(pool).await;
    let photo = photo(64, 48);
    let clear = DynamicImage::from(RgbaImage::new(64, 48));

    for (bytes, kind) in [
        (coded(&photo, ImageFormat::Png), "image/jpeg"),
        (coded(&photo, ImageFormat::Gif), "image/jpeg"),
        (coded(&photo, ImageFormat::WebP), "image/jpeg"),
        (coded(&photo, ImageFormat::Jpeg), "image/jpeg"),
        (coded(&clear, ImageFormat::Png), "image/png"),
        (coded(&clear, ImageFormat::WebP), "image/png"),
    ] {
        let stored = place.puts(ImagePurpose::Icon, bytes).await.unwrap();
        assert_eq!((stored.width, stored.height), (64, 48));
        assert_eq!(place.shows(&stored).await.0, kind);
    }
    let press = place.puts(ImagePurpose::Cover, cmyk()).await.unwrap();
    let (_, bytes) = place.shows(&press).await;
    let pixels = image::load_from_memory(&bytes).unwrap().to_rgb8();
    let [red, green, blue] = pixels.get_pixel(4, 4).0;
    assert!(red.abs_diff(64) < 8 && red.abs_diff(green) < 4 && red.abs_diff(blue) < 4);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn an_emoji_goes_on_moving_and_a_face_stands_still(pool: PgPool) {
    let place = Place::open(pool).await;

    let emoji = place.puts(ImagePurpose::Emoji, gif(5, 200)).await.unwrap();
    let avatar = place.puts(ImagePurpose::Avatar, gif(5, 200)).await.unwrap();

    assert_eq!((emoji.width, emoji.height), (128, 64));
    let (kind, bytes) = place.shows(&emoji).await;
    assert_eq!(kind, "image/gif");
    let frames = GifDecoder::new(Cursor::new(&bytes)).unwrap().into_frames();
    let frames = frames.collect_frames().unwrap();
    assert_eq!(frames.len(), 5);
    assert_eq!(frames[0].delay().numer_denom_ms(), (70, 1));
    assert_eq!(place.shows(&avatar).await.0, "image/jpeg");
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn bombs_lies_and_wrecks_are_refused_and_leave_nothing(pool: PgPool) {
    let place = Place::open(pool).await;
    let png = coded(&photo(32, 32), ImageFormat::Png);
    let mut bomb = png.clone();
    bomb[16..24].copy_from_slice(&[0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff]);
    let one = gif(1, 4);
    // The frame with all that belongs to it, thousands of times over.
    let screen = one.len() - 1;
    let start = one.iter().position(|byte| *byte == 0x21).unwrap();
    let many = [&one[..start], &one[start..screen].repeat(5_000), &[0x3b]].concat();
    let jpeg = coded(&photo(32, 32), ImageFormat::Jpeg);

    for damaged in [
        bomb,
        many,
        gif(1_001, 4),
        png[..png.len() / 2].to_vec(),
        jpeg[..40].to_vec(),
        b"GIF89a;alert(1)".to_vec(),
    ] {
        assert_eq!(place.is_refused(damaged).await, "image_refused");
    }
    for other in [
        b"<!DOCTYPE html><script>alert(1)</script>".to_vec(),
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec(),
        b"%PDF-1.7".to_vec(),
        noise(1_000),
    ] {
        assert_eq!(place.is_refused(other).await, "unsupported_media_type");
    }
    assert_eq!(place.is_refused(Vec::new()).await, "invalid_input");
    let limit = usize::try_from(IMAGE_MAX_BYTES).unwrap();
    let over = place.is_refused(noise(limit + 1)).await;
    assert_eq!(over, "payload_too_large");
    assert!(place.s3.objects().is_empty());
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_body_over_the_limit_hears_why(pool: PgPool) {
    let place = Place::open(pool).await;
    let alice = place.person().await;
    let limit = usize::try_from(IMAGE_MAX_BYTES).unwrap();

    for size in [limit + 1, limit + 500_000] {
        let request = place.at_api(&alice, Method::PUT, "/users/me/avatar");
        let answer = request.body(noise(size)).send().await.unwrap();
        assert_eq!(refused(answer, 413).await, "payload_too_large");
    }
    let png = coded(&photo(32, 32), ImageFormat::Png);
    let request = place.at_api(&alice, Method::PUT, "/users/me/avatar");
    let answer = request.body(png).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert!(answer.json::<Value>().await.unwrap().is_string());
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn what_nothing_shows_is_reaped_after_a_day_and_what_is_shown_stays(pool: PgPool) {
    let place = Place::open(pool).await;
    let png = || coded(&photo(32, 32), ImageFormat::Png);
    let forgotten = place.puts(ImagePurpose::Preview, png()).await.unwrap();
    let shown = place.puts(ImagePurpose::Preview, png()).await.unwrap();
    let replaced = place.puts(ImagePurpose::Preview, png()).await.unwrap();
    let fresh = place.puts(ImagePurpose::Preview, png()).await.unwrap();
    let mut conn = place.pool.acquire().await.unwrap();
    let ids = [shown.id, replaced.id];
    assert_eq!(store::images::keep(&mut conn, &ids).await.unwrap(), 2);
    let now = domain::Clock::now(&domain::SystemClock);
    store::images::release(&mut conn, &[replaced.id], now)
        .await
        .unwrap();
    place.a_day_passes(&[forgotten.id, shown.id]).await;

    place.has_objects(2).await;

    for (stored, is_there) in [
        (&forgotten, false),
        (&replaced, false),
        (&shown, true),
        (&fresh, true),
    ] {
        let found = store::images::find(&mut conn, stored.id).await.unwrap();
        assert_eq!(found.is_some(), is_there);
    }
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_picture_that_kills_whoever_looks_at_it_is_refused_and_the_next_one_is_taken(
    pool: PgPool,
) {
    let memory = 96 * 1024 * 1024;
    let place = Place::open_with(pool, |config| {
        config.files.file_preview_memory_bytes = memory;
    });
    let place = place.await;
    // Its header says 36 megapixels, which is allowed, and more than there is memory for.
    let mut bad = coded(&photo(64, 64), ImageFormat::Jpeg);
    let frame = bad.windows(2).position(|two| two == [0xff, 0xc0]).unwrap();
    bad[frame + 5..frame + 9].copy_from_slice(&[0x17, 0x70, 0x17, 0x70]);

    assert_eq!(place.is_refused(bad).await, "image_refused");

    let good = coded(&photo(64, 48), ImageFormat::Jpeg);
    let stored = place.puts(ImagePurpose::Avatar, good).await.unwrap();
    assert_eq!((stored.width, stored.height), (64, 48));
}
