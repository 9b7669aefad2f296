//! How likely two reports are to tell of one happening, once it is known what
//! else is like either.
//!
//! Input: likelihoods of pairs. Output: each report's likest others, and a
//! row of numbers on a pair that compares its likelihood with theirs. What
//! always holds: a row is the same whichever report comes first. Two reports
//! that share their neighbours belong together (Jarvis and Patrick, 1973); in
//! a crowd of reports on one topic it takes more to be one story.

use rapporteur_language::stories::{CONTEXT, WIDTH};

use super::likeness::Row;

/// Neighbours that are kept of each report.
pub(crate) const NEAREST: usize = 8;

/// Neighbours after which the rest tell how crowded the place is.
const STORY: usize = 3;

/// What trees see of a pair among others.
pub(crate) type ContextRow = [f32; CONTEXT];

/// The likest others of a report, likest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Nearest {
    near: Vec<(u32, f32)>,
}

impl Nearest {
    /// Takes note of another report. Of two as like, the one with the lower
    /// number stays before.
    pub(crate) fn add(&mut self, other: u32, likelihood: f32) {
        let place = self.near.partition_point(|&(known, share)| {
            likelihood < share || (share.total_cmp(&likelihood).is_eq() && known < other)
        });
        if place < NEAREST {
            self.near.insert(place, (other, likelihood));
            self.near.truncate(NEAREST);
        }
    }

    /// Forgets a report.
    fn remove(&mut self, other: u32) {
        self.near.retain(|&(known, _)| known != other);
    }

    /// The others, likest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, f32)> + '_ {
        self.near.iter().copied()
    }

    /// The likelihood of the `rank`-th.
    fn at(&self, rank: usize) -> f32 {
        self.near.get(rank).map_or(0.0, |&(_, share)| share)
    }

    fn of(&self, other: u32) -> f32 {
        let found = self.near.iter().find(|&&(known, _)| known == other);
        found.map_or(0.0, |&(_, share)| share)
    }

    fn sum(&self) -> f32 {
        self.near.iter().map(|&(_, share)| share).sum()
    }

    /// How like those are that come after a story's worth.
    fn crowd(&self) -> f32 {
        let rest = self.near.iter().skip(STORY).map(|&(_, share)| share);
        rest.sum::<f32>() / (NEAREST - STORY) as f32
    }

    /// The likest that is not `other`.
    fn best_but(&self, other: u32) -> f32 {
        let is_first = self.near.first().is_some_and(|&(known, _)| known == other);
        self.at(usize::from(is_first))
    }

    /// How many are liker than this.
    fn rank(&self, likelihood: f32) -> f32 {
        let liker = |&&(_, share): &&(u32, f32)| likelihood < share;
        self.near.iter().filter(liker).count() as f32
    }
}

/// The likest others of a report, by likelihood and by common words alone.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Neighbours {
    pub(crate) likely: Nearest,
    pub(crate) wording: Nearest,
}

impl Neighbours {
    /// Takes note of another report, with their row.
    pub(crate) fn add(&mut self, other: u32, likelihood: f32, own: &Row) {
        self.likely.add(other, likelihood);
        self.wording.add(other, own[0]);
    }

    /// Forgets a report.
    pub(crate) fn remove(&mut self, other: u32) {
        self.likely.remove(other);
        self.wording.remove(other);
    }
}

/// A pair's row among the neighbours of both. `a` and `b` are the numbers
/// that the lists know the two by.
pub(crate) fn row(
    own: &Row,
    likelihood: f32,
    (a, near_a): (u32, &Neighbours),
    (b, near_b): (u32, &Neighbours),
) -> ContextRow {
    let odds = (likelihood.max(1e-6) / (1.0 - likelihood).max(1e-6)).ln();
    let likely = among(likelihood, (a, &near_a.likely), (b, &near_b.likely));
    let wording = among(own[0], (a, &near_a.wording), (b, &near_b.wording));
    let mut row = [0.0; CONTEXT];
    row[..WIDTH].copy_from_slice(own);
    row[WIDTH] = odds;
    row[WIDTH + 1..WIDTH + 1 + AMONG].copy_from_slice(&likely);
    row[WIDTH + 1 + AMONG..].copy_from_slice(&wording);
    row
}

/// Numbers that compare a pair with its neighbours.
const AMONG: usize = 12;

/// Compares how like a pair is with how like others are.
fn among(share: f32, (a, near_a): (u32, &Nearest), (b, near_b): (u32, &Nearest)) -> [f32; AMONG] {
    let third: f32 = near_a
        .iter()
        .map(|(other, share)| share * near_b.of(other))
        .sum();
    let known = near_a.of(b) + near_b.of(a);
    let square = |near: &Nearest| 1.0 + near.iter().map(|(_, share)| share * share).sum::<f32>();
    let shared = (third + known) / (square(near_a) * square(near_b)).sqrt();
    let both = |a: f32, b: f32| [a.min(b), a.max(b)];
    let crowd = both(near_a.crowd(), near_b.crowd());
    let rivals = both(near_a.best_but(b), near_b.best_but(a));
    let best = both(near_a.at(0).max(1e-6), near_b.at(0).max(1e-6));
    let rank = both(near_a.rank(share), near_b.rank(share));
    let sum = both(near_a.sum(), near_b.sum());
    [
        shared,
        third,
        crowd[0],
        crowd[1],
        share - rivals[1],
        share - rivals[0],
        share / best[1],
        share / best[0],
        rank[0],
        rank[1],
        sum[0],
        sum[1],
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_likest_are_kept_in_order_and_only_so_many() {
        let mut near = Nearest::default();
        for other in 0..20_u16 {
            near.add(u32::from(other), f32::from(other % 10) / 10.0);
        }
        let kept: Vec<u32> = near.iter().map(|(other, _)| other).collect();
        assert_eq!(kept, [9, 19, 8, 18, 7, 17, 6, 16]);
    }

    #[test]
    fn a_row_is_the_same_from_either_side() {
        let (mut one, mut other) = (Neighbours::default(), Neighbours::default());
        let own = [0.5; WIDTH];
        one.add(1, 0.7, &own);
        one.add(2, 0.4, &own);
        other.add(0, 0.7, &own);
        other.add(2, 0.9, &own);
        let (ab, ba) = (
            row(&own, 0.7, (0, &one), (1, &other)),
            row(&own, 0.7, (1, &other), (0, &one)),
        );
        assert_eq!(ab.map(f32::to_bits), ba.map(f32::to_bits));
    }
}
