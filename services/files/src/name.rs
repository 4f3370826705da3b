//! Names of files, as they are kept and as they stand in a header.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Bytes of a name at most; what common file systems hold.
const MAX_BYTES: usize = 255;
/// The name of a file that came without one.
const NAMELESS: &str = "file";

/// RFC 8187's attr-char.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~');

/// The last part of the path that a client sent, without what would mislead or cannot be stored:
/// control characters and changes of writing direction. Never empty.
#[must_use]
pub(crate) fn clean(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.chars().filter(|c| !is_forbidden(*c)).collect();
    let name = shorten(kept.trim().trim_start_matches('.'));
    if name.is_empty() {
        NAMELESS.to_owned()
    } else {
        name
    }
}

fn is_forbidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Cuts the middle out, so that the extension stays.
fn shorten(name: &str) -> String {
    if name.len() <= MAX_BYTES {
        return name.to_owned();
    }
    let extension = name
        .rfind('.')
        .map_or("", |dot| name.get(dot..).unwrap_or_default());
    let extension = if extension.len() <= 16 { extension } else { "" };
    let stem = name.floor_char_boundary(MAX_BYTES - extension.len());
    format!("{}{extension}", name.get(..stem).unwrap_or_default())
}

/// A `Content-Disposition`: the plain name for old clients, the exact one for the rest.
#[must_use]
pub(crate) fn disposition(is_inline: bool, name: &str) -> String {
    let how = if is_inline { "inline" } else { "attachment" };
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '%') || c == ' ' {
                c
            } else {
                '_'
            }
        })
        .collect();
    let exact = utf8_percent_encode(name, ESCAPED);
    format!("{how}; filename=\"{plain}\"; filename*=UTF-8''{exact}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_what_can_be_shown() {
        for (given, kept) in [
            ("report.pdf", "report.pdf"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\me\\照片 1.jpg", "照片 1.jpg"),
            ("\u{202e}gpj.exe\0\r\n", "gpj.exe"),
            (".htaccess", "htaccess"),
            ("", "file"),
            ("///", "file"),
        ] {
            assert_eq!(clean(given), kept, "{given:?}");
        }
        let long = clean(&format!("{}.tar.gz", "é".repeat(300)));
        assert!(long.len() <= MAX_BYTES && long.ends_with("é.gz"), "{long}");
    }

    #[test]
    fn a_header_cannot_be_broken_out_of() {
        assert_eq!(
            disposition(false, "a\"; filename=\"b\r\nX: y.html"),
            "attachment; filename=\"a_; filename=_b__X: y.html\"; \
             filename*=UTF-8''a%22%3B%20filename%3D%22b%0D%0AX%3A%20y.html"
        );
        assert!(disposition(true, "é.png").starts_with("inline; filename=\"_.png\""));
    }
}
