//! Parts of speech, dependencies and names, by a network.
//!
//! Input: the words of a report, in sentences. Output: what each word is and
//! hangs on, and which words are names. What always holds: a sentence is a
//! tree, or a row of trees where it is longer than the network reads at once;
//! names are disjoint and in order; the result of a sentence depends on its
//! report alone.

use std::cell::RefCell;
use std::ops::Range;

use rapporteur_language::Language;
use rapporteur_network::{Reading, Words as Rows};
use rapporteur_text::{Deprel, EntityKind, Span, Upos, Word};

pub(super) mod features;

use features::{Page, features};

/// What the network calls names, in the order of its labels.
pub const KINDS: [EntityKind; 7] = [
    EntityKind::Person,
    EntityKind::Organisation,
    EntityKind::Location,
    EntityKind::Group,
    EntityKind::Facility,
    EntityKind::Product,
    EntityKind::Other,
];

/// The file of the network, among the data of the language.
pub const MODEL: &str = "tag/network.bin";

/// A vector of each word, by which the network told what it is, and what was
/// given of the word beside its features.
#[derive(Clone, Debug, Default)]
pub(crate) struct States {
    width: usize,
    values: Vec<f32>,
}

impl States {
    fn of_words(language: &Language, reading: &mut Reading, rows: &Rows) -> Self {
        let shape = language.network().shape;
        let states = std::mem::take(&mut reading.states);
        let width = shape.width + shape.base;
        if shape.base == 0 {
            let values = states;
            return Self { width, values };
        }
        let mut values = Vec::with_capacity(states.len() / shape.width * width);
        let given = rows.base.chunks_exact(shape.base);
        for (own, given) in states.chunks_exact(shape.width).zip(given) {
            values.extend_from_slice(own);
            values.extend_from_slice(given);
        }
        Self { width, values }
    }

    /// That of the word `at`; empty when there is none.
    pub(crate) fn of(&self, at: usize) -> &[f32] {
        let range = at * self.width..(at + 1) * self.width;
        self.values.get(range).unwrap_or_default()
    }
}

/// A name: what it names, and its words.
pub(super) type NamedWords = (EntityKind, Range<usize>);

thread_local! {
    /// Memory of the last report, for the next one on this thread.
    static DESK: RefCell<(Rows, Reading)> = RefCell::default();
}

/// Tells of `words`, whose sentences are `sentences`, what they are and hang
/// on; gives the names, and what it all was told by.
pub(super) fn read(
    text: &str,
    sentences: &[Span],
    words: &mut [Word],
    language: &Language,
) -> (Vec<NamedWords>, States) {
    let spans: Vec<Span> = words.iter().map(|it| it.span).collect();
    let mut end = 0;
    let ranges: Vec<Range<usize>> = sentences
        .iter()
        .map(|sentence| {
            let start = end;
            end += spans[start..].partition_point(|it| it.end() <= sentence.end());
            start..end
        })
        .collect();
    let page = Page {
        text,
        words: &spans,
        sentences: &ranges,
        language,
    };
    DESK.with_borrow_mut(|(rows, reading)| {
        features(page, rows);
        reading.read(language.network(), rows);
        for (at, word) in words.iter_mut().enumerate() {
            word.upos = tag(Upos::ALL, reading.tags[at]).unwrap_or(Upos::X);
            word.deprel = tag(Deprel::ALL, reading.relations[at]).unwrap_or(Deprel::Dep);
            word.head = Some(reading.heads_of[at]).filter(|&it| it != u32::MAX);
        }
        let names = reading.names.iter();
        let names = names.filter_map(|(kind, words)| Some((tag(&KINDS, *kind)?, words.clone())));
        let names = names.collect();
        (names, States::of_words(language, reading, rows))
    })
}

fn tag<T: Copy>(all: &[T], number: u8) -> Option<T> {
    all.get(usize::from(number)).copied()
}

#[cfg(test)]
mod tests {
    use super::features::{BESIDE, feature_rows};
    use super::{Deprel, KINDS, Language, Upos};
    use crate::tag::tag;
    use rapporteur_text::{Imprint, Marks, Mask, Report};

    #[test]
    fn the_embedded_networks_fit_their_features_and_tags() {
        let fast = Language::english().network().shape;
        assert_eq!(fast.features, feature_rows());
        let accurate = Language::accurate_english().network().shape;
        assert_eq!(accurate.features, BESIDE.len());
        for shape in [fast, accurate] {
            assert_eq!(shape.tags, Upos::ALL.len());
            assert_eq!(shape.relations, Deprel::ALL.len());
            assert_eq!(shape.names, 1 + 4 * KINDS.len());
        }
    }

    #[test]
    fn a_plain_sentence_is_tagged_and_parsed() {
        let text = "The minister said that two ferries would sail from Lima on Friday.";
        let report = Report::new(None, "a".into(), text.into(), Imprint::default());
        for language in [Language::english(), Language::accurate_english()] {
            let (marks, _) = tag(&report, &Mask::default(), language);
            is_plain(&report, &marks);
        }
    }

    fn is_plain(report: &Report, marks: &Marks) {
        let word = |form: &str| {
            let at = marks
                .words
                .iter()
                .position(|it| report.slice(it.span) == form);
            at.unwrap_or_else(|| panic!("no {form}"))
        };
        let of = |form: &str| marks.words[word(form)];
        assert_eq!(of("said").upos, Upos::Verb);
        assert_eq!(of("said").head, None);
        assert_eq!(of("minister").deprel, Deprel::Nsubj);
        assert_eq!(of("minister").head, Some(word("said") as u32));
        assert_eq!(of("sail").deprel, Deprel::Ccomp);
        assert_eq!(of("ferries").head, Some(word("sail") as u32));
        assert_eq!(of("Lima").upos, Upos::Propn);
    }
}
