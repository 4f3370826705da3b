//! What a file is, by its first bytes. Its name and what the client says do not count.

use domain::FileKind;

use crate::image::Format;

/// As many bytes as tell every type that we know.
pub(crate) const ENOUGH: usize = 8 * 1024;

/// What a file is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sniffed {
    /// The type that it is served as.
    pub(crate) content_type: &'static str,
    /// How a client shows it.
    pub(crate) kind: FileKind,
    /// An image that we can clean and shrink.
    pub(crate) image: Option<Format>,
}

/// Anything that is not on the list below, and everything that a browser would run.
const UNKNOWN: Sniffed = Sniffed {
    content_type: "application/octet-stream",
    kind: FileKind::File,
    image: None,
};

/// Types that are served as what they are. Everything else is a download without a type: pages,
/// SVG, XML and scripts above all.
const KNOWN: &[&str] = &[
    "application/epub+zip",
    "application/gzip",
    "application/msword",
    "application/pdf",
    "application/rtf",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    "application/vnd.oasis.opendocument.presentation",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.rar",
    "application/x-7z-compressed",
    "application/x-bzip2",
    "application/x-tar",
    "application/x-xz",
    "application/zip",
    "application/zstd",
    "image/avif",
    "image/bmp",
    "image/heif",
    "image/jxl",
    "image/tiff",
];

/// Sound and video that browsers play by themselves.
const PLAYED: &[(&str, &str, FileKind)] = &[
    ("audio/aac", "audio/aac", FileKind::Audio),
    ("audio/m4a", "audio/mp4", FileKind::Audio),
    ("audio/mpeg", "audio/mpeg", FileKind::Audio),
    ("audio/ogg", "audio/ogg", FileKind::Audio),
    ("audio/opus", "audio/ogg", FileKind::Audio),
    ("audio/x-flac", "audio/flac", FileKind::Audio),
    ("audio/x-wav", "audio/wav", FileKind::Audio),
    ("video/mp4", "video/mp4", FileKind::Video),
    ("video/quicktime", "video/quicktime", FileKind::Video),
    ("video/webm", "video/webm", FileKind::Video),
    ("video/x-m4v", "video/mp4", FileKind::Video),
    ("video/x-matroska", "video/x-matroska", FileKind::Video),
];

/// Judges a file by its first [`ENOUGH`] bytes, or by all when it has fewer.
#[must_use]
pub(crate) fn sniff(start: &[u8]) -> Sniffed {
    if let Some(format) = image(start) {
        return format;
    }
    let Some(found) = infer::get(start).map(|found| found.mime_type()) else {
        return if is_text(start) { text() } else { UNKNOWN };
    };
    if let Some((_, content_type, kind)) = PLAYED.iter().find(|(mime, ..)| *mime == found) {
        return Sniffed {
            content_type,
            kind: *kind,
            image: None,
        };
    }
    match KNOWN.iter().find(|known| **known == found) {
        Some(content_type) => Sniffed {
            content_type,
            ..UNKNOWN
        },
        None => UNKNOWN,
    }
}

/// Whether a browser may show the type in place. Everything else is handed over as a download.
#[must_use]
pub(crate) fn is_inline(content_type: &str) -> bool {
    let is_image = matches!(
        content_type,
        "image/png" | "image/jpeg" | "image/gif" | "image/webp"
    );
    is_image || PLAYED.iter().any(|(_, played, _)| *played == content_type)
}

fn image(start: &[u8]) -> Option<Sniffed> {
    let (content_type, format) = match start {
        [0xff, 0xd8, 0xff, ..] => ("image/jpeg", Format::Jpeg),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => ("image/png", Format::Png),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => ("image/gif", Format::Gif),
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => ("image/webp", Format::Webp),
        _ => return None,
    };
    Some(Sniffed {
        content_type,
        kind: FileKind::Image,
        image: Some(format),
    })
}

fn text() -> Sniffed {
    Sniffed {
        content_type: "text/plain; charset=utf-8",
        ..UNKNOWN
    }
}

/// UTF-8 without control characters, but for a character that the end cuts through.
fn is_text(start: &[u8]) -> bool {
    let text = match std::str::from_utf8(start) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            let valid = start.get(..error.valid_up_to()).unwrap_or_default();
            std::str::from_utf8(valid).unwrap_or_default()
        }
        Err(_) => return false,
    };
    !text.is_empty()
        && !text
            .chars()
            .any(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_browser_would_run_has_no_type() {
        for active in [
            &b"<!DOCTYPE html><script>alert(1)</script>"[..],
            b"<html><body>hi</body></html>",
            b"<?xml version=\"1.0\"?><svg onload=\"alert(1)\"/>",
            b"#!/bin/sh\nrm -rf /",
            b"MZ\x90\0\x03\0\0\0",
        ] {
            let sniffed = sniff(active);
            assert!(
                !is_inline(sniffed.content_type),
                "{active:?} is {}",
                sniffed.content_type
            );
            assert_ne!(sniffed.content_type, "text/html");
        }
    }

    #[test]
    fn a_name_that_lies_does_not_matter() {
        assert_eq!(sniff(b"GIF89a;alert(1)").content_type, "image/gif");
        assert_eq!(sniff(b"%PDF-1.7\n").content_type, "application/pdf");
        assert_eq!(
            sniff(b"caf\xc3\xa9 and caf\xc3").content_type,
            "text/plain; charset=utf-8"
        );
        assert_eq!(
            sniff(b"\0\x01\x02").content_type,
            "application/octet-stream"
        );
        assert_eq!(
            sniff(b"PK\x03\x04\x14\0\0\0\x08\0").content_type,
            "application/zip"
        );
    }

    #[test]
    fn a_picture_that_we_cannot_read_has_its_type_and_is_a_file() {
        let boxed = |brands: &[u8; 12]| [b"\0\0\0\x18ftyp".as_slice(), brands, &[0; 4]].concat();
        for (brands, content_type) in [
            (b"avif\0\0\0\0mif1", "image/avif"),
            (b"avis\0\0\0\0msf1", "image/avif"),
            (b"mif1\0\0\0\0avif", "image/avif"),
            (b"heic\0\0\0\0mif1", "image/heif"),
            (b"heix\0\0\0\0mif1", "image/heif"),
            (b"mif1\0\0\0\0heic", "image/heif"),
        ] {
            let sniffed = sniff(&boxed(brands));
            let expected = Sniffed {
                content_type,
                ..UNKNOWN
            };
            assert_eq!(sniffed, expected, "{brands:?}");
            assert!(!is_inline(content_type), "{content_type}");
        }
        // The same box around what is played, or around nothing that anybody knows.
        let film = sniff(&boxed(b"isom\0\0\0\0iso2"));
        assert_eq!(film.content_type, "video/mp4");
        assert_eq!(sniff(&boxed(b"none\0\0\0\0none")), UNKNOWN);
    }
}
