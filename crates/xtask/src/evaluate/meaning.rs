//! How alike pairs of headlines are (STS headlines, Agirre et al. 2013, 2014).
//!
//! Input: `sts-headlines/2013.tsv`, on which the vectors were tuned and the
//! weights of likeness learnt, and `2014.tsv`, which was held out: a gold score
//! of 0 to 5 and two headlines a line. Output: Pearson's and Spearman's
//! correlation with the gold, in percent, of likeness and, beside it, of the
//! vectors alone.

use std::path::Path;

use anyhow::Context as _;
use rapporteur_language::{Vectors, likeness};

use crate::score::Score;

/// The parts, by the name of their scores.
const PARTS: [(&str, &str); 2] = [("tuned", "2013.tsv"), ("held-out", "2014.tsv")];

/// Scores both parts.
pub(super) fn evaluate(data: &Path) -> anyhow::Result<Vec<Score>> {
    let mut scores = Vec::new();
    for (part, file) in PARTS {
        let path = data.join("sts-headlines").join(file);
        let lines = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        for (name, measure) in MEASURES {
            let pairs = lines.lines().filter_map(|line| pair(line, *measure));
            let (gold, found): (Vec<f64>, Vec<f64>) = pairs.unzip();
            let name = format!("meaning.{part}{name}");
            let score = |kind: &str, value| Score::new(format!("{name}.{kind}"), value, gold.len());
            let ranked = correlation(&ranks(&gold), &ranks(&found));
            scores.push(score("pearson", correlation(&gold, &found)));
            scores.push(score("spearman", ranked));
        }
    }
    Ok(scores)
}

/// A way to tell how alike two texts are.
type Measure = fn(&str, &str) -> f64;

/// Ours, and what it stands beside.
const MEASURES: &[(&str, Measure)] = &[
    ("", likeness),
    (".vectors", |a, b| {
        f64::from(Vectors::english().similarity(a, b))
    }),
];

/// The gold score of a line, and a measure's.
fn pair(line: &str, measure: Measure) -> Option<(f64, f64)> {
    let mut fields = line.split('\t');
    let gold = fields.next()?.parse().ok()?;
    Some((gold, measure(fields.next()?, fields.next()?)))
}

/// Pearson's correlation, in percent.
fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let mean = |it: &[f64]| it.iter().sum::<f64>() / it.len() as f64;
    let (mean_a, mean_b) = (mean(a), mean(b));
    let (mut both, mut of_a, mut of_b) = (0.0, 0.0, 0.0);
    for (a, b) in a.iter().zip(b) {
        both += (a - mean_a) * (b - mean_b);
        of_a += (a - mean_a) * (a - mean_a);
        of_b += (b - mean_b) * (b - mean_b);
    }
    100.0 * both / (of_a * of_b).sqrt()
}

/// The rank of each value; equal values share the mean of theirs.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut before = 0;
    for same in order.chunk_by(|&a, &b| values[a].total_cmp(&values[b]).is_eq()) {
        let rank = before as f64 + (same.len() - 1) as f64 / 2.0;
        for &at in same {
            ranks[at] = rank;
        }
        before += same.len();
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::{correlation, ranks};

    #[test]
    fn correlations_are_those_of_a_reckoned_example() {
        assert!((correlation(&[1.0, 2.0, 3.0], &[2.0, 4.0, 6.0]) - 100.0).abs() < 1e-9);
        assert!((correlation(&[1.0, 2.0, 3.0], &[1.0, 3.0, 2.0]) - 50.0).abs() < 1e-9);
        assert_eq!(ranks(&[5.0, 1.0, 5.0]), [1.5, 0.0, 1.5]);
    }
}
