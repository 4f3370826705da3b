//! Cutting a text into tokens.

use std::ops::Range;

use super::fold::{Case, Letter, letters};
use super::letters::Class;

/// The last position that the index tells apart (Postgres' `tsvector`). A body of 16 KiB has fewer
/// tokens than this one after the other.
pub const MAX_POSITION: u16 = 16_383;
/// A longer word counts by its beginning alone, in the index and in the query, in characters. As
/// UTF-8 it stays far below the 2,046 bytes that a lexeme may have.
const MAX_WORD: usize = 64;
/// The least characters of a part that is worth finding by itself.
const MIN_PART: usize = 2;
/// Positions between two texts of one message: no phrase goes on from one into the next.
const TEXT_GAP: usize = 8;

/// A piece of a text that can be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it says, folded.
    pub lexeme: String,
    /// Its place among the others: one after the other, as phrases count. Parts of an identifier
    /// stand where it stands.
    pub position: u16,
    /// The first code point of the text that it comes from.
    pub start: usize,
    /// The one after the last.
    pub end: usize,
}

/// The tokens of a message, by position.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tokens {
    tokens: Vec<Token>,
    next: usize,
}

impl Tokens {
    /// The tokens of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut tokens = Self::default();
        tokens.add(text);
        tokens
    }

    /// Adds another text, which no phrase goes on into.
    pub fn add(&mut self, text: &str) {
        if self.next > 0 {
            self.next += TEXT_GAP;
        }
        let letters = letters(text);
        for run in runs(&letters) {
            match run.class {
                Class::Gram => self.grams(run.letters),
                _ => self.word(run.letters),
            }
        }
    }

    /// Each of them.
    #[must_use]
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Token> {
        self.tokens.iter()
    }

    /// Those at one position.
    pub(super) fn at(&self, position: usize) -> &[Token] {
        let start = self
            .tokens
            .partition_point(|token| usize::from(token.position) < position);
        let rest = self.tokens.get(start..).unwrap_or_default();
        let length = rest.partition_point(|token| usize::from(token.position) == position);
        rest.get(..length).unwrap_or_default()
    }

    fn push(&mut self, letters: &[Letter], position: usize) {
        let (Some(first), Some(last)) = (letters.first(), letters.last()) else {
            return;
        };
        self.tokens.push(Token {
            lexeme: lexeme(letters),
            position: u16::try_from(position).map_or(MAX_POSITION, |at| at.min(MAX_POSITION)),
            start: first.start,
            end: last.end,
        });
    }

    fn grams(&mut self, letters: &[Letter]) {
        for (at, one) in letters.chunks(1).enumerate() {
            self.push(one, self.next + at);
            if let Some(two) = letters.get(at..at + 2) {
                self.push(two, self.next + at);
            }
        }
        self.next += letters.len();
    }

    fn word(&mut self, letters: &[Letter]) {
        self.push(letters, self.next);
        if letters.len() <= MAX_WORD {
            let parts = parts(letters);
            let is_whole = parts.len() <= 1;
            for part in parts
                .into_iter()
                .filter(|part| !is_whole && part.len() >= MIN_PART)
            {
                self.push(letters.get(part).unwrap_or_default(), self.next);
            }
        }
        self.next += 1;
    }
}

/// What a word or a gram is called, cut to what the index keeps.
pub(super) fn lexeme(letters: &[Letter]) -> String {
    letters
        .iter()
        .take(MAX_WORD)
        .map(|letter| letter.value)
        .collect()
}

/// Letters of one class that stand together.
pub(super) struct Run<'a> {
    pub(super) class: Class,
    pub(super) letters: &'a [Letter],
}

/// The words and runs of grams of a text.
pub(super) fn runs(letters: &[Letter]) -> impl Iterator<Item = Run<'_>> {
    letters
        .chunk_by(|one, other| one.class == other.class)
        .filter_map(|letters| {
            let class = letters.first()?.class;
            (class != Class::Gap).then_some(Run { class, letters })
        })
}

/// Where an identifier is cut: `camelCase`, `HTTPServer`, `utf8`.
fn parts(letters: &[Letter]) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    for at in 1..letters.len() {
        let case = |index: usize| letters.get(index).map(|letter| letter.case);
        let is_cut = match (case(at - 1), case(at)) {
            (Some(Case::Lower | Case::None), Some(Case::Upper)) => true,
            (Some(Case::Upper), Some(Case::Upper)) => case(at + 1) == Some(Case::Lower),
            (Some(before), Some(here)) => (before == Case::Digit) != (here == Case::Digit),
            _ => false,
        };
        if is_cut {
            parts.push(start..at);
            start = at;
        }
    }
    parts.push(start..letters.len());
    parts
}
