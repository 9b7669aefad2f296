//! Weighs a report's terms, so that what is rare tells most.
//!
//! Input: digests. Output: one vector each, at most of length 1. What always
//! holds: entries are sorted by term; weights are positive; a report without
//! terms has an empty vector; a short report has a short one, as a few words
//! in common prove little. Repeated terms saturate as in BM25 (Robertson and
//! Zaragoza, 2009).

use std::collections::HashMap;

use foldhash::fast::FixedState;
use rapporteur_language::Language;
use rapporteur_language::thresholds::Gather;

use super::terms::Term;
use crate::digest::Digest;

/// A sparse vector, sorted by term.
pub(super) type Vector = Vec<(u64, f32)>;

/// Terms kept of one report.
const MOST_TERMS: usize = 320;

/// In how many reports of the batch each term stands.
type Counts = HashMap<u64, u32, FixedState>;

/// The vector of each digest.
pub(super) fn of(digests: &[&Digest], tuned: &Gather) -> Vec<Vector> {
    let mut counts = Counts::default();
    for term in digests.iter().flat_map(|digest| &digest.terms) {
        *counts.entry(term.hash).or_default() += 1;
    }
    let rarity = Rarity {
        counts,
        reports: digests.len() as f32,
        background: tuned.background_reports,
    };
    digests
        .iter()
        .map(|digest| vector(digest, &rarity, tuned))
        .collect()
}

/// The vector of one digest, by what is rare in the news at large.
pub(super) fn alone(digest: &Digest, tuned: &Gather) -> Vector {
    let rarity = Rarity {
        counts: Counts::default(),
        reports: 0.0,
        background: tuned.background_reports,
    };
    vector(digest, &rarity, tuned)
}

/// How rare a term is, in the batch and in the news at large.
struct Rarity {
    counts: Counts,
    reports: f32,
    background: f32,
}

impl Rarity {
    /// Inverse document frequency, at least 0.
    fn of(&self, hash: u64) -> f32 {
        let here = self.counts.get(&hash).copied().unwrap_or(0) as f32;
        let elsewhere = Language::english().frequencies.share(hash) * self.background;
        let all = self.reports + self.background;
        ((all + 1.0) / (here + elsewhere + 0.5)).ln().max(0.0)
    }
}

/// A digest's vector.
fn vector(digest: &Digest, rarity: &Rarity, tuned: &Gather) -> Vector {
    let words: u32 = digest.terms.iter().map(|term| u32::from(term.count)).sum();
    let length = words as f32 / tuned.usual_words;
    let weigh = |term: &Term| {
        let rarity = rarity.of(term.hash);
        (term.hash, weight(term, length, rarity, tuned))
    };
    let mut vector: Vector = digest.terms.iter().map(weigh).collect();
    vector.retain(|&(_, weight)| 0.0 < weight);
    if MOST_TERMS < vector.len() {
        vector.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        vector.truncate(MOST_TERMS);
    }
    vector.sort_unstable_by_key(|&(hash, _)| hash);
    let length = (dot(&vector, &vector) + tuned.little_evidence).sqrt();
    for (_, weight) in &mut vector {
        *weight /= length;
    }
    vector
}

/// How much a term tells of a report `length` times as long as usual.
fn weight(term: &Term, length: f32, rarity: f32, tuned: &Gather) -> f32 {
    const SATURATION: f32 = 1.2;
    const BY_LENGTH: f32 = 0.75;
    let count = f32::from(term.count);
    let half = SATURATION * (1.0 - BY_LENGTH + BY_LENGTH * length);
    let told = count * (SATURATION + 1.0) / (count + half);
    let titled = if term.titled { tuned.title_weight } else { 0.0 };
    let above = (rarity - tuned.common_rarity).max(0.0);
    let named = if term.name {
        1.0 + tuned.name_weight * above
    } else {
        1.0
    };
    (told + titled) * named * rarity.powf(tuned.rarity_power)
}

/// The inner product of two sorted vectors.
pub(super) fn dot(one: &[(u64, f32)], other: &[(u64, f32)]) -> f32 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while let (Some(&(a, x)), Some(&(b, y))) = (one.get(i), other.get(j)) {
        if a == b {
            sum += x * y;
        }
        i += usize::from(a <= b);
        j += usize::from(b <= a);
    }
    sum
}

/// The sum of two sorted vectors.
pub(super) fn sum(one: &[(u64, f32)], other: &[(u64, f32)]) -> Vector {
    let mut both: Vector = [one, other].concat();
    // Stable, and the two are sorted already: one merge.
    both.sort_by_key(|&(hash, _)| hash);
    both.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        kept.1 += if same { next.1 } else { 0.0 };
        same
    });
    both
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_are_added_and_multiplied_by_term() {
        let (one, other) = (vec![(1, 1.0), (3, 2.0)], vec![(2, 5.0), (3, 4.0), (9, 1.0)]);
        assert_eq!(sum(&one, &other), [(1, 1.0), (2, 5.0), (3, 6.0), (9, 1.0)]);
        assert!((dot(&one, &other) - 8.0).abs() < f32::EPSILON);
        assert_eq!(sum(&[], &other), other);
    }
}
