//! Measures of coreference: MUC (Vilain et al. 1995), B-cubed (Bagga and
//! Baldwin 1998) and CEAF with phi4 (Luo 2005), as the reference scorer
//! counts them (Pradhan et al. 2014).
//!
//! Input: gold and found chains of mentions, each mention a number. Output:
//! parts and wholes of recall and precision, to be added up over reports.
//! What always holds: chains of one list share no mention.

use std::collections::HashMap;

/// Chains of mentions.
pub(super) type Chains = Vec<Vec<usize>>;

/// One measure, added up.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Measure {
    recall: (f64, f64),
    precision: (f64, f64),
}

impl Measure {
    /// Recall, between 0 and 1.
    pub(super) fn recall(self) -> f64 {
        share(self.recall)
    }

    /// Precision, between 0 and 1.
    pub(super) fn precision(self) -> f64 {
        share(self.precision)
    }

    /// Harmonic mean of both, between 0 and 1.
    pub(super) fn f1(self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        share((2.0 * p * r, p + r))
    }

    fn add(&mut self, other: Measure) {
        let sum = |one: &mut (f64, f64), two: (f64, f64)| *one = (one.0 + two.0, one.1 + two.1);
        sum(&mut self.recall, other.recall);
        sum(&mut self.precision, other.precision);
    }
}

/// The three measures of the `CoNLL` score.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Measures {
    pub(super) muc: Measure,
    pub(super) b_cubed: Measure,
    pub(super) ceaf: Measure,
}

impl Measures {
    /// Adds one report.
    pub(super) fn add(&mut self, gold: &Chains, found: &Chains) {
        self.muc.add(muc(gold, found));
        self.b_cubed.add(b_cubed(gold, found));
        self.ceaf.add(ceaf(gold, found));
    }

    /// The mean of the three F1, between 0 and 1.
    pub(super) fn conll(&self) -> f64 {
        (self.muc.f1() + self.b_cubed.f1() + self.ceaf.f1()) / 3.0
    }
}

fn share((part, whole): (f64, f64)) -> f64 {
    if whole <= 0.0 { 0.0 } else { part / whole }
}

fn chain_of(chains: &Chains) -> HashMap<usize, usize> {
    let all = chains.iter().enumerate();
    all.flat_map(|(at, chain)| chain.iter().map(move |&it| (it, at)))
        .collect()
}

/// Links of the one that the other keeps, over all its links.
fn muc(gold: &Chains, found: &Chains) -> Measure {
    let links = |of: &Chains, by: &Chains| {
        let by = chain_of(by);
        let mut kept = (0.0, 0.0);
        for chain in of.iter().filter(|it| !it.is_empty()) {
            let mut parts: Vec<usize> = chain.iter().filter_map(|it| by.get(it).copied()).collect();
            let alone = chain.len() - parts.len();
            parts.sort_unstable();
            parts.dedup();
            kept.0 += (chain.len() - parts.len() - alone) as f64;
            kept.1 += (chain.len() - 1) as f64;
        }
        kept
    };
    Measure {
        recall: links(gold, found),
        precision: links(found, gold),
    }
}

/// For each mention, how much of its chain the other's chain holds.
fn b_cubed(gold: &Chains, found: &Chains) -> Measure {
    let shares = |of: &Chains, by: &Chains| {
        let by = chain_of(by);
        let mut sum = (0.0, 0.0);
        for chain in of {
            let mut held: HashMap<usize, f64> = HashMap::new();
            for at in chain.iter().filter_map(|it| by.get(it)) {
                *held.entry(*at).or_default() += 1.0;
            }
            let mut counts: Vec<f64> = held.into_values().collect();
            counts.sort_by(f64::total_cmp);
            sum.0 += counts.iter().map(|it| it * it).sum::<f64>() / chain.len().max(1) as f64;
            sum.1 += chain.len() as f64;
        }
        sum
    };
    Measure {
        recall: shares(gold, found),
        precision: shares(found, gold),
    }
}

/// The likeness of the best pairing of chains, over the number of chains.
fn ceaf(gold: &Chains, found: &Chains) -> Measure {
    let by = chain_of(found);
    let mut likeness = vec![vec![0.0; found.len()]; gold.len()];
    for (row, chain) in likeness.iter_mut().zip(gold) {
        for &at in chain.iter().filter_map(|it| by.get(it)) {
            row[at] += 2.0 / (chain.len() + found[at].len()) as f64;
        }
    }
    let best = best_pairing(&likeness);
    Measure {
        recall: (best, gold.len() as f64),
        precision: (best, found.len() as f64),
    }
}

