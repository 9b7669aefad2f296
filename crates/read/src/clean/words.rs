//! The words of a text, hashed for comparing, each in quotation marks or not.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use rapporteur_language::{Dot, Punctuation};
use rapporteur_text::Span;

use super::lines::Line;

/// One run of letters and digits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    /// Where it stands.
    pub(super) span: Span,
    /// Hash of its lower-case letters.
    pub(super) hash: u64,
    /// Whether it stands in quotation marks.
    pub(super) quoted: bool,
    /// Whether a sentence or line begins with it.
    pub(super) opens: bool,
}

/// Most words that are compared; longer texts are not compared past them.
const MOST: usize = 400_000;

/// The words of all lines.
pub(super) fn words(text: &str, lines: &[Line], punctuation: &Punctuation) -> Vec<Word> {
    let hasher = FixedState::default();
    let mut words = Vec::new();
    for line in lines {
        if MOST < words.len() {
            break;
        }
        add_line(text, line.span, &hasher, punctuation, &mut words);
    }
    words
}

fn add_line(
    text: &str,
    line: Span,
    hasher: &FixedState,
    punctuation: &Punctuation,
    words: &mut Vec<Word>,
) {
    let (mut quoted, mut opens) = (false, true);
    let mut start = None;
    let mut lower = String::new();
    let marked = text[line.range()]
        .char_indices()
        .map(|(at, it)| (line.start() + at, it));
    for (at, character) in marked.chain([(line.end(), ' ')]) {
        if character.is_alphanumeric() {
            start.get_or_insert(at);
            lower.extend(character.to_lowercase());
            continue;
        }
        if let Some(start) = start.take() {
            words.push(Word {
                span: Span::new(start, at),
                hash: hasher.hash_one(&lower),
                quoted,
                opens,
            });
            lower.clear();
            opens = false;
        }
        match character {
            '“' | '«' => quoted = true,
            '”' | '»' => quoted = false,
            '"' => quoted = !quoted,
            '.' if shortens(text, words, at, punctuation) => {}
            '.' | '!' | '?' | '…' => opens = ends_sentence(&text[at..line.end()]),
            _ => {}
        }
    }
}

/// Whether the full stop at `at` shortens a word that a name follows: "Mr.",
/// "Donald J."; not the letter that ends "a post on X.".
fn shortens(text: &str, words: &[Word], at: usize, punctuation: &Punctuation) -> bool {
    let Some((last, before)) = words.split_last().filter(|(it, _)| it.span.end() == at) else {
        return false;
    };
    let word = &text[last.span.range()];
    let letter = word.len() == 1 && word.starts_with(|it: char| it.is_ascii_uppercase());
    let named = before.last().is_some_and(|it| {
        let next = it.span.end() + 1 == last.span.start();
        next && text[it.span.range()].starts_with(char::is_uppercase)
    });
    (letter && named) || punctuation.dot(word) == Some(Dot::Before)
}

/// Whether the mark that `rest` begins with ends a sentence: space and a
/// capital, a digit or a quotation mark follow.
fn ends_sentence(rest: &str) -> bool {
    let after = rest.trim_start_matches(['.', '!', '?', '…', '”', '"', '’', ')', ']']);
    let next = after.trim_start();
    let spaced = next.len() < after.len();
    spaced && next.starts_with(|it: char| !it.is_lowercase())
}
