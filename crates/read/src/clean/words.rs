//! The words of a text, hashed for comparing, each in quotation marks or not.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;
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
pub(super) fn words(text: &str, lines: &[Line]) -> Vec<Word> {
    let hasher = FixedState::default();
    let mut words = Vec::new();
    for line in lines {
        if MOST < words.len() {
            break;
        }
        add_line(text, line.span, &hasher, &mut words);
    }
    words
}

fn add_line(text: &str, line: Span, hasher: &FixedState, words: &mut Vec<Word>) {
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
            '.' | '!' | '?' | '…' => opens = ends_sentence(&text[at..line.end()]),
            _ => {}
        }
    }
}

/// Whether the mark that `rest` begins with ends a sentence: space and a
/// capital, a digit or a quotation mark follow.
fn ends_sentence(rest: &str) -> bool {
    let after = rest.trim_start_matches(['.', '!', '?', '…', '”', '"', '’', ')', ']']);
    let next = after.trim_start();
    let spaced = next.len() < after.len();
    spaced && next.starts_with(|it: char| !it.is_lowercase())
}
