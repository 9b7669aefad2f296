//! The file of a [`Context`].
//!
//! `RCX1`; its [`Sizes`], four bytes each; vectors of pieces: middles and steps
//! of their numbers, a scale a piece, then half a byte a number; places: a scale
//! each, then a byte a number; a norm; layer by layer the matrices and norms.
//! A matrix is a scale and a bias a column, then a byte a number. Scales, biases
//! and norms are four bytes a number. At the end a checksum. All little-endian.

use crate::file::{checksum, floats};
use crate::layout::is_within;
use crate::whole::Matrix;

use super::{Context, Embedding, LONGEST, Layer, Norm};

const MAGIC: &[u8; 4] = b"RCX1";

/// The sizes of a [`Context`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    /// Pieces that are known, less the two marks at the ends of a window.
    pub pieces: usize,
    /// Numbers of a state.
    pub hidden: usize,
    /// Numbers between the two matrices at the end of a layer.
    pub inner: usize,
    /// Heads of attention.
    pub heads: usize,
    /// Layers.
    pub layers: usize,
    /// Which layers a word's numbers are of, a bit each.
    pub taken: u32,
}

/// Gain and shift of a norm, or scale and bias of a linear map.
pub type Affine = [Vec<f32>; 2];

/// Values of a layer as they were trained; matrices have a line for each of
/// their outputs, and then their bias.
#[derive(Clone, Debug)]
pub struct LayerValues {
    /// Queries, keys and values, one after the other.
    pub asked: Affine,
    /// What the heads say together.
    pub mixed: Affine,
    /// The norm behind it.
    pub mixed_norm: Affine,
    /// To the numbers in between.
    pub inner: Affine,
    /// And back.
    pub outer: Affine,
    /// The norm behind it.
    pub outer_norm: Affine,
}

/// All values as they were trained.
#[derive(Clone, Debug)]
pub struct Values {
    /// A row a piece; then those of the marks.
    pub pieces: Vec<f32>,
    /// A row a place; there are [`LONGEST`].
    pub positions: Vec<f32>,
    /// The norm behind their sum.
    pub norm: Affine,
    /// Layer by layer.
    pub layers: Vec<LayerValues>,
}

impl Sizes {
    fn numbers(&self) -> [usize; 6] {
        [
            self.pieces,
            self.hidden,
            self.inner,
            self.heads,
            self.layers,
            self.taken as usize,
        ]
    }

    fn of(numbers: [u32; 6]) -> Option<Self> {
        let [pieces, hidden, inner, heads, layers, taken] = numbers;
        let [pieces, hidden, inner, heads, layers] =
            [pieces, hidden, inner, heads, layers].map(|it| it as usize);
        let sound = is_within(pieces, 1, usize::from(u16::MAX))
            && is_within(hidden, 16, 1024)
            && is_within(inner, 16, 4096)
            && is_within(heads, 1, 64)
            && hidden.is_multiple_of(heads)
            && is_within(layers, 1, 12)
            // The last layer is taken, for the sake of which it is there.
            && taken.checked_ilog2() == Some(layers as u32 - 1);
        sound.then_some(Self {
            pieces,
            hidden,
            inner,
            heads,
            layers,
            taken,
        })
    }
}

impl Context {
    /// Reads a file that is built in; `None` when it is none.
    pub fn embedded(bytes: &'static [u8]) -> Option<Self> {
        let (body, sum) = bytes.split_last_chunk::<8>()?;
        if u64::from_le_bytes(*sum) != checksum(body) {
            return None;
        }
        let mut rest = Rest(body.strip_prefix(MAGIC)?);
        let mut numbers = [0; 6];
        for number in &mut numbers {
            *number = u32::from_le_bytes(*rest.take(4)?.first_chunk()?);
        }
        let sizes = Sizes::of(numbers)?;
        let (hidden, inner) = (sizes.hidden, sizes.inner);
        let [middle, steps] = [rest.floats(hidden)?, rest.floats(hidden)?];
        let embedding = Embedding {
            middle,
            steps,
            scales: rest.floats(sizes.pieces + 2)?,
            halves: rest.take((sizes.pieces + 2) * hidden / 2)?,
        };
        let scales = rest.floats(LONGEST)?;
        let bytes = rest.take(LONGEST * hidden)?;
        let rows = bytes.chunks_exact(hidden).zip(scales);
        let positions = rows
            .flat_map(|(row, scale)| {
                row.iter()
                    .map(move |it| f32::from(it.cast_signed()) * scale)
            })
            .collect();
        let norm = rest.norm(hidden)?;
        let mut layers = Vec::with_capacity(sizes.layers);
        for _ in 0..sizes.layers {
            layers.push(Layer {
                asked: rest.matrix(hidden, 3 * hidden)?,
                mixed: rest.matrix(hidden, hidden)?,
                mixed_norm: rest.norm(hidden)?,
                inner: rest.matrix(hidden, inner)?,
                outer: rest.matrix(inner, hidden)?,
                outer_norm: rest.norm(hidden)?,
            });
        }
        rest.0.is_empty().then_some(Self {
            sizes,
            embedding,
            positions,
            norm,
            layers,
        })
    }

