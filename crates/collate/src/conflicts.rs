//! What readings of one item cannot both hold, or refine.
//!
//! Input: the pieces of one item with their values. Output: at most one
//! conflict. What always holds: nothing is compared across items; values that
//! lie within one another refine and do not conflict.

use std::collections::BTreeMap;

use rapporteur_text::{Conflict, ConflictKind, ConflictSide, Evidence, Relation};

use crate::align;
use crate::drafts::Draft;
use crate::readings;
use crate::sources::Sources;

/// A closed range; `None` is open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Range<T> {
    pub(crate) from: Option<T>,
    pub(crate) to: Option<T>,
}

impl<T: PartialOrd + Copy> Range<T> {
    fn within(self, other: Self) -> bool {
        let from = other
            .from
            .is_none_or(|from| self.from.is_some_and(|own| from <= own));
        let to = other
            .to
            .is_none_or(|to| self.to.is_some_and(|own| own <= to));
        from && to
    }

    /// Whether the two share a value.
    pub(crate) fn meets(self, other: Self) -> bool {
        let before = |to: Option<T>, from: Option<T>| matches!((to, from), (Some(to), Some(from)) if to < from);
        !before(self.to, other.from) && !before(other.to, self.from)
    }

    /// How two ranges stand to one another.
    pub(crate) fn relation(self, other: Self) -> Relation {
        match (self.within(other), other.within(self)) {
            (true, true) => Relation::Equal,
            (true, false) | (false, true) => Relation::Refines,
            _ if self.meets(other) => Relation::Overlaps,
            _ => Relation::Disjoint,
        }
    }
}

/// One piece's value.
pub(crate) struct Valued<T> {
    pub(crate) at: Evidence,
    pub(crate) value: String,
    pub(crate) range: Range<T>,
}

/// The conflict between values of one item, if they are not all equal.
pub(crate) fn ranges<T: PartialOrd + Copy>(
    kind: ConflictKind,
    mut values: Vec<Valued<T>>,
    draft: &Draft,
    sources: &Sources,
) -> Option<Conflict> {
    if 1 < values.len() {
        values.retain(|value| !withdrawn(value.at, sources));
    }
    let mut sides: Vec<(Range<T>, String, Vec<Evidence>)> = Vec::new();
    for value in values {
        let same = |side: &&mut (Range<T>, String, Vec<Evidence>)| side.0 == value.range;
        match sides.iter_mut().find(same) {
            Some(side) => side.2.push(value.at),
            None => sides.push((value.range, value.value, vec![value.at])),
        }
    }
    let relation = worst(&sides)?;
    sides.sort_by(|a, b| {
        let key = |side: &(Range<T>, String, Vec<Evidence>)| (side.0.from, side.0.to);
        key(a)
            .partial_cmp(&key(b))
            .unwrap_or(std::cmp::Ordering::Equal)
            .then_with(|| a.1.cmp(&b.1))
    });
    let sides = sides
        .into_iter()
        .map(|(_, value, at)| side(value, &at, draft, sources));
    Some(Conflict {
        kind,
        relation,
        sides: sides.collect(),
    })
}

/// The relation of the two sides that agree least.
fn worst<T: PartialOrd + Copy>(sides: &[(Range<T>, String, Vec<Evidence>)]) -> Option<Relation> {
    let pairs = sides
        .iter()
        .enumerate()
        .flat_map(|(at, a)| sides[at + 1..].iter().map(move |b| a.0.relation(b.0)));
    pairs.max().filter(|&relation| Relation::Equal < relation)
}

fn side(value: String, at: &[Evidence], draft: &Draft, sources: &Sources) -> ConflictSide {
    let words = readings::shortened(&readings::unquoted(sources.text(at[0])), 30);
    let mut evidence: Vec<u32> = at.iter().map(|&at| draft.index(at)).collect();
    evidence.sort_unstable();
    evidence.dedup();
    ConflictSide {
        value,
        words,
        evidence,
    }
}

/// Whether the sentence withdraws what it tells: "an earlier version said".
fn withdrawn(at: Evidence, sources: &Sources) -> bool {
    let sentence = sources.text(sources.sentence(at)).to_lowercase();
    let phrases = &sources.language.collation.correction;
    phrases
        .iter()
        .any(|phrase| sentence.contains(phrase.as_str()))
}

