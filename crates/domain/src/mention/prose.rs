//! Which parts of a body are prose, as a `CommonMark` and GFM parser sees it.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// What bodies are written in, as clients draw them.
pub(super) const DIALECT: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_GFM)
    .union(Options::ENABLE_MATH);

/// The stretches of the source, in bytes and ascending, that are drawn as they are written:
/// outside of code, links, images, mathematics and HTML, without escapes and entities.
pub(super) fn texts(body: &str) -> Vec<Range<usize>> {
    let mut texts: Vec<Range<usize>> = Vec::new();
    let mut inside: usize = 0;
    for (event, range) in Parser::new_ext(body, DIALECT).into_offset_iter() {
        match event {
            Event::Start(tag) if is_not_prose(&tag) => inside += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::Link | TagEnd::Image) => {
                inside = inside.saturating_sub(1);
            }
            Event::Text(text) if inside == 0 && body.get(range.clone()) == Some(text.as_ref()) => {
                match texts.last_mut() {
                    Some(last) if last.end == range.start => last.end = range.end,
                    _ => texts.push(range),
                }
            }
            _ => {}
        }
    }
    texts
}

const fn is_not_prose(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::Link { .. } | Tag::Image { .. }
    )
}

/// What GFM draws as a link without any marks around it: from its scheme, or `www.`, to the next
/// white space. The parser knows only links that are marked.
pub(super) fn bare_links(body: &str) -> Vec<Range<usize>> {
    let mut links = Vec::new();
    let mut start = 0;
    for word in body.split(|character: char| character.is_whitespace() || character == '<') {
        if let Some(offset) = link_in(word) {
            links.push(start + offset..start + word.len());
        }
        let after = start + word.len();
        let separator = body.get(after..).and_then(|rest| rest.chars().next());
        start = after + separator.map_or(0, char::len_utf8);
    }
    links
}

fn link_in(word: &str) -> Option<usize> {
    let word = word.to_ascii_lowercase();
    ["http://", "https://", "ftp://", "www."]
        .iter()
        .filter_map(|beginning| word.find(beginning))
        .min()
}

/// Whether one of the ascending ranges contains `at`.
pub(super) fn covers(ranges: &[Range<usize>], at: usize) -> bool {
    let next = ranges.partition_point(|range| range.end <= at);
    ranges.get(next).is_some_and(|range| range.contains(&at))
}
