//! Cuts a sentence into small pieces for the grammars of times and figures.
//!
//! Input: one sentence of a report. Output: its pieces in text order. What
//! always holds: pieces slice the text, do not overlap, and hold no white
//! space; letters and digits never share a piece, so that "7th", "1.2bn" and
//! "2024-28" come apart and [`Piece::glued`] tells that they were one.

use std::borrow::Cow;

use rapporteur_text::Span;

/// What a piece is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PieceKind {
    /// Letters.
    Word,
    /// Digits, with inner separators: "50,000", "1.2".
    Number,
    /// One other character, or "'s".
    Mark,
}

/// A run of letters, a number, or a mark.
#[derive(Clone, Debug)]
pub(crate) struct Piece<'t> {
    /// As written.
    pub(crate) text: &'t str,
    /// In lower case, a curly apostrophe made straight.
    pub(crate) lower: Cow<'t, str>,
    /// Where it stands in the report.
    pub(crate) span: Span,
    /// What it is made of.
    pub(crate) kind: PieceKind,
    /// No white space parts it from the piece before.
    pub(crate) glued: bool,
}

impl Piece<'_> {
    /// Whether it begins with a capital.
    pub(crate) fn is_capital(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }

    /// Whether it is a word in lower case.
    pub(crate) fn is_lower_word(&self) -> bool {
        self.kind == PieceKind::Word && !self.is_capital()
    }
}

/// The pieces of `text[sentence]`.
pub(crate) fn pieces(text: &str, sentence: Span) -> Vec<Piece<'_>> {
    let slice = &text[sentence.range()];
    let mut found = Vec::with_capacity(slice.len() / 5);
    let (mut at, mut glued) = (0, false);
    while let Some(first) = slice[at..].chars().next() {
        if first.is_whitespace() || is_invisible(first) {
            glued &= is_invisible(first);
            at += first.len_utf8();
            continue;
        }
        let (kind, len) = piece_len(&slice[at..], first);
        let start = sentence.start() + at;
        found.push(Piece {
            text: &slice[at..at + len],
            lower: lower(&slice[at..at + len]),
            span: Span::new(start, start + len),
            kind,
            glued,
        });
        at += len;
        glued = true;
    }
    found
}

/// Zero-width characters part nothing.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{ad}')
}

fn lower(text: &str) -> Cow<'_, str> {
    if text.starts_with('’') {
        return Cow::Owned(text.replace('’', "'").to_lowercase());
    }
    if text.chars().any(char::is_uppercase) {
        return Cow::Owned(text.to_lowercase());
    }
    Cow::Borrowed(text)
}

fn piece_len(rest: &str, first: char) -> (PieceKind, usize) {
    if first.is_ascii_digit() {
        return (PieceKind::Number, number_len(rest.as_bytes()));
    }
    if first.is_alphabetic() {
        let len = rest
            .find(|character: char| !character.is_alphabetic())
            .unwrap_or(rest.len());
        return (PieceKind::Word, len);
    }
    let len = first.len_utf8();
    if matches!(first, '\'' | '’') && is_clitic_s(&rest[len..]) {
        return (PieceKind::Mark, len + 1);
    }
    (PieceKind::Mark, len)
}

/// Whether `rest` is an "s" that ends its word.
fn is_clitic_s(rest: &str) -> bool {
    let mut characters = rest.chars();
    matches!(characters.next(), Some('s' | 'S'))
        && !characters.next().is_some_and(char::is_alphanumeric)
}

/// Length of the number that `bytes` begins with: digits, then groups behind
/// commas (two or three digits, as India and the rest write them), then one
/// decimal part.
fn number_len(bytes: &[u8]) -> usize {
    let mut end = digits(bytes);
    while end < bytes.len() && bytes[end] == b',' {
        let group = digits(&bytes[end + 1..]);
        if group != 2 && group != 3 {
            break;
        }
        end += 1 + group;
    }
    if end < bytes.len() && bytes[end] == b'.' {
        let decimals = digits(&bytes[end + 1..]);
        if decimals != 0 {
            end += 1 + decimals;
        }
    }
    end
}

fn digits(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<&str> {
        pieces(text, Span::new(0, text.len()))
            .iter()
            .map(|piece| piece.text)
            .collect()
    }

    #[test]
    fn letters_and_digits_come_apart() {
        assert_eq!(words("7th 1.2bn"), ["7", "th", "1.2", "bn"]);
        assert_eq!(words("2024-28"), ["2024", "-", "28"]);
        assert_eq!(words("₹2,50,000."), ["₹", "2,50,000", "."]);
        assert_eq!(words("Today’s a.m."), ["Today", "’s", "a", ".", "m", "."]);
    }

    proptest! {
        #[test]
        fn pieces_slice_and_run_forwards(text in "\\PC{0,80}") {
            let mut end = 0;
            for piece in pieces(&text, Span::new(0, text.len())) {
                prop_assert!(end <= piece.span.start());
                prop_assert_eq!(&text[piece.span.range()], piece.text);
                end = piece.span.end();
            }
        }
    }
}
