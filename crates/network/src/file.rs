//! The file of a network.
//!
//! Four letters that tell its kind; its sizes as its [`Layout`] has them, four
//! bytes each; the dense values, two bytes each, and the scale of each tensor's
//! rows, four bytes; the table's scales, four bytes a row; the table, one byte a
//! value; a checksum (FNV-1a, eight bytes) of all before it. All little-endian.
//! What always holds: a file of any bytes loads or is refused.

use std::borrow::Cow;

use crate::{Layout, Shape};

/// A network's weights.
#[derive(Clone)]
pub struct Weights<L = Shape> {
    /// Its sizes.
    pub shape: L,
    /// Dense tensors, as [`Layout::place`] says.
    pub dense: Vec<f32>,
    /// Scale of each row of the table.
    scales: Vec<f32>,
    /// The table of features.
    table: Cow<'static, [u8]>,
}

impl<L: Layout> std::fmt::Debug for Weights<L> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Weights({:?})", self.shape)
    }
}

impl<L: Layout> Weights<L> {
    /// Rounds trained values: `dense` as [`Layout::place`] says, `table` row
    /// by row.
    ///
    /// # Panics
    /// When the sizes do not fit.
    pub fn round(shape: L, dense: &[f32], table: &[f32]) -> Self {
        assert_eq!(dense.len(), shape.dense());
        let (features, width) = shape.table();
        assert_eq!(table.len(), features * width);
        let mut scales = Vec::with_capacity(features);
        let mut small = Vec::with_capacity(table.len());
        for row in table.chunks_exact(width) {
            let top = row.iter().fold(0.0_f32, |top, it| top.max(it.abs()));
            let scale = if top == 0.0 { 1.0 } else { top / 127.0 };
            scales.push(scale);
            small.extend(
                row.iter()
                    .map(|it| ((it / scale).round() as i8).cast_unsigned()),
            );
        }
        let mut weights = Self {
            shape,
            dense: dense.to_vec(),
            scales,
            table: small.into(),
        };
        weights.dense = weights.packed().0;
        weights
    }

    /// Reads a file; `None` when it is none.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        Self::parse(bytes).map(|(weights, table)| Self {
            table: table.to_vec().into(),
            ..weights
        })
    }

    /// Reads a file that is built in, without copying its table; `None` when
    /// it is none.
    pub fn embedded(bytes: &'static [u8]) -> Option<Self> {
        Self::parse(bytes).map(|(weights, table)| Self {
            table: table.into(),
            ..weights
        })
    }

    /// The weights without their table, and the table.
    fn parse(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let (body, sum) = bytes.split_last_chunk::<8>()?;
        if u64::from_le_bytes(*sum) != checksum(body) {
            return None;
        }
        let (magic, mut rest) = body.split_first_chunk::<4>()?;
        let &(_, count) = L::KINDS.iter().find(|it| it.0 == magic)?;
        let mut sizes = Vec::with_capacity(count);
        for _ in 0..count {
            let (bytes, behind) = rest.split_first_chunk::<4>()?;
            sizes.push(u32::from_le_bytes(*bytes) as usize);
            rest = behind;
        }
        let shape = L::of_sizes(&sizes)?;
        let (features, width) = shape.table();
        let (numbers, rest) = rest.split_at_checked(2 * shape.dense())?;
        let rows: usize = shape.tensors().iter().map(|it| it.1).sum();
        let (scales, rest) = rest.split_at_checked(4 * rows)?;
        let (row_scales, table) = rest.split_at_checked(4 * features)?;
        if table.len() != features * width {
            return None;
        }
        let mut numbers = numbers.as_chunks::<2>().0.iter();
        let mut scales = floats(scales);
        let mut dense = Vec::with_capacity(shape.dense());
        for (_, rows, columns) in shape.tensors() {
            for _ in 0..rows {
                let scale = scales.next().filter(|it| it.is_finite())?;
                let row = numbers.by_ref().take(columns);
                dense.extend(row.map(|it| f32::from(i16::from_le_bytes(*it)) * scale));
            }
        }
        let scales: Vec<f32> = floats(row_scales).collect();
        if !scales.iter().all(|it| it.is_finite()) {
            return None;
        }
        let weights = Self {
            shape,
            dense,
            scales,
            table: Cow::Borrowed(&[]),
        };
        Some((weights, table))
    }

    /// The weights as a file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let shape = self.shape;
        let sizes = shape.sizes();
        let kind = L::KINDS.iter().find(|it| it.1 == sizes.len());
        let mut bytes = kind.map_or_else(Vec::new, |it| it.0.to_vec());
        for size in sizes {
            bytes.extend((size as u32).to_le_bytes());
        }
        let (_, numbers, scales) = self.packed();
        bytes.extend(numbers.iter().flat_map(|it| it.to_le_bytes()));
        bytes.extend(scales.iter().flat_map(|it| it.to_le_bytes()));
        bytes.extend(self.scales.iter().flat_map(|it| it.to_le_bytes()));
        bytes.extend(self.table.iter());
        let sum = checksum(&bytes);
        bytes.extend(sum.to_le_bytes());
        bytes
    }

    /// The dense values as they read back, as numbers, and the scales.
    fn packed(&self) -> (Vec<f32>, Vec<i16>, Vec<f32>) {
        let (mut values, mut numbers, mut scales) = (Vec::new(), Vec::new(), Vec::new());
        let mut rest = &self.dense[..];
        for (_, rows, columns) in self.shape.tensors() {
            for _ in 0..rows {
                let (row, behind) = rest.split_at(columns);
                rest = behind;
                let top = row.iter().fold(0.0_f32, |top, it| top.max(it.abs()));
                let scale = if top == 0.0 { 1.0 } else { top / 32767.0 };
                scales.push(scale);
                for value in row {
                    let number = (value / scale).round() as i16;
                    numbers.push(number);
                    values.push(f32::from(number) * scale);
                }
            }
        }
        (values, numbers, scales)
    }

    /// Adds the feature `row` to `sum`; a row beyond the table adds nothing.
    #[inline(always)]
    pub(crate) fn add_feature(&self, row: u32, sum: &mut [f32]) {
        let row = row as usize;
        let width = sum.len();
        let (Some(&scale), Some(values)) = (
            self.scales.get(row),
            self.table.get(row * width..(row + 1) * width),
        ) else {
            return;
        };
        for (sum, &value) in sum.iter_mut().zip(values) {
            *sum += f32::from(value.cast_signed()) * scale;
        }
    }
}

