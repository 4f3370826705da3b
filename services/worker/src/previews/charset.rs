//! In which characters a page is written.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use fetch::{HeaderMap, header};

/// Where a page says it, if it does, in bytes.
const PRESCAN: usize = 1_024;

/// The text of a page: as its first bytes say, or the header, or the page itself; else UTF-8, or
/// what browsers take for granted when it is none.
pub(super) fn decode<'a>(headers: &HeaderMap, body: &'a [u8]) -> Cow<'a, str> {
    let encoding = declared(headers).or_else(|| prescanned(body));
    let encoding = encoding.unwrap_or_else(|| {
        // The end may be cut in the middle of a character.
        let is_utf8 = std::str::from_utf8(body).map_or_else(|e| e.error_len().is_none(), |_| true);
        if is_utf8 { UTF_8 } else { WINDOWS_1252 }
    });
    encoding.decode(body).0
}

fn declared(headers: &HeaderMap) -> Option<&'static Encoding> {
    label(headers.get(header::CONTENT_TYPE)?.as_bytes())
}

fn prescanned(body: &[u8]) -> Option<&'static Encoding> {
    let start = body.get(..PRESCAN).unwrap_or(body);
    // A page whose ASCII can be read is not in UTF-16, whatever it says.
    label(start).map(|encoding| {
        if encoding.is_ascii_compatible() {
            encoding
        } else {
            UTF_8
        }
    })
}

/// What follows `charset=`.
fn label(text: &[u8]) -> Option<&'static Encoding> {
    const NAME: &[u8] = b"charset";
    let at = text
        .windows(NAME.len())
        .position(|window| window.eq_ignore_ascii_case(NAME))?;
    let rest = text.get(at + NAME.len()..)?.trim_ascii_start();
    let rest = rest.strip_prefix(b"=")?.trim_ascii_start();
    let rest = rest
        .strip_prefix(b"\"")
        .or_else(|| rest.strip_prefix(b"'"))
        .unwrap_or(rest);
    let length = rest
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric() || b"-_:.".contains(byte))
        .count();
    Encoding::for_label(rest.get(..length)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(content_type: &str, body: &[u8]) -> String {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, content_type.parse().unwrap());
        decode(&headers, body).into_owned()
    }

    #[test]
    fn the_header_comes_before_the_page_and_the_page_before_a_guess() {
        let plain = "text/html";
        assert_eq!(
            decoded("text/html; charset=GBK", b"\xc4\xe3\xba\xc3"),
            "你好"
        );
        assert_eq!(
            decoded("text/html;charset=\"shift_jis\"", b"\x93\xfa"),
            "日"
        );
        let meta = b"<meta charset='gb2312'>\xc4\xe3";
        assert_eq!(decoded(plain, meta), "<meta charset='gb2312'>你");
        let old = b"<meta http-equiv=Content-Type content=\"text/html; charset=big5\">\xa7\x41";
        assert!(decoded(plain, old).ends_with('你'));
        assert_eq!(
            decoded("text/html; charset=utf-8", meta)
                .matches('\u{fffd}')
                .count(),
            2
        );
    }

    #[test]
    fn without_a_word_it_is_utf_8_if_it_can_be() {
        let plain = "text/html";
        assert_eq!(decoded(plain, "grüß 你".as_bytes()), "grüß 你");
        assert_eq!(decoded(plain, &"grüß".as_bytes()[..5]), "grü\u{fffd}");
        assert_eq!(decoded(plain, b"caf\xe9 ol\xe9"), "café olé");
        assert_eq!(decoded(plain, b"\xef\xbb\xbfbom"), "bom");
        assert_eq!(decoded("text/html; charset=no-such", b"\xe9a"), "éa");
        assert_eq!(
            decoded(plain, b"<meta charset=utf-16>ok"),
            "<meta charset=utf-16>ok"
        );
    }
}
