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

/// A vector of each word, by which the network told what it is.
#[derive(Clone, Debug, Default)]
pub(crate) struct States {
    width: usize,
    values: Vec<f32>,
}

impl States {
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
        let states = States {
            width: language.network().shape.width,
            values: std::mem::take(&mut reading.states),
        };
        (names.collect(), states)
    })
}

fn tag<T: Copy>(all: &[T], number: u8) -> Option<T> {
    all.get(usize::from(number)).copied()
}

#[cfg(test)]
mod tests {
    use super::features::feature_rows;
    use super::{Deprel, KINDS, Language, Upos};
    use crate::tag::tag;
    use rapporteur_text::{Imprint, Mask, Report};

    #[test]
    fn the_embedded_network_fits_its_features_and_tags() {
        let shape = Language::english().network().shape;
        assert_eq!(shape.features, feature_rows());
        assert_eq!(shape.tags, Upos::ALL.len());
        assert_eq!(shape.relations, Deprel::ALL.len());
        assert_eq!(shape.names, 1 + 4 * KINDS.len());
    }

    #[test]
    fn a_plain_sentence_is_tagged_and_parsed() {
        let text = "The minister said that two ferries would sail from Lima on Friday.";
        let report = Report::new(None, "a".into(), text.into(), Imprint::default());
        let (marks, _) = tag(&report, &Mask::default(), Language::english());
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
