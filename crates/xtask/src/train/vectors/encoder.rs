//! The forward pass of a BERT encoder (Devlin et al. 2019).
//!
//! Input: `model.safetensors` of all-MiniLM-L6-v2, and runs of token numbers,
//! all of one length. Output: the last hidden states. What always holds: the
//! same bits on every machine.

use super::linear::Linear;
use super::numeric::{exp, gelu};
use super::tensors::Tensors;

/// Numbers of a hidden state.
pub(super) const HIDDEN: usize = 384;
const INNER: usize = 1536;
const HEADS: usize = 12;
const HEAD: usize = HIDDEN / HEADS;
const LAYERS: usize = 6;
const POSITIONS: usize = 512;

/// The model.
pub(super) struct Encoder {
    words: Vec<f32>,
    /// The embedding of each position, with that of the first text added.
    positions: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
}

/// A layer norm.
struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

struct Layer {
    query: Linear,
    key: Linear,
    value: Linear,
    mixed: Linear,
    mixed_norm: Norm,
    inner: Linear,
    outer: Linear,
    outer_norm: Norm,
}

impl Encoder {
    /// Reads the model, of a vocabulary of so many entries.
    pub(super) fn read(tensors: &Tensors<'_>, entries: usize) -> anyhow::Result<Self> {
        let mut positions =
            tensors.get("embeddings.position_embeddings.weight", POSITIONS * HIDDEN)?;
        let kinds = tensors.get("embeddings.token_type_embeddings.weight", 2 * HIDDEN)?;
        for row in positions.chunks_exact_mut(HIDDEN) {
            add(row, &kinds[..HIDDEN]);
        }
        Ok(Self {
            words: tensors.get("embeddings.word_embeddings.weight", entries * HIDDEN)?,
            positions,
            norm: Norm::read(tensors, "embeddings.LayerNorm")?,
            layers: (0..LAYERS)
                .map(|layer| Layer::read(tensors, layer))
                .collect::<anyhow::Result<_>>()?,
        })
    }

    /// The last hidden states of texts of `length` tokens each. The number of
    /// tokens in all is a multiple of four.
    pub(super) fn run(&self, tokens: &[usize], length: usize) -> Vec<f32> {
        let mut states = Vec::with_capacity(tokens.len() * HIDDEN);
        for (at, token) in tokens.iter().enumerate() {
            let start = states.len();
            states.extend_from_slice(&self.words[token * HIDDEN..][..HIDDEN]);
            add(
                &mut states[start..],
                &self.positions[at % length * HIDDEN..][..HIDDEN],
            );
        }
        self.norm.apply(&mut states);
        for layer in &self.layers {
            layer.apply(&mut states, length);
        }
        states
    }
}

impl Norm {
    fn read(tensors: &Tensors<'_>, name: &str) -> anyhow::Result<Self> {
        Ok(Self {
            weight: tensors.get(&format!("{name}.weight"), HIDDEN)?,
            bias: tensors.get(&format!("{name}.bias"), HIDDEN)?,
        })
    }

    fn apply(&self, states: &mut [f32]) {
        for row in states.chunks_exact_mut(HIDDEN) {
            let mean = row.iter().sum::<f32>() / HIDDEN as f32;
            let spread = row.iter().map(|it| (it - mean) * (it - mean)).sum::<f32>();
            let scale = 1.0 / (spread / HIDDEN as f32 + 1e-12).sqrt();
            for (it, (weight, bias)) in row.iter_mut().zip(self.weight.iter().zip(&self.bias)) {
                *it = (*it - mean) * scale * weight + bias;
            }
        }
    }
}

impl Layer {
    fn read(tensors: &Tensors<'_>, layer: usize) -> anyhow::Result<Self> {
        let name = |part: &str| format!("encoder.layer.{layer}.{part}");
        let square = |part: &str| Linear::read(tensors, &name(part), HIDDEN, HIDDEN);
        Ok(Self {
            query: square("attention.self.query")?,
            key: square("attention.self.key")?,
            value: square("attention.self.value")?,
            mixed: square("attention.output.dense")?,
            mixed_norm: Norm::read(tensors, &name("attention.output.LayerNorm"))?,
            inner: Linear::read(tensors, &name("intermediate.dense"), HIDDEN, INNER)?,
            outer: Linear::read(tensors, &name("output.dense"), INNER, HIDDEN)?,
            outer_norm: Norm::read(tensors, &name("output.LayerNorm"))?,
        })
    }

    fn apply(&self, states: &mut [f32], length: usize) {
        let (queries, keys) = (self.query.map(states), self.key.map(states));
        let values = self.value.map(states);
        let mut mixed = vec![0.0; states.len()];
        for start in (0..states.len()).step_by(length * HIDDEN) {
            let text = start..start + length * HIDDEN;
            let of = |all: &'_ [f32]| all[text.clone()].to_vec();
            attend(
                &of(&queries),
                &of(&keys),
                &of(&values),
                &mut mixed[text.clone()],
            );
        }
        add(states, &self.mixed.map(&mixed));
        self.mixed_norm.apply(states);
        let mut inner = self.inner.map(states);
        for it in &mut inner {
            *it = gelu(*it);
        }
        add(states, &self.outer.map(&inner));
        self.outer_norm.apply(states);
    }
}

/// Attention within one text, head by head.
fn attend(queries: &[f32], keys: &[f32], values: &[f32], mixed: &mut [f32]) {
    for (query, mixed) in queries.chunks(HIDDEN).zip(mixed.chunks_mut(HIDDEN)) {
        for head in (0..HIDDEN).step_by(HEAD) {
            let query = &query[head..head + HEAD];
            let mut shares: Vec<f32> = keys
                .chunks(HIDDEN)
                .map(|key| dot(query, &key[head..head + HEAD]) / (HEAD as f32).sqrt())
                .collect();
            let top = shares.iter().copied().fold(f32::MIN, f32::max);
            for it in &mut shares {
                *it = exp(*it - top);
            }
            let sum: f32 = shares.iter().sum();
            for (share, value) in shares.iter().zip(values.chunks(HIDDEN)) {
                let value = &value[head..head + HEAD];
                for (mixed, value) in mixed[head..head + HEAD].iter_mut().zip(value) {
                    *mixed += share / sum * value;
                }
            }
        }
    }
}

fn add(sums: &mut [f32], more: &[f32]) {
    for (sum, more) in sums.iter_mut().zip(more) {
        *sum += more;
    }
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
