//! What somebody asks for: words, phrases, what is not wanted, and filters.

use chrono::{Days, NaiveDate, NaiveTime};

use super::fold::letters;
use super::letters::Class;
use super::read::{Chunk, chunks};
use super::tags::Window;
use super::tokens::{lexeme, runs};
use crate::quiet;
use crate::text::Invalid;

/// One token that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Atom {
    /// What it says, folded.
    pub lexeme: String,
    /// How far behind the first of its term it stands.
    pub offset: usize,
    /// Whether a word that begins so will do.
    pub is_prefix: bool,
}

/// Tokens that stand together: a word, or a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// In their order; there is one at least.
    pub atoms: Vec<Atom>,
    /// Whether messages that have it are left out.
    pub negated: bool,
}

/// What a message can carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Has {
    /// A file of any kind.
    File,
    /// A link.
    Link,
    /// A picture.
    Image,
}

impl Has {
    /// The word for it.
    ///
    /// # Errors
    /// When it is none.
    pub fn parse(word: &str) -> Result<Self, Invalid> {
        match word.to_ascii_lowercase().as_str() {
            "file" => Ok(Self::File),
            "link" => Ok(Self::Link),
            "image" => Ok(Self::Image),
            _ => Err(Invalid::InvalidFormat),
        }
    }
}

/// Days as they are in some time zone; each may be open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DaysAsked {
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The day after the last.
    pub until: Option<NaiveDate>,
}

impl DaysAsked {
    /// Only days after this one.
    ///
    /// # Errors
    /// When there is none.
    pub fn only_after(&mut self, day: NaiveDate) -> Result<(), Invalid> {
        self.not_before(next(day)?);
        Ok(())
    }

    /// The time from the first midnight to the last in this time zone.
    #[must_use]
    pub fn window(self, zone: &str) -> Window {
        let zone = quiet::zone(zone);
        let midnight =
            |day: NaiveDate| quiet::in_zone(zone, day.and_time(NaiveTime::MIN)).timestamp_millis();
        Window {
            from: self.from.map_or(0, midnight),
            until: self.until.map_or(Window::END, midnight),
        }
    }

    fn not_before(&mut self, day: NaiveDate) {
        self.from = Some(self.from.map_or(day, |other| other.max(day)));
    }

    /// Only days before this one.
    pub fn only_before(&mut self, day: NaiveDate) {
        self.until = Some(self.until.map_or(day, |other| other.min(day)));
    }
}

/// What was asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// All of these.
    pub terms: Vec<Term>,
    /// By one of these: handles without `@`, folded.
    pub from: Vec<String>,
    /// In one of these: names of channels without `#`, folded, or `@` and a handle.
    pub within: Vec<String>,
    /// On these days.
    pub days: DaysAsked,
    /// Carrying all of these.
    pub has: Vec<Has>,
}

impl Query {
    /// The most characters.
    pub const MAX: u64 = 256;
    /// The most words, phrases and filters.
    pub const MAX_TERMS: u64 = 24;

    /// Reads what somebody typed. The last word may go on, unless a space follows it.
    ///
    /// # Errors
    /// When it is too long, has too many words or a NUL, or a filter that is none.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        if u64::try_from(text.chars().take(257).count()).unwrap_or(u64::MAX) > Self::MAX {
            return Err(Invalid::TooLong { limit: Self::MAX });
        }
        if text.contains('\0') {
            return Err(Invalid::ForbiddenCharacter);
        }
        let mut query = Self::default();
        for (count, chunk) in (1_u64..).zip(chunks(text)) {
            if count > Self::MAX_TERMS {
                return Err(Invalid::TooMany {
                    limit: Self::MAX_TERMS,
                });
            }
            query.add(&chunk)?;
        }
        Ok(query)
    }

    /// Whether nothing is asked for: neither a word nor a filter.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn add(&mut self, chunk: &Chunk<'_>) -> Result<(), Invalid> {
        let value = chunk.text;
        match chunk.filter {
            Some("from") => self.from.push(plain(value, '@')),
            Some("in") => self.within.push(plain(value, '#')),
            Some("has") => self.has.push(Has::parse(value)?),
            Some("before") => self.days.only_before(day(value)?),
            Some("after") => self.days.only_after(day(value)?)?,
            Some("on" | "during") => {
                let day = day(value)?;
                self.days.not_before(day);
                self.days.only_before(next(day)?);
            }
            _ => self.terms.extend(term(chunk)),
        }
        Ok(())
    }
}

fn plain(value: &str, sign: char) -> String {
    value.trim_start_matches(sign).to_lowercase()
}

fn day(value: &str) -> Result<NaiveDate, Invalid> {
    NaiveDate::parse_from_str(value, "%Y-%m-%d")
        .ok()
        .filter(|day| day.format("%Y-%m-%d").to_string() == value)
        .ok_or(Invalid::InvalidFormat)
}

fn next(day: NaiveDate) -> Result<NaiveDate, Invalid> {
    day.checked_add_days(Days::new(1))
        .ok_or(Invalid::InvalidFormat)
}

/// The tokens of a chunk, as the index has them.
fn term(chunk: &Chunk<'_>) -> Option<Term> {
    let (text, goes_on) = match chunk.text.strip_suffix('*') {
        Some(text) => (text, true),
        None => (chunk.text, chunk.is_open && !chunk.is_quoted),
    };
    let letters = letters(text);
    let length = text.chars().count();
    let mut atoms: Vec<Atom> = Vec::new();
    let mut offset = 0;
    for run in runs(&letters) {
        if run.class == Class::Gram {
            grams(run.letters, offset, &mut atoms);
            offset += run.letters.len();
            continue;
        }
        let lexeme = lexeme(run.letters);
        let is_last = run
            .letters
            .last()
            .is_some_and(|letter| letter.end == length);
        // One letter begins too much.
        let is_prefix = goes_on && is_last && run.letters.len() > 1;
        atoms.push(Atom {
            lexeme,
            offset,
            is_prefix,
        });
        offset += 1;
    }
    let negated = chunk.is_negated;
    (!atoms.is_empty()).then_some(Term { atoms, negated })
}

/// As few grams as say the same as the whole run: each second, and the last.
fn grams(letters: &[super::fold::Letter], offset: usize, atoms: &mut Vec<Atom>) {
    let last = letters.len().saturating_sub(2);
    for (at, two) in letters.windows(2).enumerate() {
        if at % 2 == 0 || at == last {
            atoms.push(atom(two, offset + at));
        }
    }
    if letters.len() == 1 {
        atoms.push(atom(letters, offset));
    }
}

fn atom(letters: &[super::fold::Letter], offset: usize) -> Atom {
    Atom {
        lexeme: lexeme(letters),
        offset,
        is_prefix: false,
    }
}
