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
    let rows = a.len() / inner;
    let whole = rows - rows % ROWS;
    let mut column = 0;
    while column + COLUMNS <= columns {
        let mut row = 0;
        while row < whole {
            tile::<ROWS>(a, inner, b, columns, out, row, column);
            row += ROWS;
        }
        while row < rows {
            tile::<1>(a, inner, b, columns, out, row, column);
            row += 1;
        }
        column += COLUMNS;
    }
    if column < columns {
        for row in 0..rows {
            let sums = &mut out[row * columns + column..(row + 1) * columns];
            for (at, &factor) in a[row * inner..(row + 1) * inner].iter().enumerate() {
                let weights = &b[at * columns + column..(at + 1) * columns];
                for (sum, weight) in sums.iter_mut().zip(weights) {
                    *sum += factor * weight;
                }
            }
        }
    }
}

#[inline(always)]
fn tile<const HEIGHT: usize>(
    a: &[f32],
    inner: usize,
    b: &[f32],
    columns: usize,
    out: &mut [f32],
    row: usize,
    column: usize,
) {
    let mut sums = [[0.0_f32; COLUMNS]; HEIGHT];
    let lines: [&[f32]; HEIGHT] =
        std::array::from_fn(|it| &a[(row + it) * inner..(row + it + 1) * inner]);
    for (it, sum) in sums.iter_mut().enumerate() {
        let from = (row + it) * columns + column;
        sum.copy_from_slice(&out[from..from + COLUMNS]);
    }
    for at in 0..inner {
        let from = at * columns + column;
        let Some(weights) = b[from..].first_chunk::<COLUMNS>() else {
            return;
        };
        for (sum, line) in sums.iter_mut().zip(&lines) {
            let factor = line[at];
            for (sum, weight) in sum.iter_mut().zip(weights) {
                *sum += factor * weight;
            }
        }
    }
    for (it, sum) in sums.iter().enumerate() {
        let from = (row + it) * columns + column;
        out[from..from + COLUMNS].copy_from_slice(sum);
    }
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
