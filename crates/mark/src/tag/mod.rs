//! Sentences, tokens, words, names and who they are.
//!
//! Input: a report, its mask, a language. Output: [`Marks`] with paragraphs,
//! sentences, tokens, words and entities. What always holds: a word lies in
//! one token, a token in one sentence, a sentence in one paragraph, a
//! paragraph in no cut; every list is sorted and disjoint.

use std::ops::Range;

use rapporteur_language::Language;
use rapporteur_text::{Entity, EntityKind, Marks, Mask, Report, Span, Token};

use name::{Named, Words};

mod address;
mod body;
mod entity;
pub mod learning;
mod marks;
mod name;
mod nominal;
mod office;
mod paragraph;
mod person;
mod pronoun;
mod refer;
mod role;
mod sentence;
#[cfg(test)]
mod stories;
mod syntax;
pub mod teaching;
mod token;
mod unmarked;
mod word;

pub(crate) use syntax::States;

/// Fills paragraphs, sentences, tokens, words and entities.
pub(crate) fn tag(report: &Report, mask: &Mask, language: &Language) -> (Marks, States) {
    let text = report.text();
    let mut marks = laid_out(report, mask, language);
    cut(text, &mut marks, language);
    let (named, states) = syntax::read(text, &marks.sentences, &mut marks.words, language);
    let named = name::on_tokens(text, &named, &mut marks, language);
    (linked(report, marks, &named, language), states)
}

/// As [`tag`], with names that are known.
pub(crate) fn tag_with_names(
    report: &Report,
    mask: &Mask,
    language: &Language,
    known: &[(Span, EntityKind)],
) -> (Marks, States) {
    let text = report.text();
    let mut marks = laid_out(report, mask, language);
    cut(text, &mut marks, language);
    let (_, states) = syntax::read(text, &marks.sentences, &mut marks.words, language);
    let named = given(&marks, known);
    (linked(report, marks, &named, language), states)
}

/// Fills the entities that `named` make.
fn linked(report: &Report, mut marks: Marks, named: &[Named], language: &Language) -> Marks {
    let words = words(report, &marks.tokens, language);
    let sentences = office::token_ranges(&marks.sentences, &marks.tokens);
    marks.entities = entities(words, &marks.paragraphs, &sentences, named);
    marks
}

/// Names that are known, as tokens; of two that overlap, the first.
fn given(marks: &Marks, known: &[(Span, EntityKind)]) -> Vec<Named> {
    let mut named: Vec<Named> = known
        .iter()
        .map(|&(span, kind)| Named {
            tokens: marks.tokens_in(span),
            kind,
        })
        .filter(|it| !it.tokens.is_empty())
        .collect();
    named.sort_by_key(|it| (it.tokens.start, it.tokens.end));
    named.dedup_by(|next, last| next.tokens.start < last.tokens.end);
    named
}

fn words<'a>(report: &'a Report, tokens: &'a [Token], language: &'a Language) -> Words<'a> {
    Words {
        text: report.text(),
        tokens,
        language,
    }
}

/// Fills paragraphs and sentences.
pub(crate) fn laid_out(report: &Report, mask: &Mask, language: &Language) -> Marks {
    let text = report.text();
    let paragraphs = paragraph::paragraphs(text, &mask.kept(text.len()));
    let mut sentences = Vec::with_capacity(text.len() / 100);
    for &paragraph in &paragraphs {
        sentence::sentences(text, paragraph, language, &mut sentences);
    }
    Marks {
        paragraphs,
        sentences,
        ..Marks::default()
    }
}

/// Fills tokens and words, sentence by sentence.
fn cut(text: &str, marks: &mut Marks, language: &Language) {
    marks.tokens.reserve(text.len() / 5);
    marks.words.reserve(text.len() / 5);
    for &sentence in &marks.sentences {
        let from = marks.tokens.len();
        token::tokens(text, sentence, &language.punctuation, &mut marks.tokens);
        word::words(text, &marks.tokens[from..], &mut marks.words);
    }
}

fn entities(
    words: Words<'_>,
    paragraphs: &[Span],
    sentences: &[Range<usize>],
    named: &[Named],
) -> Vec<Entity> {
    let mut linker = entity::Linker::new(words, sentences, named);
    linker.link();
    refer::refer(&mut linker, paragraphs, &mut refer::Learnt(words.language));
    linker.finish()
}

#[cfg(test)]
mod tests {
    use super::tag;
    use proptest::prelude::*;
    use rapporteur_language::Language;
    use rapporteur_text::{Cut, Imprint, Mask, Report, Span};

    fn report(text: &str) -> Report {
        Report::new(None, "test".into(), text.into(), Imprint::default())
    }

    proptest! {
        #[test]
        fn everything_slices_nests_and_stays_in_order(
            text in "([A-Z][a-z]{0,6}|[a-z' ]{0,8}|[.!?…]|[“”\"'’`]|\\n|\\n\\n|[0-9,.%$-]{1,5}|\\PC){0,60}"
        ) {
            let report = report(&text);
            let marks = tag(&report, &Mask::default(), Language::english()).0;
            for list in [&marks.paragraphs, &marks.sentences] {
                prop_assert!(list.windows(2).all(|pair| pair[0].end() <= pair[1].start()));
            }
            let tokens = &marks.tokens;
            prop_assert!(tokens.windows(2).all(|pair| pair[0].span.end() <= pair[1].span.start()));
            for token in tokens {
                prop_assert!(!report.slice(token.span).is_empty());
                let sentence = marks.sentence_at(token.span.start());
                prop_assert!(sentence.is_some_and(|sentence| sentence.contains(token.span)));
            }
            let mut words = marks.words.iter().map(|it| it.span);
            for token in tokens {
                let mut at = token.span.start();
                while at < token.span.end() {
                    let word = words.next().expect("words cover every token");
                    prop_assert_eq!(word.start(), at);
                    prop_assert!(!report.slice(word).is_empty());
                    at = word.end();
                }
                prop_assert_eq!(at, token.span.end());
            }
            prop_assert!(words.next().is_none());
            for &sentence in &marks.sentences {
                let paragraph = marks.paragraph_at(sentence.start());
                prop_assert!(paragraph.is_some_and(|paragraph| paragraph.contains(sentence)));
            }
        }
    }

    #[test]
    fn a_cut_amid_a_line_parts_two_paragraphs() {
        let report = report("She agreed.push(); Then they left.");
        let mask = Mask::new(vec![(Span::new(11, 18), Cut::Script)]).expect("one cut");
        let marks = tag(&report, &mask, Language::english()).0;
        let sentences: Vec<_> = marks.sentences.iter().map(|&it| report.slice(it)).collect();
        assert_eq!(sentences, ["She agreed.", "Then they left."]);
    }

    #[test]
    fn an_empty_report_has_nothing() {
        let marks = tag(&report(""), &Mask::default(), Language::english()).0;
        assert!(marks.paragraphs.is_empty() && marks.tokens.is_empty());
    }
}
