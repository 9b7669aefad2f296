//! What networks are built of while they learn: sums of features, words between
//! their neighbours, rows of recurrent layers, each kept for the way back.

use std::ops::Range;

use rapporteur_network::kernel::multiply;
use rapporteur_network::{Layout, Words};

use super::lesson::Dice;
use super::recurrent::{
    Layer, LayerPlaces, LayerValues, Normalised, add_rows, learn_product, masked, unmask,
};
use super::weights::{Gradients, Values};

/// The normalised sums of features, each with what `more` puts there first.
pub(in crate::train) fn sums<L: Layout>(
    values: Values<'_, L>,
    words: &Words,
    more: impl FnOnce(&mut [f32]),
) -> Normalised {
    let (_, width) = values.shape.table();
    let mut sums = vec![0.0; words.len() * width];
    more(&mut sums);
    for (at, sum) in sums.chunks_exact_mut(width).enumerate() {
        for &row in words.of(at) {
            values.add_feature(row, sum);
        }
    }
    Normalised::of(sums, width)
}

/// Through gain, shift and normalisation into the rows of the table; gives the
/// slopes of the sums.
pub(in crate::train) fn sums_backward<L: Layout>(
    values: Values<'_, L>,
    normalised: &Normalised,
    words: &Words,
    slopes: &[f32],
    ([gain, shift], gradients): ([L::Tensor; 2], &mut Gradients),
) -> Vec<f32> {
    let (_, width) = values.shape.table();
    let (mut of_gain, mut of_shift) = (vec![0.0; width], vec![0.0; width]);
    let outs = (&mut of_gain[..], &mut of_shift[..]);
    let of_sums = normalised.backward(values.of(gain), slopes, outs);
    add_rows(&of_gain, &mut gradients.dense[values.shape.place(gain)]);
    add_rows(&of_shift, &mut gradients.dense[values.shape.place(shift)]);
    for (at, slopes) in of_sums.chunks_exact(width).enumerate() {
        for &row in words.of(at) {
            add_rows(slopes, gradients.row(row));
        }
    }
    of_sums
}

/// The matrix, state and bias of a layer.
pub(in crate::train) type Named<L> = fn(usize) -> [<L as Layout>::Tensor; 3];

/// Runs the layers that `tensors` name over `states`.
pub(in crate::train) fn run_layers<L: Layout>(
    values: Values<'_, L>,
    (count, tensors): (usize, Named<L>),
    sentences: &[Range<usize>],
    (mut states, drop, dice): (Vec<f32>, f32, &mut Dice),
) -> (Vec<Layer>, Vec<Vec<f32>>, Vec<f32>) {
    let mut layers = Vec::new();
    let mut masks = vec![masked(&mut states, drop, dice)];
    for layer in 0..count {
        let own = layer_values(values, tensors(layer));
        let (layer, output) = Layer::run(own, states, values.shape.table().1, sentences);
        layers.push(layer);
        states = output;
        masks.push(masked(&mut states, drop, dice));
    }
    (layers, masks, states)
}

fn layer_values<L: Layout>(
    values: Values<'_, L>,
    [matrix, state, bias]: [L::Tensor; 3],
) -> LayerValues<'_> {
    LayerValues {
        matrix: values.of(matrix),
        state: values.of(state),
        bias: values.of(bias),
    }
}

/// The way back through [`run_layers`].
pub(in crate::train) fn layers_backward<L: Layout>(
    values: Values<'_, L>,
    (layers, masks, tensors): (&[Layer], &[Vec<f32>], Named<L>),
    sentences: &[Range<usize>],
    mut slopes: Vec<f32>,
    gradients: &mut Gradients,
) -> Vec<f32> {
    let (_, width) = values.shape.table();
    for (number, layer) in layers.iter().enumerate().rev() {
        unmask(&mut slopes, &masks[number + 1]);
        let [matrix, state, bias] = tensors(number).map(|it| values.shape.place(it));
        let places = LayerPlaces {
            matrix,
            state,
            bias,
        };
        let dense = &mut gradients.dense[..];
        let own = layer_values(values, tensors(number));
        slopes = layer.backward(own, width, sentences, &slopes, (dense, places));
    }
    unmask(&mut slopes, &masks[0]);
    slopes
}

/// `states`, cut off at zero, plus `own`; gives which were above zero.
pub(in crate::train) fn rectified(states: &mut [f32], own: &[f32]) -> Vec<bool> {
    let pairs = states.iter_mut().zip(own);
    pairs
        .map(|(state, own)| {
            let on = 0.0 < *state;
            *state = state.max(0.0) + own;
            on
        })
        .collect()
}

/// Slopes of what was above zero.
pub(in crate::train) fn only(slopes: &[f32], on: &[bool]) -> Vec<f32> {
    let pairs = slopes.iter().zip(on);
    pairs
        .map(|(slope, &on)| if on { *slope } else { 0.0 })
        .collect()
}

/// Words between their neighbours, as they were run.
pub(in crate::train) struct Around {
    input: Vec<f32>,
    on: Vec<bool>,
}

impl Around {
    /// Runs `own` and, beside it, what `more` adds to the sums.
    pub(in crate::train) fn run<L: Layout>(
        values: Values<'_, L>,
        [matrix, bias]: [L::Tensor; 2],
        (own, sentences): (&[f32], &[Range<usize>]),
        more: impl FnOnce(&mut [f32]),
    ) -> (Self, Vec<f32>) {
        let (_, width) = values.shape.table();
        let mut input = vec![0.0; own.len() * 3];
        for sentence in sentences {
            for at in sentence.clone() {
                let here = &own[at * width..(at + 1) * width];
                let mut put = |word: usize, place: usize| {
                    input[(word * 3 + place) * width..][..width].copy_from_slice(here);
                };
                put(at, 1);
                if at + 1 < sentence.end {
                    put(at + 1, 0);
                }
                if sentence.start < at {
                    put(at - 1, 2);
                }
            }
        }
        let mut states = values.of(bias).repeat(own.len() / width);
        multiply(&input, 3 * width, values.of(matrix), width, &mut states);
        more(&mut states);
        let on = rectified(&mut states, own);
        (Self { input, on }, states)
    }

    /// Turns the slopes of the states into those of `own`; gives those of the
    /// sums.
    pub(in crate::train) fn backward<L: Layout>(
        &self,
        values: Values<'_, L>,
        [matrix, bias]: [L::Tensor; 2],
        (slopes, sentences): (&mut [f32], &[Range<usize>]),
        gradients: &mut Gradients,
    ) -> Vec<f32> {
        let (_, width) = values.shape.table();
        let inner = only(slopes, &self.on);
        add_rows(&inner, &mut gradients.dense[values.shape.place(bias)]);
        let mut of_input = vec![0.0; self.input.len()];
        let place = values.shape.place(matrix);
        learn_product(
            (&self.input, 3 * width, values.of(matrix)),
            (&inner, width),
            (&mut gradients.dense[place], &mut of_input),
        );
        for sentence in sentences {
            for at in sentence.clone() {
                let mut add = |word: usize, place: usize| {
                    let from = &of_input[(word * 3 + place) * width..][..width];
                    add_rows(from, &mut slopes[at * width..(at + 1) * width]);
                };
                add(at, 1);
                if at + 1 < sentence.end {
                    add(at + 1, 0);
                }
                if sentence.start < at {
                    add(at - 1, 2);
                }
            }
        }
        inner
    }
}
