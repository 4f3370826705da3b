//! Which links of a body are shown with a preview: those that are written as links, outside of
//! code. `<https://…>` is a link too; whoever writes it so wants no preview of it.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

/// The most links of one message that are previewed.
pub const MAX_PREVIEWS: usize = 5;
/// A longer link has no preview, in bytes.
pub const MAX_LINK_LENGTH: usize = 2_048;

/// The links of `body` that are previewed, as they are written, each once, in their order.
#[must_use]
pub fn previewed(body: &str) -> Vec<String> {
    let mut links = Links::default();
    // Most messages have no link; they cost no parsing.
    if !body.contains("://") {
        return links.found;
    }
    let options = Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES;
    let mut inside = 0_u32;
    for (event, range) in Parser::new_ext(body, options).into_offset_iter() {
        match event {
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                ..
            }) => {
                inside += 1;
                if link_type != LinkType::Autolink {
                    links.add(&dest_url);
                }
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                inside += 1;
                links.add(&dest_url);
            }
            Event::Start(Tag::CodeBlock(_)) => inside += 1,
            Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock) => {
                inside = inside.saturating_sub(1);
            }
            Event::Text(_) if inside == 0 => links.add_bare(body, range),
            _ => {}
        }
    }
    links.found.truncate(MAX_PREVIEWS);
    links.found
}

#[derive(Default)]
struct Links {
    found: Vec<String>,
    seen: BTreeSet<String>,
    /// Where the last bare link ended: what looks like emphasis within it is part of it.
    end: usize,
}

impl Links {
    fn add(&mut self, link: &str) {
        let fits = link.len() <= MAX_LINK_LENGTH && self.found.len() < MAX_PREVIEWS;
        if fits && scheme_length(link).is_some() && self.seen.insert(link.to_owned()) {
            self.found.push(link.to_owned());
        }
    }

    /// Finds links that stand in the text as they are. One goes on to the next space, whatever
    /// the parser made of its characters.
    fn add_bare(&mut self, body: &str, range: Range<usize>) {
        let mut at = range.start.max(self.end);
        while let Some(start) = next(body, at..range.end) {
            let rest = body.get(start..).unwrap_or_default();
            let length = rest
                .find(|character: char| character.is_whitespace() || character == '<')
                .unwrap_or(rest.len());
            let link = trim(rest.get(..length).unwrap_or_default());
            self.end = start + link.len();
            at = self.end;
            self.add(link);
        }
    }
}

/// Where the next link starts, which does not go on from a word.
fn next(body: &str, range: Range<usize>) -> Option<usize> {
    let text = body.get(range.clone())?;
    text.match_indices(['h', 'H']).find_map(|(offset, _)| {
        let start = range.start + offset;
        let before = body.get(..start)?.chars().next_back();
        let is_free = before.is_none_or(|character| !character.is_alphanumeric());
        let follows = body.get(start..)?;
        let scheme = scheme_length(follows)?;
        let host = follows.get(scheme..)?.chars().next()?;
        (is_free && (host.is_alphanumeric() || host == '[')).then_some(start)
    })
}

/// The length of `http://` or `https://` at the beginning.
fn scheme_length(text: &str) -> Option<usize> {
    ["http://", "https://"]
        .into_iter()
        .find(|scheme| {
            text.get(..scheme.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
        })
        .map(str::len)
}

/// Without the punctuation of the sentence around it, and a closing bracket that it did not open.
fn trim(mut link: &str) -> &str {
    loop {
        let bare = link.trim_end_matches(['?', '!', '.', ',', ':', ';', '*', '_', '\'', '"', '~']);
        let opened = bare.matches('(').count();
        let closed = bare.matches(')').count();
        link = match bare.strip_suffix(')') {
            Some(inner) if closed > opened => inner,
            _ => return bare,
        };
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn links_are_found_where_people_write_them() {
        for (body, links) in [
            ("see https://a.example/x", vec!["https://a.example/x"]),
            ("HTTP://A.example", vec!["HTTP://A.example"]),
            ("https://a.example.", vec!["https://a.example"]),
            ("(https://a.example/b)", vec!["https://a.example/b"]),
            ("https://a.example/b_(c)", vec!["https://a.example/b_(c)"]),
            ("**https://a.example/**", vec!["https://a.example/"]),
            (
                "https://a.example/_b_*c*_d",
                vec!["https://a.example/_b_*c*_d"],
            ),
            (
                "https://a.example/?a=1&b=2#c",
                vec!["https://a.example/?a=1&b=2#c"],
            ),
            ("[text](https://a.example/x)", vec!["https://a.example/x"]),
            (
                "[https://shown.example](https://a.example)",
                vec!["https://a.example"],
            ),
            ("> https://quoted.example", vec!["https://quoted.example"]),
            (
                "- https://a.example\n- https://b.example",
                vec!["https://a.example", "https://b.example"],
            ),
            (
                "https://a.example https://a.example",
                vec!["https://a.example"],
            ),
            (
                "看 https://a.example/路径 吧",
                vec!["https://a.example/路径"],
            ),
            ("http://[::1]:80/", vec!["http://[::1]:80/"]),
        ] {
            assert_eq!(previewed(body), links, "{body}");
        }
    }

    #[test]
    fn what_is_no_link_or_wants_no_preview_is_left_out() {
        for body in [
            "",
            "no link",
            "://",
            "https://",
            "https:// a",
            "xhttps://a.example",
            "`https://a.example`",
            "```\nhttps://a.example\n```",
            "    https://indented.example",
            "<https://a.example>",
            "[a](mailto:a@b.example) [b](javascript://x) [c](/d://e)",
            "ftp://a.example",
        ] {
            assert_eq!(previewed(body), Vec::<String>::new(), "{body}");
        }
        let long = format!("https://a.example/{}", "a".repeat(MAX_LINK_LENGTH));
        assert_eq!(previewed(&long), Vec::<String>::new());
    }

    #[test]
    fn five_links_are_enough() {
        let links: Vec<_> = (0..5_000).map(|n| format!("https://{n}.example")).collect();
        let body = links.join(" ");
        let links = previewed(&body);
        assert_eq!(links.len(), MAX_PREVIEWS);
        assert_eq!(links[4], "https://4.example");
    }

    #[test]
    fn deep_nesting_is_harmless() {
        for mark in ["> ", "[", "*a **b ", "- "] {
            let _any = previewed(&format!("{} https://a.example", mark.repeat(8_000)));
        }
    }

    proptest! {
        #[test]
        fn whatever_is_written_the_links_are_few_and_http(body in "(?s)(.|https://|<|>|`|\\[|\\]|\\(|\\)|\n){0,200}") {
            let links = previewed(&body);
            prop_assert!(links.len() <= MAX_PREVIEWS);
            for link in links {
                prop_assert!(scheme_length(&link).is_some());
            }
        }
    }
}
