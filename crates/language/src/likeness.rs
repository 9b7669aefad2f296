//! How alike in meaning two sentences are, as people judge headlines.
//!
//! Input: two texts. Output: a number that is about 0 for texts that have
//! nothing to do with one another and 1 for two that mean the same. What always
//! holds: the order of the two makes no difference; the same texts give the
//! same number.
//!
//! A sum of a few [`features`], with the weights of `data/likeness.toml`: how
//! the vectors of the texts agree, how each word finds one like it on the
//! other side, which words, letters and numbers are the very same. Learnt by
//! ridge regression on headlines of one year (`cargo xtask train --only
//! likeness`); another year is kept back (`cargo xtask evaluate --only
//! meaning`).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::wordpiece::Piece;
use crate::{Collation, Meaning, Vectors};

/// What two texts have in common, in numbers between 0 and about 1.
pub const FEATURES: [&str; 9] = [
    "words-near",
    "words-same",
    "word-alone",
    "letters",
    "pairs",
    "numbers-differ",
    "numbers-same",
    "names",
    "vectors",
];

/// The weights of the features.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Likeness {
    /// What texts without anything in common have.
    pub base: f64,
    /// The weight of each feature, by its name.
    pub weights: BTreeMap<String, f64>,
}

static ENGLISH: LazyLock<(Likeness, Collation)> = LazyLock::new(|| {
    let learnt = toml::from_str(include_str!("../data/likeness.toml"));
    let learnt = learnt.expect("data/likeness.toml is parsed by a test");
    (learnt, Collation::embedded())
});

/// How alike in meaning two sentences are.
pub fn likeness(a: &str, b: &str) -> f64 {
    let (learnt, _) = &*ENGLISH;
    let features = features(a, b).into_iter().zip(FEATURES);
    let weight = |name| learnt.weights.get(name).copied().unwrap_or(0.0);
    learnt.base
        + features
            .map(|(value, name)| value * weight(name))
            .sum::<f64>()
}

/// What two texts have in common, in the order of [`FEATURES`].
pub fn features(a: &str, b: &str) -> [f64; FEATURES.len()] {
    let (x, y) = (Words::new(a), Words::new(b));
    let likes: Vec<Vec<f64>> = x.content.iter().map(|one| y.like(one)).collect();
    let best_x: Vec<f64> = likes
        .iter()
        .map(|row| greatest(row.iter().copied()))
        .collect();
    let best_y: Vec<f64> = (0..y.content.len())
        .map(|at| greatest(likes.iter().map(|row| row[at])))
        .collect();
    let near = f64::midpoint(x.share(&best_x), y.share(&best_y));
    let same = |best: &[f64]| -> Vec<f64> { best.iter().map(|it| it.trunc()).collect() };
    let vectors = Vectors::english();
    let vectors = f64::from(vectors.similarity(a, b));
    let differ = !x.numbers.is_empty() && !y.numbers.is_empty() && x.numbers != y.numbers;
    let agree = !x.numbers.is_empty() && x.numbers == y.numbers;
    [
        near * near,
        f64::midpoint(x.share(&same(&best_x)), y.share(&same(&best_y))),
        f64::midpoint(x.alone(&best_x), y.alone(&best_y)),
        cosine(&x.letters(), &y.letters()),
        dice(&x.pairs(), &y.pairs()),
        f64::from(u8::from(differ)),
        f64::from(u8::from(agree)),
        overlap(&names(a), &names(b)),
        vectors * vectors,
    ]
}

/// One word that carries content.
struct Content {
    word: String,
    weight: f64,
    meaning: Meaning,
}

struct Words {
    all: Vec<String>,
    content: Vec<Content>,
    numbers: BTreeSet<String>,
}

impl Words {
    fn new(text: &str) -> Self {
        let folded = text.to_lowercase().replace('’', "'");
        let words = folded.split(|letter: char| !letter.is_alphanumeric());
        let all: Vec<String> = words
            .filter(|it| !it.is_empty())
            .map(str::to_owned)
            .collect();
        let function = &ENGLISH.1.function;
        let mut content: Vec<&String> = all.iter().filter(|it| !function.contains(*it)).collect();
        if content.is_empty() {
            content = all.iter().collect();
        }
        Self {
            content: content.into_iter().map(|word| weighed(word)).collect(),
            numbers: all.iter().filter(|it| is_number(it)).cloned().collect(),
            all,
        }
    }

    /// How like a word each word of content is: 1 for the same, 0 between a
    /// number and anything else.
    fn like(&self, one: &Content) -> Vec<f64> {
        let like = |other: &Content| {
            if one.word == other.word || stem(&one.word) == stem(&other.word) {
                1.0
            } else if is_number(&one.word) || is_number(&other.word) {
                0.0
            } else {
                // Less than what is the same.
                f64::from(one.meaning.similarity(&other.meaning)).clamp(0.0, 0.999)
            }
        };
        self.content.iter().map(like).collect()
    }

