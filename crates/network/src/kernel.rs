//! Products of matrices.
//!
//! Input: row-major matrices. Output: sums added to a row-major matrix. What
//! always holds: each sum is made in the order of the inner index with one
//! rounding after each product and one after each sum, so that the result has
//! the same bits whatever instructions the processor has.

use std::sync::LazyLock;

use pulp::Arch;

/// Rows of a tile. With [`COLUMNS`] it fits the vector registers of AVX2.
const ROWS: usize = 6;
/// Columns of a tile.
const COLUMNS: usize = 16;

static ARCH: LazyLock<Arch> = LazyLock::new(Arch::new);

/// Runs `body` compiled for the widest vectors that this processor has.
/// `body` must be made of functions that are always inlined.
#[inline]
pub fn vectorised<R>(body: impl FnOnce() -> R) -> R {
    ARCH.dispatch(body)
}

/// Adds `a · b` to `out`: `a` is rows × `inner`, `b` is `inner` × `columns`,
/// `out` is rows × `columns`. What `a` holds beyond whole rows is left out.
///
/// # Panics
/// When `b` or `out` is shorter than that.
pub fn multiply(a: &[f32], inner: usize, b: &[f32], columns: usize, out: &mut [f32]) {
    if inner == 0 || columns == 0 {
        return;
    }
    let rows = a.len() / inner;
    assert!(inner * columns <= b.len() && rows * columns <= out.len());
    vectorised(
        #[inline(always)]
        || multiply_here(a, inner, b, columns, out),
    );
}

#[inline(always)]
fn multiply_here(a: &[f32], inner: usize, b: &[f32], columns: usize, out: &mut [f32]) {
    // Both sides are laid out as the tiles read them, padded with zeros, so that
    // the innermost loop has no bounds to check.
    let strips = columns.div_ceil(COLUMNS);
    let mut panel = vec![[0.0; COLUMNS]; inner * strips];
    for (at, row) in b.chunks_exact(columns).take(inner).enumerate() {
        for (strip, values) in row.chunks(COLUMNS).enumerate() {
            panel[strip * inner + at][..values.len()].copy_from_slice(values);
        }
    }
    let mut block = vec![[0.0; ROWS]; inner];
    let lines = a.chunks(inner * ROWS).zip(out.chunks_mut(columns * ROWS));
    for (lines, out) in lines {
        for (row, line) in lines.chunks_exact(inner).enumerate() {
            for (factors, value) in block.iter_mut().zip(line) {
                factors[row] = *value;
            }
        }
        let height = lines.len() / inner;
        for (strip, weights) in panel.chunks_exact(inner).enumerate() {
            let from = strip * COLUMNS;
            let count = COLUMNS.min(columns - from);
            let mut sums = [[0.0; COLUMNS]; ROWS];
            for (sum, line) in sums.iter_mut().zip(out.chunks_exact(columns)).take(height) {
                sum[..count].copy_from_slice(&line[from..from + count]);
            }
            add_tile(&block, weights, &mut sums);
            for (sum, line) in sums.iter().zip(out.chunks_exact_mut(columns)).take(height) {
                line[from..from + count].copy_from_slice(&sum[..count]);
            }
        }
    }
}

#[inline(always)]
fn add_tile(block: &[[f32; ROWS]], weights: &[[f32; COLUMNS]], sums: &mut [[f32; COLUMNS]; ROWS]) {
    // One variable a row keeps each in registers.
    let [mut one, mut two, mut three, mut four, mut five, mut six] = *sums;
    for (factors, weights) in block.iter().zip(weights) {
        for at in 0..COLUMNS {
            one[at] += factors[0] * weights[at];
            two[at] += factors[1] * weights[at];
            three[at] += factors[2] * weights[at];
            four[at] += factors[3] * weights[at];
            five[at] += factors[4] * weights[at];
            six[at] += factors[5] * weights[at];
        }
    }
    *sums = [one, two, three, four, five, six];
}

/// `a`, which is rows × `columns`, with rows and columns exchanged.
pub fn transposed(a: &[f32], columns: usize, out: &mut Vec<f32>) {
    let rows = a.len().checked_div(columns).unwrap_or(0);
    out.clear();
    out.resize(rows * columns, 0.0);
    for (row, line) in a.chunks_exact(columns.max(1)).enumerate() {
        for (column, &value) in line.iter().enumerate() {
            out[column * rows + row] = value;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{multiply, transposed};
    use proptest::prelude::*;

    fn plain(a: &[f32], inner: usize, b: &[f32], columns: usize) -> Vec<f32> {
        let rows = a.len() / inner;
        let mut out = vec![0.0_f32; rows * columns];
        for row in 0..rows {
            for column in 0..columns {
                for at in 0..inner {
                    out[row * columns + column] += a[row * inner + at] * b[at * columns + column];
                }
            }
        }
        out
    }

    proptest! {
        #[test]
        fn tiles_give_the_bits_of_the_plain_sum(
            rows in 0_usize..20, inner in 1_usize..40, columns in 1_usize..40, seed in 1_u32..,
        ) {
            let mut state = seed;
            let mut next = || {
                state ^= state << 13;
                state ^= state >> 17;
                state ^= state << 5;
                (state % 2001) as f32 / 1000.0 - 1.0
            };
            let a: Vec<f32> = (0..rows * inner).map(|_| next()).collect();
            let b: Vec<f32> = (0..inner * columns).map(|_| next()).collect();
            let mut out = vec![0.0; rows * columns];
            multiply(&a, inner, &b, columns, &mut out);
            let bits = |it: &[f32]| it.iter().map(|it| it.to_bits()).collect::<Vec<_>>();
            prop_assert_eq!(bits(&out), bits(&plain(&a, inner, &b, columns)));
            let (mut once, mut twice) = (Vec::new(), Vec::new());
            transposed(&a, inner, &mut once);
            transposed(&once, rows, &mut twice);
            prop_assert_eq!(twice, if rows == 0 { Vec::new() } else { a });
        }
    }
}
