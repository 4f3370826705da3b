//! Finding messages by what they say: the one reading of text that the index and the query share.
//!
//! A text is cut into tokens with positions. In scripts that put spaces between words a token is a
//! word, its case and accents folded, with the parts of an identifier beside it. In those that do
//! not (Han, Kana, Thai …), in Hangul and among emoji, a token is one character, and another is two
//! of them: so any run of characters is found, wherever a word may begin.

mod fold;
mod highlight;
mod letters;
mod query;
mod read;
pub mod tags;
mod tokens;

pub use fold::folded;
pub use highlight::{Span, highlights};
pub use query::{Atom, DaysAsked, Has, Query, Term};
pub use tags::{FIRST_WINDOW, Tag, Window, millis};
pub use tokens::{MAX_POSITION, Token, Tokens};

#[cfg(test)]
mod tests;
