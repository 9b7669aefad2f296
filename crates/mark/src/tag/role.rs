//! What part a name or pronoun plays in its clause, by the words beside it.
//!
//! Input: tokens. Output: a role, and which tokens stand in which quotation.
//! What always holds: a quotation ends with its paragraph; no more than a
//! dozen tokens are looked at on each side.

use std::ops::Range;

use rapporteur_text::{Span, TokenKind};

use super::name::{Words, is_speech};
use super::pronoun::Form;

/// The part a mention plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Before a verb.
    Subject,
    /// Beside a verb of saying.
    Speaker,
    /// Neither before a verb nor behind a preposition.
    Other,
    /// Behind a preposition.
    Prepositional,
    /// Before "'s", or "his".
    Possessive,
}

/// The number of the quotation that each token stands in; 0 is none.
pub(super) fn quoted(words: Words<'_>, paragraphs: &[Span]) -> Vec<u32> {
    let (mut open, mut number, mut paragraph) = (false, 0, 0);
    let mut quoted = Vec::with_capacity(words.tokens.len());
    for (at, token) in words.tokens.iter().enumerate() {
        while paragraphs
            .get(paragraph)
            .is_some_and(|it| it.end() <= token.span.start())
        {
            paragraph += 1;
            open = false;
        }
        if token.kind == TokenKind::Quote {
            let opens = match words.word(at) {
                "“" | "„" | "«" | "``" => true,
                "”" | "»" | "''" => false,
                "\"" => !open,
                _ => open,
            };
            number += u32::from(opens && !open);
            open = opens;
        }
        quoted.push(if open { number } else { 0 });
    }
    quoted
}

/// The role of the mention at `tokens`, in a sentence up to `end`.
pub(super) fn of(words: Words<'_>, tokens: Range<usize>, end: usize) -> Role {
    let word = |at: usize| words.word(at);
    let before = tokens.start.checked_sub(1).map_or("", word);
    let mut next = tokens.end;
    if next < end && matches!(word(next), "'s" | "’s" | "'" | "’") {
        return Role::Possessive;
    }
    // Past an apposition or brackets.
    if next < end && matches!(word(next), "," | "(") {
        let close = (next + 1..end.min(next + 14)).find(|&at| matches!(word(at), "," | ")"));
        next = close.map_or(next, |at| at + 1);
    }
    while next < end && is_adverb(words, next) {
        next += 1;
    }
    let after = if next < end { word(next) } else { "" };
    if is_preposition(before) {
        return Role::Prepositional;
    }
    if says(words, after) || matches!(before, "said" | "says" | "added") {
        return Role::Speaker;
    }
    if is_verb(words, after) {
        return Role::Subject;
    }
    Role::Other
}

/// The role of the pronoun at `at`.
pub(super) fn of_pronoun(words: Words<'_>, at: usize, end: usize, form: Form) -> Role {
    if form.is_possessive {
        return Role::Possessive;
    }
    let role = of(words, at..at + 1, end);
    match role {
        Role::Other | Role::Possessive if form.is_subject => Role::Subject,
        _ => role,
    }
}

fn is_adverb(words: Words<'_>, at: usize) -> bool {
    let word = words.word(at);
    matches!(word, "also" | "then" | "later" | "never" | "both" | "who")
        || (4 < word.len() && word.ends_with("ly"))
}

/// Whether `word` is a verb that often reports what its subject says.
fn says(words: Words<'_>, word: &str) -> bool {
    let often = |it: rapporteur_language::CueCount| 20 < it.cue && it.seen < 4 * it.cue;
    is_speech(word) || words.language.cues.count(word).is_some_and(often)
}

/// Whether `word` is mostly a finite verb.
fn is_verb(words: Words<'_>, word: &str) -> bool {
    is_auxiliary(word)
        || words.language.cues.class(word).is_some_and(|it| {
            it.split('|')
                .any(|it| matches!(it, "VBD" | "VBZ" | "VBP" | "MD"))
        })
}

fn is_auxiliary(word: &str) -> bool {
    const WORDS: [&str; 14] = [
        "has", "had", "have", "is", "was", "will", "would", "can", "could", "may", "might",
        "should", "must", "did",
    ];
    WORDS.contains(&word)
}

fn is_preposition(word: &str) -> bool {
    const WORDS: [&str; 26] = [
        "with",
        "by",
        "to",
        "of",
        "from",
        "for",
        "about",
        "against",
        "between",
        "than",
        "on",
        "like",
        "under",
        "behind",
        "after",
        "before",
        "in",
        "at",
        "near",
        "into",
        "over",
        "towards",
        "toward",
        "without",
        "including",
        "among",
    ];
    WORDS.contains(&word)
}
