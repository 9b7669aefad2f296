//! Products with matrices of whole numbers.
//!
//! Input: rows of numbers, each rounded to whole ones by a scale of its own,
//! and a matrix of whole numbers of eight bits with a scale a column. Output:
//! rows of numbers. What always holds: sums of whole numbers are exact, so the
//! result has the same bits whatever instructions the processor has.

use std::sync::LazyLock;

use pulp::Arch;

use crate::kernel::vectorised;

/// Columns of a panel.
const COLUMNS: usize = 16;
/// Rows of a tile.
const ROWS: usize = 8;
/// The weights of two rows of the matrix in one panel, column by column.
type Pairs = [i16; 2 * COLUMNS];
/// The numbers of two columns in each row of a tile.
type Block = [i32; ROWS];

static ARCH: LazyLock<Arch> = LazyLock::new(Arch::new);

#[cfg(target_arch = "x86_64")]
pulp::simd_type! {
    /// A processor that adds products of whole numbers in one step, which the
    /// compiler then makes of two.
    struct Dot {
        sse: "sse",
        avx512f: "avx512f",
        avx512bw: "avx512bw",
        avx512vl: "avx512vl",
        avx512dq: "avx512dq",
        avx512cd: "avx512cd",
        avx512vnni: "avx512vnni",
        avx2: "avx2",
        fma: "fma",
        bmi1: "bmi1",
        bmi2: "bmi2",
        lzcnt: "lzcnt",
        popcnt: "popcnt",
        sse3: "sse3",
        ssse3: "ssse3",
        sse41: "sse4.1",
        sse42: "sse4.2",
    }
}

/// A matrix with what is added to its products.
#[derive(Clone, Debug)]
pub(crate) struct Matrix {
    inner: usize,
    /// Panel by panel, the pairs of its rows.
    panels: Vec<Pairs>,
    /// What a whole number of each column stands for.
    scales: Vec<f32>,
    bias: Vec<f32>,
    /// The greatest whole number that a row is rounded to, so that no sum
    /// overflows.
    most: f32,
}

/// Rows rounded to whole numbers, and memory to round others.
#[derive(Debug, Default)]
pub(crate) struct Rounded {
    count: usize,
    blocks: Vec<Block>,
    scales: Vec<f32>,
}

impl Matrix {
    /// Of `columns` lines of `inner` weights each, as a file has them: every
    /// line is a column here. `None` when the sizes do not fit.
    pub(crate) fn new(
        inner: usize,
        lines: &[u8],
        scales: Vec<f32>,
        bias: Vec<f32>,
    ) -> Option<Self> {
        let columns = scales.len();
        let fits = inner.is_multiple_of(2)
            && 0 < inner
            && columns.is_multiple_of(COLUMNS)
            && bias.len() == columns
            && lines.len() == inner.checked_mul(columns)?;
        if !fits {
            return None;
        }
        let mut panels = vec![[0; 2 * COLUMNS]; columns / COLUMNS * (inner / 2)];
        for (column, line) in lines.chunks_exact(inner).enumerate() {
            let (panel, place) = (column / COLUMNS, column % COLUMNS);
            let pairs = &mut panels[panel * (inner / 2)..][..inner / 2];
            for (pair, weights) in pairs.iter_mut().zip(line.as_chunks::<2>().0) {
                for (out, weight) in pair[2 * place..].iter_mut().zip(weights) {
                    // -128 would take a sum over its bound.
                    *out = i16::from(weight.cast_signed()).max(-127);
                }
            }
        }
        let most = (i32::MAX as usize / (127 * inner)).min(32_767);
        Some(Self {
            inner,
            panels,
            scales,
            bias,
            most: most as f32,
        })
    }

    /// How many columns it has.
    pub(crate) fn columns(&self) -> usize {
        self.scales.len()
    }

