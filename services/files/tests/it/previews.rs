//! What is seen of a file, made after the upload by a child that may die of it.

use std::io::Cursor;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use image::codecs::gif::GifEncoder;
use image::{DynamicImage, Frame, ImageFormat, Rgb, RgbImage, RgbaImage};
use serde_json::{Value, json};
use sqlx::PgPool;
use tempfile::TempDir;

use crate::support::{Person, Place, path, refused};

const FFMPEG: &str = "/usr/bin/ffmpeg";
/// Where a TIFF block of the test has its orientation.
const UPRIGHT: u8 = 1;
const TURNED: u8 = 6;

fn coded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// Red on its left half, blue on its right.
fn halves(width: u32, height: u32) -> DynamicImage {
    let pixel = |x, _| {
        if x < width / 2 {
            Rgb([220, 20, 20])
        } else {
            Rgb([20, 20, 220])
        }
    };
    RgbImage::from_fn(width, height, pixel).into()
}

fn with_orientation(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend_from_slice(&[orientation, 0, 0, 0, 0, 0, 0]);
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, &exif, &jpeg[2..]].concat()
}

/// A small JPEG whose header says that it is of 36 megapixels.
fn pretender() -> Vec<u8> {
    let mut jpeg = coded(&halves(64, 64), ImageFormat::Jpeg);
    let frame = jpeg.windows(2).position(|two| two == [0xff, 0xc0]).unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0x17, 0x70, 0x17, 0x70]);
    jpeg
}

async fn thumbnail(place: &Place, who: &Person, file: &Value, size: &str) -> RgbImage {
    let answer = place
        .get(who, &path(file, &format!("/thumbnail?size={size}")))
        .await;
    assert_eq!(answer.status(), 200);
    image::load_from_memory(&answer.bytes().await.unwrap())
        .unwrap()
        .to_rgb8()
}

fn is_red(pixel: Rgb<u8>) -> bool {
    let [red, _, blue] = pixel.0;
    red > 150 && blue < 100
}

/// Programs that stand in for ffmpeg and ffprobe: shell scripts with these lines.
fn stand_in(folder: &Path, ffmpeg: &str, ffprobe: &str) -> String {
    // Whoever sees a secret of ours, or may ask the network, fails.
    let guard = "[ -z \"$HUBBUB_TEST_REDIS_URL\" ] || exit 3\n\
         case \" $* \" in *' -protocol_whitelist file,pipe '*) ;; *) exit 4;; esac\n";
    for (name, lines) in [("ffmpeg", ffmpeg), ("ffprobe", ffprobe)] {
        let program = folder.join(name);
        std::fs::write(&program, format!("#!/bin/sh\n{guard}{lines}\n")).unwrap();
        std::fs::set_permissions(&program, PermissionsExt::from_mode(0o755)).unwrap();
    }
    folder.join("ffmpeg").to_str().unwrap().to_owned()
}

