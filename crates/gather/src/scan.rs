//! A text's words and its quotations, by a scan that knows no language.
//!
//! Input: text. Output: words with spans and flags, and the spans of
//! quotations. What always holds: spans are sorted, disjoint and slice the
//! text; time is linear in its length.

use rapporteur_text::Span;
use xxhash_rust::xxh3::xxh3_64;

/// One word of a text.
#[derive(Clone, Debug)]
pub(crate) struct Scanned {
    /// Lower-cased letters and digits.
    pub(crate) form: String,
    /// Where it stands.
    pub(crate) span: Span,
    /// Begins with a capital letter.
    pub(crate) capital: bool,
    /// Stands first in its sentence or paragraph, as far as the marks before
    /// it tell.
    pub(crate) first: bool,
}

/// The stored hash of a word's form.
pub(crate) fn form_hash(form: &str) -> u64 {
    xxh3_64(form.as_bytes())
}

/// The words of `text` within `within`, which slices it.
///
/// A word is a run of letters and digits; dots stay inside initials
/// (`U.S.` is `us`) and separators inside numbers (`50,000` is `50000`).
/// Where words are written without spaces each ideograph is a word.
pub(crate) fn words(text: &str, within: Span) -> Vec<Scanned> {
    let slice = &text[within.range()];
    let mut found = Vec::with_capacity(slice.len() / 6);
    let mut word: Option<Scanned> = None;
    let mut first = true;
    let mut chars = slice.char_indices().peekable();
    while let Some((offset, letter)) = chars.next() {
        let at = within.start() + offset;
        let end = at + letter.len_utf8();
        if is_ideograph(letter) {
            found.extend(word.take());
            found.push(begin(letter, at, end, first));
            first = false;
        } else if letter.is_alphanumeric() {
            if let Some(it) = &mut word {
                push(it, letter, end);
            } else {
                word = Some(begin(letter, at, end, first));
                first = false;
            }
        } else if !is_silent(letter) {
            let next = chars.peek().map(|&(_, next)| next);
            let joins = word.as_ref().is_some_and(|it| joins(it, letter, next));
            if !joins {
                found.extend(word.take());
                first |= ends_sentence(letter);
            }
        }
    }
    found.extend(word);
    found
}

/// A word that begins with `letter`.
fn begin(letter: char, at: usize, end: usize, first: bool) -> Scanned {
    Scanned {
        form: letter.to_lowercase().collect(),
        span: Span::new(at, end),
        capital: letter.is_uppercase(),
        first,
    }
}

/// Adds a letter to a word.
fn push(word: &mut Scanned, letter: char, end: usize) {
    word.form.extend(letter.to_lowercase());
    word.span = Span::new(word.span.start(), end);
}

/// Whether `mark` stands inside a word rather than after it: in initials
/// before another letter, or in a number before another digit.
fn joins(word: &Scanned, mark: char, next: Option<char>) -> bool {
    let last_is_digit = word.form.ends_with(|last: char| last.is_ascii_digit());
    match (mark, next) {
        ('.' | ',', Some(next)) if next.is_ascii_digit() => last_is_digit,
        ('.', Some(next)) if next.is_alphabetic() => is_initials(word),
        _ => false,
    }
}

/// Whether a word is one letter, or letters each followed by a dot.
fn is_initials(word: &Scanned) -> bool {
    let letters = word.form.chars().count();
    word.capital && (letters == 1 || word.span.len() == 2 * word.form.len() - 1)
}

/// Marks after which a new sentence begins.
fn ends_sentence(mark: char) -> bool {
    matches!(
        mark,
        '.' | '!' | '?' | ':' | '\n' | '"' | '“' | '”' | '…' | '。'
    )
}

/// Characters that are not seen: they split no word.
fn is_silent(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{300}'..='\u{36f}')
}

