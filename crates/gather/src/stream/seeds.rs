//! Which live reports hold a copied stretch, in bounded room.
//!
//! Input: words of reports as they come. Output: earlier reports with the
//! same word n-grams. What always holds: of the n-grams a fixed share is
//! kept, chosen by hash, so that copies keep the same ones; an n-gram that
//! many hold leads to the latest few; reports that left are passed over, and
//! their room is used again.

use std::sync::Arc;

use crate::digest::Digest;

/// Words of an n-gram.
const SIZE: usize = 4;

/// Of the n-grams one in so many is kept, besides the lowest.
const SHARE: u64 = 16;

/// N-grams with the lowest hashes, which are kept of short reports, too.
const LOWEST: usize = 8;

/// Reports to which one n-gram leads.
const MOST_HOLDERS: usize = 12;

/// Entries that a table begins with.
const FIRST_ROOM: usize = 1 << 12;

/// No word: where a quotation or a cut stands between two words.
pub(super) const BREAK: u16 = 0;

/// A report's words in little room: a piece of each one's hash, in text
/// order, with [`BREAK`] between stretches of narrative.
pub(super) fn words(digest: &Digest) -> Arc<[u16]> {
    let mut words = Vec::with_capacity(digest.words.len() + digest.stretches.len());
    for stretch in digest.stretches.windows(2) {
        let narrative = &digest.words[stretch[0] as usize..stretch[1] as usize];
        words.extend(narrative.iter().map(|word| (word.hash as u16).max(1)));
        words.push(BREAK);
    }
    words.into()
}

/// The n-grams of words, by where they begin; none across a break.
pub(super) fn grams(words: &[u16]) -> impl Iterator<Item = (usize, u64)> + '_ {
    let windows = words.windows(SIZE).enumerate();
    let whole = windows.filter(|(_, window)| !window.contains(&BREAK));
    whole.map(|(at, window)| {
        let joined = window.iter().fold(0, |sum, &it| sum << 16 | u64::from(it));
        (at, mixed(joined))
    })
}

