//! The encoder while it learns: the same sums as `rapporteur_network::encode`,
//! kept for the way back.

use rapporteur_network::kernel::multiply;
use rapporteur_network::{Layout as _, Shape, Tensor, Words};

use super::lesson::Dice;
use super::recurrent::{Layer, Normalised, learn_matrix};
use super::stack::{Around, Named, layers_backward, run_layers, sums, sums_backward};
use super::weights::{Gradients, Values};

/// What one pass over some words computed.
pub(super) struct Pass {
    normalised: Normalised,
    around: Around,
    layers: Vec<Layer>,
    /// Masks of what is dropped behind the window and behind each layer.
    masks: Vec<Vec<f32>>,
    /// A vector per word.
    pub(super) states: Vec<f32>,
}

const WINDOW: [Tensor; 2] = [Tensor::Window, Tensor::WindowBias];

fn layer(layer: usize) -> [Tensor; 3] {
    [
        Tensor::Layer(layer),
        Tensor::State(layer),
        Tensor::StateBias(layer),
    ]
}

/// Runs the encoder; each value is dropped with the chance `drop`.
pub(super) fn forward(values: Values<'_>, words: &Words, drop: f32, dice: &mut Dice) -> Pass {
    let (base, width) = (values.shape.base, values.shape.width);
    let normalised = sums(values, words, |sums| {
        multiply(&words.base, base, values.of(Tensor::Base), width, sums);
    });
    let own = normalised.shifted(values.of(Tensor::Gain), values.of(Tensor::Shift));
    let sentences: Vec<_> = words.sentences().collect();
    let (around, states) = Around::run(values, WINDOW, (&own, &sentences), |_| {});
    let tensors = (values.shape.layers, layer as Named<Shape>);
    let (layers, masks, states) = run_layers(values, tensors, &sentences, (states, drop, dice));
    Pass {
        normalised,
        around,
        layers,
        masks,
        states,
    }
}

impl Pass {
    /// Adds to `gradients` what `slopes` of the states say.
    pub(super) fn backward(
        &self,
        values: Values<'_>,
        words: &Words,
        slopes: Vec<f32>,
        gradients: &mut Gradients,
    ) {
        let sentences: Vec<_> = words.sentences().collect();
        let layers = (&self.layers[..], &self.masks[..], layer as Named<Shape>);
        let mut slopes = layers_backward(values, layers, &sentences, slopes, gradients);
        let outs = (&mut slopes[..], &sentences[..]);
        self.around.backward(values, WINDOW, outs, gradients);
        let outs = ([Tensor::Gain, Tensor::Shift], &mut *gradients);
        let slopes = sums_backward(values, &self.normalised, words, &slopes, outs);
        let (base, width) = (values.shape.base, values.shape.width);
        let place = values.shape.place(Tensor::Base);
        // What is given learns nothing here.
        let of_base = &mut gradients.dense[place];
        learn_matrix((&words.base, base), (&slopes, width), of_base);
    }
}
