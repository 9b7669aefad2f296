//! What is read of each token: word, class, shape, syntax, quotation.
//!
//! Input: a report's text and marks. Output: a [`Page`], one [`Word`] a
//! token. What always holds: hashes depend on the characters alone, so that
//! a model trained anywhere reads the same everywhere.

use rapporteur_language::Cues;
use rapporteur_text::{Marks, Span, TokenKind};

use super::quote::Quotation;
pub(crate) use crate::hashing::{feature, hash};

/// How a token stands to the quotations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quoted {
    Outside,
    Opens,
    Inside,
    Closes,
}

/// One token, as the models read it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    pub span: Span,
    /// Hash of the word in lower case, marks made straight.
    pub lower: u64,
    /// Hash of its word class.
    pub class: u64,
    /// Its word class begins as a verb's does.
    pub verb: bool,
    /// Hash of its last three letters.
    pub suffix: u64,
    /// Capitals, digits, punctuation.
    pub shape: u64,
    pub comma: bool,
    /// Number of its part of speech.
    pub upos: u8,
    /// Number of its relation to its head.
    pub deprel: u8,
    /// The token it hangs on.
    pub head: Option<u32>,
    /// One more than the number of the kind of entity it mentions.
    pub mention: u8,
    pub quoted: Quoted,
    /// Index of the quotation it stands in.
    pub quotation: Option<u32>,
}

/// A report as the models read it.
#[derive(Debug)]
pub(crate) struct Page {
    pub words: Vec<Word>,
    /// Token ranges of the sentences.
    pub sentences: Vec<std::ops::Range<usize>>,
    /// Index of the paragraph of each sentence.
    pub paragraphs: Vec<usize>,
    pub quotations: Vec<Quotation>,
    /// The word of [`Marks::words`] that each token hangs by.
    pub told: Vec<u32>,
}

impl Page {
    /// Reads `text` as marked.
    pub(crate) fn new(text: &str, marks: &Marks, quotations: Vec<Quotation>, cues: &Cues) -> Self {
        let mut lower = String::new();
        let mut next = 0;
        let words = marks.tokens.iter().map(|token| {
            while next < quotations.len() && quotations[next].span.end() <= token.span.start() {
                next += 1;
            }
            let holds = quotations
                .get(next)
                .filter(|it| it.span.overlaps(token.span));
            let mut word = word(&text[token.span.range()], token.kind, cues, &mut lower);
            word.span = token.span;
            word.quotation = holds.map(|_| next as u32);
            word.quoted = holds.map_or(Quoted::Outside, |it| quoted(it.span, token.span));
            word
        });
        let mut words: Vec<Word> = words.collect();
        let told = tell_syntax(marks, &mut words);
        for entity in &marks.entities {
            for mention in &entity.mentions {
                for at in marks.tokens_in(mention.span) {
                    words[at].mention = 1 + entity.kind as u8;
                }
            }
        }
        let sentences = marks.sentences.iter().map(|&it| marks.tokens_in(it));
        let sentences: Vec<_> = sentences.filter(|it| !it.is_empty()).collect();
        let paragraph = |it: &std::ops::Range<usize>| {
            let at = words[it.start].span.start();
            marks.paragraphs.partition_point(|span| span.end() <= at)
        };
        let paragraphs = sentences.iter().map(paragraph).collect();
        Self {
            words,
            sentences,
            paragraphs,
            quotations,
            told,
        }
    }

    /// The sentence that holds the token at `at`.
    pub(crate) fn sentence_of(&self, at: usize) -> usize {
        let next = self.sentences.partition_point(|it| it.end <= at);
        next.min(self.sentences.len().saturating_sub(1))
    }

    /// The span from the first to the last of some tokens.
    pub(crate) fn span(&self, tokens: std::ops::Range<usize>) -> Span {
        self.words[tokens.start]
            .span
            .cover(self.words[tokens.end - 1].span)
    }
}

/// Fills in what the parse says of each token by the word that it hangs by:
/// the first whose head lies outside of it. Gives those words.
fn tell_syntax(marks: &Marks, words: &mut [Word]) -> Vec<u32> {
    let mut token_of = vec![0_u32; marks.words.len()];
    let mut ranges = Vec::with_capacity(words.len());
    let mut next = 0;
    for (at, word) in words.iter().enumerate() {
        let start = next;
        while next < token_of.len() && marks.words[next].span.end() <= word.span.end() {
            token_of[next] = at as u32;
            next += 1;
        }
        ranges.push(start..next);
    }
    let mut told = Vec::with_capacity(words.len());
    for (own, word) in ranges.into_iter().zip(words) {
        let hangs_by = own.clone().find(|&it| {
            let head = marks.words[it].head;
            head.is_none_or(|head| !own.contains(&(head as usize)))
        });
        let by = hangs_by.unwrap_or(own.start);
        told.push(by as u32);
        if let Some(by) = marks.words.get(by) {
            word.upos = by.upos as u8;
            word.deprel = by.deprel as u8;
            word.head = by.head.map(|it| token_of[it as usize]);
        }
    }
    told
}

fn quoted(quotation: Span, token: Span) -> Quoted {
    if token.start() <= quotation.start() {
        Quoted::Opens
    } else if quotation.end() <= token.end() {
        Quoted::Closes
    } else {
        Quoted::Inside
    }
}

fn word(written: &str, kind: TokenKind, cues: &Cues, lower: &mut String) -> Word {
    lower.clear();
    for character in written.chars() {
        match character {
            '’' | '‘' => lower.push('\''),
            '“' | '”' => lower.push('"'),
            _ => lower.extend(character.to_lowercase()),
        }
    }
    let capital = written.starts_with(char::is_uppercase);
    let class = cues
        .class(lower)
        .unwrap_or_else(|| guess(lower, kind, capital));
    let tail = lower.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
    Word {
        span: Span::new(0, 0),
        lower: hash(lower),
        class: hash(class),
        verb: class.starts_with('V') || class.starts_with('M'),
        suffix: hash(&lower[tail..]),
        shape: shape(written, kind),
        comma: lower == ",",
        upos: 0,
        deprel: 0,
        head: None,
        mention: 0,
        quoted: Quoted::Outside,
        quotation: None,
    }
}

/// A class for a word that the lexicon lacks.
fn guess(lower: &str, kind: TokenKind, capital: bool) -> &'static str {
    match kind {
        TokenKind::Number => "CD",
        TokenKind::Handle => "ADD",
        TokenKind::Quote => "QUOTE",
        TokenKind::Punctuation => "MARK",
        _ if capital => "NAME",
        _ if lower.ends_with("ing") => "?ing",
        _ if lower.ends_with("ed") => "?ed",
        _ if lower.ends_with("ly") => "?ly",
        _ if lower.ends_with('s') => "?s",
        _ => "?",
    }
}

fn shape(written: &str, kind: TokenKind) -> u64 {
    let capital = written.starts_with(char::is_uppercase);
    let all = 1 < written.len() && !written.contains(char::is_lowercase);
    let digit = written.starts_with(|it: char| it.is_ascii_digit());
    u64::from(capital) | u64::from(all) << 1 | u64::from(digit) << 2 | (kind as u64) << 3
}
