//! Aligns the narratives of two reports into passages.
//!
//! Input: two digests. Output: passages as ranges of words, by place in the
//! first. What always holds: a passage crosses no end of a stretch on either
//! side; no word is in two passages; time is linear in the two lengths times
//! a constant, as only the rarest occurrences of a seed are tried.
//!
//! A long passage stands by itself. Short ones, each of which might be a set
//! phrase, count together where they follow one another in the same order on
//! both sides, as they do in a text that was reworded sentence by sentence.

use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::FixedState;
use rapporteur_language::thresholds::Gather;
use rapporteur_text::Span;

use crate::digest::{Digest, Word};

/// Places of one seed that are tried in the other report.
const PLACES: usize = 8;

/// A passage as ranges of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Aligned {
    /// Words of the first report.
    pub(super) a: Range<usize>,
    /// Words of the second.
    pub(super) b: Range<usize>,
    /// Words that agree.
    pub(super) agree: u32,
    /// Most agreeing words in a row.
    pub(super) run: u32,
}

impl Aligned {
    /// Where the passage stands in the first report.
    pub(super) fn a_span(&self, one: &Digest) -> Span {
        cover(&one.words[self.a.clone()])
    }

    /// Where the passage stands in the second report.
    pub(super) fn b_span(&self, other: &Digest) -> Span {
        cover(&other.words[self.b.clone()])
    }

    /// Whether it is long, dense and connected enough to be no accident.
    fn stands(&self, tuned: &Gather) -> bool {
        tuned.passage_words <= self.agree as usize
            && tuned.run_words <= self.run as usize
            && self.is_dense(tuned)
    }

    /// Whether it is too long for chance, if not for a set phrase.
    fn is_short(&self, tuned: &Gather) -> bool {
        tuned.short_words <= self.run as usize && self.is_dense(tuned)
    }

    fn is_dense(&self, tuned: &Gather) -> bool {
        let longer = self.a.len().max(self.b.len()) as f32;
        tuned.density * longer <= self.agree as f32
    }
}

/// From the first word to the last.
fn cover(words: &[Word]) -> Span {
    let (first, last) = (words[0].span, words[words.len() - 1].span);
    first.cover(last)
}

/// The hash of the n-gram that begins at each word of a stretch; none where
/// the stretch is too short.
pub(super) fn seeds(words: &[Word], size: usize) -> impl Iterator<Item = u64> + '_ {
    words.windows(size).map(|window| {
        window.iter().fold(0, |sum: u64, word| {
            (sum.rotate_left(23) ^ word.hash).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        })
    })
}

/// The stretches of a digest's narrative, as ranges of words.
pub(super) fn stretches(digest: &Digest) -> impl Iterator<Item = Range<usize>> + '_ {
    digest
        .stretches
        .windows(2)
        .map(|pair| pair[0] as usize..pair[1] as usize)
}

type Places = HashMap<u64, Vec<u32>, FixedState>;

/// Where each seed stands in a digest.
fn places(digest: &Digest, size: usize) -> Places {
    let mut places = Places::default();
    for stretch in stretches(digest) {
        let start = stretch.start;
        for (offset, seed) in seeds(&digest.words[stretch], size).enumerate() {
            places
                .entry(seed)
                .or_default()
                .push((start + offset) as u32);
        }
    }
    places
}

/// The passages of `one` and `other`, by place in `one`.
pub(super) fn align(one: &Digest, other: &Digest, tuned: &Gather) -> Vec<Aligned> {
    let mut found = candidates(one, other, tuned);
    let chain = heaviest_chain(&found);
    let words: u32 = chain.iter().map(|&ix| found[ix].agree).sum();
    let together = tuned.chain_runs <= chain.len() && tuned.chain_words <= words as usize;
    let mut ix = 0;
    found.retain(|it| {
        ix += 1;
        it.stands(tuned) || (together && chain.binary_search(&(ix - 1)).is_ok())
    });
    found
}

/// Passages beyond this many are not looked at for a chain.
const MOST_CHAINED: usize = 400;

/// The passages, in the order of `a`, that stand in the same order in `b`
/// and have the most words together.
fn heaviest_chain(found: &[Aligned]) -> Vec<usize> {
    let found = &found[..found.len().min(MOST_CHAINED)];
    let mut best: Vec<(u32, Option<usize>)> = Vec::with_capacity(found.len());
    for (ix, it) in found.iter().enumerate() {
        let before = (0..ix)
            .filter(|&earlier| found[earlier].b.end <= it.b.start)
            .max_by_key(|&earlier| (best[earlier].0, std::cmp::Reverse(earlier)));
        let so_far = before.map_or(0, |earlier| best[earlier].0);
        best.push((so_far + it.agree, before));
    }
    let last = (0..best.len()).max_by_key(|&ix| (best[ix].0, std::cmp::Reverse(ix)));
    let mut chain: Vec<usize> = std::iter::successors(last, |&ix| best[ix].1).collect();
    chain.reverse();
    chain
}

