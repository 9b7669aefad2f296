//! Syntax from raw text: sentences, tokens, words, parts of speech, lemmas
//! and dependencies.
//!
//! Input: the dev part of `ud-ewt` (Silveira et al. 2014) and a held-out
//! fifth of `gum` (Zeldes 2017; the files whose name's FNV-1a hash is a
//! multiple of five, on which nothing may be trained). Output: the F1 of each
//! as the scorer of the `CoNLL` 2018 shared task defines it (Zeman et al. 2018):
//! a unit is right when its span is, white space left aside; what is told of
//! a word counts when the word is right, and a dependency when its head is
//! the word that the head of the gold word is. Relations are compared without
//! their subtypes.

use std::collections::BTreeMap;
use std::path::Path;

use rapporteur_language::{Language, lemma};
use rapporteur_mark::syntax_learning::surface;
use rapporteur_text::{Imprint, Marks, Mask, Report, Span, Word};

use crate::conllu::{self, Document};
use crate::score::{Score, Tally};

/// Scores both sets.
pub(super) fn evaluate(data: &Path, language: &Language) -> anyhow::Result<Vec<Score>> {
    let mut scores = counts(&conllu::ewt_dev(data)?, language).scores("syntax.ewt");
    if data.join("gum").is_dir() {
        scores.extend(counts(&conllu::gum_held_out(data)?, language).scores("syntax.gum"));
    }
    Ok(scores)
}

fn counts(documents: &[Document], language: &Language) -> Counts {
    let mut counts = Counts::default();
    for document in documents {
        let report = Report::new(
            None,
            document.name.clone(),
            document.text.clone(),
            Imprint::default(),
        );
        let (mask, imprint) = (Mask::default(), Imprint::default());
        let marks = rapporteur_mark::mark(&report, &mask, &imprint, language);
        counts.add(document, &marks);
    }
    counts
}

#[derive(Default)]
struct Counts {
    sentences: Tally,
    tokens: Tally,
    words: Tally,
    upos: Tally,
    lemmas: Tally,
    /// Lemmas told by the gold part of speech of gold words.
    lemmas_of_gold: Tally,
    uas: Tally,
    las: Tally,
}

impl Counts {
    fn add(&mut self, document: &Document, marks: &Marks) {
        let gold = document.sentences.iter();
        let sentences: Vec<Span> = gold.clone().map(conllu::Sentence::span).collect();
        let tokens: Vec<Span> = gold.clone().flat_map(|it| it.tokens.clone()).collect();
        let spans = gold.clone().flat_map(|it| it.words.iter());
        let words: Vec<Span> = spans.map(|it| it.span).collect();
        self.sentences.add(compared(&sentences, &marks.sentences));
        self.tokens
            .add(compared(&tokens, &surface(&document.text, marks)));
        let found: Vec<Span> = marks.words.iter().map(|it| it.span).collect();
        let tally = compared(&words, &found);
        self.words.add(tally);
        for told in [
            &mut self.upos,
            &mut self.lemmas,
            &mut self.uas,
            &mut self.las,
        ] {
            told.add(Tally { right: 0, ..tally });
        }
        self.tell(document, marks);
    }

    /// Counts what is told rightly of the words that are right.
    fn tell(&mut self, document: &Document, marks: &Marks) {
        let places = marks.words.iter().map(|it| (it.span, it));
        let found: BTreeMap<Span, &Word> = places.collect();
        for sentence in &document.sentences {
            for word in &sentence.words {
                let form = &document.text[word.span.range()];
                let names = |upos| word.lemma == "_" || lemma(form, upos) == word.lemma;
                let right = usize::from(names(word.upos));
                self.lemmas_of_gold.add(Tally {
                    right,
                    found: 1,
                    gold: 1,
                });
                let Some(told) = found.get(&word.span) else {
                    continue;
                };
                self.upos.right += usize::from(told.upos == word.upos);
                self.lemmas.right += usize::from(names(told.upos));
                let head = told.head.and_then(|it| marks.words.get(it as usize));
                let attached =
                    head.map(|it| it.span) == word.head.map(|it| sentence.words[it].span);
                let related = told.deprel.universal() == word.deprel.universal();
                self.uas.right += usize::from(attached);
                self.las.right += usize::from(attached && related);
            }
        }
    }

    fn scores(&self, set: &str) -> Vec<Score> {
        let all = [
            ("sentences", self.sentences),
            ("tokens", self.tokens),
            ("words", self.words),
            ("upos", self.upos),
            ("lemmas", self.lemmas),
            ("lemmas-of-gold", self.lemmas_of_gold),
            ("uas", self.uas),
            ("las", self.las),
        ];
        let score = |(name, tally): (&str, Tally)| {
            Score::new(format!("{set}.{name}.f1"), tally.f1(), tally.gold)
        };
        all.into_iter().map(score).collect()
    }
}

/// How many spans two sorted lists share.
fn compared(gold: &[Span], found: &[Span]) -> Tally {
    Tally {
        right: found
            .iter()
            .filter(|it| gold.binary_search(it).is_ok())
            .count(),
        found: found.len(),
        gold: gold.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rapporteur_text::{Deprel, Upos};

    fn word(span: Span, upos: Upos, head: Option<usize>, deprel: Deprel) -> conllu::Word {
        conllu::Word {
            span,
            lemma: "_".to_owned(),
            upos,
            head,
            deprel,
        }
    }

    #[test]
    fn a_dependency_is_right_with_its_head_and_universal_relation() {
        let spans = [Span::new(0, 2), Span::new(3, 5)];
        let document = Document {
            text: "we go".to_owned(),
            sentences: vec![conllu::Sentence {
                tokens: spans.to_vec(),
                words: vec![
                    word(spans[0], Upos::Pron, Some(1), Deprel::NsubjPass),
                    word(spans[1], Upos::Verb, None, Deprel::Root),
                ],
            }],
            ..Document::default()
        };
        let mut marks = Marks {
            sentences: vec![Span::new(0, 5)],
            words: spans.map(Word::at).to_vec(),
            ..Marks::default()
        };
        (marks.words[0].head, marks.words[0].deprel) = (Some(1), Deprel::Nsubj);
        let mut counts = Counts::default();
        counts.add(&document, &marks);
        assert_eq!((counts.las.right, counts.uas.right), (2, 2));
        assert_eq!((counts.upos.right, counts.words.right), (0, 2));
        marks.words[0].head = None;
        let mut counts = Counts::default();
        counts.add(&document, &marks);
        assert_eq!((counts.las.right, counts.las.gold), (1, 2));
    }
}
