//! Labels of a row of positions, chosen together (a linear-chain conditional
//! random field; Lafferty et al. 2001).
//!
//! Input: scores of each position by label, and of each step from one label to
//! the next. Output: the best labels, and how likely labels are. What always
//! holds: time is linear in the length; sums stay between 0 and 1.

use crate::curve;

/// Labels of one decision.
pub const LABELS: usize = 3;

/// Scores of a position by label.
pub type Scores = [f32; LABELS];

/// Scores of the steps: by the label before, the last row for none, then by
/// label; what [`STEPS`] dense values hold.
#[derive(Clone, Copy, Debug, Default)]
pub struct Steps([Scores; LABELS + 1]);

/// Values of [`Steps`].
pub const STEPS: usize = (LABELS + 1) * LABELS;

impl Steps {
    /// Steps as a tensor of [`STEPS`] values holds them.
    ///
    /// # Panics
    /// When there are fewer.
    pub fn new(values: &[f32]) -> Self {
        Self(std::array::from_fn(|before| {
            std::array::from_fn(|label| values[before * LABELS + label])
        }))
    }

    /// The row of the first position.
    const START: usize = LABELS;

    /// Scores of `here` behind the label `before`.
    fn behind(&self, before: usize, here: &Scores) -> Scores {
        std::array::from_fn(|label| self.0[before][label] + here[label])
    }
}

/// The best labels (Viterbi).
pub fn best(scores: &[Scores], steps: &Steps) -> Vec<u8> {
    let Some((first, rest)) = scores.split_first() else {
        return Vec::new();
    };
    let mut sums = steps.behind(Steps::START, first);
    let mut came = Vec::with_capacity(rest.len());
    for here in rest {
        let mut from = [0_u8; LABELS];
        let mut next = [f32::NEG_INFINITY; LABELS];
        for (before, sum) in sums.iter().enumerate() {
            for (label, score) in steps.behind(before, here).iter().enumerate() {
                if next[label] < sum + score {
                    next[label] = sum + score;
                    from[label] = before as u8;
                }
            }
        }
        sums = next;
        came.push(from);
    }
    let mut label = greatest(&sums) as u8;
    let mut labels = vec![label];
    for from in came.iter().rev() {
        label = from[usize::from(label)];
        labels.push(label);
    }
    labels.reverse();
    labels
}

fn greatest(scores: &Scores) -> usize {
    (1..LABELS).fold(
        0,
        |best, it| {
            if scores[best] < scores[it] { it } else { best }
        },
    )
}

/// How likely each label and each step is.
#[derive(Clone, Debug, Default)]
pub struct Shares {
    /// By position, then label.
    pub labels: Vec<Scores>,
    /// Weights of the steps into each position, as shares of all that come so
    /// far: what a row of labels is likely by.
    ways: Vec<[Scores; LABELS + 1]>,
    /// Shares of all that come so far, then of all that follow.
    forward: Vec<Scores>,
    backward: Vec<Scores>,
}

impl Shares {
    /// Those of `scores` (forward and backward sums, each position scaled).
    pub fn of(scores: &[Scores], steps: &Steps) -> Self {
        let mut shares = Self::default();
        let mut before = [0.0; LABELS + 1];
        before[Steps::START] = 1.0;
        for here in scores {
            let mut ways: [Scores; LABELS + 1] =
                std::array::from_fn(|from| steps.behind(from, here));
            let all = ways.iter().flatten().copied();
            let top = all.fold(f32::NEG_INFINITY, f32::max);
            for way in ways.iter_mut().flatten() {
                *way = curve::exp(*way - top);
            }
            let sums: Scores = std::array::from_fn(|label| {
                (0..=LABELS)
                    .map(|from| before[from] * ways[from][label])
                    .sum()
            });
            let scale = 1.0 / sums.iter().sum::<f32>().max(f32::MIN_POSITIVE);
            for way in ways.iter_mut().flatten() {
                *way *= scale;
            }
            let own = sums.map(|it| it * scale);
            before = [own[0], own[1], own[2], 0.0];
            shares.ways.push(ways);
            shares.forward.push(own);
        }
        shares.fill_back();
        shares
    }

