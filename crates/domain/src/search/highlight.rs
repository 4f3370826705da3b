//! Whether a text is found, and what of it.

use super::query::{Atom, Query, Term};
use super::tokens::{Token, Tokens};

/// A part of a text: from this code point up to, not including, that one.
pub type Span = [usize; 2];

/// What of `body` is found: in order, none touching another.
#[must_use]
pub fn highlights(query: &Query, body: &str) -> Vec<Span> {
    let tokens = Tokens::of(body);
    let mut spans: Vec<Span> = Vec::new();
    for term in query.terms.iter().filter(|term| !term.negated) {
        for found in occurrences(term, &tokens) {
            spans.extend(found.iter().map(|token| [token.start, token.end]));
        }
    }
    spans.sort_unstable();
    let mut merged: Vec<Span> = Vec::with_capacity(spans.len());
    for [start, end] in spans {
        match merged.last_mut() {
            Some([_, last]) if start <= *last => *last = end.max(*last),
            _ => merged.push([start, end]),
        }
    }
    merged
}

impl Query {
    /// Whether a message with these tokens is found by the words of the query.
    #[must_use]
    pub fn finds(&self, tokens: &Tokens) -> bool {
        let is_there = |term: &Term| occurrences(term, tokens).next().is_some();
        self.terms.iter().all(|term| is_there(term) != term.negated)
    }
}

/// Each place where a term stands, as the tokens it is made of.
fn occurrences<'a>(term: &'a Term, tokens: &'a Tokens) -> impl Iterator<Item = Vec<&'a Token>> {
    let first = term.atoms.first();
    let begins = tokens
        .iter()
        .filter(move |token| first.is_some_and(|atom| fits(atom, token)));
    begins.filter_map(|begin| {
        let mut found = vec![begin];
        for atom in term.atoms.iter().skip(1) {
            let position = usize::from(begin.position) + atom.offset;
            let next = tokens.at(position).iter().find(|token| fits(atom, token));
            found.push(next?);
        }
        Some(found)
    })
}

fn fits(atom: &Atom, token: &Token) -> bool {
    if atom.is_prefix {
        token.lexeme.starts_with(&atom.lexeme)
    } else {
        token.lexeme == atom.lexeme
    }
}
