//! Cutting what somebody typed where spaces and quotes do.

/// The filters that have a name.
const FILTERS: [&str; 7] = ["from", "in", "has", "before", "after", "on", "during"];

/// A word, a phrase in quotes, or a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Chunk<'a> {
    /// Which filter, if it is one.
    pub(super) filter: Option<&'static str>,
    /// What stands in it, without quotes, sign and name.
    pub(super) text: &'a str,
    /// Whether a minus stands before it.
    pub(super) is_negated: bool,
    /// Whether it stands in quotes.
    pub(super) is_quoted: bool,
    /// Whether nothing comes after it: it may not be typed to its end.
    pub(super) is_open: bool,
}

/// The chunks of a query, in their order.
pub(super) fn chunks(text: &str) -> impl Iterator<Item = Chunk<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        if rest.is_empty() {
            return None;
        }
        let (chunk, left) = chunk(rest);
        rest = left;
        Some(chunk)
    })
}

/// The first chunk, and what comes after it. Takes one character at least.
fn chunk(text: &str) -> (Chunk<'_>, &str) {
    let filter = FILTERS.into_iter().find(|name| {
        let head = text.get(..name.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(name))
            && text.get(name.len()..).is_some_and(begins_a_value)
    });
    let behind = filter.map_or(0, |name| name.len() + 1);
    let text = text.get(behind..).unwrap_or(text);
    let bare = text
        .strip_prefix('-')
        .filter(|bare| filter.is_none() && is_begun(bare));
    let is_negated = bare.is_some();
    let text = bare.unwrap_or(text);
    let quotation = quoted(text);
    let (inside, rest) = quotation.unwrap_or_else(|| {
        let end = text.find(char::is_whitespace).unwrap_or(text.len());
        text.split_at(end)
    });
    let chunk = Chunk {
        filter,
        text: inside,
        is_negated,
        is_quoted: quotation.is_some(),
        is_open: rest.is_empty(),
    };
    (chunk, rest)
}

/// Whether what follows the name of a filter is a colon and something.
fn begins_a_value(text: &str) -> bool {
    text.strip_prefix(':').is_some_and(is_begun)
}

fn is_begun(text: &str) -> bool {
    text.chars().next().is_some_and(|one| !one.is_whitespace())
}

/// What stands in quotes at the beginning, and what comes after them; to the end where they are
/// not closed.
fn quoted(text: &str) -> Option<(&str, &str)> {
    const QUOTES: [(char, char); 4] = [('"', '"'), ('“', '”'), ('„', '“'), ('「', '」')];
    let (open, close) = QUOTES
        .into_iter()
        .find(|(open, _)| text.starts_with(*open))?;
    let inside = text.get(open.len_utf8()..)?;
    Some(inside.split_once(close).unwrap_or((inside, "")))
}
