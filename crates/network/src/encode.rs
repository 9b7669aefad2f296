//! From features to a vector per word.
//!
//! Each word's feature rows are summed and normalised (Ba et al. 2016), joined
//! with their neighbours by a window of three, then by simple recurrent units
//! in both directions (Lei et al. 2018). Sentences do not see one another.

use std::ops::Range;

use crate::kernel::{multiply, vectorised};
use crate::{Layout, Tensor, Weights, curve};

/// Words with their features, in sentences.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// Feature rows of all words.
    pub features: Vec<u32>,
    /// Where each word's features end.
    pub ends: Vec<u32>,
    /// Where each sentence ends, in words.
    pub sentences: Vec<u32>,
    /// For each word the number of the form it shares with others that are
    /// likely to be named alike, or `u32::MAX`; may be empty.
    pub forms: Vec<u32>,
    /// What is given of each word beside its features, one word after the
    /// other; may be empty.
    pub base: Vec<f32>,
}

impl Words {
    /// Empties it, keeping its memory.
    pub fn clear(&mut self) {
        self.features.clear();
        self.ends.clear();
        self.sentences.clear();
        self.forms.clear();
        self.base.clear();
    }

    /// Folds the rows of features into a table of so many, which is not
    /// nothing.
    pub fn fold(&mut self, rows: usize) {
        for row in &mut self.features {
            *row %= rows as u32;
        }
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The words of each sentence.
    pub fn sentences(&self) -> impl Iterator<Item = Range<usize>> + Clone {
        let starts = std::iter::once(0).chain(self.sentences.iter().copied());
        let ranges = starts.zip(&self.sentences);
        ranges.map(|(start, &end)| start as usize..end as usize)
    }

    /// The features of word `at`.
    #[inline(always)]
    pub fn of(&self, at: usize) -> &[u32] {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.features[start as usize..self.ends[at] as usize]
    }
}

/// Sentences in a row, whose words are counted from 0.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part<'a> {
    words: &'a Words,
    /// Where each sentence of the part ends, in words of the whole.
    ends: &'a [u32],
    /// The first word.
    start: usize,
}

impl<'a> Part<'a> {
    /// The words of each sentence.
    pub(crate) fn sentences(&self) -> impl Iterator<Item = Range<usize>> + Clone + use<'a> {
        let first = self.start;
        let starts = std::iter::once(first as u32).chain(self.ends.iter().copied());
        let ranges = starts.zip(self.ends);
        ranges.map(move |(start, &end)| start as usize - first..end as usize - first)
    }

    /// The first word, in words of the whole.
    pub(crate) fn start(&self) -> usize {
        self.start
    }

    pub(crate) fn len(&self) -> usize {
        let end = self.ends.last().map_or(self.start, |&end| end as usize);
        end - self.start
    }

    #[inline(always)]
    pub(crate) fn of(&self, at: usize) -> &'a [u32] {
        self.words.of(self.start + at)
    }

    /// What is given of its words, `size` values each.
    fn base(&self, size: usize) -> &'a [f32] {
        &self.words.base[self.start * size..(self.start + self.len()) * size]
    }
}

impl Words {
    /// Whole sentences in parts of about `size` words.
    pub(crate) fn parts(&self, size: usize) -> impl Iterator<Item = Part<'_>> {
        let mut from = 0;
        std::iter::from_fn(move || {
            let rest = self.sentences.get(from..).filter(|it| !it.is_empty())?;
            let before = from.checked_sub(1).map_or(0, |it| self.sentences[it]);
            let most = before.saturating_add(size as u32);
            let count = rest.partition_point(|&end| end <= most).max(1);
            from += count;
            Some(Part {
                words: self,
                ends: &rest[..count],
                start: before as usize,
            })
        })
    }
}

/// Memory for running a network, to be used again.
#[derive(Debug, Default)]
pub struct Encoder {
    /// Rows of the window: each word between its neighbours.
    windows: Vec<f32>,
    /// What the recurrent units read.
    gates: Vec<f32>,
    /// A vector per word.
    pub(crate) states: Vec<f32>,
}

impl Encoder {
    /// Makes a vector of `width` values for each word of a part.
    pub(crate) fn run(&mut self, weights: &Weights, words: &Part<'_>) {
        let shape = weights.shape;
        let width = shape.width;
        let tensor = |tensor| &weights.dense[shape.place(tensor)];
        let [gain, shift] = [Tensor::Gain, Tensor::Shift].map(tensor);
        self.windows.clear();
        self.windows.resize(words.len() * 3 * width, 0.0);
        if shape.base != 0 {
            self.states.clear();
            self.states.resize(words.len() * width, 0.0);
            let base = words.base(shape.base);
            multiply(
                base,
                shape.base,
                tensor(Tensor::Base),
                width,
                &mut self.states,
            );
            let windows = self.windows.chunks_exact_mut(3 * width);
            for (window, own) in windows.zip(self.states.chunks_exact(width)) {
                window[width..2 * width].copy_from_slice(own);
            }
        }
        vectorised(
            #[inline(always)]
            || embed(weights, words, [gain, shift], &mut self.windows),
        );
        self.states.clear();
        for _ in 0..words.len() {
            self.states.extend_from_slice(tensor(Tensor::WindowBias));
        }
        let window = tensor(Tensor::Window);
        multiply(&self.windows, 3 * width, window, width, &mut self.states);
        for (state, window) in self
            .states
            .chunks_exact_mut(width)
            .zip(self.windows.chunks_exact(3 * width))
        {
            for (state, own) in state.iter_mut().zip(&window[width..2 * width]) {
                *state = state.max(0.0) + own;
            }
        }
        for layer in 0..shape.layers {
            let layer = Layer {
                matrix: tensor(Tensor::Layer(layer)),
                state: tensor(Tensor::State(layer)),
                bias: tensor(Tensor::StateBias(layer)),
            };
            layer.run(words.sentences(), width, &mut self.gates, &mut self.states);
        }
    }
}

