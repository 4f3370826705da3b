//! Metadata goes, pixels stay, and what is not an image is refused.

use std::fs::File;
use std::io::{Cursor, Read as _, Seek as _, Write as _};

use image::{DynamicImage, ImageFormat, RgbaImage};

use super::{Facts, Format, Refused, exif, strip};

const SECRET: &[u8] = b"GPS 52.5163 N 13.3777 E";

fn file(bytes: &[u8]) -> File {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file.rewind().unwrap();
    file
}

fn stripped(format: Format, bytes: &[u8]) -> Result<(Facts, Vec<u8>), Refused> {
    let mut to = tempfile::tempfile().unwrap();
    let facts = strip(format, &file(bytes), &to)?;
    let mut clean = Vec::new();
    to.read_to_end(&mut clean).unwrap();
    Ok((facts, clean))
}

/// An image with something to see in it.
fn picture() -> DynamicImage {
    let pixel = |x: u32, y: u32| image::Rgba([to_u8(x * 5), to_u8(y * 7), to_u8(x ^ y), 255]);
    DynamicImage::from(RgbaImage::from_fn(48, 32, pixel))
}

fn to_u8(number: u32) -> u8 {
    u8::try_from(number % 256).unwrap()
}

fn coded(format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    match format {
        ImageFormat::Jpeg => picture().to_rgb8().write_to(&mut bytes, format).unwrap(),
        _ => picture().write_to(&mut bytes, format).unwrap(),
    }
    bytes.into_inner()
}

fn pixels(bytes: &[u8]) -> RgbaImage {
    image::load_from_memory(bytes).unwrap().to_rgba8()
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack
        .windows(needle.len())
        .any(|window| window == needle)
}

fn tiff(orientation: u16) -> Vec<u8> {
    [exif::only(orientation).as_slice(), SECRET].concat()
}

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&[0xff, marker], length.as_slice(), content].concat()
}

/// A JPEG as a camera writes it.
fn jpeg_with(orientation: u16) -> Vec<u8> {
    let clean = coded(ImageFormat::Jpeg);
    let exif = [b"Exif\0\0".as_slice(), &tiff(orientation)].concat();
    let xmp = [b"http://ns.adobe.com/xap/1.0/\0".as_slice(), SECRET].concat();
    let metadata = [
        segment(0xe1, &exif),
        segment(0xe1, &xmp),
        segment(0xe2, &[b"MPF\0".as_slice(), SECRET].concat()),
        segment(0xed, &[b"Photoshop 3.0\0".as_slice(), SECRET].concat()),
        segment(0xfe, SECRET),
    ];
    [&clean[..2], &metadata.concat(), &clean[2..], SECRET].concat()
}

#[test]
fn a_jpeg_loses_its_metadata_and_not_one_byte_of_its_picture() {
    let (facts, clean) = stripped(Format::Jpeg, &jpeg_with(1)).unwrap();

    assert_eq!(clean, coded(ImageFormat::Jpeg));
    assert_eq!((facts.width, facts.height), (48, 32));
}

#[test]
fn a_turned_jpeg_keeps_its_orientation_alone() {
    let (facts, clean) = stripped(Format::Jpeg, &jpeg_with(6)).unwrap();

    assert!(!contains(&clean, SECRET));
    assert!(contains(&clean, &exif::only(6)));
    assert_eq!((facts.width, facts.height), (32, 48));
    assert_eq!(pixels(&clean), pixels(&jpeg_with(6)));
}

#[test]
fn a_jpeg_that_is_cut_short_within_its_pixels_is_kept_as_far_as_it_goes() {
    let whole = coded(ImageFormat::Jpeg);
    let cut = &whole[..whole.len() - 20];
    let (facts, clean) = stripped(Format::Jpeg, cut).unwrap();
    assert_eq!(clean, cut);
    assert_eq!(facts.width, 48);
}

fn chunk(kind: &[u8], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    [length.as_slice(), kind, content, b"crc?"].concat()
}

/// A PNG with what editors write, after its header of 33 bytes.
fn png_with(orientation: u16) -> Vec<u8> {
    let clean = coded(ImageFormat::Png);
    let metadata = [
        chunk(b"tEXt", SECRET),
        chunk(b"iTXt", SECRET),
        chunk(b"zTXt", SECRET),
        chunk(b"tIME", b"1234567"),
        chunk(b"eXIf", &tiff(orientation)),
        chunk(b"caBX", SECRET),
    ];
    [&clean[..33], &metadata.concat(), &clean[33..], SECRET].concat()
}

#[test]
fn a_png_loses_its_texts_and_not_one_byte_of_its_picture() {
    let (facts, clean) = stripped(Format::Png, &png_with(1)).unwrap();
    assert_eq!(clean, coded(ImageFormat::Png));
    assert_eq!((facts.width, facts.height, facts.frames), (48, 32, 1));

    let (facts, clean) = stripped(Format::Png, &png_with(8)).unwrap();
    assert!(!contains(&clean, SECRET) && contains(&clean, &exif::only(8)));
    assert_eq!((facts.width, facts.height), (32, 48));
    assert_eq!(pixels(&clean), picture().to_rgba8());
}

