//! Tokens and queries as Postgres reads them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use domain::search::{Atom, Query, Tag, Term, Tokens};

/// The most places of one lexeme that a `tsvector` keeps. A phrase is found by the first of them.
const MAX_PLACES: usize = 255;

/// The text of a `tsvector`.
pub(super) fn vector(tokens: &Tokens) -> String {
    let mut places: BTreeMap<&str, Vec<u16>> = BTreeMap::new();
    for token in tokens.iter() {
        let places = places.entry(&token.lexeme).or_default();
        if places.len() < MAX_PLACES && places.last() != Some(&token.position) {
            places.push(token.position);
        }
    }
    let mut vector = String::new();
    for (lexeme, places) in places {
        quote(lexeme, &mut vector);
        for (count, place) in places.iter().enumerate() {
            vector.push(if count == 0 { ':' } else { ',' });
            // The first position is 1.
            let _infallible = write!(vector, "{}", place.saturating_add(1));
        }
        vector.push(' ');
    }
    vector
}

/// The text of a `tsquery`: all terms. `None` when there is none.
pub(super) fn query(query: &Query) -> Option<String> {
    let mut terms = query.terms.iter();
    let mut text = String::new();
    term(terms.next()?, &mut text);
    for one in terms {
        text.push('&');
        term(one, &mut text);
    }
    Some(text)
}

fn term(term: &Term, text: &mut String) {
    text.push_str(if term.negated { "!(" } else { "(" });
    let mut before: Option<&Atom> = None;
    for atom in &term.atoms {
        if let Some(before) = before {
            let distance = atom.offset.saturating_sub(before.offset);
            let _infallible = write!(text, "<{distance}>");
        }
        if atom.is_prefix {
            // The word itself counts for more than one that begins so.
            text.push('(');
            quote(&atom.lexeme, text);
            text.push('|');
            quote(&atom.lexeme, text);
            text.push_str(":*)");
        } else {
            quote(&atom.lexeme, text);
        }
        before = Some(atom);
    }
    text.push(')');
}

fn quote(lexeme: &str, text: &mut String) {
    text.push('\'');
    for one in lexeme.chars() {
        if matches!(one, '\'' | '\\') {
            text.push(one);
        }
        text.push(one);
    }
    text.push('\'');
}

/// The text of an array of tags.
pub(super) fn array(tags: &[Tag]) -> String {
    let tags: Vec<String> = tags.iter().map(ToString::to_string).collect();
    format!("{{{}}}", tags.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_and_queries_are_written_as_postgres_reads_them() {
        assert_eq!(vector(&Tokens::of("b a a")), "'a':2,3 'b':1 ");
        assert_eq!(vector(&Tokens::of("天气")), "'天':1 '天气':1 '气':2 ");
        let text = |text: &str| query(&Query::parse(text).unwrap());
        assert_eq!(text("a \"b c\" -d ").unwrap(), "('a')&('b'<1>'c')&!('d')");
        assert_eq!(
            text("今天天气 ru").unwrap(),
            "('今天'<2>'天气')&(('ru'|'ru':*))"
        );
        assert_eq!(text("has:file"), None);
    }
}
