//! What a story is about, as terms by which it is found among many.
//!
//! Input: digests. Output: terms with weights, heaviest first. What always
//! holds: weights are positive, and rest on what is rare in the news at large
//! and on nothing else; a short report has a short vector. Repeated terms
//! saturate as in BM25 (Robertson and Zaragoza, 2009).

use rapporteur_language::Language;
use rapporteur_language::thresholds::Gather;

use super::terms::Term;
use crate::digest::Digest;

/// A sparse vector, sorted by term.
type Vector = Vec<(u64, f32)>;

/// Telling terms of a story by which it is found in a file.
const TELLING: usize = 64;
/// Terms kept of one report.
const MOST_TERMS: usize = 320;
/// What a name weighs more for each unit of rarity over [`COMMON`].
const NAME_WEIGHT: f32 = 0.15;
/// Rarity up to which a name is as any word.
const COMMON: f32 = 4.0;
/// Power of the rarity in a term's weight.
const RARITY_POWER: f32 = 0.7;
/// Squared weight that every report is taken to hold of things nobody else
/// tells.
const LITTLE_EVIDENCE: f32 = 300.0;

/// The terms that tell most of what reports are about, heaviest first, each
/// with its average weight.
pub(crate) fn telling(digests: &[&Digest], tuned: &Gather) -> Vec<(u64, f32)> {
    let alone = digests.iter().map(|digest| vector(digest, tuned));
    let mut terms = alone.fold(Vec::new(), |all, one| sum(&all, &one));
    terms.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    terms.truncate(TELLING);
    for (_, weight) in &mut terms {
        *weight /= digests.len() as f32;
    }
    terms
}

/// Inverse document frequency in the news at large, at least 0.
fn rarity(hash: u64, tuned: &Gather) -> f32 {
    let all = tuned.background_reports;
    let elsewhere = Language::english().frequencies.share(hash) * all;
    ((all + 1.0) / (elsewhere + 0.5)).ln().max(0.0)
}

/// A digest's vector.
fn vector(digest: &Digest, tuned: &Gather) -> Vector {
    let words: u32 = digest.terms.iter().map(|term| u32::from(term.count)).sum();
    let length = words as f32 / tuned.usual_words;
    let weigh = |term: &Term| {
        let rarity = rarity(term.hash, tuned);
        (term.hash, weight(term, length, rarity, tuned))
    };
    let mut vector: Vector = digest.terms.iter().map(weigh).collect();
    vector.retain(|&(_, weight)| 0.0 < weight);
    if MOST_TERMS < vector.len() {
        vector.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        vector.truncate(MOST_TERMS);
    }
    vector.sort_unstable_by_key(|&(hash, _)| hash);
    let square: f32 = vector.iter().map(|(_, weight)| weight * weight).sum();
    let length = (square + LITTLE_EVIDENCE).sqrt();
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
    let above = (rarity - COMMON).max(0.0);
    let named = if term.name {
        1.0 + NAME_WEIGHT * above
    } else {
        1.0
    };
    (told + titled) * named * rarity.powf(RARITY_POWER)
}

/// The sum of two sorted vectors.
fn sum(one: &[(u64, f32)], other: &[(u64, f32)]) -> Vector {
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
    use super::sum;

    #[test]
    fn vectors_are_added_by_term() {
        let (one, other) = (vec![(1, 1.0), (3, 2.0)], vec![(2, 5.0), (3, 4.0), (9, 1.0)]);
        assert_eq!(sum(&one, &other), [(1, 1.0), (2, 5.0), (3, 6.0), (9, 1.0)]);
        assert_eq!(sum(&[], &other), other);
    }
}