/// Spreads the bits of a number (the end of `MurmurHash3`).
fn mixed(mut it: u64) -> u64 {
    it = (it ^ (it >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    it = (it ^ (it >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    it ^ (it >> 33)
}

/// The n-grams that are kept.
fn kept(words: &[u16]) -> Vec<u64> {
    let mut all: Vec<u64> = grams(words).map(|(_, gram)| gram).collect();
    if LOWEST < all.len() {
        all.select_nth_unstable(LOWEST);
    }
    let mut at = 0;
    all.retain(|gram| {
        at += 1;
        at <= LOWEST || gram % SHARE == 0
    });
    all.sort_unstable();
    all.dedup();
    all
}

/// An open-addressed table from n-grams to numbers of reports.
#[derive(Clone, Debug)]
pub(super) struct Seeds {
    /// Part of the n-gram's hash and the report's number; 0 is no report.
    room: Vec<(u32, u32)>,
    used: usize,
    /// Reports with lower numbers left.
    live_from: u32,
}

impl Default for Seeds {
    fn default() -> Self {
        Self {
            room: vec![(0, 0); FIRST_ROOM],
            used: 0,
            live_from: 1,
        }
    }
}

impl Seeds {
    /// Reports with lower numbers are passed over from now on.
    pub(super) fn forget_before(&mut self, number: u32) {
        self.live_from = number;
    }

    /// Earlier reports that share n-grams with these words, with how many,
    /// in the order of their numbers.
    pub(super) fn sharing(&self, words: &[u16]) -> Vec<(u32, u32)> {
        let mut met: Vec<u32> = Vec::new();
        for gram in kept(words) {
            let holders = self.probe(gram).filter(|&at| self.holds(at, gram));
            met.extend(holders.map(|at| self.room[at].1));
        }
        met.sort_unstable();
        let same = met.chunk_by(|one, other| one == other);
        same.map(|same| (same[0], same.len() as u32)).collect()
    }

    /// Takes note of a report's n-grams; gives those that lead to an older
    /// report no longer.
    pub(super) fn add(&mut self, number: u32, words: &[u16]) -> Vec<(u64, u32)> {
        let mut displaced = Vec::new();
        for gram in kept(words) {
            displaced.extend(self.add_one(gram, number));
        }
        displaced
    }

    /// Takes note of one n-gram; gives what had to go for it.
    pub(super) fn add_one(&mut self, gram: u64, number: u32) -> Option<(u64, u32)> {
        if self.room.len() * 3 < self.used * 5 {
            self.rebuild();
        }
        let older = self.insert(gram, number)?;
        Some((gram, older))
    }

    /// Forgets a report's n-grams.
    pub(super) fn remove(&mut self, number: u32, words: &[u16]) {
        for gram in kept(words) {
            let found = self
                .probe(gram)
                .find(|&at| self.room[at] == (tag(gram), number));
            if let Some(at) = found {
                // Used, but by no report that is live.
                self.room[at] = (tag(gram), 0);
            }
        }
    }

    /// Whether a live report at this entry holds the n-gram.
    fn holds(&self, at: usize, gram: u64) -> bool {
        let (known, number) = self.room[at];
        known == tag(gram) && self.live_from <= number
    }

    /// Entries from where an n-gram belongs to the first that was never used.
    fn probe(&self, gram: u64) -> impl Iterator<Item = usize> + '_ {
        let mask = self.room.len() - 1;
        let first = (gram >> 7) as usize & mask;
        let all = (0..self.room.len()).map(move |step| (first + step) & mask);
        all.take_while(|&at| self.room[at] != (0, 0))
    }

    /// Puts an n-gram down; gives the report that it leads to no longer.
    fn insert(&mut self, gram: u64, number: u32) -> Option<u32> {
        let (mut free, mut oldest, mut holders, mut end) = (None, None, 0, None);
        for at in self.probe(gram) {
            let (known, holder) = self.room[at];
            end = Some(at);
            if holder < self.live_from {
                free = free.or(Some(at));
            } else if known == tag(gram) {
                holders += 1;
                let older = |old: usize| holder < self.room[old].1;
                if oldest.is_none_or(older) {
                    oldest = Some(at);
                }
            }
        }
        let mask = self.room.len() - 1;
        let full = oldest.filter(|_| MOST_HOLDERS <= holders);
        let at = full.or(free).unwrap_or_else(|| {
            self.used += 1;
            end.map_or((gram >> 7) as usize & mask, |end| (end + 1) & mask)
        });
        let older = full.map(|at| self.room[at].1);
        self.room[at] = (tag(gram), number);
        older
    }

    /// Makes room anew, without what left.
    fn rebuild(&mut self) {
        let live_from = self.live_from;
        let old = std::mem::take(&mut self.room);
        let live = old.iter().filter(|it| live_from <= it.1).count();
        let room = (live * 2).next_power_of_two().max(FIRST_ROOM);
        self.room = vec![(0, 0); room];
        self.used = 0;
        // The tag has the bits that place an entry.
        let mut kept: Vec<(u32, u32)> = old.into_iter().filter(|it| live_from <= it.1).collect();
        kept.sort_unstable_by_key(|it| it.1);
        for (tag, number) in kept {
            self.insert(placed(tag), number);
        }
    }
}

/// What an entry keeps of an n-gram's hash; never 0 beside report 0, as a
/// used entry differs from an unused one by it.
fn tag(gram: u64) -> u32 {
    ((gram >> 7) as u32).max(1)
}

/// An n-gram's hash as far as its tag tells: with the same place and tag.
fn placed(tag: u32) -> u64 {
    u64::from(tag) << 7
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words that look like a text's, the same for the same seed.
    fn text(seed: u64, len: u64) -> Vec<u16> {
        (0..len)
            .map(|at| (mixed(seed * 1_000 + at) as u16).max(1))
            .collect()
    }

    #[test]
    fn a_copy_is_found_and_others_are_not() {
        let mut seeds = Seeds::default();
        for number in 1..200_u32 {
            seeds.add(number, &text(u64::from(number), 300));
        }
        let found = seeds.sharing(&text(7, 300));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].0, 7);
        assert!(8 < found[0].1);
        assert!(seeds.sharing(&text(999, 300)).is_empty());
    }

    #[test]
    fn what_left_is_not_found_and_its_room_is_used_again() {
        let mut seeds = Seeds::default();
        for number in 1..2_000_u32 {
            seeds.forget_before(number.saturating_sub(100).max(1));
            seeds.add(number, &text(u64::from(number), 300));
        }
        assert!(seeds.sharing(&text(7, 300)).is_empty());
        assert_eq!(seeds.sharing(&text(1_950, 300))[0].0, 1_950);
        assert!(seeds.room.len() <= FIRST_ROOM * 8);
        seeds.remove(1_950, &text(1_950, 300));
        assert!(seeds.sharing(&text(1_950, 300)).is_empty());
    }

    #[test]
    fn of_a_crowd_the_latest_are_found() {
        let mut seeds = Seeds::default();
        for number in 1..=100 {
            seeds.add(number, &text(1, 300));
        }
        let found = seeds.sharing(&text(1, 300));
        assert_eq!(found.len(), MOST_HOLDERS);
        assert_eq!(found.last().map(|it| it.0), Some(100));
    }
}
