//! Tokens, as the English treebanks of Universal Dependencies cut them, but
//! for hyphens, which stay inside a word.
//!
//! Input: one sentence. Output: its tokens in order. What always holds: no
//! token is empty or holds white space; every visible character is in one.

use rapporteur_language::{Dot, Punctuation};
use rapporteur_text::{Span, Token, TokenKind};

use super::paragraph::is_blank;
use super::{address, marks};

/// Appends the tokens of `sentence` to `tokens`.
pub(super) fn tokens(
    text: &str,
    sentence: Span,
    punctuation: &Punctuation,
    tokens: &mut Vec<Token>,
) {
    let mut cut = Cutter {
        slice: &text[sentence.range()],
        from: sentence.start(),
        punctuation,
        single_open: false,
        tokens,
    };
    let mut at = 0;
    while let Some(character) = cut.slice[at..].chars().next() {
        at = if is_blank(character) {
            at + character.len_utf8()
        } else {
            cut.token(at, character)
        };
    }
}

struct Cutter<'a> {
    slice: &'a str,
    from: usize,
    punctuation: &'a Punctuation,
    /// A single opening quotation mark waits for its end.
    single_open: bool,
    tokens: &'a mut Vec<Token>,
}

impl Cutter<'_> {
    /// Cuts the token at `at`, which starts with `character`; returns its end.
    fn token(&mut self, at: usize, character: char) -> usize {
        if let Some(end) = address::end(self.slice, at, character) {
            return self.push(at, end, TokenKind::Handle);
        }
        if character.is_numeric() {
            let end = self.number_end(at);
            return self.push(at, end, TokenKind::Number);
        }
        if character.is_alphabetic() {
            return self.word(at);
        }
        if is_apostrophe(character) || character == '‘' {
            return self.apostrophe(at, character);
        }
        if matches!(character, '“' | '”' | '"' | '„' | '«' | '»') {
            return self.push(at, at + character.len_utf8(), TokenKind::Quote);
        }
        self.mark(at, character)
    }

    fn push(&mut self, start: usize, end: usize, kind: TokenKind) -> usize {
        let span = Span::new(self.from + start, self.from + end);
        self.tokens.push(Token { span, kind });
        end
    }

    /// The end of digits with what is written onto them.
    fn number_end(&self, at: usize) -> usize {
        let mut end = at;
        let mut characters = self.slice[at..].chars().peekable();
        while let Some(character) = characters.next() {
            let next = characters.peek().copied();
            let joins = next.is_some_and(char::is_numeric)
                && matches!(character, ',' | '.' | ':' | '/' | '-' | '–' | '‐' | '‑');
            let hyphen = is_hyphen(character) && next.is_some_and(char::is_alphabetic);
            if !(character.is_alphanumeric() || joins || hyphen) {
                break;
            }
            end += character.len_utf8();
        }
        end
    }

    /// A word, with its clitic as a second token.
    fn word(&mut self, at: usize) -> usize {
        let (end, clitic) = self.word_end(at);
        let end = self.with_dot(at, end);
        let Some(clitic) = clitic else {
            return self.push(at, end, TokenKind::Word);
        };
        if clitic != at {
            self.push(at, clitic, TokenKind::Word);
        }
        self.push(clitic, end, TokenKind::Clitic)
    }

    /// Where the word at `at` ends, and where a clitic in it starts.
    fn word_end(&self, at: usize) -> (usize, Option<usize>) {
        let rest = &self.slice[at..];
        let mut characters = rest.char_indices().peekable();
        while let Some((offset, character)) = characters.next() {
            if is_letter(character) {
                continue;
            }
            let next = characters.peek().map(|&(_, next)| next);
            let inner = next.is_some_and(char::is_alphanumeric);
            if (is_apostrophe(character) || matches!(character, '`' | '´'))
                && next.is_some_and(char::is_alphabetic)
            {
                if let Some((from, to)) = clitic(rest, offset) {
                    return (at + to, Some(at + from));
                }
            } else if !(inner && joins(rest, offset, character)) {
                return (at + offset, None);
            }
        }
        (self.slice.len(), None)
    }

    /// `end`, or one past it where the dot there abbreviates the word.
    fn with_dot(&self, at: usize, end: usize) -> usize {
        let rest = &self.slice[end..];
        let Some(behind) = rest.strip_prefix('.') else {
            return end;
        };
        let word = &self.slice[at..end];
        let last = behind
            .trim_start_matches(|it: char| !it.is_alphanumeric())
            .is_empty();
        let initial = word.chars().count() == 1 && word.starts_with(char::is_uppercase);
        let abbreviates = match self.punctuation.dot(word) {
            Some(Dot::Before) => true,
            Some(Dot::Either) => !last || word.len() <= 4 && is_company_or_month(word),
            Some(Dot::Number) => behind
                .trim_start()
                .starts_with(|it: char| it.is_ascii_digit()),
            None => word.contains('.') || initial && !last,
        };
        if abbreviates { end + 1 } else { end }
    }

    /// An apostrophe or a single quotation mark.
    fn apostrophe(&mut self, at: usize, character: char) -> usize {
        let end = at + character.len_utf8();
        let rest = &self.slice[at..];
        if self.slice[end..].starts_with(character) {
            return self.push(at, end + character.len_utf8(), TokenKind::Quote);
        }
        let touches = self
            .tokens
            .last()
            .is_some_and(|it| it.span.end() == self.from + at);
        if character != '‘' && touches {
            if let Some((from, to)) = clitic(rest, 0).filter(|&(from, _)| from == 0) {
                return self.push(at + from, at + to, TokenKind::Clitic);
            }
            let plural = self.slice[..at].ends_with('s');
            let open = std::mem::take(&mut self.single_open);
            let kind = if plural && !open {
                TokenKind::Clitic
            } else {
                TokenKind::Quote
            };
            return self.push(at, end, kind);
        }
        self.single_open = !touches;
        self.push(at, end, TokenKind::Quote)
    }

    /// Any other mark; those that are written as one are one token.
    fn mark(&mut self, at: usize, character: char) -> usize {
        let kind = if character == '`' {
            TokenKind::Quote
        } else {
            TokenKind::Punctuation
        };
        self.push(at, at + marks::length(self.slice, at, character), kind)
    }
}

