//! What a full stop may mean: abbreviations, words that start sentences, and
//! a model of the ends that no full stop marks.
//!
//! Input: `data/tag/abbreviations.txt`, `data/tag/openers.txt` and
//! `data/tag/sentences.model`. What always holds: lookups take no allocation
//! and depend on letter case.

use std::collections::{HashMap, HashSet};

use crate::chain::{Chain, LABELS};

/// How a dot after an abbreviation reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dot {
    /// A name or a number follows; it never ends a sentence.
    Before,
    /// An abbreviation only when a digit follows.
    Number,
    /// It ends a sentence only when the next word usually starts one.
    Either,
}

/// Abbreviations, sentence openers and unmarked ends.
#[derive(Debug)]
pub struct Punctuation {
    abbreviations: HashMap<&'static str, Dot, foldhash::fast::FixedState>,
    openers: HashSet<&'static str, foldhash::fast::FixedState>,
    unmarked: Chain,
}

impl Punctuation {
    /// The lists that are built in.
    pub(crate) fn embedded() -> Self {
        Self {
            abbreviations: abbreviations(include_str!("../data/tag/abbreviations.txt")),
            openers: entries(include_str!("../data/tag/openers.txt"))
                .flat_map(str::split_whitespace)
                .collect(),
            unmarked: Chain::read(include_bytes!("../data/tag/sentences.model"))
                .expect("the model is read by a test"),
        }
    }

    /// Whether a sentence ends at a blank with the `features`, where no full
    /// stop tells.
    pub fn ends_unmarked(&self, features: &[u64]) -> bool {
        let mut sums = [0; LABELS];
        for &feature in features {
            self.unmarked.add(feature, &mut sums);
        }
        sums[0] < sums[1]
    }

    /// How the dot after `word` reads; `None` when it is no abbreviation.
    pub fn dot(&self, word: &str) -> Option<Dot> {
        self.abbreviations.get(word).copied()
    }

    /// Whether a capitalised `word` starts a sentence far more often than a
    /// name.
    pub fn is_opener(&self, word: &str) -> bool {
        self.openers.contains(word)
    }
}

fn abbreviations(file: &'static str) -> HashMap<&'static str, Dot, foldhash::fast::FixedState> {
    entries(file)
        .filter_map(|line| line.split_once(':'))
        .filter_map(|(dot, words)| Some((reading(dot)?, words)))
        .flat_map(|(dot, words)| words.split_whitespace().map(move |word| (word, dot)))
        .collect()
}

fn reading(word: &str) -> Option<Dot> {
    match word {
        "before" => Some(Dot::Before),
        "number" => Some(Dot::Number),
        "either" => Some(Dot::Either),
        _ => None,
    }
}

/// The lines of a data file that are neither empty nor comments, trimmed.
pub(crate) fn entries(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_abbreviations_says_how_its_dot_reads() {
        for line in entries(include_str!("../data/tag/abbreviations.txt")) {
            let dot = line.split_once(':').map(|(dot, _)| dot);
            assert!(dot.is_some_and(|dot| reading(dot).is_some()), "{line}");
        }
    }

    #[test]
    fn titles_take_a_name_and_months_may_end_a_sentence() {
        let lists = Punctuation::embedded();
        assert_eq!(lists.dot("Gen"), Some(Dot::Before));
        assert_eq!(lists.dot("Dec"), Some(Dot::Either));
        assert_eq!(lists.dot("word"), None);
        assert!(lists.is_opener("Meanwhile"));
    }
}
