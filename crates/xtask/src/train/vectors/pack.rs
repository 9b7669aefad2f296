//! Rows as small integers, with the weights of their pieces.

use rapporteur_language::vectors::{DIMENSIONS, Head, Vector};

/// From which share of all pieces one counts as common: SIF's *a* (Arora et
/// al. 2017). Best of 3e-5 to 1e-3 on the tuned part of `evaluate --only
/// meaning`; shares by Zipf's law did better than those of `frequencies.tsv`.
const RARITY: f64 = 3e-4;

/// One row with what stands before it.
type Row = (Head, [i8; DIMENSIONS]);

/// The row of the unknown piece, then those of all others, which come in the
/// order of the vocabulary: about that of how common they are.
pub(super) fn rows(vectors: &[Vector]) -> Vec<Row> {
    let unknown = Head {
        scale: 0.0,
        weight: 0.0,
    };
    let all: f64 = (0..vectors.len()).map(zipf).sum();
    let weight = |rank: usize| (RARITY / (RARITY + zipf(rank) / all)) as f32;
    let known = vectors.iter().enumerate();
    std::iter::once((unknown, [0; DIMENSIONS]))
        .chain(known.map(|(rank, vector)| row(vector, weight(rank))))
        .collect()
}

/// How often a piece of a rank occurs, by Zipf's law.
fn zipf(rank: usize) -> f64 {
    1.0 / (rank as f64 + 2.0)
}

fn row(vector: &Vector, weight: f32) -> Row {
    let top = vector.iter().map(|it| it.abs()).fold(0.0, f32::max);
    let scale = if top == 0.0 { 1.0 } else { top / 127.0 };
    let units = vector.map(|it| (it / scale).round() as i8);
    (Head { scale, weight }, units)
}
