//! What training needs to see of the syntax step: sentences, tokens and words
//! as marking cuts them, before anything else is known of them.

use rapporteur_language::Language;
use rapporteur_text::{Imprint, Marks, Mask, Report, Span, TokenKind, Word};

use super::{cut, laid_out, paragraph, sentence};

pub use super::syntax::features::{
    AFFIXES, BESIDE, FLAGS, FORMS, PIECES, Page, SHAPES, feature_rows, features,
};
pub use super::syntax::{KINDS, MODEL};

/// One sentence as it is cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands.
    pub span: Span,
    /// Its words, in order; each lies in one token.
    pub words: Vec<Span>,
}

/// The sentences of a whole text, with their words.
pub fn words(text: &str) -> Vec<Sentence> {
    let language = Language::english();
    let report = Report::new(None, String::new(), text.to_owned(), Imprint::default());
    let mut marks = laid_out(&report, &Mask::default(), language);
    cut(text, &mut marks, language);
    let mut words = marks.words.iter().map(|it| it.span).peekable();
    let sentence = |&span: &Span| Sentence {
        span,
        words: std::iter::from_fn(|| words.next_if(|it| it.end() <= span.end())).collect(),
    };
    marks.sentences.iter().map(sentence).collect()
}

/// The words of one stretch of `text` that is known to be a sentence.
pub fn words_of(text: &str, sentence: Span) -> Vec<Span> {
    let mut marks = Marks {
        sentences: vec![sentence],
        ..Marks::default()
    };
    cut(text, &mut marks, Language::english());
    marks.words.iter().map(|it| it.span).collect()
}

/// A blank of which no rule tells whether a sentence ends there.
#[derive(Clone, Debug)]
pub struct Blank {
    /// What speaks for and against it.
    pub features: Vec<u64>,
    /// Whether a sentence ends there.
    pub ends: bool,
}

/// The blanks of `text` of which no rule tells, with whether a sentence ends
/// there, as `is_end` says of the byte before it.
pub fn blanks(text: &str, is_end: impl Fn(usize) -> bool) -> Vec<Blank> {
    let language = Language::english();
    let mut blanks = Vec::new();
    let whole = Span::new(0, text.len());
    for paragraph in paragraph::paragraphs(text, &[whole]) {
        let mut sentences = Vec::new();
        sentence::split(text, paragraph, language, &mut sentences, |at, it| {
            blanks.push(Blank {
                features: it.to_vec(),
                ends: is_end(at),
            });
            is_end(at)
        });
    }
    blanks
}

/// The surface tokens that treebanks count: the words, with those that were
/// contracted ("do|n't", "can|not") joined again.
pub fn surface(text: &str, marks: &Marks) -> Vec<Span> {
    let mut tokens: Vec<Span> = Vec::with_capacity(marks.words.len());
    for &Word { span, .. } in &marks.words {
        match tokens.last_mut() {
            Some(last) if last.end() == span.start() && contracts(text, marks, *last, span) => {
                *last = last.cover(span);
            }
            _ => tokens.push(span),
        }
    }
    tokens
}

/// Whether two words that touch are one surface token.
fn contracts(text: &str, marks: &Marks, before: Span, word: Span) -> bool {
    let tokens = &marks.tokens;
    let at = tokens.partition_point(|it| it.span.end() <= word.start());
    let clitic = tokens
        .get(at)
        .is_some_and(|it| it.kind == TokenKind::Clitic && it.span == word);
    let letters = text[before.range()].ends_with(char::is_alphabetic)
        && text[word.range()].starts_with(char::is_alphabetic);
    clitic || letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_dealt_to_their_sentences() {
        let text = "It can’t be well-known. We cannot go.\n\nEnd";
        let sentences = words(text);
        let forms: Vec<Vec<&str>> = sentences
            .iter()
            .map(|it| it.words.iter().map(|it| &text[it.range()]).collect())
            .collect();
        assert_eq!(
            forms,
            [
                vec!["It", "ca", "n’t", "be", "well", "-", "known", "."],
                vec!["We", "can", "not", "go", "."],
                vec!["End"],
            ]
        );
        assert_eq!(words_of(text, sentences[1].span), sentences[1].words);
    }
}