fn riff(kind: &[u8], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap().to_le_bytes();
    let pad = &[0][..content.len() % 2];
    [kind, length.as_slice(), content, pad].concat()
}

/// An extended WebP around the plain one that the encoder writes.
fn webp_with(orientation: Option<u16>) -> Vec<u8> {
    let plain = coded(ImageFormat::WebP);
    let (flags, exif, xmp) = match orientation {
        Some(orientation) => (
            0x0c,
            riff(b"EXIF", &tiff(orientation)),
            riff(b"XMP ", SECRET),
        ),
        None => (0, Vec::new(), Vec::new()),
    };
    let header = riff(b"VP8X", &[flags, 0, 0, 0, 47, 0, 0, 31, 0, 0]);
    let body = [b"WEBP", header.as_slice(), &plain[12..], &exif, &xmp].concat();
    riff(b"RIFF", &body)
}

#[test]
fn a_webp_loses_its_metadata_and_not_one_byte_of_its_picture() {
    let (facts, clean) = stripped(Format::Webp, &webp_with(Some(1))).unwrap();
    assert_eq!(clean, webp_with(None));
    assert_eq!((facts.width, facts.height), (48, 32));

    let (facts, clean) = stripped(Format::Webp, &webp_with(Some(5))).unwrap();
    assert!(!contains(&clean, SECRET) && contains(&clean, &exif::only(5)));
    assert_eq!((facts.width, facts.height), (32, 48));
    assert_eq!(pixels(&clean), picture().to_rgba8());

    let plain = coded(ImageFormat::WebP);
    assert_eq!(stripped(Format::Webp, &plain).unwrap().1, plain);
}

#[test]
fn a_gif_loses_its_comments_and_not_one_byte_of_its_picture() {
    let clean = coded(ImageFormat::Gif);
    let comment = [b"\x21\xfe\x17".as_slice(), SECRET, b"\0"].concat();
    let xmp = [b"\x21\xff\x0bXMP DataXMP\x17".as_slice(), SECRET, b"\0"].concat();
    let end = clean.len() - 1;
    let dirty = [&clean[..end], &comment, &xmp, &clean[end..], SECRET].concat();

    let (facts, kept) = stripped(Format::Gif, &dirty).unwrap();

    assert_eq!(kept, clean);
    assert_eq!((facts.width, facts.height, facts.frames), (48, 32, 1));
}

#[test]
fn bombs_are_refused_by_their_headers() {
    let mut png = coded(ImageFormat::Png);
    png[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
    png[20..24].copy_from_slice(&60_000_u32.to_be_bytes());
    assert!(matches!(
        stripped(Format::Png, &png),
        Err(Refused::TooLarge)
    ));

    let gif = coded(ImageFormat::Gif);
    let frame = b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0";
    let many = [
        &gif[..6],
        b"\x01\0\x01\0\0\0\0",
        &frame.repeat(1_001),
        b"\x3b",
    ]
    .concat();
    assert!(matches!(
        stripped(Format::Gif, &many),
        Err(Refused::TooLarge)
    ));
}

#[test]
fn what_is_damaged_is_refused() {
    for (format, bytes) in [
        (Format::Jpeg, &b"\xff\xd8\xff\xe0\0\x10JFIF"[..]),
        (Format::Jpeg, b"\xff\xd8\xff\xd9"),
        (Format::Jpeg, b"\xff\xd8\xff\xe1\0\0"),
        (Format::Png, b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIHDR"),
        (
            Format::Png,
            b"\x89PNG\r\n\x1a\n\0\0\0\0IEND\xae\x42\x60\x82",
        ),
        (Format::Gif, b"GIF89a\x01\0\x01\0\0\0\0alert(1)"),
        (
            Format::Webp,
            b"RIFF\xff\xff\xff\xffWEBPVP8 \xff\xff\xff\xff",
        ),
        (Format::Webp, b"RIFF\x04\0\0\0WEBP"),
    ] {
        let outcome = stripped(format, bytes);
        assert!(
            matches!(outcome, Err(Refused::Damaged(_))),
            "{bytes:?}: {outcome:?}"
        );
    }
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_it_fall_over(
        which in 0..4_usize,
        noise in proptest::collection::vec((0..4_000_usize, proptest::num::u8::ANY), 0..12),
        cut in 0..4_000_usize,
    ) {
        let (format, mut bytes) = vec![
            (Format::Jpeg, jpeg_with(6)),
            (Format::Png, png_with(6)),
            (Format::Gif, coded(ImageFormat::Gif)),
            (Format::Webp, webp_with(Some(6))),
        ].swap_remove(which);
        for (at, byte) in noise {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        bytes.truncate(cut.max(1));
        // Any outcome but a panic is right.
        let _outcome = stripped(format, &bytes);
    }
}
