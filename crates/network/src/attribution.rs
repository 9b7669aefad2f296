//! Which words are cues of attribution, and which words are the source and the
//! content of each cue.
//!
//! The words of a text get a vector each, of their features and of what the
//! tagger's vectors say of them; a chain over them tells the cues. Then the
//! window around each cue is read anew, each word with features that say how it
//! stands to the cue; a chain over it tells source and content. After Scheible
//! et al. 2016 and Newell et al. 2018, who read windows by rules and by one
//! recurrent network.

use std::ops::Range;

use crate::chain::{LABELS, STEPS, Scores, Steps};
use crate::encode::{Layer, embed, normalise};
use crate::kernel::{multiply, vectorised};
use crate::layout::{Layout, is_within};
use crate::{Weights, Words};

/// Words that are run at once; bounds memory and keeps it near.
const PART: usize = 256;

/// The sizes of the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AttributionShape {
    /// Rows of the table of features.
    pub features: usize,
    /// Values per word, a multiple of 32.
    pub width: usize,
    /// Values per word that the tagger gives.
    pub base: usize,
    /// Recurrent layers over the text.
    pub text_layers: usize,
    /// Recurrent layers over the window of a cue.
    pub window_layers: usize,
}

/// Which dense tensor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttributionTensor {
    /// `width`: gain of the normalised sum of features, of the text.
    Gain,
    /// `width`: what is added to it.
    Shift,
    /// 3·`width` × `width`: each word between its neighbours.
    Around,
    /// `base` × `width`: the tagger's vector.
    Base,
    /// `width`
    TextBias,
    /// `width` × 3·`width`, of a layer over the text.
    TextLayer(usize),
    /// 2·`width`, of a layer: what the state adds to forget and reset.
    TextState(usize),
    /// 2·`width`, of a layer.
    TextStateBias(usize),
    /// `width` × [`LABELS`]: labels of cues.
    Cue,
    /// [`LABELS`]
    CueBias,
    /// [`STEPS`]
    CueSteps,
    /// `width`: gain of the normalised sum of features, of a window.
    WindowGain,
    /// `width`: what is added to it.
    WindowShift,
    /// `width` × `width`: the word's vector of the text.
    Own,
    /// `width` × `width`: that of the cue's last word.
    OfCue,
    /// `width`
    WindowBias,
    /// 3·`width` × `width`: each word of a window between its neighbours.
    WindowAround,
    /// `width`
    WindowAroundBias,
    /// `width` × 3·`width`, of a layer over a window.
    WindowLayer(usize),
    /// 2·`width`, of a layer.
    WindowState(usize),
    /// 2·`width`, of a layer.
    WindowStateBias(usize),
    /// `width` × [`LABELS`]: labels of roles.
    Role,
    /// [`LABELS`]
    RoleBias,
    /// [`STEPS`]
    RoleSteps,
}

use AttributionTensor as T;

impl Layout for AttributionShape {
    type Tensor = AttributionTensor;
    const KINDS: &'static [(&'static [u8; 4], usize)] = &[(b"RCA1", 5)];

    fn sizes(&self) -> Vec<usize> {
        vec![
            self.features,
            self.width,
            self.base,
            self.text_layers,
            self.window_layers,
        ]
    }

    fn of_sizes(sizes: &[usize]) -> Option<Self> {
        let &[features, width, base, text_layers, window_layers] = sizes else {
            return None;
        };
        let sound = is_within(features, 1, 1 << 20)
            && is_within(width, 32, 1024)
            && is_within(base, 1, 4096)
            && is_within(text_layers, 1, 8)
            && is_within(window_layers, 1, 8);
        sound.then_some(Self {
            features,
            width,
            base,
            text_layers,
            window_layers,
        })
    }

    fn table(&self) -> (usize, usize) {
        (self.features, self.width)
    }

    fn tensors(&self) -> Vec<(AttributionTensor, usize, usize)> {
        let width = self.width;
        let mut all = vec![
            (T::Gain, 1, width),
            (T::Shift, 1, width),
            (T::Around, 3 * width, width),
            (T::Base, self.base, width),
            (T::TextBias, 1, width),
        ];
        for layer in 0..self.text_layers {
            all.push((T::TextLayer(layer), width, 3 * width));
            all.push((T::TextState(layer), 1, 2 * width));
            all.push((T::TextStateBias(layer), 1, 2 * width));
        }
        all.extend([
            (T::Cue, width, LABELS),
            (T::CueBias, 1, LABELS),
            (T::CueSteps, 1, STEPS),
            (T::WindowGain, 1, width),
            (T::WindowShift, 1, width),
            (T::Own, width, width),
            (T::OfCue, width, width),
            (T::WindowBias, 1, width),
            (T::WindowAround, 3 * width, width),
            (T::WindowAroundBias, 1, width),
        ]);
        for layer in 0..self.window_layers {
            all.push((T::WindowLayer(layer), width, 3 * width));
            all.push((T::WindowState(layer), 1, 2 * width));
            all.push((T::WindowStateBias(layer), 1, 2 * width));
        }
        all.extend([
            (T::Role, width, LABELS),
            (T::RoleBias, 1, LABELS),
            (T::RoleSteps, 1, STEPS),
        ]);
        all
    }
}

