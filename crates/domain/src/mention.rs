//! Who is addressed in a body: `@handle`, `@channel`, `@here`, where the body is prose. What a
//! Markdown parser takes for code, a link, an image, mathematics or HTML addresses nobody.

mod prose;
#[cfg(test)]
mod tests;

/// Something addressed in a body. Offsets count Unicode code points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The code point where the `@` stands.
    pub start: u32,
    /// The code point after the word.
    pub end: u32,
    /// Who.
    pub target: Target,
}

/// Who is addressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Somebody of this handle, in lower case, if there is one.
    Handle(String),
    /// Everybody in the channel.
    Channel,
    /// Everybody in the channel who is online.
    Here,
}

/// The most mentions that are looked at in one body.
pub const MAX_MENTIONS: usize = 200;

/// A message that addresses more people than this by `@channel` or `@here` has to say that it is
/// meant to.
pub const MAX_UNCONFIRMED: usize = 50;

/// Finds what is addressed in `body`.
#[must_use]
pub fn find(body: &str) -> Vec<Mention> {
    let mut found = Vec::new();
    if !body.contains('@') {
        return found;
    }
    let links = prose::bare_links(body);
    let mut points = Points::default();
    for text in prose::texts(body) {
        let signs = body
            .get(text.clone())
            .unwrap_or_default()
            .match_indices('@');
        for (offset, _sign) in signs {
            let at = text.start + offset;
            if prose::covers(&links, at) || !may_begin(body, text.start, at) {
                continue;
            }
            let Some(word) = word(body, at + 1, text.end) else {
                continue;
            };
            let start = points.at(body, at);
            let end = points.at(body, at + 1 + word.len());
            found.push(Mention {
                start,
                end,
                target: target(word),
            });
            if found.len() == MAX_MENTIONS {
                return found;
            }
        }
    }
    found
}

fn target(word: &str) -> Target {
    match word.to_ascii_lowercase().as_str() {
        "channel" | "everyone" => Target::Channel,
        "here" => Target::Here,
        handle => Target::Handle(handle.to_owned()),
    }
}

/// Whether a mention may begin at `at` in the prose from `start` on: not inside a word, an address
/// or a path, nor escaped. Han, Kana and Hangul have no spaces around words: after them one may.
fn may_begin(body: &str, start: usize, at: usize) -> bool {
    let before = body.get(start..at).unwrap_or_default();
    match before.chars().next_back() {
        // What marks something up stands before it, or the slash that escapes it.
        None | Some('\\') => {
            let all = body.get(..at).unwrap_or_default();
            let slashes = all.len() - all.trim_end_matches('\\').len();
            slashes % 2 == 0
        }
        Some('_' | '.' | '-' | '/' | '@' | '+') => false,
        Some(character) => !character.is_alphanumeric() || character >= FIRST_WITHOUT_SPACES,
    }
}

/// From here on (CJK radicals) scripts are written without spaces, but for what is rarely a letter.
const FIRST_WITHOUT_SPACES: char = '\u{2E80}';

/// The handle that begins at `start` and ends before `end`, without the full stop of its sentence.
fn word(body: &str, start: usize, end: usize) -> Option<&str> {
    let after = body.get(start..end)?;
    let len = after
        .bytes()
        .take_while(|byte| is_handle_byte(*byte))
        .count();
    let word = after.get(..len)?.trim_end_matches(['.', '_', '-']);
    let next = body.get(start + word.len()..)?;
    (!word.is_empty() && !next.starts_with('@')).then_some(word)
}

const fn is_handle_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-')
}

/// Turns ascending byte offsets into code points, reading the body once.
#[derive(Default)]
struct Points {
    byte: usize,
    point: u32,
}

impl Points {
    fn at(&mut self, body: &str, byte: usize) -> u32 {
        let between = body.get(self.byte..byte).unwrap_or_default();
        let count = u32::try_from(between.chars().count()).unwrap_or(u32::MAX);
        self.byte = byte;
        self.point = self.point.saturating_add(count);
        self.point
    }
}