    /// Rounds `rows`, of as many numbers each as the matrix has rows.
    pub(crate) fn round(&self, rows: &[f32], out: &mut Rounded) {
        out.count = rows.len() / self.inner;
        out.blocks.clear();
        out.scales.clear();
        out.blocks
            .resize(out.count.div_ceil(ROWS) * (self.inner / 2), [0; ROWS]);
        vectorised(
            #[inline(always)]
            || round_here(rows, self.inner, self.most, out),
        );
    }

    /// Replaces `out` by the products of `rows`.
    pub(crate) fn multiply(&self, rows: &Rounded, out: &mut Vec<f32>) {
        out.clear();
        out.resize(rows.count * self.columns(), 0.0);
        match *ARCH {
            #[cfg(target_arch = "x86_64")]
            Arch::V4(simd) => match Dot::try_new() {
                Some(dot) => dot.vectorize(
                    #[inline(always)]
                    || self.multiply_here::<_, 2>(simd, rows, out),
                ),
                None => simd.vectorize(
                    #[inline(always)]
                    || self.multiply_here::<_, 2>(simd, rows, out),
                ),
            },
            #[cfg(target_arch = "x86_64")]
            Arch::V3(simd) => simd.vectorize(
                #[inline(always)]
                || self.multiply_here::<_, 1>(simd, rows, out),
            ),
            _ => self.multiply_here::<_, 1>(Plain, rows, out),
        }
    }

    /// Takes `WIDE` panels at a time.
    #[inline(always)]
    fn multiply_here<L: Lanes, const WIDE: usize>(
        &self,
        lanes: L,
        rows: &Rounded,
        out: &mut [f32],
    ) {
        let pairs = self.inner / 2;
        let columns = self.columns();
        let blocks = rows.blocks.chunks_exact(pairs);
        let outs = out.chunks_mut(ROWS * columns).zip(rows.scales.chunks(ROWS));
        for (block, (out, scales)) in blocks.zip(outs) {
            let mut panel = 0;
            while panel < columns / COLUMNS {
                if panel + WIDE <= columns / COLUMNS {
                    let at = |it: usize| &self.panels[(panel + it) * pairs..][..pairs];
                    let sums = tile::<L, WIDE>(lanes, block, std::array::from_fn(at));
                    for (it, sums) in sums.iter().enumerate() {
                        self.put(panel + it, sums, scales, out);
                    }
                    panel += WIDE;
                } else {
                    let own = &self.panels[panel * pairs..][..pairs];
                    let [sums] = tile::<L, 1>(lanes, block, [own]);
                    self.put(panel, &sums, scales, out);
                    panel += 1;
                }
            }
        }
    }

    /// Puts down the sums of one panel.
    #[inline(always)]
    fn put(&self, panel: usize, sums: &[[i32; COLUMNS]; ROWS], rows: &[f32], out: &mut [f32]) {
        let place = panel * COLUMNS..(panel + 1) * COLUMNS;
        let (scales, bias) = (&self.scales[place.clone()], &self.bias[place.clone()]);
        let lines = out.chunks_exact_mut(self.columns());
        for ((line, sums), row) in lines.zip(sums).zip(rows) {
            let line = &mut line[place.clone()];
            for at in 0..COLUMNS {
                line[at] = sums[at] as f32 * (row * scales[at]) + bias[at];
            }
        }
    }
}

/// Added and taken off again it rounds to a whole number, which then stands in
/// the lowest bits.
const ROUND: f32 = 12_582_912.0;

#[inline(always)]
fn round_here(rows: &[f32], inner: usize, most: f32, out: &mut Rounded) {
    let pairs = inner / 2;
    for (at, row) in rows.chunks_exact(inner).enumerate() {
        let top = greatest(row);
        let scale = if top == 0.0 { 1.0 } else { top / most };
        let inverse = 1.0 / scale;
        out.scales.push(scale);
        let blocks = &mut out.blocks[at / ROWS * pairs..][..pairs];
        for (block, pair) in blocks.iter_mut().zip(row.as_chunks::<2>().0) {
            let [low, high] = pair.map(|it| (it * inverse + ROUND).to_bits());
            block[at % ROWS] = (low & 0xffff | high << 16).cast_signed();
        }
    }
}