/// A cue and the words that can belong to its statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// Words of the text.
    pub words: Range<usize>,
    /// The cue, which they hold.
    pub cue: Range<usize>,
}

/// What the network says, and memory to say it again.
#[derive(Debug, Default)]
pub struct Attribution {
    windows: Vec<f32>,
    gates: Vec<f32>,
    part: Vec<f32>,
    of_cue: Vec<f32>,
    /// A vector per word of the text.
    states: Vec<f32>,
    /// Scores of the labels of cues, by word of the text.
    pub cues: Vec<Scores>,
    /// Scores of the labels of roles, by word of the windows in order.
    pub roles: Vec<Scores>,
}

impl Attribution {
    /// Reads the words of a text; `base` are the tagger's vectors of them, one
    /// after the other.
    ///
    /// # Panics
    /// When `base` is shorter than that.
    pub fn read_text(&mut self, weights: &Weights<AttributionShape>, words: &Words, base: &[f32]) {
        let shape = weights.shape;
        let width = shape.width;
        let tensor = |tensor| &weights.dense[shape.place(tensor)];
        let [gain, shift] = [T::Gain, T::Shift].map(tensor);
        self.states.clear();
        self.cues.clear();
        for part in words.parts(PART) {
            self.windows.clear();
            self.windows.resize(part.len() * 3 * width, 0.0);
            vectorised(
                #[inline(always)]
                || embed(weights, &part, [gain, shift], &mut self.windows),
            );
            fill(&mut self.part, tensor(T::TextBias), part.len());
            let around = tensor(T::Around);
            multiply(&self.windows, 3 * width, around, width, &mut self.part);
            let base = &base[part.start() * shape.base..][..part.len() * shape.base];
            multiply(base, shape.base, tensor(T::Base), width, &mut self.part);
            let windows = self.windows.chunks_exact(3 * width);
            for (state, window) in self.part.chunks_exact_mut(width).zip(windows) {
                rectify(state, &window[width..2 * width]);
            }
            for layer in 0..shape.text_layers {
                let layer = Layer {
                    matrix: tensor(T::TextLayer(layer)),
                    state: tensor(T::TextState(layer)),
                    bias: tensor(T::TextStateBias(layer)),
                };
                layer.run(part.sentences(), width, &mut self.gates, &mut self.part);
            }
            self.states.extend_from_slice(&self.part);
            let (matrix, bias) = (tensor(T::Cue), tensor(T::CueBias));
            label(&self.part, matrix, bias, &mut self.gates, &mut self.cues);
        }
    }

