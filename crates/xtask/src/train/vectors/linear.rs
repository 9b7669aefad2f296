//! Linear maps, in an order of sums that never changes.

use super::tensors::Tensors;

/// Outputs that are made at once.
const WIDE: usize = 8;
/// Rows that are made at once.
const TALL: usize = 4;

/// `y = Wx + b`.
pub(super) struct Linear {
    inputs: usize,
    /// `WIDE` outputs at a time: for each input their weights.
    panels: Vec<Vec<[f32; WIDE]>>,
    bias: Vec<[f32; WIDE]>,
}

impl Linear {
    /// The map of a name. `outputs` is a multiple of eight.
    pub(super) fn read(
        tensors: &Tensors<'_>,
        name: &str,
        inputs: usize,
        outputs: usize,
    ) -> anyhow::Result<Self> {
        let weights = tensors.get(&format!("{name}.weight"), inputs * outputs)?;
        let bias = tensors.get(&format!("{name}.bias"), outputs)?;
        let panel = |first: usize| {
            let column = |input| std::array::from_fn(|it| weights[(first + it) * inputs + input]);
            (0..inputs).map(column).collect()
        };
        Ok(Self {
            inputs,
            panels: (0..outputs).step_by(WIDE).map(panel).collect(),
            bias: bias.as_chunks().0.to_vec(),
        })
    }

    /// Maps rows; their number is a multiple of four.
    pub(super) fn map(&self, rows: &[f32]) -> Vec<f32> {
        let outputs = self.panels.len() * WIDE;
        let mut mapped = vec![0.0; rows.len() / self.inputs * outputs];
        for (place, (panel, bias)) in self.panels.iter().zip(&self.bias).enumerate() {
            let blocks = rows.chunks_exact(TALL * self.inputs);
            for (rows, mapped) in blocks.zip(mapped.chunks_exact_mut(TALL * outputs)) {
                let sums = block(rows, self.inputs, panel, bias);
                for (mapped, sums) in mapped.chunks_exact_mut(outputs).zip(sums) {
                    mapped[place * WIDE..][..WIDE].copy_from_slice(&sums);
                }
            }
        }
        mapped
    }
}

/// Eight outputs of four rows.
fn block(
    rows: &[f32],
    inputs: usize,
    panel: &[[f32; WIDE]],
    bias: &[f32; WIDE],
) -> [[f32; WIDE]; TALL] {
    let mut sums = [*bias; TALL];
    let (a, rest) = rows.split_at(inputs);
    let (b, rest) = rest.split_at(inputs);
    let (c, d) = rest.split_at(inputs);
    for ((((weights, a), b), c), d) in panel.iter().zip(a).zip(b).zip(c).zip(d) {
        for (sums, input) in sums.iter_mut().zip([a, b, c, d]) {
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum += weight * input;
            }
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_multiplied_and_the_bias_added() {
        let header = r#"{"a.weight":{"dtype":"F32","shape":[8,2],"data_offsets":[0,64]},
            "a.bias":{"dtype":"F32","shape":[8],"data_offsets":[64,96]}}"#;
        let mut file = (header.len() as u64).to_le_bytes().to_vec();
        file.extend(header.bytes());
        let weights = (0..8_u8).flat_map(|output| [f32::from(output), 1.0]);
        file.extend(weights.chain([0.5; 8]).flat_map(f32::to_le_bytes));
        let tensors = Tensors::read(&file).expect("a header");
        let linear = Linear::read(&tensors, "a", 2, 8).expect("both tensors");
        let mapped = linear.map(&[1.0, 2.0, 0.0, 0.0, 3.0, 0.0, 0.0, -1.0]);
        let output = |row: usize, at: usize| mapped[row * 8 + at];
        assert!((output(0, 7) - 9.5).abs() < 1e-6);
        assert!((output(1, 7) - 0.5).abs() < 1e-6);
        assert!((output(2, 2) - 6.5).abs() < 1e-6);
        assert!((output(3, 0) + 0.5).abs() < 1e-6);
        assert!(Linear::read(&tensors, "a", 3, 8).is_err());
        assert!(Tensors::read(&file[..40]).is_err());
    }
}
