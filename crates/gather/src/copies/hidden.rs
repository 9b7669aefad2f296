//! Originals that are not among the reports.
//!
//! Input: passages. Output: groups of reports that a text stands behind which
//! nobody handed in. What always holds: none is inferred where one of the
//! reports holds what the others share.
//!
//! The method is that of stemmatics (Maas, *Textkritik*, 1927): of three texts
//! one may be the source of the others only if it has whatever those two have
//! in common. Where each lacks something that the other two share, all three
//! drew on a fourth.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::Shared;
use crate::digest::Digest;
use crate::groups::Groups;

/// Words in a row that a report lacks before they count: an aligned passage may
/// lose a few at its ends.
const RUN: usize = 12;
/// Words that each of three lacks, at least.
const LACKED: usize = 15;
/// Share of such words that another report holds when it explains them.
const EXPLAINED: f32 = 0.8;
/// Share of such words up to which another report is of another matter.
const FOREIGN: f32 = 0.1;
/// Others with which a report is looked at in threes.
const MOST_OTHERS: usize = 32;

/// Reports that share an original which is not among them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Hidden {
    /// Places of the reports, sorted, three or more.
    pub(crate) members: BTreeSet<u32>,
    /// Pairs of which neither is the other's source.
    pub(crate) apart: BTreeSet<(u32, u32)>,
}

/// Where each report shares words with each other one, as ranges of words.
struct Sharing {
    with: BTreeMap<u32, BTreeMap<u32, Vec<Range<usize>>>>,
}

/// The originals that must have been, each by the reports that drew on it, in
/// the order of the first of them.
pub(crate) fn hidden(digests: &[&Digest], passages: &[Shared]) -> Vec<Hidden> {
    let sharing = Sharing::of(digests, passages);
    let mut groups = Groups::new(digests.len());
    let mut apart: BTreeSet<(u32, u32)> = BTreeSet::new();
    for &a in sharing.with.keys() {
        let later: Vec<u32> = sharing.others(a).filter(|&other| a < other).collect();
        for (at, &b) in later.iter().enumerate() {
            for &c in &later[at + 1..] {
                if sharing.needs_a_fourth([a, b, c]) {
                    groups.join(a, b);
                    groups.join(a, c);
                    apart.extend([(a, b), (a, c), (b, c)]);
                }
            }
        }
    }
    let mut found: BTreeMap<u32, Hidden> = BTreeMap::new();
    for (a, b) in apart {
        let hidden = found.entry(groups.find(a)).or_default();
        hidden.members.extend([a, b]);
        hidden.apart.insert((a, b));
    }
    let mut found: Vec<Hidden> = found.into_values().collect();
    found.sort_by_key(|it| it.members.first().copied());
    found
}

impl Sharing {
    fn of(digests: &[&Digest], passages: &[Shared]) -> Self {
        let words = |place: u32, span: rapporteur_text::Span| {
            let words = &digests[place as usize].words;
            let at = |offset| words.partition_point(|word| word.span.start() < offset);
            at(span.start())..at(span.end())
        };
        let mut with: BTreeMap<u32, BTreeMap<u32, Vec<Range<usize>>>> = BTreeMap::new();
        let mut put = |one: u32, other: u32, range| {
            let ranges = with.entry(one).or_default().entry(other).or_default();
            ranges.push(range);
        };
        for it in passages.iter().filter(|it| !it.heard) {
            put(it.a, it.b, words(it.a, it.a_span));
            put(it.b, it.a, words(it.b, it.b_span));
        }
        for ranges in with.values_mut().flat_map(BTreeMap::values_mut) {
            ranges.sort_by_key(|range| range.start);
        }
        Self { with }
    }

    /// The reports that share the most with one, in their order.
    fn others(&self, one: u32) -> impl Iterator<Item = u32> {
        let with = self.with.get(&one).into_iter().flatten();
        let mut others: Vec<(usize, u32)> = with
            .map(|(&other, ranges)| (ranges.iter().map(Range::len).sum(), other))
            .collect();
        others.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
        others.truncate(MOST_OTHERS);
        let mut others: Vec<u32> = others.into_iter().map(|(_, other)| other).collect();
        others.sort_unstable();
        others.into_iter()
    }

    fn shared(&self, one: u32, other: u32) -> &[Range<usize>] {
        let ranges = self.with.get(&one).and_then(|with| with.get(&other));
        ranges.map_or(&[], Vec::as_slice)
    }

    /// What `one` shares with `other` and not with `third`, in runs.
    fn lacked(&self, one: u32, other: u32, third: u32) -> Vec<Range<usize>> {
        let mut lacked = Vec::new();
        for range in self.shared(one, other) {
            let mut from = range.start;
            for held in self.shared(one, third) {
                if held.end <= from || range.end <= held.start {
                    continue;
                }
                lacked.push(from..held.start.max(from));
                from = from.max(held.end);
            }
            lacked.push(from..range.end.max(from));
        }
        lacked.retain(|run| RUN <= run.len());
        lacked
    }

    /// Whether each of three lacks what the other two share, and no other
    /// report explains it.
    fn needs_a_fourth(&self, three: [u32; 3]) -> bool {
        let [a, b, c] = three;
        if self.shared(b, c).is_empty() {
            return false;
        }
        let turns = [(a, b, c), (a, c, b), (b, c, a)];
        let lacked = turns.map(|(one, other, third)| self.lacked(one, other, third));
        let enough = |runs: &Vec<Range<usize>>| LACKED <= length(runs);
        if !lacked.iter().all(enough) {
            return false;
        }
        let others = self.with[&a].keys().chain(self.with[&b].keys());
        let mut others = others.filter(|it| !three.contains(it));
        !others.any(|&fourth| {
            let held: Vec<f32> = turns
                .iter()
                .zip(&lacked)
                .map(|(turn, runs)| self.held(fourth, turn.0, runs))
                .collect();
            (0..3).any(|at| {
                let rest = held.iter().enumerate().filter(|&(other, _)| other != at);
                let rest: Vec<f32> = rest.map(|(_, &share)| share).collect();
                // It is the source of all three; or it is of another matter, and
                // two of them took what they share from it.
                let source = rest.iter().all(|&share| EXPLAINED <= share);
                let foreign = rest.iter().all(|&share| share <= FOREIGN);
                EXPLAINED <= held[at] && (source || foreign)
            })
        })
    }

    /// Share of these words of `one` that `fourth` holds, 0 to 1.
    fn held(&self, fourth: u32, one: u32, runs: &[Range<usize>]) -> f32 {
        let held = self.shared(one, fourth);
        let within = |run: &Range<usize>| -> usize {
            let both = |it: &Range<usize>| {
                let (from, to) = (it.start.max(run.start), it.end.min(run.end));
                to.saturating_sub(from)
            };
            held.iter().map(both).sum()
        };
        let all: usize = runs.iter().map(within).sum();
        all as f32 / length(runs).max(1) as f32
    }
}

fn length(runs: &[Range<usize>]) -> usize {
    runs.iter().map(Range::len).sum()
}