    /// Reads `windows` of the text that was read last; `rows` has a sentence
    /// for each, with a word for each of its words.
    ///
    /// # Panics
    /// When a window lies beyond the text or is not as long as its row.
    pub fn read_windows(
        &mut self,
        weights: &Weights<AttributionShape>,
        windows: &[Window],
        rows: &Words,
    ) {
        let shape = weights.shape;
        let width = shape.width;
        let tensor = |tensor| &weights.dense[shape.place(tensor)];
        let [gain, shift] = [T::WindowGain, T::WindowShift].map(tensor);
        self.roles.clear();
        let mut windows = windows.iter();
        for part in rows.parts(PART) {
            self.windows.clear();
            self.part.clear();
            for (sentence, window) in part.sentences().zip(windows.by_ref()) {
                assert_eq!(sentence.len(), window.words.len());
                let of = |at: usize| &self.states[at * width..(at + 1) * width];
                self.of_cue.clear();
                self.of_cue.extend_from_slice(tensor(T::WindowBias));
                let last = of(window.cue.end - 1);
                multiply(last, width, tensor(T::OfCue), width, &mut self.of_cue);
                for at in window.words.clone() {
                    self.windows.extend_from_slice(of(at));
                    self.part.extend_from_slice(&self.of_cue);
                }
            }
            multiply(&self.windows, width, tensor(T::Own), width, &mut self.part);
            self.windows.clear();
            self.windows.resize(part.len() * width, 0.0);
            let sums = self.windows.chunks_exact_mut(width);
            for (at, (state, sum)) in self.part.chunks_exact_mut(width).zip(sums).enumerate() {
                vectorised(
                    #[inline(always)]
                    || {
                        for &row in part.of(at) {
                            weights.add_feature(row, sum);
                        }
                        normalise(sum, gain, shift);
                    },
                );
                rectify(state, sum);
            }
            surround(part.sentences(), width, &self.part, &mut self.windows);
            fill(&mut self.part, tensor(T::WindowAroundBias), part.len());
            let around = tensor(T::WindowAround);
            multiply(&self.windows, 3 * width, around, width, &mut self.part);
            let windows = self.windows.chunks_exact(3 * width);
            for (state, window) in self.part.chunks_exact_mut(width).zip(windows) {
                rectify(state, &window[width..2 * width]);
            }
            for layer in 0..shape.window_layers {
                let layer = Layer {
                    matrix: tensor(T::WindowLayer(layer)),
                    state: tensor(T::WindowState(layer)),
                    bias: tensor(T::WindowStateBias(layer)),
                };
                layer.run(part.sentences(), width, &mut self.gates, &mut self.part);
            }
            let (matrix, bias) = (tensor(T::Role), tensor(T::RoleBias));
            label(&self.part, matrix, bias, &mut self.gates, &mut self.roles);
        }
    }
}

impl Weights<AttributionShape> {
    /// Scores of the steps from one label of cues to the next.
    pub fn cue_steps(&self) -> Steps {
        Steps::new(&self.dense[self.shape.place(T::CueSteps)])
    }

    /// Scores of the steps from one label of roles to the next.
    pub fn role_steps(&self) -> Steps {
        Steps::new(&self.dense[self.shape.place(T::RoleSteps)])
    }
}

/// Puts the values of each word between those of its neighbours.
fn surround(
    sentences: impl Iterator<Item = Range<usize>>,
    width: usize,
    values: &[f32],
    out: &mut Vec<f32>,
) {
    out.clear();
    out.resize(values.len() * 3, 0.0);
    for sentence in sentences {
        for at in sentence.clone() {
            let from = at.saturating_sub(1).max(sentence.start);
            let to = (at + 2).min(sentence.end);
            let place = (at * 3 + 1 + from - at) * width;
            let near = &values[from * width..to * width];
            out[place..place + near.len()].copy_from_slice(near);
        }
    }
}

/// Makes `out` `count` times `row`.
fn fill(out: &mut Vec<f32>, row: &[f32], count: usize) {
    out.clear();
    for _ in 0..count {
        out.extend_from_slice(row);
    }
}

/// Cuts `state` off at zero and adds `own`.
fn rectify(state: &mut [f32], own: &[f32]) {
    for (state, own) in state.iter_mut().zip(own) {
        *state = state.max(0.0) + own;
    }
}

/// Appends the scores of labels of each of `states`.
fn label(
    states: &[f32],
    matrix: &[f32],
    bias: &[f32],
    memory: &mut Vec<f32>,
    out: &mut Vec<Scores>,
) {
    let width = matrix.len() / LABELS;
    fill(memory, bias, states.len() / width);
    multiply(states, width, matrix, LABELS, memory);
    out.extend_from_slice(memory.as_chunks::<LABELS>().0);
}
