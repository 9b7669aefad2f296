//! What simple methods score on the same sets, in the same run.
//!
//! Stories: TF-IDF and average linkage (UPGMA, by nearest-neighbour chains;
//! Murtagh, 1983), cut for each set where B³ F1 is best there, which no user
//! could. Copies: `MinHash` (Broder, 1997) of 128 permutations over 5-grams of
//! words, each pair that it proposes verified by the exact Jaccard index.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;

use rapporteur::text::Report;

use super::copies::plant::EDITS;
use super::{copies, stories};
use crate::score::Score;

/// Places at which the linkage is cut, in one unit of likeness.
const CUTS: u32 = 100;
/// Permutations of a `MinHash` signature.
const PERMUTATIONS: usize = 128;
/// Words of a shingle.
const SHINGLE: usize = 5;
/// Jaccard indices from which a pair counts as copied.
const VERIFIED: [f64; 2] = [0.5, 0.2];
/// How much lower a signature's estimate may be when a pair is verified.
const SLACK: f64 = 0.1;

/// Scores the baselines on every set that is there.
pub(super) fn evaluate(data: &Path) -> anyhow::Result<Vec<Score>> {
    let mut scores = Vec::new();
    for (name, told) in stories::sets(data)? {
        let texts: Vec<String> = told.iter().map(|it| whole(&it.report)).collect();
        let told: Vec<&str> = told.iter().map(|it| it.story.as_str()).collect();
        scores.extend(best_cut(name, &Linkage::of(&texts), &told));
    }
    scores.extend(minhash(data)?);
    Ok(scores)
}

fn whole(report: &Report) -> String {
    let title = report.declared().title.as_ref();
    format!(
        "{}\n{}",
        title.map_or("", |title| title.text.as_str()),
        report.text()
    )
}

/// The words of a text, lower-cased.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    words
        .filter(|it| !it.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// B³ F1 at the cut where it is best.
fn best_cut(name: &str, linkage: &Linkage, told: &[&str]) -> Option<Score> {
    let scored = |cut: u32| {
        let groups = linkage.cut(cut as f32 / CUTS as f32);
        let paired: Vec<(usize, &str)> = groups.into_iter().zip(told.iter().copied()).collect();
        let f1 = stories::scores("", &paired).pop()?;
        Some(Score::new(
            format!("baselines.stories.{name}.f1"),
            f1.value,
            told.len(),
        ))
    };
    let all = (1..CUTS).filter_map(scored);
    all.max_by(|one, other| one.value.total_cmp(&other.value))
}

/// Joins of texts, with the average likeness at which each was made.
struct Linkage {
    joins: Vec<(f32, usize, usize)>,
    count: usize,
}

impl Linkage {
    /// Of texts, by the cosines of their TF-IDF vectors.
    fn of(texts: &[String]) -> Self {
        let count = texts.len();
        let mut likeness = cosines(&vectors(texts), count);
        let mut sizes = vec![1.0_f32; count];
        let mut open: BTreeSet<usize> = (0..count).collect();
        let mut joins = Vec::with_capacity(count);
        let mut chain: Vec<usize> = Vec::new();
        while 1 < open.len() {
            let Some(&last) = chain.last() else {
                chain.extend(open.first());
                continue;
            };
            let before = chain.len().checked_sub(2).map(|at| chain[at]);
            let row = &likeness[last * count..(last + 1) * count];
            // Of equals the one before, so that the chain ends.
            let nearest = open
                .iter()
                .copied()
                .filter(|&it| it != last)
                .max_by(|&one, &other| {
                    let order = row[one].total_cmp(&row[other]);
                    order
                        .then((before == Some(one)).cmp(&(before == Some(other))))
                        .then(other.cmp(&one))
                });
            let Some(nearest) = nearest else { break };
            if before != Some(nearest) {
                chain.push(nearest);
                continue;
            }
            chain.truncate(chain.len() - 2);
            let (keep, gone) = (last.min(nearest), last.max(nearest));
            joins.push((row[nearest], keep, gone));
            open.remove(&gone);
            let (a, b) = (sizes[keep], sizes[gone]);
            for &other in &open {
                let mean = (a * likeness[keep * count + other]
                    + b * likeness[gone * count + other])
                    / (a + b);
                likeness[keep * count + other] = mean;
                likeness[other * count + keep] = mean;
            }
            sizes[keep] += b;
        }
        Self { joins, count }
    }

    /// The group of each text when joins under `least` are undone.
    fn cut(&self, least: f32) -> Vec<usize> {
        let mut group: Vec<usize> = (0..self.count).collect();
        for &(_, keep, gone) in self.joins.iter().filter(|join| least <= join.0) {
            let (from, into) = (group[gone], group[keep]);
            group
                .iter_mut()
                .filter(|it| **it == from)
                .for_each(|it| *it = into);
        }
        group
    }
}

/// Unit TF-IDF vectors, each sorted by term.
fn vectors(texts: &[String]) -> Vec<Vec<(usize, f32)>> {
    let mut terms: HashMap<String, usize> = HashMap::new();
    let mut counted: Vec<BTreeMap<usize, f32>> = Vec::with_capacity(texts.len());
    for text in texts {
        let mut counts = BTreeMap::new();
        for word in words(text) {
            let next = terms.len();
            *counts
                .entry(*terms.entry(word).or_insert(next))
                .or_insert(0.0) += 1.0;
        }
        counted.push(counts);
    }
    let mut holders = vec![0.0_f32; terms.len()];
    counted
        .iter()
        .flat_map(BTreeMap::keys)
        .for_each(|&term| holders[term] += 1.0);
    let all = texts.len() as f32;
    let weighed = |counts: BTreeMap<usize, f32>| {
        let weight = |(term, count): (usize, f32)| {
            (
                term,
                (1.0 + count.ln()) * (((1.0 + all) / (1.0 + holders[term])).ln() + 1.0),
            )
        };
        let mut vector: Vec<(usize, f32)> = counts.into_iter().map(weight).collect();
        let length = vector
            .iter()
            .map(|it| it.1 * it.1)
            .sum::<f32>()
            .sqrt()
            .max(f32::MIN_POSITIVE);
        for it in &mut vector {
            it.1 /= length;
        }
        vector
    };
    counted.into_iter().map(weighed).collect()
}

/// The cosine of each vector with each other, row by row.
fn cosines(vectors: &[Vec<(usize, f32)>], count: usize) -> Vec<f32> {
    let mut holders: HashMap<usize, Vec<(usize, f32)>> = HashMap::new();
    for (text, vector) in vectors.iter().enumerate() {
        for &(term, weight) in vector {
            holders.entry(term).or_default().push((text, weight));
        }
    }
    let mut cosines = vec![0.0; count * count];
    for (row, vector) in cosines.chunks_exact_mut(count.max(1)).zip(vectors) {
        for (term, weight) in vector {
            for &(other, theirs) in &holders[term] {
                row[other] += weight * theirs;
            }
        }
    }
    cosines
}

/// Recall of each kind of planted copy and precision of all, at each index.
fn minhash(data: &Path) -> anyhow::Result<Vec<Score>> {
    let plantation = copies::plantation(data)?;
    let shingles: Vec<HashSet<u64>> = plantation
        .texts
        .iter()
        .map(|(_, text)| shingles(text))
        .collect();
    let signatures: Vec<Vec<u64>> = shingles.iter().map(signature).collect();
    let mut scores = Vec::new();
    for least in VERIFIED {
        let mut found = BTreeSet::new();
        for (a, one) in signatures.iter().enumerate() {
            for (b, other) in signatures.iter().enumerate().skip(a + 1) {
                let agree = one
                    .iter()
                    .zip(other)
                    .filter(|(one, other)| one == other)
                    .count();
                let estimate = agree as f64 / PERMUTATIONS as f64;
                if least - SLACK <= estimate && least <= jaccard(&shingles[a], &shingles[b]) {
                    found.insert((a, b));
                }
            }
        }
        let named = |name: &str| format!("baselines.minhash-{least}.{name}");
        for (kind, (name, _)) in EDITS.iter().enumerate() {
            let (recall, size) = plantation.recall(kind, &found);
            scores.push(Score::new(named(name), recall, size));
        }
        let precision = plantation.precision(&found);
        scores.push(Score::new(
            named("precision"),
            precision.value,
            precision.size,
        ));
    }
    Ok(scores)
}

fn shingles(text: &str) -> HashSet<u64> {
    let words = words(text);
    words
        .windows(SHINGLE)
        .map(|window| hashed(window.join(" ").as_bytes()))
        .collect()
}

/// FNV-1a.
fn hashed(bytes: &[u8]) -> u64 {
    let add = |sum: u64, &byte: &u8| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, add)
}

