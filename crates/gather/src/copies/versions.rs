//! Which reports are later texts of others.
//!
//! Input: digests in order of publication and how much pairs share. Output:
//! pairs of an earlier and a later text. What always holds: both are of one
//! outlet or stand at one address, and each text has at most one before it.

use std::collections::{BTreeMap, HashSet};

use foldhash::fast::FixedState;

use super::lineage::{Kinship, bare_address};
use crate::digest::Digest;

/// Share of an earlier report that the same outlet's later one holds when it
/// is a version of it.
pub(crate) const GROWN: f32 = 0.9;

/// Share of the shorter text's words that two texts at one address have in
/// common when they are one report; else the page was used again.
const SAME: f32 = 0.5;

/// The place of an earlier text and that of the later one, sorted.
pub(crate) fn versions(digests: &[&Digest], kinships: &[Kinship]) -> Vec<(u32, u32)> {
    let mut before: BTreeMap<u32, u32> = BTreeMap::new();
    let mut note = |a: u32, b: u32| {
        let (of, later) = in_time(digests, a, b);
        let known = before.entry(later).or_insert(of);
        // The nearest one before.
        if in_time(digests, *known, of).1 == of {
            *known = of;
        }
    };
    let mut at: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (digest, place) in digests.iter().zip(0..) {
        if let Some(address) = address(digest) {
            at.entry(address).or_default().push(place);
        }
    }
    for mut places in at.into_values().filter(|places| 1 < places.len()) {
        places.sort_by(|&one, &other| {
            let ahead = in_time(digests, one, other).0 == one;
            if ahead {
                std::cmp::Ordering::Less
            } else {
                std::cmp::Ordering::Greater
            }
        });
        for pair in places.windows(2) {
            if is_same(digests[pair[0] as usize], digests[pair[1] as usize]) {
                note(pair[0], pair[1]);
            }
        }
    }
    for kin in kinships.iter().filter(|kin| !kin.heard) {
        let (one, other) = (digests[kin.a as usize], digests[kin.b as usize]);
        let (of, _) = in_time(digests, kin.a, kin.b);
        let covered = if of == kin.a {
            kin.covered_a
        } else {
            kin.covered_b
        };
        if one.outlet.is_some() && one.outlet == other.outlet && GROWN <= covered {
            note(kin.a, kin.b);
        }
    }
    before.into_iter().map(|(later, of)| (of, later)).collect()
}

/// An address that is a report's own: more than an outlet's front page.
fn address(digest: &Digest) -> Option<String> {
    let address = bare_address(digest.url.as_deref()?);
    let (_, path) = address.split_once('/')?;
    (!path.is_empty()).then_some(address)
}

/// The earlier and the later of two: by publication, else the shorter text
/// was there first.
fn in_time(digests: &[&Digest], one: u32, other: u32) -> (u32, u32) {
    let when = |place: u32| {
        digests[place as usize]
            .published
            .map(|it| (it.date, crate::instant(it)))
    };
    let length = |place: u32| digests[place as usize].words.len();
    let (first, second) = (one.min(other), one.max(other));
    let apart = matches!((when(first), when(second)), (Some(a), Some(b)) if a != b);
    if apart || length(first) <= length(second) {
        (first, second)
    } else {
        (second, first)
    }
}

/// Whether two texts at one address are one report.
fn is_same(one: &Digest, other: &Digest) -> bool {
    let words = |it: &Digest| -> HashSet<u64, FixedState> {
        it.words.iter().map(|word| word.hash).collect()
    };
    let (one, other) = (words(one), words(other));
    let shorter = one.len().min(other.len()).max(1) as f32;
    SAME <= one.intersection(&other).count() as f32 / shorter
}
