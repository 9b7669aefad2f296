//! Words as collation compares them.
//!
//! Input: texts. Output: for each text its words with span, normal form and
//! stem as numbers of one [`Vocabulary`]. What always holds: spans slice the
//! text and do not overlap; the numbers never reach an output.

use std::collections::HashMap;

use rapporteur_language::Collation;
use rapporteur_text::Span;

/// One word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) span: Span,
    /// Lower case, without possessive.
    pub(crate) norm: u32,
    /// Without endings, numbers as digits.
    pub(crate) stem: u32,
}

/// Every normal form and stem of a story, with how many reports have it.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    ids: HashMap<String, u32>,
    words: Vec<Entry>,
    reports: u32,
}

#[derive(Debug)]
struct Entry {
    text: String,
    function: bool,
    reports: u32,
    last: u32,
}

impl Vocabulary {
    /// Splits `text` and counts its words as one more report's.
    pub(crate) fn add(&mut self, text: &str, collation: &Collation) -> Vec<Word> {
        self.reports += 1;
        let words = split(text).into_iter().map(|span| {
            let norm = normal(&text[span.range()]);
            let stem = match collation.numbers.get(&norm) {
                Some(number) => number.to_string(),
                None => stem(collation.irregular.get(&norm).unwrap_or(&norm)),
            };
            let function = collation.function.contains(&norm);
            Word {
                span,
                norm: self.id(norm, function),
                stem: self.id(stem, function),
            }
        });
        words.collect()
    }

    fn id(&mut self, text: String, function: bool) -> u32 {
        let next = self.words.len() as u32;
        let id = *self.ids.entry(text.clone()).or_insert(next);
        if id == next {
            self.words.push(Entry {
                text,
                function,
                reports: 0,
                last: 0,
            });
        }
        let entry = &mut self.words[id as usize];
        entry.function |= function;
        if entry.last < self.reports {
            entry.last = self.reports;
            entry.reports += 1;
        }
        id
    }

    /// The word itself.
    pub(crate) fn text(&self, id: u32) -> &str {
        &self.words[id as usize].text
    }

    /// How much a word tells: nothing for small words, less the more reports
    /// have it. Natural logarithm of one plus the reports per report with it.
    pub(crate) fn weight(&self, id: u32) -> f32 {
        let entry = &self.words[id as usize];
        if entry.function {
            return 0.0;
        }
        let share = self.reports as f32 / entry.reports.max(1) as f32;
        // One is added so that a word that every report has still counts
        // for nearly half of one that a single report of many has.
        1.0 + share.ln_1p()
    }
}

/// The words of `text`: letters and digits, with apostrophes between letters
/// and points or commas between digits.
fn split(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut start = None;
    let mut chars = text.char_indices().peekable();
    let mut last = ' ';
    while let Some((at, this)) = chars.next() {
        let next = chars.peek().map_or(' ', |&(_, next)| next);
        if this.is_alphanumeric() || (start.is_some() && joins(last, this, next)) {
            start.get_or_insert(at);
        } else if let Some(from) = start.take() {
            spans.push(Span::new(from, at));
        }
        last = this;
    }
    spans.extend(start.map(|from| Span::new(from, text.len())));
    spans
}

fn joins(before: char, this: char, after: char) -> bool {
    match this {
        '\'' | '’' => before.is_alphabetic() && after.is_alphabetic(),
        '.' | ',' => before.is_ascii_digit() && after.is_ascii_digit(),
        _ => false,
    }
}

/// Lower case, one kind of apostrophe, no possessive, no thousands' commas.
fn normal(word: &str) -> String {
    let mut normal = word.to_lowercase().replace('’', "'");
    if let Some(bare) = normal.strip_suffix("'s") {
        normal.truncate(bare.len());
    }
    normal.retain(|letter| !matches!(letter, '\'' | ','));
    normal
}

/// A word without the endings that number and tense put on it.
fn stem(word: &str) -> String {
    if word.starts_with(|first: char| first.is_ascii_digit()) {
        let digits = word.trim_end_matches(|last: char| last.is_ascii_alphabetic());
        let ending = &word[digits.len()..];
        let ordinal = matches!(ending, "st" | "nd" | "rd" | "th");
        return if ordinal { digits } else { word }.to_owned();
    }
    if !word.is_ascii() || word.len() < 4 {
        return word.to_owned();
    }
    let mut stem = without_ending(word).to_owned();
    let bytes = stem.as_bytes();
    let doubled = 3 < bytes.len() && bytes[bytes.len() - 1] == bytes[bytes.len() - 2];
    if doubled && !stem.ends_with(['s', 'l', 'e', 'o']) {
        stem.pop();
    }
    match stem.pop() {
        Some('y') => stem.push('i'),
        Some('e') | None => {}
        Some(last) => stem.push(last),
    }
    stem
}

fn without_ending(word: &str) -> &str {
    let cut =
        |ending: &str, least: usize| word.strip_suffix(ending).filter(|bare| least <= bare.len());
    if let Some(bare) = word.strip_suffix("ies").filter(|bare| 2 < bare.len()) {
        return &word[..=bare.len()];
    }
    if word.ends_with("ss") || word.ends_with("us") {
        return word;
    }
    cut("ing", 3)
        .or_else(|| cut("ed", 3))
        .or_else(|| cut("ly", 5))
        .or_else(|| cut("ships", 5))
        .or_else(|| cut("ship", 5))
        .or_else(|| cut("s", 3))
        .unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn forms_of_a_word_share_a_stem() {
        for pair in [
            ["benefitted", "benefited"],
            ["agreements", "agreement"],
            ["resumed", "resume"],
            ["supplies", "supply"],
            ["7th", "7"],
            ["relationship", "relations"],
        ] {
            assert_eq!(stem(pair[0]), stem(pair[1]));
        }
        assert_ne!(stem("gas"), stem("ga"));
    }

    #[test]
    fn numbers_in_words_are_numbers() {
        let language = rapporteur_language::Language::english();
        let mut vocabulary = Vocabulary::default();
        let words = vocabulary.add("Seven of 1,200 ships’ crews", &language.collation);
        assert_eq!(vocabulary.text(words[0].stem), "7");
        assert_eq!(vocabulary.text(words[2].norm), "1200");
        assert_eq!(words.len(), 5);
    }

    proptest! {
        #[test]
        fn every_word_slices_the_text(text in ".{0,80}") {
            for span in split(&text) {
                prop_assert!(text.get(span.range()).is_some_and(|word| !word.is_empty()));
                let _ = stem(&normal(&text[span.range()]));
            }
        }
    }
}