/// The least hash of a set under each permutation.
fn signature(shingles: &HashSet<u64>) -> Vec<u64> {
    let permuted = |it: u64, by: u64| {
        let mixed =
            (it ^ by.wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        (mixed ^ (mixed >> 29)).wrapping_mul(0x94d0_49bb_1331_11eb)
    };
    let least = |by: u64| shingles.iter().map(|&it| permuted(it, by)).min();
    (1..=PERMUTATIONS as u64)
        .map(|by| least(by).unwrap_or(by))
        .collect()
}

fn jaccard(one: &HashSet<u64>, other: &HashSet<u64>) -> f64 {
    let both = one.intersection(other).count();
    both as f64 / (one.len() + other.len() - both).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn linkage_joins_the_likest_first() {
        let texts = [
            "the ferry ran aground",
            "a ferry ran aground",
            "hail on apple farms",
            "hail on pear farms",
        ];
        let linkage = Linkage::of(&texts.map(str::to_owned));
        assert_eq!(linkage.cut(0.3), [0, 0, 2, 2]);
        assert_eq!(linkage.cut(0.0), [0, 0, 0, 0]);
        assert_eq!(linkage.cut(1.1), [0, 1, 2, 3]);
    }

    #[test]
    fn signatures_estimate_the_jaccard_index() {
        let words = |from: u32| {
            let words: Vec<String> = (from..from + 300).map(|it| format!("w{it}")).collect();
            words.join(" ")
        };
        let (one, other) = (shingles(&words(0)), shingles(&words(100)));
        let agree = signature(&one)
            .iter()
            .zip(signature(&other))
            .filter(|(one, other)| **one == *other)
            .count();
        let estimate = agree as f64 / PERMUTATIONS as f64;
        assert!((estimate - jaccard(&one, &other)).abs() < 0.15);
    }
}