/// Two or more people to whom reports give the same words.
pub(crate) fn speakers(
    sides: BTreeMap<String, Vec<u32>>,
    draft: &Draft,
    sources: &Sources,
) -> Option<Conflict> {
    if sides.len() < 2 {
        return None;
    }
    let side = |(name, evidence): (String, Vec<u32>)| {
        let first = draft.pieces[evidence[0] as usize].at;
        let sentence = sources.sentence(first);
        ConflictSide {
            value: name,
            words: readings::shortened(&readings::unquoted(sources.text(sentence)), 30),
            evidence,
        }
    };
    Some(Conflict {
        kind: ConflictKind::Speaker,
        relation: Relation::Disjoint,
        sides: sides.into_iter().map(side).collect(),
    })
}

/// How one wording asserts.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Stance {
    negated: bool,
    weak: bool,
    firm: bool,
}

/// Wordings of one thing of which one negates, or makes less sure.
pub(crate) fn turned(draft: &Draft, sources: &Sources) -> Option<Conflict> {
    let first = draft.pieces.first()?.at;
    let mut kind = None;
    let (mut with, mut against) = (vec![0], Vec::new());
    let base = stance(first, sources);
    for (at, piece) in draft.pieces.iter().enumerate().skip(1) {
        let other = stance(piece.at, sources);
        let found = contrast(base, other).filter(|_| close(first, piece.at, sources));
        match found {
            Some(found) if kind.is_none_or(|kind| kind == found) => {
                kind = Some(found);
                against.push(at as u32);
            }
            _ if other == base => with.push(at as u32),
            _ => {}
        }
    }
    let kind = kind?;
    let (relation, labels) = match kind {
        ConflictKind::Polarity if base.negated => (Relation::Disjoint, ["no", "yes"]),
        ConflictKind::Polarity => (Relation::Disjoint, ["yes", "no"]),
        _ if base.weak => (Relation::Overlaps, ["may", "will"]),
        _ => (Relation::Overlaps, ["will", "may"]),
    };
    let sides = [(labels[0], with), (labels[1], against)].map(|(label, evidence)| {
        let at = draft.pieces[evidence[0] as usize].at;
        ConflictSide {
            value: label.into(),
            words: readings::shortened(&readings::unquoted(sources.text(at)), 30),
            evidence,
        }
    });
    Some(Conflict {
        kind,
        relation,
        sides: sides.into(),
    })
}

fn contrast(a: Stance, b: Stance) -> Option<ConflictKind> {
    if a.negated != b.negated {
        return Some(ConflictKind::Polarity);
    }
    let unsure = |one: Stance, other: Stance| one.weak && !one.firm && other.firm && !other.weak;
    (unsure(a, b) || unsure(b, a)).then_some(ConflictKind::Modality)
}

fn stance(at: Evidence, sources: &Sources) -> Stance {
    let words = &sources.language.collation;
    let report = sources.report(at.report);
    let (mut negations, mut weak, mut firm) = (0, false, false);
    for word in sources.words(at) {
        let norm = sources.vocabulary.text(word.norm);
        // "May" with a capital is a month or a name.
        let lower = report
            .report
            .slice(word.span)
            .starts_with(char::is_lowercase);
        negations += usize::from(words.negation.contains(norm));
        weak |= lower && matches!(norm, "may" | "might");
        // "Would" is "will" in reported speech.
        firm |= words.firm.contains(norm) || norm == "would";
    }
    Stance {
        negated: negations % 2 == 1,
        weak,
        firm,
    }
}

/// Whether two wordings are so near that one word more or less is a choice.
fn close(a: Evidence, b: Evidence, sources: &Sources) -> bool {
    let longest = sources.thresholds().longest;
    let stems = |at| -> Vec<u32> {
        let words = sources.words(at).iter().take(longest);
        words.map(|word| word.stem).collect()
    };
    let (a, b) = (stems(a), stems(b));
    let (shorter, longer) = (a.len().min(b.len()), a.len().max(b.len()));
    let common = align::common(&a, &b).len();
    7 * longer <= 10 * shorter && 3 * shorter <= 4 * common
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(from: Option<i32>, to: Option<i32>) -> Range<i32> {
        Range { from, to }
    }

    #[test]
    fn nested_values_refine_and_disjoint_ones_conflict() {
        let exact = range(Some(31), Some(31));
        assert_eq!(exact.relation(range(Some(30), None)), Relation::Refines);
        assert_eq!(
            exact.relation(range(Some(34), Some(34))),
            Relation::Disjoint
        );
        assert_eq!(exact.relation(exact), Relation::Equal);
        let (early, late) = (range(Some(1), Some(20)), range(Some(10), Some(30)));
        assert_eq!(early.relation(late), Relation::Overlaps);
    }
}