    fn fill_back(&mut self) {
        let mut after = [1.0; LABELS];
        self.backward = vec![after; self.forward.len()];
        for at in (1..self.forward.len()).rev() {
            let ways = &self.ways[at];
            after = std::array::from_fn(|from| {
                (0..LABELS)
                    .map(|label| ways[from][label] * after[label])
                    .sum()
            });
            self.backward[at - 1] = after;
        }
        let pairs = self.forward.iter().zip(&self.backward);
        self.labels = pairs
            .map(|(forward, backward)| {
                let mut share: Scores = std::array::from_fn(|it| forward[it] * backward[it]);
                let sum = share.iter().sum::<f32>().max(f32::MIN_POSITIVE);
                for it in &mut share {
                    *it /= sum;
                }
                share
            })
            .collect();
    }

    /// How likely each step into the position `at` is, by the label before,
    /// the last row for none.
    pub fn steps(&self, at: usize) -> [Scores; LABELS + 1] {
        let before = match at.checked_sub(1) {
            Some(before) => {
                let [a, b, c] = self.forward[before];
                [a, b, c, 0.0]
            }
            None => [0.0, 0.0, 0.0, 1.0],
        };
        let mut steps: [Scores; LABELS + 1] = std::array::from_fn(|from| {
            std::array::from_fn(|label| {
                before[from] * self.ways[at][from][label] * self.backward[at][label]
            })
        });
        let sum = steps.iter().flatten().sum::<f32>().max(f32::MIN_POSITIVE);
        for it in steps.iter_mut().flatten() {
            *it /= sum;
        }
        steps
    }

    /// How likely the whole row of `labels` is.
    pub fn share_of(&self, labels: &[u8]) -> f32 {
        let mut before = Steps::START;
        let mut share = 1.0;
        for (ways, &label) in self.ways.iter().zip(labels) {
            let label = usize::from(label).min(LABELS - 1);
            share *= ways[before][label];
            before = label;
        }
        share.min(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{LABELS, Scores, Shares, Steps, best};
    use proptest::prelude::*;

    /// Every row of labels of a length with what it weighs.
    fn rows(scores: &[Scores], steps: &Steps) -> Vec<(Vec<u8>, f64)> {
        let mut rows = vec![(Vec::new(), 0.0)];
        for here in scores {
            let mut longer = Vec::new();
            for (row, sum) in &rows {
                let before = row.last().map_or(LABELS, |&it: &u8| usize::from(it));
                for label in 0..LABELS {
                    let mut row = row.clone();
                    row.push(label as u8);
                    longer.push((row, sum + f64::from(steps.behind(before, here)[label])));
                }
            }
            rows = longer;
        }
        rows
    }

    proptest! {
        #[test]
        fn sums_are_those_over_every_row_of_labels(
            scores in proptest::collection::vec(proptest::array::uniform3(-4.0_f32..4.0), 1..6),
            steps in proptest::collection::vec(-3.0_f32..3.0, 12),
        ) {
            let steps = Steps::new(&steps);
            let rows = rows(&scores, &steps);
            let all: f64 = rows.iter().map(|it| it.1.exp()).sum();
            let shares = Shares::of(&scores, &steps);
            let labels = best(&scores, &steps);
            let top = rows.iter().map(|it| it.1).fold(f64::NEG_INFINITY, f64::max);
            let own = rows.iter().find(|it| it.0 == labels).expect("one of all").1;
            prop_assert!(top - own < 1e-4);
            prop_assert!((f64::from(shares.share_of(&labels)) - own.exp() / all).abs() < 1e-4);
            for at in 0..scores.len() {
                for label in 0..LABELS {
                    let with = rows.iter().filter(|it| usize::from(it.0[at]) == label);
                    let share = with.map(|it| it.1.exp()).sum::<f64>() / all;
                    prop_assert!((f64::from(shares.labels[at][label]) - share).abs() < 1e-4);
                    for before in 0..LABELS {
                        let with = rows.iter().filter(|it| {
                            0 < at && usize::from(it.0[at]) == label
                                && usize::from(it.0[at - 1]) == before
                        });
                        let share = with.map(|it| it.1.exp()).sum::<f64>() / all;
                        let told = f64::from(shares.steps(at)[before][label]);
                        prop_assert!((told - share).abs() < 1e-4);
                    }
                }
            }
        }
    }

    #[test]
    fn nothing_has_no_labels() {
        assert!(best(&[], &Steps::default()).is_empty());
        assert!(Shares::of(&[], &Steps::default()).labels.is_empty());
    }
}