    /// The weighed mean of a value for each word of content.
    fn share(&self, values: &[f64]) -> f64 {
        let all: f64 = self.content.iter().map(|it| it.weight).sum();
        let sum = self
            .content
            .iter()
            .zip(values)
            .map(|(it, value)| it.weight * value);
        if 0.0 < all {
            sum.sum::<f64>() / all
        } else {
            0.0
        }
    }

    /// The weight of the word that least finds one like it.
    fn alone(&self, best: &[f64]) -> f64 {
        let alone = self
            .content
            .iter()
            .zip(best)
            .map(|(it, best)| it.weight * (1.0 - best));
        greatest(alone)
    }

    /// Runs of three letters, words parted by blanks.
    fn letters(&self) -> BTreeMap<[char; 3], f64> {
        let text: Vec<char> = format!(" {} ", self.all.join(" ")).chars().collect();
        let mut counts = BTreeMap::new();
        for run in text.windows(3) {
            *counts.entry([run[0], run[1], run[2]]).or_default() += 1.0;
        }
        counts
    }

    fn pairs(&self) -> BTreeSet<(&str, &str)> {
        self.all
            .windows(2)
            .map(|it| (it[0].as_str(), it[1].as_str()))
            .collect()
    }
}

fn weighed(word: &str) -> Content {
    let vectors = Vectors::english();
    let mut weight: Option<f32> = None;
    vectors.pieces().pieces(word, |piece| {
        if piece != Piece::UNKNOWN {
            weight = Some(weight.unwrap_or(0.0).max(vectors.weight(piece)));
        }
    });
    Content {
        word: word.to_owned(),
        weight: f64::from(weight.unwrap_or(1.0)),
        meaning: Meaning::of(vectors.vector(word)),
    }
}

fn is_number(word: &str) -> bool {
    word.chars().all(|letter| letter.is_ascii_digit())
}

/// A word without the endings of number and tense.
fn stem(word: &str) -> &str {
    let cut = |ending: &str| word.strip_suffix(ending).filter(|bare| 3 <= bare.len());
    let endings = ["ing", "ed", "es", "s"];
    endings.into_iter().find_map(cut).unwrap_or(word)
}

/// Words that begin with a capital, in small letters.
fn names(text: &str) -> BTreeSet<String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    let named = words.filter(|it| 1 < it.chars().count() && it.starts_with(char::is_uppercase));
    named.map(str::to_lowercase).collect()
}

fn greatest(values: impl Iterator<Item = f64>) -> f64 {
    values.fold(0.0, f64::max)
}

/// The share of the lesser set that both have; half where one has none.
fn overlap(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    match a.len().min(b.len()) {
        0 => 0.5,
        lesser => a.intersection(b).count() as f64 / lesser as f64,
    }
}

fn dice<T: Ord>(a: &BTreeSet<T>, b: &BTreeSet<T>) -> f64 {
    2.0 * a.intersection(b).count() as f64 / (a.len() + b.len()).max(1) as f64
}

fn cosine<K: Ord>(a: &BTreeMap<K, f64>, b: &BTreeMap<K, f64>) -> f64 {
    let length = |it: &BTreeMap<K, f64>| it.values().map(|value| value * value).sum::<f64>();
    let both = a
        .iter()
        .filter_map(|(key, value)| Some(value * b.get(key)?));
    let lengths = (length(a) * length(b)).sqrt();
    if 0.0 < lengths {
        both.sum::<f64>() / lengths
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wordings_of_one_thing_are_more_alike_than_two_things() {
        let near = likeness(
            "Fire kills 31 at cloth market",
            "31 dead in cloth market fire",
        );
        let other = likeness("Fire kills 31 at cloth market", "Fire kills 4 in warehouse");
        let far = likeness(
            "Fire kills 31 at cloth market",
            "Shares fall as bank reports loss",
        );
        assert!(
            other + 0.1 < near && far + 0.1 < other,
            "{near} {other} {far}"
        );
    }

    #[test]
    fn the_order_of_the_two_makes_no_difference() {
        let (a, b) = (
            "Two ministers met in Verra",
            "A meeting in Verra of ministers",
        );
        assert!((likeness(a, b) - likeness(b, a)).abs() < 1e-9);
        assert!(likeness("", "…").is_finite());
    }

    #[test]
    fn every_feature_has_a_weight_and_no_weight_lacks_one() {
        let known: BTreeSet<&str> = FEATURES.into_iter().collect();
        let weighed: BTreeSet<&str> = ENGLISH.0.weights.keys().map(String::as_str).collect();
        assert_eq!(known, weighed);
    }
}
