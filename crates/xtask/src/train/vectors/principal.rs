//! Principal components: rows turned to the axes along which they vary most.
//!
//! Input: rows. Output: each row along the first [`DIMENSIONS`] axes. The
//! axes are those of the second moments, found by Jacobi's cyclic rotations
//! (Golub & Van Loan, 8.5) in 64-bit floats; each points where its largest
//! number is positive. The mean is left in: without it, likeness is worse
//! (`evaluate --only meaning`).

use rapporteur_language::vectors::{DIMENSIONS, Vector};

use super::encoder::HIDDEN;

/// Rounds of rotations; the rest off the diagonal is then below rounding.
const ROUNDS: usize = 12;

/// A square of numbers, row by row.
type Square = Vec<[f64; HIDDEN]>;

/// Turns rows.
pub(super) fn turn(rows: &[[f32; HIDDEN]]) -> Vec<Vector> {
    let axes = axes(moments(rows));
    let turned = |row: &[f32; HIDDEN]| {
        std::array::from_fn(|axis| {
            let terms = row.iter().zip(&axes[axis]);
            terms.map(|(it, on)| f64::from(*it) * on).sum::<f64>() as f32
        })
    };
    rows.iter().map(turned).collect()
}

fn moments(rows: &[[f32; HIDDEN]]) -> Square {
    let mut square = vec![[0.0; HIDDEN]; HIDDEN];
    for row in rows {
        let row = row.map(f64::from);
        for (line, a) in square.iter_mut().zip(&row) {
            for (sum, b) in line.iter_mut().zip(&row) {
                *sum += a * b;
            }
        }
    }
    square
}

/// The axes, from that of the most variance on.
fn axes(mut square: Square) -> Square {
    let mut axes: Square = vec![[0.0; HIDDEN]; HIDDEN];
    (0..HIDDEN).for_each(|at| axes[at][at] = 1.0);
    for _ in 0..ROUNDS {
        for p in 0..HIDDEN {
            for q in p + 1..HIDDEN {
                rotate(&mut square, &mut axes, p, q);
            }
        }
    }
    let mut order: Vec<usize> = (0..HIDDEN).collect();
    order.sort_by(|&a, &b| square[b][b].total_cmp(&square[a][a]).then(a.cmp(&b)));
    order.truncate(DIMENSIONS);
    order.into_iter().map(|at| upright(&axes[at])).collect()
}

/// Rotates in the plane of `p` and `q` so that their covariance is zero.
fn rotate(square: &mut Square, axes: &mut Square, p: usize, q: usize) {
    let off = square[p][q];
    if off.abs() <= f64::MIN_POSITIVE {
        return;
    }
    let theta = (square[q][q] - square[p][p]) / (2.0 * off);
    let tangent = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
    let cosine = 1.0 / (tangent * tangent + 1.0).sqrt();
    let sine = tangent * cosine;
    for line in square.iter_mut() {
        let (a, b) = (line[p], line[q]);
        (line[p], line[q]) = (cosine * a - sine * b, sine * a + cosine * b);
    }
    for lines in [square, axes] {
        let (a, b) = (lines[p], lines[q]);
        for at in 0..HIDDEN {
            lines[p][at] = cosine * a[at] - sine * b[at];
            lines[q][at] = sine * a[at] + cosine * b[at];
        }
    }
}

/// An axis or its opposite, so that its largest number is positive.
fn upright(axis: &[f64; HIDDEN]) -> [f64; HIDDEN] {
    let largest = axis.iter().copied().fold(
        0.0,
        |top: f64, it| {
            if top.abs() < it.abs() { it } else { top }
        },
    );
    axis.map(|it| it * largest.signum())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_turn_to_the_axes_of_most_variance() {
        let mut rows = [[0.0; HIDDEN]; 3];
        (rows[0][5], rows[0][9]) = (3.0, 4.0);
        (rows[1][5], rows[1][9]) = (-6.0, -8.0);
        rows[2][7] = 2.0;
        let turned = turn(&rows);
        assert!((turned[0][0] - 5.0).abs() < 1e-5);
        assert!((turned[1][0] + 10.0).abs() < 1e-5);
        assert!((turned[2][1] - 2.0).abs() < 1e-5);
        assert!(turned[2][0].abs() < 1e-5 && turned[0][1].abs() < 1e-5);
    }
}
