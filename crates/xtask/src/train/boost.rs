//! Gradient boosting of complete trees under logistic loss.
//!
//! Input: rows of numbers with a label and a weight. Output: a [`Forest`].
//! Splits are chosen over bins of equal count (Friedman 2001; second-order
//! gains and shrinkage of leaves as in Chen and Guestrin 2016). What always
//! holds: the same rows give the same trees, bit for bit.

use rapporteur_language::forest::{DEPTH, Forest, LEAVES, SPLITS, Tree};

/// What is learnt from.
#[derive(Clone, Debug)]
pub(super) struct Example {
    pub(super) row: Vec<f32>,
    pub(super) label: bool,
    pub(super) weight: f32,
}

/// How is learnt.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setting {
    pub(super) trees: usize,
    pub(super) rate: f64,
    /// Added to the curvature of every leaf.
    pub(super) ridge: f64,
    /// Least curvature of a leaf.
    pub(super) least: f64,
}

/// Most bins of a number.
const BINS: usize = 64;

/// Learns the trees.
pub(super) fn boost(examples: &[Example], setting: Setting) -> Forest {
    let Some(width) = examples.first().map(|it| it.row.len()) else {
        return Forest::default();
    };
    let cuts: Vec<Vec<f32>> = (0..width).map(|feature| cuts(examples, feature)).collect();
    let bins: Vec<Vec<u8>> = (0..width)
        .map(|feature| {
            let bin = |it: &Example| cuts[feature].partition_point(|cut| *cut < it.row[feature]);
            examples.iter().map(|it| bin(it) as u8).collect()
        })
        .collect();
    let mut scores = vec![0.0_f64; examples.len()];
    let mut forest = Forest::default();
    for _ in 0..setting.trees {
        let slopes: Vec<(f64, f64)> = examples
            .iter()
            .zip(&scores)
            .map(|(it, score)| {
                let odds = 1.0 / (1.0 + (-score).exp());
                let weight = f64::from(it.weight);
                let slope = weight * (odds - f64::from(u8::from(it.label)));
                (slope, (weight * odds * (1.0 - odds)).max(1e-9))
            })
            .collect();
        let tree = grow(&bins, &cuts, &slopes, setting);
        for (score, it) in scores.iter_mut().zip(examples) {
            *score += f64::from(tree.answer(&it.row));
        }
        forest.trees.push(tree);
    }
    forest
}

/// Where a number is cut into bins of about equal count.
fn cuts(examples: &[Example], feature: usize) -> Vec<f32> {
    let mut values: Vec<f32> = examples.iter().map(|it| it.row[feature]).collect();
    values.sort_by(f32::total_cmp);
    let mut cuts: Vec<f32> = (1..BINS)
        .map(|at| values[at * values.len() / BINS])
        .collect();
    cuts.dedup();
    // Nothing is above the highest value.
    cuts.retain(|it| Some(it) != values.last());
    cuts
}

/// One tree, level by level.
fn grow(bins: &[Vec<u8>], cuts: &[Vec<f32>], slopes: &[(f64, f64)], setting: Setting) -> Tree {
    let mut tree = Tree {
        features: [0; SPLITS],
        thresholds: [f32::MAX; SPLITS],
        leaves: [0.0; LEAVES],
    };
    let mut node = vec![0_usize; slopes.len()];
    for level in 0..DEPTH {
        let first = (1 << level) - 1;
        let best = best_splits(bins, cuts, slopes, &node, first, 1 << level, setting);
        for (offset, split) in best.iter().enumerate() {
            if let Some((_, feature, bin)) = split {
                tree.features[first + offset] = *feature as u8;
                tree.thresholds[first + offset] = cuts[*feature][*bin];
            }
        }
        for (at, node) in node.iter_mut().enumerate() {
            let right = best[*node - first]
                .is_some_and(|(_, feature, bin)| bin < usize::from(bins[feature][at]));
            *node = 2 * *node + 1 + usize::from(right);
        }
    }
    let mut sums = [(0.0, 0.0); LEAVES];
    for (node, slope) in node.iter().zip(slopes) {
        let sum = &mut sums[node - SPLITS];
        *sum = (sum.0 + slope.0, sum.1 + slope.1);
    }
    for (leaf, (slope, curve)) in tree.leaves.iter_mut().zip(sums) {
        *leaf = (-setting.rate * slope / (curve + setting.ridge)) as f32;
    }
    tree
}

/// A split: its gain, the feature, and the last bin that goes left.
type Split = Option<(f64, usize, usize)>;

fn best_splits(
    bins: &[Vec<u8>],
    cuts: &[Vec<f32>],
    slopes: &[(f64, f64)],
    node: &[usize],
    first: usize,
    count: usize,
    setting: Setting,
) -> Vec<Split> {
    let mut best: Vec<Split> = vec![None; count];
    for (feature, bins) in bins.iter().enumerate() {
        let mut sums = vec![[(0.0, 0.0); BINS]; count];
        for ((node, bin), slope) in node.iter().zip(bins).zip(slopes) {
            let sum = &mut sums[node - first][usize::from(*bin)];
            *sum = (sum.0 + slope.0, sum.1 + slope.1);
        }
        for (sums, best) in sums.iter().zip(&mut best) {
            let found = best_bin(sums, cuts[feature].len(), setting);
            if let Some((gain, bin)) = found
                && best.is_none_or(|(most, ..)| most < gain)
            {
                *best = Some((gain, feature, bin));
            }
        }
    }
    best
}

/// The best bin to end the left side with, and its gain.
fn best_bin(sums: &[(f64, f64); BINS], cuts: usize, setting: Setting) -> Option<(f64, usize)> {
    let all = sums
        .iter()
        .fold((0.0, 0.0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
    let worth = |(slope, curve): (f64, f64)| slope * slope / (curve + setting.ridge);
    let (mut left, mut best) = ((0.0, 0.0), None);
    for (bin, sum) in sums.iter().enumerate().take(cuts) {
        left = (left.0 + sum.0, left.1 + sum.1);
        let right = (all.0 - left.0, all.1 - left.1);
        if left.1 < setting.least || right.1 < setting.least {
            continue;
        }
        let gain = worth(left) + worth(right) - worth(all);
        if 1e-6 < gain && best.is_none_or(|(most, _)| most < gain) {
            best = Some((gain, bin));
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exclusive_or_is_learnt() {
        let examples: Vec<Example> = (0..400)
            .map(|at| {
                let (a, b) = (at % 2, at / 2 % 2);
                Example {
                    row: vec![a as f32, b as f32, (at % 7) as f32],
                    label: a != b,
                    weight: 1.0 + (at % 3) as f32 / 10.0,
                }
            })
            .collect();
        let setting = Setting {
            trees: 20,
            rate: 0.3,
            ridge: 1.0,
            least: 1.0,
        };
        let forest = boost(&examples, setting);
        let right = |it: &Example| (0.0 < forest.score(&it.row)) == it.label;
        assert!(examples.iter().all(right));
        assert_eq!(forest, boost(&examples, setting));
    }
}