    /// The file of some values, rounded.
    ///
    /// # Panics
    /// When the sizes do not fit.
    pub fn to_bytes(sizes: Sizes, values: &Values) -> Vec<u8> {
        let hidden = sizes.hidden;
        assert_eq!(values.pieces.len(), (sizes.pieces + 2) * hidden);
        assert_eq!(values.positions.len(), LONGEST * hidden);
        assert_eq!(values.layers.len(), sizes.layers);
        let mut bytes = MAGIC.to_vec();
        for number in sizes.numbers() {
            bytes.extend((number as u32).to_le_bytes());
        }
        put_pieces(&values.pieces, hidden, &mut bytes);
        let (scales, rows) = rounded(&values.positions, hidden);
        put_floats(&scales, &mut bytes);
        bytes.extend(rows);
        let norm = |norm: &Affine, bytes: &mut Vec<u8>| {
            for values in norm {
                put_floats(values, bytes);
            }
        };
        norm(&values.norm, &mut bytes);
        for layer in &values.layers {
            put_matrix(&layer.asked, &mut bytes);
            put_matrix(&layer.mixed, &mut bytes);
            norm(&layer.mixed_norm, &mut bytes);
            put_matrix(&layer.inner, &mut bytes);
            put_matrix(&layer.outer, &mut bytes);
            norm(&layer.outer_norm, &mut bytes);
        }
        let sum = checksum(&bytes);
        bytes.extend(sum.to_le_bytes());
        bytes
    }
}

/// What is left of a file.
struct Rest(&'static [u8]);

impl Rest {
    fn take(&mut self, count: usize) -> Option<&'static [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn floats(&mut self, count: usize) -> Option<Vec<f32>> {
        let values: Vec<f32> = floats(self.take(4 * count)?).collect();
        values.iter().all(|it| it.is_finite()).then_some(values)
    }

    fn norm(&mut self, hidden: usize) -> Option<Norm> {
        let (gain, shift) = (self.floats(hidden)?, self.floats(hidden)?);
        Some(Norm { gain, shift })
    }

    fn matrix(&mut self, inner: usize, columns: usize) -> Option<Matrix> {
        let (scales, bias) = (self.floats(columns)?, self.floats(columns)?);
        Matrix::new(inner, self.take(inner * columns)?, scales, bias)
    }
}

fn put_floats(values: &[f32], bytes: &mut Vec<u8>) {
    bytes.extend(values.iter().flat_map(|it| it.to_le_bytes()));
}

/// Rows in whole numbers of eight bits, with a scale each.
fn rounded(values: &[f32], width: usize) -> (Vec<f32>, Vec<u8>) {
    let (mut scales, mut rows) = (Vec::new(), Vec::with_capacity(values.len()));
    for row in values.chunks_exact(width) {
        let top = row.iter().fold(0.0_f32, |top, it| top.max(it.abs()));
        let scale = if top == 0.0 { 1.0 } else { top / 127.0 };
        scales.push(scale);
        let numbers = row.iter().map(|it| (it / scale).round() as i8);
        rows.extend(numbers.map(i8::cast_unsigned));
    }
    (scales, rows)
}

fn put_matrix([lines, bias]: &Affine, bytes: &mut Vec<u8>) {
    let (scales, rows) = rounded(lines, lines.len() / bias.len());
    put_floats(&scales, bytes);
    put_floats(bias, bytes);
    bytes.extend(rows);
}

/// Vectors of pieces in four bits: each number less its mean over all, in
/// steps of its deviation and of how wide the vector is.
fn put_pieces(values: &[f32], hidden: usize, bytes: &mut Vec<u8>) {
    let count = (values.len() / hidden) as f64;
    let (mut middle, mut steps) = (vec![0.0_f64; hidden], vec![0.0_f64; hidden]);
    for row in values.chunks_exact(hidden) {
        for (sum, value) in middle.iter_mut().zip(row) {
            *sum += f64::from(*value) / count;
        }
    }
    for row in values.chunks_exact(hidden) {
        for ((sum, value), middle) in steps.iter_mut().zip(row).zip(&middle) {
            *sum += (f64::from(*value) - middle).powi(2) / count;
        }
    }
    let middle: Vec<f32> = middle.iter().map(|it| *it as f32).collect();
    let steps: Vec<f32> = steps.iter().map(|it| it.sqrt().max(1e-9) as f32).collect();
    put_floats(&middle, bytes);
    put_floats(&steps, bytes);
    let (mut scales, mut halves) = (Vec::new(), Vec::new());
    for row in values.chunks_exact(hidden) {
        let level = |it: usize| (row[it] - middle[it]) / steps[it];
        let levels: Vec<f32> = (0..hidden).map(level).collect();
        let scale = best_scale(&levels);
        scales.push(scale);
        let (low, high) = levels.split_at(hidden / 2);
        let pairs = low.iter().zip(high);
        halves.extend(pairs.map(|(low, high)| half(*low, scale) | half(*high, scale) << 4));
    }
    put_floats(&scales, bytes);
    bytes.extend(halves);
}

fn half(level: f32, scale: f32) -> u8 {
    ((level / scale + 7.5).round().clamp(0.0, 15.0) as i8).cast_unsigned()
}

/// The scale by which rounding to sixteen steps is least wrong.
fn best_scale(levels: &[f32]) -> f32 {
    let top = levels.iter().fold(1e-6_f32, |top, it| top.max(it.abs()));
    let wrong = |scale: f32| -> f64 {
        let off = |it: &f32| f64::from((f32::from(half(*it, scale)) - 7.5) * scale - it).powi(2);
        levels.iter().map(off).sum()
    };
    let tried = (6..=20).map(|share| top / 7.5 * (share as f32 / 20.0));
    let best = tried.map(|it| (wrong(it), it));
    best.reduce(|best, it| if it.0 < best.0 { it } else { best })
        .map_or(top / 7.5, |it| it.1)
}