/// The greatest sum of one cell per row and column (Kuhn 1955; Munkres 1957,
/// in the form with potentials that takes cubic time).
fn best_pairing(likeness: &[Vec<f64>]) -> f64 {
    let rows = likeness.len();
    let size = rows.max(likeness.first().map_or(0, Vec::len));
    let cell = |row: usize, column: usize| {
        let likeness = likeness.get(row).and_then(|it| it.get(column));
        likeness.copied().unwrap_or(0.0)
    };
    let (mut of_row, mut of_column) = (vec![0.0; size + 1], vec![0.0; size + 1]);
    // Rows and columns count from 1; 0 is none.
    let mut row_at = vec![0; size + 1];
    for row in 1..=size {
        let mut least = vec![f64::INFINITY; size + 1];
        let mut used = vec![false; size + 1];
        let mut way = vec![0; size + 1];
        row_at[0] = row;
        let mut column = 0;
        while row_at[column] != 0 {
            used[column] = true;
            let (mut step, mut next) = (f64::INFINITY, 0);
            for it in (1..=size).filter(|&it| !used[it]) {
                let at = row_at[column];
                let slack = -cell(at - 1, it - 1) - of_row[at] - of_column[it];
                if slack < least[it] {
                    (least[it], way[it]) = (slack, column);
                }
                if least[it] < step {
                    (step, next) = (least[it], it);
                }
            }
            for it in 0..=size {
                if used[it] {
                    of_row[row_at[it]] += step;
                    of_column[it] -= step;
                } else {
                    least[it] -= step;
                }
            }
            column = next;
        }
        while column != 0 {
            row_at[column] = row_at[way[column]];
            column = way[column];
        }
    }
    let pairs = (1..=size).map(|it| cell(row_at[it] - 1, it - 1));
    pairs.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(one: f64, other: f64) -> bool {
        (one - other).abs() < 1e-3
    }

    /// Recall and precision of the three.
    fn measured(gold: &[&[usize]], found: &[&[usize]]) -> [(f64, f64); 3] {
        let own = |it: &[&[usize]]| it.iter().map(|it| it.to_vec()).collect::<Chains>();
        let mut all = Measures::default();
        all.add(&own(gold), &own(found));
        [all.muc, all.b_cubed, all.ceaf].map(|it| (it.recall(), it.precision()))
    }

    #[test]
    fn the_worked_example_of_the_reference_scorer() {
        // Pradhan et al. 2014: key {a b c} {d e f g}, response {a b} {c d} {f g h i}.
        let [muc, b_cubed, ceaf] = measured(
            &[&[1, 2, 3], &[4, 5, 6, 7]],
            &[&[1, 2], &[3, 4], &[6, 7, 8, 9]],
        );
        assert!(close(muc.0, 0.40) && close(muc.1, 0.40));
        assert!(close(b_cubed.0, 0.4167) && close(b_cubed.1, 0.50));
        assert!(close(ceaf.0, 0.65) && close(ceaf.1, 0.4333));
    }

    #[test]
    fn the_example_of_luo() {
        // Luo 2005, system (a): {1..5} {6 7} {8..c}, the last two joined.
        let gold: [&[usize]; 3] = [&[1, 2, 3, 4, 5], &[6, 7], &[8, 9, 10, 11, 12]];
        let a = measured(&gold, &[&[1, 2, 3, 4, 5], &[6, 7, 8, 9, 10, 11, 12]]);
        assert!(close(a[0].0, 1.0) && close(a[0].1, 0.9));
        assert!(close(a[1].0, 1.0) && close(a[1].1, 0.762));
        // System (b) joins the two large ones.
        let b = measured(&gold, &[&[1, 2, 3, 4, 5, 8, 9, 10, 11, 12], &[6, 7]]);
        assert!(close(b[0].1, 0.9) && close(b[1].1, 0.583));
        // phi4: (1 + 10/12) of 3 and 2; (10/15 + 1) of 3 and 2.
        assert!(close(a[2].0, 0.611) && close(a[2].1, 0.917));
        assert!(close(b[2].0, 0.556) && close(b[2].1, 0.833));
    }

    #[test]
    fn the_same_chains_score_one_and_none_score_nothing() {
        let chains: [&[usize]; 2] = [&[1, 2], &[3, 4, 5]];
        let same = measured(&chains, &chains);
        assert!(same.iter().all(|it| close(it.0, 1.0) && close(it.1, 1.0)));
        assert!(measured(&chains, &[]).iter().all(|it| close(it.0, 0.0)));
    }

    #[test]
    fn a_pairing_is_the_best_and_not_the_first() {
        let likeness = [vec![0.9, 0.8], vec![0.85, 0.1], vec![0.0, 0.0]];
        assert!(close(best_pairing(&likeness), 1.65));
        assert!(close(best_pairing(&[]), 0.0));
    }
}