/// Scripts without spaces between words.
fn is_ideograph(letter: char) -> bool {
    matches!(letter, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Quotations run at most this many bytes; a mark left open further is taken
/// for a slip.
const LONGEST_QUOTATION: usize = 3_000;

/// The quotations of `text`, marks included, in text order.
///
/// A quotation ends at its closing mark or, where that is missing, at the
/// end of the paragraph. Marks of every make are taken by where they stand,
/// so that a closing mark put where one opens still opens.
pub(crate) fn quotations(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    let mut before = '\n';
    let mut chars = text.char_indices().peekable();
    while let Some((at, mark)) = chars.next() {
        let after = chars.peek().map_or('\n', |&(_, next)| next);
        let end = at + mark.len_utf8();
        match open {
            None if opens(mark, before, after) => open = Some(at),
            Some(from) if closes(mark, before, after) => {
                found.push(Span::new(from, end));
                open = None;
            }
            Some(from) if mark == '\n' => {
                found.push(Span::new(from, at));
                open = None;
            }
            _ => {}
        }
        before = mark;
    }
    found.extend(open.map(|from| Span::new(from, text.len())));
    found.retain(|span| span.len() <= LONGEST_QUOTATION);
    found
}

/// Whether a mark opens a quotation where it stands.
fn opens(mark: char, before: char, after: char) -> bool {
    match mark {
        '“' | '„' | '«' | '「' => true,
        '"' | '”' => !after.is_whitespace() && (!before.is_alphanumeric()),
        '‘' => !before.is_alphanumeric() && !after.is_whitespace(),
        _ => false,
    }
}

/// Whether a mark closes a quotation where it stands.
fn closes(mark: char, before: char, after: char) -> bool {
    match mark {
        '”' | '»' | '」' => true,
        '"' => !before.is_whitespace(),
        '’' => !after.is_alphanumeric() && matches!(before, ',' | '.' | '?' | '!' | '…'),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn forms(text: &str) -> Vec<String> {
        let all = words(text, Span::new(0, text.len()));
        all.into_iter().map(|word| word.form).collect()
    }

    fn quoted(text: &str) -> Vec<&str> {
        let spans = quotations(text);
        spans.into_iter().map(|span| &text[span.range()]).collect()
    }

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        assert_eq!(
            forms("The U.S. paid $50,000.50 for Ann’s well-known boat."),
            [
                "the", "us", "paid", "50000.50", "for", "ann", "s", "well", "known", "boat"
            ]
            .map(|form| form.replace("50000.50", "5000050"))
        );
        assert_eq!(forms("東京で 3 fires"), ["東", "京", "で", "3", "fires"]);
        assert_eq!(forms("co\u{ad}operate"), ["cooperate"]);
    }

    #[test]
    fn the_first_word_of_a_sentence_is_known() {
        let all = words("Fire broke out. Rain fell", Span::new(0, 25));
        let firsts: Vec<_> = all
            .iter()
            .filter(|word| word.first)
            .map(|word| word.form.as_str())
            .collect();
        assert_eq!(firsts, ["fire", "rain"]);
    }

    #[test]
    fn quotations_survive_odd_marks() {
        assert_eq!(quoted("He said “no” and left."), ["“no”"]);
        assert_eq!(
            quoted("she said.”We go on, and on” he wrote"),
            ["”We go on, and on”"]
        );
        assert_eq!(
            quoted("“First paragraph.\n“Second.” End"),
            ["“First paragraph.", "“Second.”"]
        );
        assert_eq!(quoted("A 6\" pipe and \"a word\" here"), ["\"a word\""]);
        assert_eq!(quoted("Don’t say ‘it is over,’ he said"), ["‘it is over,’"]);
    }

    proptest! {
        #[test]
        fn scanning_never_fails_and_spans_slice(text in "\\PC{0,80}|[a-z\"“”‘’.\\n ]{0,80}") {
            let mut end = 0;
            for word in words(&text, Span::new(0, text.len())) {
                prop_assert!(end <= word.span.start());
                prop_assert!(text.get(word.span.range()).is_some());
                end = word.span.end();
            }
            for span in quotations(&text) {
                prop_assert!(text.get(span.range()).is_some());
            }
        }
    }
}