/// A layer of simple recurrent units in both directions.
pub(crate) struct Layer<'a> {
    /// `width` × 3·`width`: candidate, forget and reset, forward then backward.
    pub(crate) matrix: &'a [f32],
    /// 2·`width`: what the state adds to forget and reset.
    pub(crate) state: &'a [f32],
    /// 2·`width`
    pub(crate) bias: &'a [f32],
}

impl Layer<'_> {
    /// Replaces `states`, `width` values a word; `gates` is memory.
    pub(crate) fn run(
        &self,
        sentences: impl Iterator<Item = Range<usize>>,
        width: usize,
        gates: &mut Vec<f32>,
        states: &mut [f32],
    ) {
        gates.clear();
        gates.resize(states.len() * 3, 0.0);
        multiply(states, width, self.matrix, 3 * width, gates);
        vectorised(
            #[inline(always)]
            || recur(sentences, [self.state, self.bias], width, gates, states),
        );
    }
}

/// Fills the windows: each word's features are added to what stands in the
/// middle and normalised, and then put beside its neighbours in the sentence.
#[inline(always)]
pub(crate) fn embed<L: Layout>(
    weights: &Weights<L>,
    words: &Part<'_>,
    [gain, shift]: [&[f32]; 2],
    windows: &mut [f32],
) {
    let width = gain.len();
    for sentence in words.sentences() {
        for at in sentence.clone() {
            let own = at * 3 * width + width..at * 3 * width + 2 * width;
            let sum = &mut windows[own.clone()];
            for &row in words.of(at) {
                weights.add_feature(row, sum);
            }
            normalise(sum, gain, shift);
            if at + 1 < sentence.end {
                windows.copy_within(own.clone(), (at + 1) * 3 * width);
            }
            if sentence.start < at {
                windows.copy_within(own, (at - 1) * 3 * width + 2 * width);
            }
        }
    }
}

/// Brings `values` to mean 0 and deviation 1, then to `gain` and `shift`;
/// gives one over the deviation that was.
#[inline(always)]
pub fn normalise(values: &mut [f32], gain: &[f32], shift: &[f32]) -> f32 {
    let count = values.len() as f32;
    let mean = total(values.iter().copied()) / count;
    let variance = total(values.iter().map(|it| (it - mean) * (it - mean))) / count;
    let inverse = 1.0 / (variance + 1e-5).sqrt();
    for ((value, gain), shift) in values.iter_mut().zip(gain).zip(shift) {
        *value = (*value - mean) * inverse * gain + shift;
    }
    inverse
}

/// A sum in sixteen lanes, which vectorises and has the same bits everywhere.
#[inline(always)]
pub fn total(values: impl Iterator<Item = f32>) -> f32 {
    let mut lanes = [0.0; 16];
    for (at, value) in values.enumerate() {
        lanes[at % 16] += value;
    }
    lanes.iter().sum()
}

/// One layer over all sentences, in both directions; replaces `states`.
#[inline(always)]
fn recur(
    sentences: impl Iterator<Item = Range<usize>>,
    [state, bias]: [&[f32]; 2],
    width: usize,
    gates: &[f32],
    states: &mut [f32],
) {
    const MOST: usize = 512;
    let half = width / 2;
    let mut memory = [0.0; MOST];
    let memory = &mut memory[..half];
    for sentence in sentences {
        for backward in [false, true] {
            let side = usize::from(backward);
            memory.fill(0.0);
            let of_state = &state[side * width..(side + 1) * width];
            let of_bias = &bias[side * width..(side + 1) * width];
            for step in 0..sentence.len() {
                let at = if backward {
                    sentence.end - 1 - step
                } else {
                    sentence.start + step
                };
                let from = at * 3 * width + side * 3 * half;
                let gates = &gates[from..from + 3 * half];
                let from = at * width + side * half;
                let output = &mut states[from..from + half];
                let (candidate, gates) = gates.split_at(half);
                unit(
                    [candidate, &gates[..half], &gates[half..]],
                    [&of_state[..half], &of_state[half..]],
                    [&of_bias[..half], &of_bias[half..]],
                    memory,
                    output,
                );
            }
        }
    }
}

/// One step of one direction: `output` holds what the layer read and then what
/// it says.
#[inline(always)]
fn unit(
    [candidate, forget, reset]: [&[f32]; 3],
    state: [&[f32]; 2],
    bias: [&[f32]; 2],
    memory: &mut [f32],
    output: &mut [f32],
) {
    let count = memory.len();
    let same = [
        candidate, forget, reset, state[0], state[1], bias[0], bias[1],
    ];
    if same.iter().any(|it| it.len() != count) || output.len() != count {
        return;
    }
    for at in 0..count {
        let old = memory[at];
        let keep = curve::sigmoid(forget[at] + state[0][at] * old + bias[0][at]);
        let show = curve::sigmoid(reset[at] + state[1][at] * old + bias[1][at]);
        let new = keep * old + (1.0 - keep) * candidate[at];
        memory[at] = new;
        output[at] = show * new + (1.0 - show) * output[at];
    }
}
