//! Folding: what is the same to whoever searches, whatever it looks like.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::canonical_combining_class;

use super::letters::{Class, class, is_gram, is_ignored};

/// One folded character, and where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Letter {
    pub(super) value: char,
    pub(super) class: Class,
    /// What it was before: where identifiers are cut.
    pub(super) case: Case,
    /// The first code point of the text that it comes from.
    pub(super) start: usize,
    /// The one after the last.
    pub(super) end: usize,
}

/// What sort of letter stood in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    Upper,
    Lower,
    Digit,
    /// A letter of a script without case.
    None,
}

impl Case {
    fn of(one: char) -> Self {
        if one.is_uppercase() {
            Self::Upper
        } else if one.is_lowercase() {
            Self::Lower
        } else if one.is_numeric() {
            Self::Digit
        } else {
            Self::None
        }
    }
}

/// A text with all folded that search does not tell apart.
#[must_use]
pub fn folded(text: &str) -> String {
    letters(text).iter().map(|letter| letter.value).collect()
}

/// The folded characters of a text.
pub(super) fn letters(text: &str) -> Vec<Letter> {
    let mut letters = Vec::with_capacity(text.len());
    let mut unit = String::new();
    let mut chars = text.chars().enumerate().peekable();
    while let Some((start, base)) = chars.next() {
        let mut end = start + 1;
        if base.is_ascii() && chars.peek().is_none_or(|(_, next)| next.is_ascii()) {
            let value = base.to_ascii_lowercase();
            letters.push(Letter {
                value,
                class: class(value),
                case: Case::of(base),
                start,
                end,
            });
            continue;
        }
        unit.clear();
        unit.push(base);
        while let Some((_, mark)) = chars.next_if(|(_, next)| clings(*next)) {
            unit.push(mark);
            end += 1;
        }
        fold_unit(&unit, Case::of(base), (start, end), &mut letters);
    }
    letters
}

/// Whether a character is one with the one before it.
fn clings(one: char) -> bool {
    matches!(one, '\u{ff9e}' | '\u{ff9f}')
        || (!one.is_ascii() && canonical_combining_class(one) != 0)
}

fn fold_unit(unit: &str, case: Case, (start, end): (usize, usize), letters: &mut Vec<Letter>) {
    let mut push = |value: char| {
        letters.push(Letter {
            value,
            class: class(value),
            case,
            start,
            end,
        });
    };
    for composed in unit.nfkc().filter(|one| !is_ignored(*one)) {
        if is_gram(composed) {
            push(composed);
            continue;
        }
        let bare = std::iter::once(composed)
            .nfkd()
            .filter(|one| !is_accent(*one));
        // Down, up and down again folds case for all but a few: ẞ and ß are ss, ς is σ.
        let folded = bare
            .flat_map(char::to_lowercase)
            .flat_map(char::to_uppercase)
            .flat_map(char::to_lowercase);
        for one in folded {
            match spelled(one) {
                Some(spelling) => spelling.chars().for_each(&mut push),
                None => push(one),
            }
        }
    }
}

/// Whether a mark may be left out: accents, and the vowel signs of Hebrew and Arabic. Those of
/// Indic scripts may not.
fn is_accent(one: char) -> bool {
    !matches!(canonical_combining_class(one), 0 | 7 | 9)
}

/// Letters that are accented without a mark that comes off.
const fn spelled(one: char) -> Option<&'static str> {
    Some(match one {
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        _ => return None,
    })
}