pub(crate) fn floats(bytes: &[u8]) -> impl Iterator<Item = f32> {
    let chunks = bytes.as_chunks::<4>().0.iter();
    chunks.map(|it| f32::from_le_bytes(*it))
}

/// FNV-1a over words of eight bytes, so that a large file loads at once.
pub(crate) fn checksum(bytes: &[u8]) -> u64 {
    let mix = |sum: u64, part: u64| (sum ^ part).wrapping_mul(0x0000_0100_0000_01b3);
    let (words, rest) = bytes.as_chunks::<8>();
    let sum = words.iter().fold(0xcbf2_9ce4_8422_2325, |sum, it| {
        mix(sum, u64::from_le_bytes(*it)).rotate_left(29)
    });
    rest.iter().fold(sum, |sum, &it| mix(sum, u64::from(it)))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::Weights;
    use crate::{Layout as _, Shape};

    /// A small network with weights that look like anything.
    pub(crate) fn small() -> Weights {
        let shape = Shape {
            features: 50,
            width: 32,
            layers: 2,
            arc: 16,
            label: 16,
            tags: 17,
            names: 29,
            relations: 44,
            base: 0,
        };
        let mut state = 7_u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) as f32 / 65_536.0 - 0.5
        };
        let dense: Vec<f32> = (0..shape.dense()).map(|_| next()).collect();
        let table: Vec<f32> = (0..shape.features * shape.width).map(|_| next()).collect();
        Weights::round(shape, &dense, &table)
    }

    #[test]
    fn a_file_reads_back_the_same() {
        let weights = small();
        let bytes = weights.to_bytes();
        let again = <Weights>::read(&bytes).expect("its own bytes");
        assert_eq!(again.dense, weights.dense);
        assert_eq!(again.to_bytes(), bytes);
    }

    #[test]
    fn a_corrupt_file_is_refused() {
        let bytes = small().to_bytes();
        assert!(<Weights>::read(b"").is_none());
        for at in (0..bytes.len()).step_by(97) {
            let mut broken = bytes.clone();
            broken[at] ^= 0x10;
            assert!(<Weights>::read(&broken).is_none(), "byte {at}");
            assert!(<Weights>::read(&bytes[..at]).is_none(), "first {at} bytes");
        }
    }
}
