//! What readings of one item cannot both hold, or refine.
//!
//! Input: the pieces of one item with their values. Output: at most one
//! conflict. What always holds: nothing is compared across items; values that
//! lie within one another refine and do not conflict.

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_text::{Conflict, ConflictKind, ConflictSide, Evidence, Relation, ReportIx};

use crate::drafts::Draft;
use crate::readings;
use crate::sources::Sources;
use crate::variants::{self, Comparison};

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

/// Wordings with which the others of an item are compared, at most.
const BASES: usize = 8;

/// Wordings of one thing that differ in substance, one beside the other.
pub(crate) fn worded(draft: &Draft, sources: &Sources) -> Option<Conflict> {
    let kept = |at: &usize| !withdrawn(draft.pieces[*at].at, sources);
    let all: Vec<usize> = (0..draft.pieces.len()).filter(kept).collect();
    let mut bases = all.iter().take(BASES);
    bases.find_map(|&base| against(base, &all, draft, sources))
}

/// How the other wordings differ from the one at `base`, where they do.
fn against(base: usize, all: &[usize], draft: &Draft, sources: &Sources) -> Option<Conflict> {
    let own = draft.pieces[base].at;
    let mut sides: Vec<(String, Vec<u32>)> = Vec::new();
    let (mut with, mut found) = (vec![base as u32], None);
    for &at in all.iter().filter(|&&at| at != base) {
        let other = draft.pieces[at].at;
        match variants::between(own, other, sources) {
            Comparison::Same => with.push(at as u32),
            Comparison::Differs(variant) if other.report != own.report => {
                let (kind, relation, value) = found.get_or_insert((
                    variant.kind,
                    variant.relation,
                    variant.values[0].clone(),
                ));
                if (*kind, *relation, &*value)
                    != (variant.kind, variant.relation, &variant.values[0])
                {
                    continue;
                }
                match sides.iter_mut().find(|side| side.0 == variant.values[1]) {
                    Some(side) => side.1.push(at as u32),
                    None => sides.push((variant.values[1].clone(), vec![at as u32])),
                }
            }
            Comparison::Differs(_) | Comparison::Far => {}
        }
    }
    let (kind, relation, value) = found?;
    sides.insert(0, (value, with));
    // A report that tells both knows that they differ.
    let report = |ix: &u32| draft.pieces[*ix as usize].at.report;
    let told: Vec<BTreeSet<ReportIx>> = sides
        .iter()
        .map(|side| side.1.iter().map(report).collect())
        .collect();
    let both = told
        .iter()
        .enumerate()
        .any(|(at, one)| told[at + 1..].iter().any(|other| !one.is_disjoint(other)));
    let side = |(value, mut evidence): (String, Vec<u32>)| {
        evidence.sort_unstable();
        let at = draft.pieces[evidence[0] as usize].at;
        ConflictSide {
            value,
            words: readings::shortened(&readings::unquoted(sources.text(at)), 30),
            evidence,
        }
    };
    (!both).then(|| Conflict {
        kind,
        relation,
        sides: sides.into_iter().map(side).collect(),
    })
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
