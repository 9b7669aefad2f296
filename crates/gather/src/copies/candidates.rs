//! Which pairs of reports are worth aligning.
//!
//! Input: digests in order of publication. Output: pairs that share enough
//! seeds (word n-grams of the narrative). What always holds: work is linear
//! in the words, as a seed that many reports share proposes only the first
//! of them and the next few of each.

use std::collections::HashSet;

use foldhash::fast::FixedState;
use rapporteur_language::thresholds::Gather;

use super::align::{Aligned, seeds, stretches};
use crate::digest::Digest;

/// Neighbours that each report of a crowd is compared with.
const NEIGHBOURS: usize = 2;

/// A crowd that spreads over more days than one happening is told in is
/// furniture: a notice or a set paragraph that stands under many stories.
const FURNITURE_DAYS: i32 = 14;

/// Share of a passage's seeds that make it furniture.
const FURNITURE_SHARE: f32 = 0.8;

/// Which reports hold which seed.
pub(super) struct Seeds {
    /// Seed and place of a report, sorted, each once; only shared seeds.
    holders: Vec<(u64, u32)>,
    /// Seeds of furniture.
    worn: HashSet<u64, FixedState>,
    size: usize,
}

impl Seeds {
    /// Indexes the seeds of `digests`.
    pub(super) fn of(digests: &[&Digest], tuned: &Gather) -> Self {
        let mut holders = Vec::new();
        for (place, digest) in digests.iter().enumerate() {
            for stretch in stretches(digest) {
                let found = seeds(&digest.words[stretch], tuned.seed_words);
                holders.extend(found.map(|seed| (seed, place as u32)));
            }
        }
        holders.sort_unstable();
        holders.dedup();
        let mut worn = HashSet::default();
        for group in groups(&holders).filter(|group| tuned.crowd < group.len()) {
            if FURNITURE_DAYS < days_between(group, digests) {
                worn.insert(group[0].0);
            }
        }
        Self {
            holders,
            worn,
            size: tuned.seed_words,
        }
    }

    /// Pairs that share enough seeds, sorted, each once.
    pub(super) fn pairs(&self, tuned: &Gather) -> Vec<(u32, u32)> {
        let mut proposed: Vec<(u32, u32)> = Vec::new();
        for group in groups(&self.holders) {
            if group.len() <= tuned.crowd {
                propose_all(group, &mut proposed);
            } else if !self.worn.contains(&group[0].0) {
                propose_near(group, &mut proposed);
            }
        }
        proposed.sort_unstable();
        proposed
            .chunk_by(|one, other| one == other)
            .filter(|same| tuned.shared_seeds <= same.len())
            .map(|same| same[0])
            .collect()
    }

    /// Whether a passage of `one` is made of furniture.
    pub(super) fn is_furniture(&self, passage: &Aligned, one: &Digest) -> bool {
        if self.worn.is_empty() {
            return false;
        }
        let (mut all, mut worn) = (0_u32, 0_u32);
        for seed in seeds(&one.words[passage.a.clone()], self.size) {
            all += 1;
            worn += u32::from(self.worn.contains(&seed));
        }
        FURNITURE_SHARE * all as f32 <= worn as f32
    }
}

/// Runs of one seed that two or more reports hold.
fn groups(holders: &[(u64, u32)]) -> impl Iterator<Item = &[(u64, u32)]> {
    holders
        .chunk_by(|one, other| one.0 == other.0)
        .filter(|group| 2 <= group.len())
}

/// Days between the first and the last dated report of a group, which is
/// sorted by publication.
fn days_between(group: &[(u64, u32)], digests: &[&Digest]) -> i32 {
    let mut days = group
        .iter()
        .filter_map(|&(_, place)| digests[place as usize].day());
    let Some(first) = days.next() else { return 0 };
    let last = days.next_back().unwrap_or(first);
    crate::days_apart(first, last)
}

/// Every pair of a group.
fn propose_all(group: &[(u64, u32)], proposed: &mut Vec<(u32, u32)>) {
    for (ix, &(_, a)) in group.iter().enumerate() {
        proposed.extend(group[ix + 1..].iter().map(|&(_, b)| (a, b)));
    }
}

/// The first of a crowd with each, and each with its next few.
fn propose_near(group: &[(u64, u32)], proposed: &mut Vec<(u32, u32)>) {
    let first = group[0].1;
    for (ix, &(_, a)) in group.iter().enumerate() {
        if NEIGHBOURS < ix {
            proposed.push((first, a));
        }
        let next = group[ix + 1..].iter().take(NEIGHBOURS);
        proposed.extend(next.map(|&(_, b)| (a, b)));
    }
}
