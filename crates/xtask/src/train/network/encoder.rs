//! The encoder while it learns: the same sums as `rapporteur_network::encode`,
//! kept for the way back.

use rapporteur_network::kernel::{multiply, transposed};
use rapporteur_network::{Layout, Shape, Tensor, Words};

use super::lesson::Dice;
use super::recurrent::{Layer, LayerPlaces, LayerValues, Normalised, add_rows, masked, unmask};
use super::weights::Gradients;

/// Weights as they stand.
#[derive(Clone, Copy)]
pub(in crate::train) struct Values<'a, L = Shape> {
    pub(in crate::train) shape: L,
    pub(in crate::train) dense: &'a [f32],
    pub(in crate::train) table: &'a [f32],
}

impl<'a, L: Layout> Values<'a, L> {
    pub(in crate::train) fn of(&self, tensor: L::Tensor) -> &'a [f32] {
        &self.dense[self.shape.place(tensor)]
    }

    /// Adds the feature `row` to `sum`.
    pub(in crate::train) fn add_feature(&self, row: u32, sum: &mut [f32]) {
        let width = sum.len();
        let row = &self.table[row as usize * width..(row as usize + 1) * width];
        for (sum, value) in sum.iter_mut().zip(row) {
            *sum += value;
        }
    }
}

impl<'a> Values<'a> {
    fn layer(&self, layer: usize) -> LayerValues<'a> {
        LayerValues {
            matrix: self.of(Tensor::Layer(layer)),
            state: self.of(Tensor::State(layer)),
            bias: self.of(Tensor::StateBias(layer)),
        }
    }
}

/// What one pass over some words computed.
pub(super) struct Pass {
    normalised: Normalised,
    windows: Vec<f32>,
    /// Whether the window's unit is on.
    window_on: Vec<bool>,
    layers: Vec<Layer>,
    /// Masks of what is dropped behind the window and behind each layer.
    masks: Vec<Vec<f32>>,
    /// A vector per word.
    pub(super) states: Vec<f32>,
}

/// Runs the encoder; each value is dropped with the chance `drop`.
pub(super) fn forward(values: Values<'_>, words: &Words, drop: f32, dice: &mut Dice) -> Pass {
    let width = values.shape.width;
    let count = words.len();
    let mut plain = vec![0.0; count * width];
    for (at, sum) in plain.chunks_exact_mut(width).enumerate() {
        for &row in words.of(at) {
            values.add_feature(row, sum);
        }
    }
    let normalised = Normalised::of(plain, width);
    let (gain, shift) = (values.of(Tensor::Gain), values.of(Tensor::Shift));
    let own = normalised.shifted(gain, shift);
    let mut windows = vec![0.0; count * 3 * width];
    for sentence in words.sentences() {
        for at in sentence.clone() {
            let here = &own[at * width..(at + 1) * width];
            let own = at * 3 * width + width..at * 3 * width + 2 * width;
            windows[own.clone()].copy_from_slice(here);
            if at + 1 < sentence.end {
                windows.copy_within(own.clone(), (at + 1) * 3 * width);
            }
            if sentence.start < at {
                windows.copy_within(own, (at - 1) * 3 * width + 2 * width);
            }
        }
    }
    let mut states = values.of(Tensor::WindowBias).repeat(count);
    multiply(
        &windows,
        3 * width,
        values.of(Tensor::Window),
        width,
        &mut states,
    );
    let window_on: Vec<bool> = states.iter().map(|it| 0.0 < *it).collect();
    for (at, state) in states.iter_mut().enumerate() {
        let own = at / width * 3 * width + width + at % width;
        *state = state.max(0.0) + windows[own];
    }
    let mut pass = Pass {
        normalised,
        windows,
        window_on,
        layers: Vec::new(),
        masks: vec![masked(&mut states, drop, dice)],
        states,
    };
    let sentences: Vec<_> = words.sentences().collect();
    for layer in 0..values.shape.layers {
        let input = std::mem::take(&mut pass.states);
        let (layer, output) = Layer::run(values.layer(layer), input, width, &sentences);
        pass.layers.push(layer);
        pass.states = output;
        pass.masks.push(masked(&mut pass.states, drop, dice));
    }
    pass
}

impl Pass {
    /// Adds to `gradients` what `slopes` of the states say.
    pub(super) fn backward(
        &self,
        values: Values<'_>,
        words: &Words,
        mut slopes: Vec<f32>,
        gradients: &mut Gradients,
    ) {
        let shape = values.shape;
        let width = shape.width;
        let sentences: Vec<_> = words.sentences().collect();
        for layer in (0..shape.layers).rev() {
            unmask(&mut slopes, &self.masks[layer + 1]);
            let places = LayerPlaces {
                matrix: shape.place(Tensor::Layer(layer)),
                state: shape.place(Tensor::State(layer)),
                bias: shape.place(Tensor::StateBias(layer)),
            };
            let dense = &mut gradients.dense[..];
            let own = &self.layers[layer];
            let of_layer = values.layer(layer);
            slopes = own.backward(of_layer, width, &sentences, &slopes, (dense, places));
        }
        unmask(&mut slopes, &self.masks[0]);
        let mut of_window = slopes.clone();
        for (slope, on) in of_window.iter_mut().zip(&self.window_on) {
            if !on {
                *slope = 0.0;
            }
        }
        let mut turned = Vec::new();
        add_rows(
            &of_window,
            &mut gradients.dense[shape.place(Tensor::WindowBias)],
        );
        transposed(&self.windows, 3 * width, &mut turned);
        let place = shape.place(Tensor::Window);
        multiply(
            &turned,
            words.len(),
            &of_window,
            width,
            &mut gradients.dense[place],
        );
        transposed(values.of(Tensor::Window), width, &mut turned);
        let mut of_windows = vec![0.0; words.len() * 3 * width];
        multiply(&of_window, width, &turned, 3 * width, &mut of_windows);
        for sentence in words.sentences() {
            for at in sentence.clone() {
                let own = &mut slopes[at * width..(at + 1) * width];
                let mut add = |from: usize| {
                    for (own, it) in own.iter_mut().zip(&of_windows[from..from + width]) {
                        *own += it;
                    }
                };
                add(at * 3 * width + width);
                if at + 1 < sentence.end {
                    add((at + 1) * 3 * width);
                }
                if sentence.start < at {
                    add((at - 1) * 3 * width + 2 * width);
                }
            }
        }
        self.features_backward(values, words, &slopes, gradients);
    }

    /// Through gain, shift and normalisation into the rows of the table.
    fn features_backward(
        &self,
        values: Values<'_>,
        words: &Words,
        slopes: &[f32],
        gradients: &mut Gradients,
    ) {
        let shape = values.shape;
        let mut of_gain = vec![0.0; shape.width];
        let mut of_shift = vec![0.0; shape.width];
        let gain = values.of(Tensor::Gain);
        let outs = (&mut of_gain[..], &mut of_shift[..]);
        let sums = self.normalised.backward(gain, slopes, outs);
        add_rows(&of_gain, &mut gradients.dense[shape.place(Tensor::Gain)]);
        add_rows(&of_shift, &mut gradients.dense[shape.place(Tensor::Shift)]);
        for (at, slopes) in sums.chunks_exact(shape.width).enumerate() {
            for &row in words.of(at) {
                add_rows(slopes, gradients.row(row));
            }
        }
    }
}