/// The greatest size of a value.
#[inline(always)]
fn greatest(row: &[f32]) -> f32 {
    let mut lanes = [0.0_f32; 16];
    for values in row.chunks(16) {
        for (lane, value) in lanes.iter_mut().zip(values) {
            let value = value.abs();
            *lane = if *lane < value { value } else { *lane };
        }
    }
    lanes
        .into_iter()
        .fold(0.0, |top, it| if top < it { it } else { top })
}

/// Sixteen sums of products at a time, as a kind of processor makes them.
trait Lanes: Copy {
    /// Sixteen sums.
    type Sums: Copy;
    fn none(self) -> Self::Sums;
    /// Adds the products of two numbers of a row with those of each column.
    fn add(self, sums: Self::Sums, pair: i32, weights: &Pairs) -> Self::Sums;
    fn values(self, sums: Self::Sums) -> [i32; COLUMNS];
}

/// Sums of one tile, panel by panel.
#[inline(always)]
fn tile<L: Lanes, const WIDE: usize>(
    lanes: L,
    block: &[Block],
    panels: [&[Pairs]; WIDE],
) -> [[[i32; COLUMNS]; ROWS]; WIDE] {
    let mut sums = [[lanes.none(); ROWS]; WIDE];
    for (at, block) in block.iter().enumerate() {
        for (sums, panel) in sums.iter_mut().zip(&panels) {
            let Some(weights) = panel.get(at) else {
                continue;
            };
            for (sums, &pair) in sums.iter_mut().zip(block) {
                *sums = lanes.add(*sums, pair, weights);
            }
        }
    }
    sums.map(|it| it.map(|it| lanes.values(it)))
}

/// No vectors at all.
#[derive(Clone, Copy)]
struct Plain;

impl Lanes for Plain {
    type Sums = [i32; COLUMNS];

    #[inline(always)]
    fn none(self) -> Self::Sums {
        [0; COLUMNS]
    }

    #[inline(always)]
    fn add(self, mut sums: Self::Sums, pair: i32, weights: &Pairs) -> Self::Sums {
        let (low, high) = (i32::from(pair as i16), pair >> 16);
        for (sum, weights) in sums.iter_mut().zip(weights.as_chunks::<2>().0) {
            *sum += low * i32::from(weights[0]) + high * i32::from(weights[1]);
        }
        sums
    }

    #[inline(always)]
    fn values(self, sums: Self::Sums) -> [i32; COLUMNS] {
        sums
    }
}

#[cfg(target_arch = "x86_64")]
impl Lanes for pulp::x86::V4 {
    type Sums = pulp::i32x16;

    #[inline(always)]
    fn none(self) -> Self::Sums {
        self.splat_i32x16(0)
    }

    #[inline(always)]
    fn add(self, sums: Self::Sums, pair: i32, weights: &Pairs) -> Self::Sums {
        let pairs = pulp::cast(self.splat_i32x16(pair));
        let products = self.multiply_wrapping_add_adjacent_i16x32(pairs, pulp::cast(*weights));
        self.wrapping_add_i32x16(sums, products)
    }

    #[inline(always)]
    fn values(self, sums: Self::Sums) -> [i32; COLUMNS] {
        pulp::cast(sums)
    }
}

#[cfg(target_arch = "x86_64")]
impl Lanes for pulp::x86::V3 {
    type Sums = [pulp::i32x8; 2];

    #[inline(always)]
    fn none(self) -> Self::Sums {
        [self.splat_i32x8(0); 2]
    }

    #[inline(always)]
    fn add(self, sums: Self::Sums, pair: i32, weights: &Pairs) -> Self::Sums {
        let pairs = pulp::cast(self.splat_i32x8(pair));
        let weights: [pulp::i16x16; 2] = pulp::cast(*weights);
        let add = |at: usize| {
            let products = self.multiply_wrapping_add_adjacent_i16x16(pairs, weights[at]);
            self.wrapping_add_i32x8(sums[at], products)
        };
        [add(0), add(1)]
    }