/// Passages that stand by themselves and short ones, by place in `one`.
fn candidates(one: &Digest, other: &Digest, tuned: &Gather) -> Vec<Aligned> {
    let places = places(other, tuned.seed_words);
    let mut taken = vec![false; other.words.len()];
    let mut found = Vec::new();
    for stretch in stretches(one) {
        let mut free_from = stretch.start;
        let mut at = stretch.start;
        let grams: Vec<u64> = seeds(&one.words[stretch.clone()], tuned.seed_words).collect();
        while at < stretch.start + grams.len() {
            let tried = places.get(&grams[at - stretch.start]);
            let best = tried.and_then(|tried| {
                let free = free_from..stretch.end;
                best_at(one, other, &free, at, tried, &taken, tuned)
            });
            at += 1;
            if let Some(best) = best {
                taken[best.b.clone()].fill(true);
                at = at.max(best.a.end);
                free_from = best.a.end;
                found.push(best);
            }
        }
    }
    found
}

/// The longest passage through the seed at word `at` of `one`.
fn best_at(
    one: &Digest,
    other: &Digest,
    free: &Range<usize>,
    at: usize,
    tried: &[u32],
    taken: &[bool],
    tuned: &Gather,
) -> Option<Aligned> {
    let open = tried
        .iter()
        .map(|&place| place as usize)
        .filter(|&place| !taken[place]);
    let grown = open.take(PLACES).map(|place| {
        let b_free = untaken(taken, other.stretch_at(place), place);
        let side = Sides {
            a: &one.words,
            b: &other.words,
            gap: tuned.gap_words,
        };
        side.grow(free, &b_free, at, place)
    });
    grown
        .filter(|it| it.stands(tuned) || it.is_short(tuned))
        .max_by_key(|it| (it.agree, std::cmp::Reverse(it.b.start)))
}

/// The part of a stretch around `place` that no passage has taken, at most
/// as far as any passage reaches.
fn untaken(taken: &[bool], stretch: Range<usize>, place: usize) -> Range<usize> {
    let start = taken[stretch.start..place]
        .iter()
        .rposition(|&taken| taken)
        .map_or(stretch.start, |offset| stretch.start + offset + 1);
    let end = taken[place..stretch.end]
        .iter()
        .position(|&taken| taken)
        .map_or(stretch.end, |offset| place + offset);
    start..end
}

/// The two word lists that an alignment runs along.
struct Sides<'w> {
    a: &'w [Word],
    b: &'w [Word],
    gap: usize,
}

impl Sides<'_> {
    /// The passage through `a[at]` and `b[place]`, grown both ways.
    fn grow(
        &self,
        a_free: &Range<usize>,
        b_free: &Range<usize>,
        at: usize,
        place: usize,
    ) -> Aligned {
        let right = self.reach(a_free.end - at, b_free.end - place, |i, j| {
            self.a[at + i].hash == self.b[place + j].hash
        });
        let left = self.reach(at - a_free.start, place - b_free.start, |i, j| {
            self.a[at - 1 - i].hash == self.b[place - 1 - j].hash
        });
        let joined = left.first_run + right.first_run;
        Aligned {
            a: at - left.a..at + right.a,
            b: place - left.b..place + right.b,
            agree: left.agree + right.agree,
            run: joined.max(left.run).max(right.run),
        }
    }

    /// How far agreement reaches one way, over gaps that end in two agreeing
    /// words. `same(i, j)` compares the words at those distances.
    fn reach(&self, a_len: usize, b_len: usize, same: impl Fn(usize, usize) -> bool) -> Reach {
        let (mut i, mut j) = (0, 0);
        let mut reach = Reach::default();
        let mut run = 0;
        let mut gaps = 0;
        loop {
            while i < a_len && j < b_len && same(i, j) {
                (i, j) = (i + 1, j + 1);
                reach.agree += 1;
                run += 1;
            }
            reach.run = reach.run.max(run);
            if gaps == 0 {
                reach.first_run = run;
            }
            (reach.a, reach.b) = (i, j);
            let Some((skip_a, skip_b)) = self.skip(i, j, a_len, b_len, &same) else {
                return reach;
            };
            (i, j) = (i + skip_a, j + skip_b);
            gaps += 1;
            run = 0;
        }
    }

    /// The shortest gap after which two words in a row agree.
    fn skip(
        &self,
        i: usize,
        j: usize,
        a_len: usize,
        b_len: usize,
        same: &impl Fn(usize, usize) -> bool,
    ) -> Option<(usize, usize)> {
        for total in 1..=self.gap {
            for step in 0..=total {
                // Replacements first: both sides skip about as much.
                let middle = total.div_ceil(2);
                let skip_a = if step % 2 == 0 {
                    middle + step / 2
                } else {
                    middle - step.div_ceil(2)
                };
                let skip_b = total - skip_a;
                let (x, y) = (i + skip_a, j + skip_b);
                if x + 1 < a_len && y + 1 < b_len && same(x, y) && same(x + 1, y + 1) {
                    return Some((skip_a, skip_b));
                }
            }
        }
        None
    }
}

/// How far agreement reaches in one direction.
#[derive(Clone, Copy, Debug, Default)]
struct Reach {
    a: usize,
    b: usize,
    agree: u32,
    run: u32,
    first_run: u32,
}