/// Whether `character`, at `offset` between letters, stays in the word.
fn joins(rest: &str, offset: usize, character: char) -> bool {
    let one_letter = || {
        let part = rest[..offset].rsplit(['.', '&']).next().unwrap_or_default();
        part.chars().count() == 1
    };
    match character {
        '.' => one_letter() || rest[..offset].ends_with("Ph"),
        '&' => {
            offset < 8
                && rest[..offset]
                    .chars()
                    .all(|it| it.is_uppercase() || it == '&')
        }
        '/' => matches!(rest.get(..offset + 2), Some("b/c" | "w/o" | "n/a" | "N/A")),
        '_' => true,
        _ => is_hyphen(character),
    }
}

/// Short abbreviations that keep their dot even at a sentence's end.
fn is_company_or_month(word: &str) -> bool {
    matches!(
        word,
        "Inc" | "Corp" | "Co" | "Ltd" | "Jr" | "Sr" | "etc" | "Bros"
    )
}

/// A letter, digit or a mark that combines with one.
fn is_letter(character: char) -> bool {
    character.is_alphanumeric()
        || matches!(
            character,
            '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200c}' | '\u{200d}'
        )
}

fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '’' | 'ʼ')
}

pub(super) fn is_hyphen(character: char) -> bool {
    matches!(character, '-' | '\u{2010}' | '\u{2011}')
}

/// A hyphen, or the dash of a range.
pub(super) fn is_dash(character: char) -> bool {
    is_hyphen(character) || character == '–'
}

/// Where in `word` the clitic with the apostrophe at `offset` starts and ends.
fn clitic(word: &str, offset: usize) -> Option<(usize, usize)> {
    const TAILS: [&str; 6] = ["s", "re", "ve", "ll", "d", "m"];
    let mark = word[offset..].chars().next()?.len_utf8();
    let tail = &word[offset + mark..];
    let length = tail
        .find(|it: char| !it.is_alphanumeric())
        .unwrap_or(tail.len());
    let tail = &tail[..length];
    let end = offset + mark + length;
    if TAILS.iter().any(|it| tail.eq_ignore_ascii_case(it)) {
        return Some((offset, end));
    }
    let negated = tail.eq_ignore_ascii_case("t") && word[..offset].ends_with(['n', 'N']);
    (negated && 1 < offset).then(|| (offset - 1, end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rapporteur_language::Language;

    fn cut(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        let all = Span::new(0, text.len());
        tokens(text, all, &Language::english().punctuation, &mut found);
        found
            .iter()
            .map(|token| &text[token.span.range()])
            .collect()
    }

    fn kinds(text: &str) -> Vec<TokenKind> {
        let mut found = Vec::new();
        let all = Span::new(0, text.len());
        tokens(text, all, &Language::english().punctuation, &mut found);
        found.iter().map(|token| token.kind).collect()
    }

    #[test]
    fn clitics_are_cut_and_names_with_apostrophes_are_not() {
        assert_eq!(
            cut("O'Neill doesn’t like Orlov's."),
            ["O'Neill", "does", "n’t", "like", "Orlov", "'s", "."]
        );
        assert_eq!(
            cut("the ministers’ plan"),
            ["the", "ministers", "’", "plan"]
        );
        assert_eq!(kinds("ministers’")[1], TokenKind::Clitic);
    }

    #[test]
    fn numbers_keep_separators_and_lose_currency_and_percent() {
        assert_eq!(
            cut("$1,234.5, 50% for 2024-28 (7th)."),
            [
                "$", "1,234.5", ",", "50", "%", "for", "2024-28", "(", "7th", ")", "."
            ]
        );
    }

    #[test]
    fn abbreviations_keep_their_dot() {
        assert_eq!(
            cut("Mr. S. Varma of the U.N. left Dec. 27."),
            [
                "Mr.", "S.", "Varma", "of", "the", "U.N.", "left", "Dec.", "27", "."
            ]
        );
        assert_eq!(cut("in the U.S."), ["in", "the", "U.S."]);
    }

    #[test]
    fn quotation_marks_stand_alone() {
        assert_eq!(
            cut("‘Go,’ he said. \"No\""),
            ["‘", "Go", ",", "’", "he", "said", ".", "\"", "No", "\""]
        );
    }

    #[test]
    fn addresses_and_handles_are_one_token() {
        assert_eq!(
            cut("@AdaQuill #talks pic.example.com/Ab9, ada@quill.org https://x.org/a?b."),
            [
                "@AdaQuill",
                "#talks",
                "pic.example.com/Ab9",
                ",",
                "ada@quill.org",
                "https://x.org/a?b",
                "."
            ]
        );
        assert_eq!(kinds("@AdaQuill")[0], TokenKind::Handle);
    }

    #[test]
    fn hyphens_stay_inside_and_dashes_part() {
        assert_eq!(
            cut("five-day talks—the last…"),
            ["five-day", "talks", "—", "the", "last", "…"]
        );
    }
}