    #[inline(always)]
    fn values(self, sums: Self::Sums) -> [i32; COLUMNS] {
        pulp::cast(sums)
    }
}

#[cfg(test)]
mod tests {
    use super::{Matrix, Plain, Rounded};
    use proptest::prelude::*;

    fn numbers(seed: u32) -> impl FnMut() -> i32 {
        let mut state = seed;
        move || {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            (state % 255).cast_signed() - 127
        }
    }

    proptest! {
        #[test]
        fn every_processor_gives_the_bits_of_the_plain_sum(
            rows in 0_usize..20, half in 1_usize..40, strips in 1_usize..5, seed in 1_u32..,
        ) {
            let (inner, columns) = (2 * half, 16 * strips);
            let mut next = numbers(seed);
            let lines: Vec<u8> = (0..inner * columns).map(|_| (next() as i8).cast_unsigned()).collect();
            let mut float = |scale: f32| next() as f32 * scale;
            let scales: Vec<f32> = (0..columns).map(|_| float(0.01).abs() + 0.001).collect();
            let bias: Vec<f32> = (0..columns).map(|_| float(0.1)).collect();
            let values: Vec<f32> = (0..rows * inner).map(|_| float(0.37)).collect();
            let matrix = Matrix::new(inner, &lines, scales.clone(), bias.clone()).expect("its sizes");
            let mut rounded = Rounded::default();
            matrix.round(&values, &mut rounded);
            let mut out = vec![1.0];
            matrix.multiply(&rounded, &mut out);
            let mut plain = vec![0.0; out.len()];
            matrix.multiply_here::<_, 1>(Plain, &rounded, &mut plain);
            let bits = |it: &[f32]| it.iter().map(|it| it.to_bits()).collect::<Vec<_>>();
            prop_assert_eq!(bits(&out), bits(&plain));
            for (row, told) in values.chunks_exact(inner).zip(out.chunks_exact(columns)) {
                for column in 0..columns {
                    let line = &lines[column * inner..(column + 1) * inner];
                    let products = row.iter().zip(line).map(|(a, b)| a * f32::from(b.cast_signed()));
                    let sum: f32 = products.sum();
                    let exact = sum * scales[column] + bias[column];
                    let bound = 0.2 * inner as f32 * scales[column] + 1e-3;
                    prop_assert!((exact - told[column]).abs() < bound, "{} {}", exact, told[column]);
                }
            }
        }
    }

    #[test]
    fn sizes_that_do_not_fit_are_refused() {
        let make = |inner, lines: usize, columns, bias| {
            Matrix::new(inner, &vec![0; lines], vec![1.0; columns], vec![0.0; bias])
        };
        assert!(make(2, 32, 16, 16).is_some());
        assert!(make(3, 48, 16, 16).is_none());
        assert!(make(2, 31, 16, 16).is_none());
        assert!(make(2, 30, 15, 15).is_none());
        assert!(make(2, 32, 16, 15).is_none());
        assert!(make(0, 0, 16, 16).is_none());
    }

    #[test]
    fn the_greatest_sum_does_not_overflow() {
        let inner = 1536;
        let lines = vec![(-128_i8).cast_unsigned(); inner * 16];
        let matrix = Matrix::new(inner, &lines, vec![1.0; 16], vec![0.0; 16]).expect("its sizes");
        let mut rounded = Rounded::default();
        matrix.round(&vec![-3.0; inner], &mut rounded);
        let mut out = Vec::new();
        matrix.multiply(&rounded, &mut out);
        let exact = 3.0 * 127.0 * inner as f32;
        assert!(
            out.iter().all(|it| (it / exact - 1.0).abs() < 1e-3),
            "{out:?}"
        );
    }
}
