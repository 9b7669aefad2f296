//! How much two reports share, by their words in little room.
//!
//! Input: words of two reports. Output: a [`Kinship`] as exact alignment
//! would give, but for places. What always holds: time is linear in the two
//! lengths; what would be no passage counts nothing.

use std::collections::HashMap;

use foldhash::fast::FixedState;
use rapporteur_language::thresholds::Gather;

use super::seeds::grams;
use crate::copies::lineage::Kinship;

/// Words of an agreeing n-gram.
const SIZE: usize = 4;

/// A report's n-grams by where they stand first.
pub(super) struct Grams<'w> {
    words: &'w [u16],
    first: HashMap<u64, u32, FixedState>,
}

/// Agreeing words, and words from the first to the last of them on both sides.
#[derive(Clone, Copy, Debug, Default)]
struct Run {
    agree: u32,
    a: (usize, usize),
    b: (usize, usize),
}

impl<'w> Grams<'w> {
    /// Of a report's words.
    pub(super) fn new(words: &'w [u16]) -> Self {
        let mut first = HashMap::with_capacity_and_hasher(words.len(), FixedState::default());
        for (at, gram) in grams(words) {
            first.entry(gram).or_insert(at as u32);
        }
        Self { words, first }
    }

    /// What an earlier report shares with this one, as `a` and `b` of a
    /// kinship; `None` where that is no copying.
    pub(super) fn kinship(&self, earlier: &[u16], tuned: &Gather) -> Option<Kinship> {
        let mut runs: Vec<Run> = Vec::new();
        for (a, gram) in grams(earlier) {
            let Some(&b) = self.first.get(&gram) else {
                continue;
            };
            let b = b as usize;
            match runs.last_mut() {
                Some(run) if run.reaches(a, b, tuned.gap_words) => run.extend(a, b),
                _ => runs.push(Run::at(a, b)),
            }
        }
        runs.retain(|it| it.stands(tuned));
        let words: u32 = runs.iter().map(|it| it.agree).sum();
        if (words as usize) < tuned.pair_words {
            return None;
        }
        let covered_a = runs.iter().map(|it| it.a.1 - it.a.0).sum::<usize>() as f32;
        let covered_b = runs.iter().map(|it| it.b.1 - it.b.0).sum::<usize>() as f32;
        let over = |part: f32, words: &[u16]| (part / words.len().max(1) as f32).min(1.0);
        Some(Kinship {
            a: 0,
            b: 1,
            of_a: over(words as f32, earlier),
            of_b: over(words as f32, self.words),
            words,
            covered_a: over(covered_a, earlier),
            covered_b: over(covered_b, self.words),
            slips: (0, 0),
            heard: false,
        })
    }
}

impl Run {
    fn at(a: usize, b: usize) -> Self {
        Self {
            agree: SIZE as u32,
            a: (a, a + SIZE),
            b: (b, b + SIZE),
        }
    }

    /// Whether an n-gram goes on with this run.
    fn reaches(&self, a: usize, b: usize, gap: usize) -> bool {
        let near = |end: usize, at: usize| at <= end + gap;
        self.b.0 < b && near(self.a.1, a) && near(self.b.1, b)
    }

    fn extend(&mut self, a: usize, b: usize) {
        let new = (a + SIZE).saturating_sub(self.a.1.max(a));
        self.agree += new as u32;
        self.a.1 = self.a.1.max(a + SIZE);
        self.b.1 = self.b.1.max(b + SIZE);
    }

    fn stands(&self, tuned: &Gather) -> bool {
        // Of noisy words fewer stand in whole n-grams than agree.
        const DENSITY: f32 = 0.35;
        let longer = (self.a.1 - self.a.0).max(self.b.1 - self.b.0);
        let dense = DENSITY * longer as f32 <= self.agree as f32;
        tuned.passage_words <= self.agree as usize && dense
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rapporteur_language::Thresholds;

    fn words(from: u16, len: u16) -> Vec<u16> {
        (from..from + len).collect()
    }

    #[test]
    fn a_part_that_was_taken_is_measured_on_both_sides() {
        let tuned = Thresholds::embedded().gather;
        let earlier = words(1, 100);
        let later = [words(5_000, 100), words(21, 50), words(6_000, 50)].concat();
        let kin = Grams::new(&later)
            .kinship(&earlier, &tuned)
            .expect("they share fifty words");
        assert_eq!(kin.words, 50);
        assert!((kin.of_a - 0.5).abs() < 0.01 && (kin.of_b - 0.25).abs() < 0.01);
        assert!(
            Grams::new(&words(7_000, 90))
                .kinship(&earlier, &tuned)
                .is_none()
        );
    }

    #[test]
    fn replaced_words_do_not_break_a_passage() {
        let tuned = Thresholds::embedded().gather;
        let earlier = words(1, 120);
        let mut later = earlier.clone();
        for at in (7..120).step_by(10) {
            later[at] = 9_000 + at as u16;
        }
        let kin = Grams::new(&later)
            .kinship(&earlier, &tuned)
            .expect("a copy");
        assert!(100 < kin.words && 0.95 < kin.covered_a && 0.95 < kin.covered_b);
    }
}
