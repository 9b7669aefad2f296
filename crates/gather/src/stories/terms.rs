//! What a report is about, as weighted terms.
//!
//! Input: a title and the words of a text. Output: [`Term`]s, each once,
//! sorted by hash. What always holds: nothing here knows how frequent a term
//! is elsewhere.

use std::collections::HashMap;

use foldhash::fast::FixedState;
use rapporteur_text::Span;

use crate::scan::{self, Scanned, form_hash};

/// A term of a report.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Term {
    /// Hash of the stem.
    pub(crate) hash: u64,
    /// Times it stands in the text.
    pub(crate) count: u16,
    /// Times it stands in the opening sentences.
    pub(crate) lead: u16,
    /// Whether it stands in the title.
    pub(crate) titled: bool,
    /// Whether it is written as a name where it need not be a capital.
    pub(crate) name: bool,
    /// Whether it is a figure.
    pub(crate) figure: bool,
    /// Bytes of the word.
    pub(crate) len: u8,
}

/// Terms by hash, each with how much more often it is written with a capital
/// than without.
type Terms = HashMap<u64, (Term, i32), FixedState>;

/// Words that count as the opening.
const LEAD_WORDS: usize = 60;

/// The terms of a title and a text.
pub(crate) fn of(title: Option<&str>, words: &[Scanned]) -> Vec<Term> {
    let mut terms = Terms::with_capacity_and_hasher(words.len(), FixedState::default());
    if let Some(title) = title {
        for word in scan::words(title, Span::new(0, title.len())) {
            if let Some((term, _)) = entry(&mut terms, &word) {
                term.titled = true;
            }
        }
    }
    for (ix, word) in words.iter().enumerate() {
        if let Some((term, capitals)) = entry(&mut terms, word) {
            term.count = term.count.saturating_add(1);
            term.lead = term.lead.saturating_add(u16::from(ix < LEAD_WORDS));
            if !word.first {
                *capitals += if word.capital { 1 } else { -1 };
            }
        }
    }
    let named = |(mut term, capitals): (Term, i32)| {
        term.name = 0 < capitals;
        term
    };
    let mut terms: Vec<Term> = terms.into_values().map(named).collect();
    terms.sort_unstable_by_key(|term| term.hash);
    terms
}

/// The entry of a word's stem, unless the word is too short to be a term.
fn entry<'t>(terms: &'t mut Terms, word: &Scanned) -> Option<&'t mut (Term, i32)> {
    let figure = word.form.starts_with(|first: char| first.is_ascii_digit());
    if !figure && word.form.len() < 2 {
        return None;
    }
    let hash = form_hash(stem(&word.form));
    let term = Term {
        hash,
        count: 0,
        lead: 0,
        titled: false,
        name: false,
        figure,
        len: word.form.len().min(255) as u8,
    };
    Some(terms.entry(hash).or_insert((term, 0)))
}

/// A word less its plural ending (the S stemmer of Harman, 1991).
pub(crate) fn stem(form: &str) -> &str {
    let kept = |endings: &[&str]| !endings.iter().any(|ending| form.ends_with(ending));
    if form.len() < 4 || !form.is_ascii() {
        return form;
    }
    if form.ends_with('s') && kept(&["us", "ss", "is"]) {
        return &form[..form.len() - 1];
    }
    form
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_share_a_stem_with_their_singular() {
        assert_eq!(stem("talks"), "talk");
        assert_eq!(stem("crisis"), "crisis");
        assert_eq!(stem("gas"), "gas");
    }

    #[test]
    fn names_are_words_written_with_capitals_inside_sentences() {
        let text = "Fires hit Lima. Crews fought the fires in Lima 12 days.";
        let terms = of(
            Some("Lima burns"),
            &scan::words(text, Span::new(0, text.len())),
        );
        let term = |form: &str| {
            *terms
                .iter()
                .find(|term| term.hash == form_hash(form))
                .expect("a term")
        };
        assert!(term("lima").name && term("lima").titled);
        assert!(!term("fire").name && !term("fire").titled);
        assert_eq!(term("fire").count, 2);
        assert!(term("12").figure);
    }
}
