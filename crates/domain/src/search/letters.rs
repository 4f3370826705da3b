//! What a character is to search.

/// How a character takes part in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// One of a word that spaces or signs set apart.
    Word,
    /// One that stands for itself: its neighbours may or may not be of the same word.
    Gram,
    /// Whatever is between words.
    Gap,
}

/// The class of a folded character.
pub(super) fn class(one: char) -> Class {
    if one.is_ascii() {
        return if one.is_ascii_alphanumeric() {
            Class::Word
        } else {
            Class::Gap
        };
    }
    if is_gram(one) {
        Class::Gram
    } else if one.is_alphanumeric() || unicode_normalization::char::is_combining_mark(one) {
        Class::Word
    } else {
        Class::Gap
    }
}

/// Whether a character is of a script without spaces, of Hangul (whose particles cling to words),
/// or an emoji.
pub(super) const fn is_gram(one: char) -> bool {
    matches!(
        one,
        // Thai, Lao, Myanmar, Khmer: letters and the signs above and below them.
        '\u{e01}'..='\u{e3a}' | '\u{e40}'..='\u{e4e}'
            | '\u{e81}'..='\u{ece}' | '\u{edc}'..='\u{edf}'
            | '\u{1000}'..='\u{103f}' | '\u{1050}'..='\u{108f}'
            | '\u{1780}'..='\u{17d3}'
            // Hangul.
            | '\u{1100}'..='\u{11ff}' | '\u{3131}'..='\u{318e}' | '\u{a960}'..='\u{a97c}'
            | '\u{ac00}'..='\u{d7a3}' | '\u{d7b0}'..='\u{d7fb}'
            // Kana and Bopomofo.
            | '\u{3041}'..='\u{3096}' | '\u{3099}'..='\u{309f}' | '\u{30a1}'..='\u{30fa}'
            | '\u{30fc}'..='\u{30ff}' | '\u{3105}'..='\u{312f}' | '\u{31a0}'..='\u{31bf}'
            | '\u{31f0}'..='\u{31ff}' | '\u{1b000}'..='\u{1b16f}'
            // Han.
            | '\u{2e80}'..='\u{2fd5}' | '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{3029}'
            | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3fffd}'
            // Emoji and other pictures.
            | '\u{231a}'..='\u{23ff}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}'
            | '\u{1f000}'..='\u{1f3fa}' | '\u{1f400}'..='\u{1faff}'
    )
}

/// Whether a character says nothing by itself: joiners, selectors, tones of skin, keycaps.
pub(super) const fn is_ignored(one: char) -> bool {
    crate::text::clean::is_invisible(one)
        || matches!(one, '\u{1f3fb}'..='\u{1f3ff}' | '\u{20dd}'..='\u{20e4}')
}
