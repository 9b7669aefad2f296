//! How much each feature of likeness weighs.
//!
//! Input: `sts-headlines/2013.tsv`. Output: `likeness.toml`, by ridge
//! regression (Hoerl & Kennard 1970) on the gold scores, brought to 0 … 1.
//! What always holds: no other year is read; sums are in the order of the
//! lines.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context as _;
use rapporteur_language::{FEATURES, Likeness, features};

/// The weight of the squares of the weights, after features were brought to
/// one spread. Ten folds of the year made 1 to 20 equally good.
const RIDGE: f64 = 5.0;
const COUNT: usize = FEATURES.len();

/// Learns the weights.
pub(super) fn train(data: &Path, out: &Path) -> anyhow::Result<()> {
    let path = data.join("sts-headlines/2013.tsv");
    let lines = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let pairs: Vec<(f64, [f64; COUNT])> = lines.lines().filter_map(pair).collect();
    let learnt = ridge(&pairs);
    let note = "# Weights of what two texts have in common; see src/likeness.rs.\n# Learnt by `cargo xtask train --only likeness`; not to be edited.\n\n";
    let weights = learnt.weights.iter();
    let weights: Vec<String> = weights
        .map(|(name, it)| format!("{name} = {it:?}\n"))
        .collect();
    let table = format!(
        "{note}base = {:?}\n\n[weights]\n{}",
        learnt.base,
        weights.concat()
    );
    std::fs::write(out.join("likeness.toml"), table).context("likeness.toml")?;
    println!("likeness: {} pairs", pairs.len());
    Ok(())
}

fn pair(line: &str) -> Option<(f64, [f64; COUNT])> {
    let mut fields = line.split('\t');
    let gold: f64 = fields.next()?.parse().ok()?;
    Some((gold / 5.0, features(fields.next()?, fields.next()?)))
}

fn ridge(pairs: &[(f64, [f64; COUNT])]) -> Likeness {
    let count = pairs.len() as f64;
    let mean: [f64; COUNT] =
        std::array::from_fn(|at| pairs.iter().map(|it| it.1[at]).sum::<f64>() / count);
    let spread: [f64; COUNT] = std::array::from_fn(|at| {
        let square = |it: &(f64, [f64; COUNT])| (it.1[at] - mean[at]).powi(2);
        (pairs.iter().map(square).sum::<f64>() / count)
            .sqrt()
            .max(1e-9)
    });
    let gold = pairs.iter().map(|it| it.0).sum::<f64>() / count;
    let scaled = |it: &[f64; COUNT], at: usize| (it[at] - mean[at]) / spread[at];
    let mut rows = [[0.0; COUNT + 1]; COUNT];
    for (value, own) in pairs {
        for (at, row) in rows.iter_mut().enumerate() {
            for (other, sum) in row[..COUNT].iter_mut().enumerate() {
                *sum += scaled(own, at) * scaled(own, other);
            }
            row[COUNT] += scaled(own, at) * (value - gold);
        }
    }
    for (at, row) in rows.iter_mut().enumerate() {
        row[at] += RIDGE;
    }
    let solved = solved(rows);
    let weight = |at: usize| rounded(solved[at] / spread[at]);
    let weights: BTreeMap<String, f64> = FEATURES
        .iter()
        .enumerate()
        .map(|(at, name)| ((*name).to_owned(), weight(at)))
        .collect();
    let base = (0..COUNT).map(|at| weight(at) * mean[at]).sum::<f64>();
    Likeness {
        base: rounded(gold - base),
        weights,
    }
}

fn rounded(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}

/// Solves equations whose right sides stand last (Gauss, the greatest pivot
/// first).
fn solved<const N: usize, const M: usize>(mut rows: [[f64; M]; N]) -> [f64; N] {
    for at in 0..N {
        let pivot = (at..N).max_by(|&x, &y| rows[x][at].abs().total_cmp(&rows[y][at].abs()));
        rows.swap(at, pivot.unwrap_or(at));
        let own = rows[at];
        for (place, row) in rows.iter_mut().enumerate() {
            if place != at {
                let times = row[at] / own[at];
                for (value, own) in row.iter_mut().zip(own) {
                    *value -= times * own;
                }
            }
        }
    }
    std::array::from_fn(|at| rows[at][M - 1] / rows[at][at])
}

#[cfg(test)]
mod tests {
    use super::solved;

    #[test]
    fn equations_are_solved() {
        let [x, y] = solved([[0.0, 2.0, 4.0], [3.0, 1.0, 5.0]]);
        assert!((x - 1.0).abs() < 1e-12 && (y - 2.0).abs() < 1e-12);
    }
}