/// What begins as a film does.
fn film() -> Vec<u8> {
    [b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2".as_slice(), &[0; 64]].concat()
}

const PROBED: &str = r#"echo '{"streams":[{"codec_type":"video","width":1920,"height":1080}],"format":{"duration":"12.5"}}'"#;

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn thumbnails_are_turned_as_the_image_is_seen_and_have_a_hash(pool: PgPool) {
    let place = Place::open(pool).await;
    let alice = place.person().await;
    let jpeg = coded(&halves(400, 200), ImageFormat::Jpeg);
    for (orientation, size) in [(UPRIGHT, (400, 200)), (TURNED, (200, 400))] {
        let bytes = with_orientation(&jpeg, orientation);
        let file = place.upload(&alice, "a.jpg", &bytes).await;
        // Known at once: nothing moves when the rest comes.
        assert_eq!(
            (&file["width"], &file["height"]),
            (&json!(size.0), &json!(size.1))
        );

        let file = place.previewed(&alice, &file).await;

        assert_eq!(
            (&file["width"], &file["height"]),
            (&json!(size.0), &json!(size.1))
        );
        let hash = file["thumbhash"].as_str().unwrap();
        assert!((20..50).contains(&hash.len()), "{hash}");
        let large = thumbnail(&place, &alice, &file, "large").await;
        assert_eq!(large.dimensions(), size);
        // Turned by a quarter to the right, what was on the left is above.
        let last = if orientation == UPRIGHT {
            (399, 0)
        } else {
            (0, 399)
        };
        assert!(is_red(*large.get_pixel(0, 0)));
        assert!(!is_red(*large.get_pixel(last.0, last.1)));
    }
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn what_moves_is_shown_by_its_first_picture_and_stays_as_it_is(pool: PgPool) {
    let place = Place::open(pool).await;
    let alice = place.person().await;
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new(&mut bytes);
    for shade in [250, 120, 10] {
        let frame = RgbaImage::from_pixel(300, 100, image::Rgba([shade, 0, 0, 255]));
        encoder.encode_frame(Frame::new(frame)).unwrap();
    }
    drop(encoder);

    let file = place.upload(&alice, "dance.gif", &bytes).await;
    let file = place.previewed(&alice, &file).await;

    let small = thumbnail(&place, &alice, &file, "small").await;
    assert_eq!(small.dimensions(), (160, 53));
    assert!(small.get_pixel(80, 20).0[0] > 200);
    let content = place.get(&alice, &path(&file, "/content")).await;
    assert!(content.bytes().await.unwrap() == bytes);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_picture_that_is_too_much_kills_the_child_alone(pool: PgPool) {
    let memory = 96 * 1024 * 1024;
    let place = Place::open_with(pool, |config| {
        config.files.file_preview_memory_bytes = memory;
    });
    let place = place.await;
    let alice = place.person().await;
    let jpeg = coded(&halves(400, 200), ImageFormat::Jpeg);

    let bad = place.upload(&alice, "bad.jpg", &pretender()).await;
    let cut = place.upload(&alice, "cut.png", &cut_short()).await;
    let good = place.upload(&alice, "good.jpg", &jpeg).await;

    let good = place.previewed(&alice, &good).await;
    assert_eq!(good["kind"], "image");
    // They are what they are: files with a name, to be had like any other.
    for (file, size) in [(bad, pretender().len()), (cut, cut_short().len())] {
        let file = place
            .becomes(&alice, &file, |now| now["kind"] == "file")
            .await;
        assert_eq!(file["thumbnail_url"], json!(null));
        assert_eq!(file["size"], json!(size));
        let content = place.get(&alice, &path(&file, "/content")).await;
        assert_eq!(content.status(), 200);
        let nothing = place.get(&alice, &path(&file, "/thumbnail")).await;
        assert_eq!(refused(nothing, 404).await, "not_found");
    }
}

/// A PNG that ends within its pixels, and says that it does not.
fn cut_short() -> Vec<u8> {
    let whole = coded(&halves(200, 200), ImageFormat::Png);
    let data = whole.windows(4).position(|four| four == b"IDAT").unwrap();
    let mut broken = whole.clone();
    broken[data + 8..data + 12].fill(0xff);
    broken
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_film_has_a_poster_and_a_length(pool: PgPool) {
    let folder = TempDir::new().unwrap();
    let poster = folder.path().join("poster.png");
    std::fs::write(&poster, coded(&halves(640, 360), ImageFormat::Png)).unwrap();
    let ffmpeg = stand_in(
        folder.path(),
        &format!("exec /bin/cat {}", poster.display()),
        PROBED,
    );
    let place = Place::open_with(pool, |config| config.files.ffmpeg = ffmpeg).await;
    let alice = place.person().await;

    let file = place.upload(&alice, "film.mp4", &film()).await;
    assert_eq!(file["kind"], "video");
    let file = place.previewed(&alice, &file).await;

    assert_eq!(
        (&file["width"], &file["height"], &file["duration_ms"]),
        (&json!(1_920), &json!(1_080), &json!(12_500))
    );
    assert!(file["thumbhash"].is_string());
    let large = thumbnail(&place, &alice, &file, "large").await;
    assert_eq!(large.dimensions(), (640, 360));
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_film_that_never_ends_is_let_go_and_the_next_one_is_looked_at(pool: PgPool) {
    let folder = TempDir::new().unwrap();
    let endless = "while :; do :; done";
    let ffmpeg = stand_in(folder.path(), endless, PROBED);
    let place = Place::open_with(pool, |config| {
        config.files.ffmpeg = ffmpeg;
        config.files.file_preview_timeout_ms = 1_500;
        config.files.file_previews_at_once = 1;
    });
    let place = place.await;
    let alice = place.person().await;

    let film = place.upload(&alice, "film.mp4", &film()).await;
    let next = coded(&halves(400, 200), ImageFormat::Jpeg);
    let next = place.upload(&alice, "next.jpg", &next).await;

    place.previewed(&alice, &next).await;
    // Its length is known; there is just no picture of it.
    let known = |now: &Value| now["duration_ms"] == 12_500;
    let film = place.becomes(&alice, &film, known).await;
    assert_eq!(
        (&film["kind"], &film["thumbnail_url"], &film["width"]),
        (&json!("video"), &json!(null), &json!(1_920))
    );
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn without_ffmpeg_a_film_is_a_film_all_the_same(pool: PgPool) {
    let nowhere = TempDir::new().unwrap().path().join("ffmpeg");
    let place = Place::open_with(pool, |config| {
        config.files.ffmpeg = nowhere.to_str().unwrap().to_owned();
    });
    let place = place.await;
    let alice = place.person().await;
    let film = place.upload(&alice, "film.mp4", &film()).await;
    // Looked at after the film, one after the other.
    let after = coded(&halves(400, 200), ImageFormat::Jpeg);
    let after = place.upload(&alice, "after.jpg", &after).await;
    place.previewed(&alice, &after).await;

    let film = place.becomes(&alice, &film, |_| true).await;
    assert_eq!(
        (&film["kind"], &film["content_type"], &film["duration_ms"]),
        (&json!("video"), &json!("video/mp4"), &json!(null))
    );
}

/// A second of film, or of sound, made by the real program.
fn made(folder: &Path, name: &str, words: &[&str]) -> Vec<u8> {
    let path = folder.join(name);
    let made = Command::new(FFMPEG)
        .args(["-v", "error", "-f", "lavfi", "-i"])
        .args(words)
        .arg(&path)
        .status();
    assert!(made.unwrap().success(), "{name}");
    std::fs::read(path).unwrap()
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn the_real_ffmpeg_is_content_with_its_limits(pool: PgPool) {
    assert!(Path::new(FFMPEG).exists(), "{FFMPEG} is missing");
    let place = Place::open(pool).await;
    let alice = place.person().await;
    let folder = TempDir::new().unwrap();
    let picture = "testsrc=duration=1:size=320x180:rate=10";
    for (name, words) in [
        ("film.mp4", ["-c:v", "mpeg4", "-y"]),
        ("film.webm", ["-c:v", "vp8", "-y"]),
    ] {
        let words = [&[picture], words.as_slice()].concat();
        let bytes = made(folder.path(), name, &words);
        let file = place.upload(&alice, name, &bytes).await;
        let file = place.previewed(&alice, &file).await;
        assert_eq!(
            (&file["kind"], &file["width"], &file["height"]),
            (&json!("video"), &json!(320), &json!(180)),
            "{file}"
        );
        assert_eq!(file["duration_ms"], json!(1_000), "{file}");
        let large = thumbnail(&place, &alice, &file, "large").await;
        assert_eq!(large.dimensions(), (320, 180));
    }
    let bytes = made(folder.path(), "a.wav", &["sine=duration=2", "-y"]);
    let sound = place.upload(&alice, "a.wav", &bytes).await;
    let known = |now: &Value| now["duration_ms"] == 2_000;
    let sound = place.becomes(&alice, &sound, known).await;
    assert_eq!(sound["kind"], "audio");
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_list_of_other_files_that_calls_itself_a_film_is_not_followed(pool: PgPool) {
    assert!(Path::new(FFMPEG).exists(), "{FFMPEG} is missing");
    let place = Place::open(pool).await;
    let alice = place.person().await;
    let folder = TempDir::new().unwrap();
    let picture = "testsrc=duration=1:size=320x180:rate=10";
    made(
        folder.path(),
        "secret.mp4",
        &[picture, "-c:v", "mpeg4", "-y"],
    );
    let secret = folder.path().join("secret.mp4");
    let list = format!(
        "#EXTM3U\n#EXTINF:1,\nfile://{}\n#EXT-X-ENDLIST\n",
        secret.display()
    );
    let bytes = [film(), list.into_bytes()].concat();

    let file = place.upload(&alice, "film.mp4", &bytes).await;
    let after = coded(&halves(400, 200), ImageFormat::Jpeg);
    let after = place.upload(&alice, "after.jpg", &after).await;
    place.previewed(&alice, &after).await;

    let jobs = async || {
        #[expect(clippy::disallowed_methods, reason = "a look into the table")]
        let left = sqlx::query("select 1 from file_preview_jobs");
        left.fetch_all(&place.pool).await.unwrap().len()
    };
    while jobs().await > 0 {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let file = place.becomes(&alice, &file, |_| true).await;
    assert_eq!(
        (&file["thumbnail_url"], &file["duration_ms"]),
        (&json!(null), &json!(null))
    );
}
