//! The encoder while it learns: the same sums as `rapporteur_network::encode`,
//! kept for the way back.

use rapporteur_network::encode::{normalise, total};
use rapporteur_network::kernel::{multiply, transposed, vectorised};
use rapporteur_network::{Shape, Tensor, Words, curve};

use super::lesson::Dice;
use super::weights::Gradients;

/// Weights as they stand.
#[derive(Clone, Copy)]
pub(super) struct Values<'a> {
    pub(super) shape: Shape,
    pub(super) dense: &'a [f32],
    pub(super) table: &'a [f32],
}

impl<'a> Values<'a> {
    pub(super) fn of(&self, tensor: Tensor) -> &'a [f32] {
        &self.dense[self.shape.place(tensor)]
    }
}

/// What one pass over some words computed.
pub(super) struct Pass {
    /// Normalised sums of features, before gain and shift.
    plain: Vec<f32>,
    /// One over the deviation of each word's sum.
    inverse: Vec<f32>,
    windows: Vec<f32>,
    /// Whether the window's unit is on.
    window_on: Vec<bool>,
    layers: Vec<Layer>,
    /// Masks of what is dropped behind the window and behind each layer.
    masks: Vec<Vec<f32>>,
    /// A vector per word.
    pub(super) states: Vec<f32>,
}

struct Layer {
    input: Vec<f32>,
    gates: Vec<f32>,
    keep: Vec<f32>,
    show: Vec<f32>,
    memory: Vec<f32>,
}

/// Runs the encoder; each value is dropped with the chance `drop`.
pub(super) fn forward(values: Values<'_>, words: &Words, drop: f32, dice: &mut Dice) -> Pass {
    let width = values.shape.width;
    let count = words.len();
    let mut plain = vec![0.0; count * width];
    for (at, sum) in plain.chunks_exact_mut(width).enumerate() {
        for &row in words.of(at) {
            let row = &values.table[row as usize * width..(row as usize + 1) * width];
            for (sum, value) in sum.iter_mut().zip(row) {
                *sum += value;
            }
        }
    }
    let (ones, zeros) = (vec![1.0; width], vec![0.0; width]);
    let inverse: Vec<f32> = plain
        .chunks_exact_mut(width)
        .map(|it| normalise(it, &ones, &zeros))
        .collect();
    let (gain, shift) = (values.of(Tensor::Gain), values.of(Tensor::Shift));
    let mut windows = vec![0.0; count * 3 * width];
    for sentence in words.sentences() {
        for at in sentence.clone() {
            let own = at * 3 * width + width..at * 3 * width + 2 * width;
            let of_plain = &plain[at * width..(at + 1) * width];
            for (it, out) in windows[own.clone()].iter_mut().enumerate() {
                *out = of_plain[it] * gain[it] + shift[it];
            }
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
        plain,
        inverse,
        windows,
        window_on,
        layers: Vec::new(),
        masks: vec![masked(&mut states, drop, dice)],
        states,
    };
    for layer in 0..values.shape.layers {
        pass.run_layer(values, words, layer);
        pass.masks.push(masked(&mut pass.states, drop, dice));
    }
    pass
}

fn masked(states: &mut [f32], drop: f32, dice: &mut Dice) -> Vec<f32> {
    if drop == 0.0 {
        return Vec::new();
    }
    let kept = 1.0 / (1.0 - drop);
    let mut mask = vec![0.0; states.len()];
    for (mask, state) in mask.iter_mut().zip(states) {
        *mask = if dice.share() < drop { 0.0 } else { kept };
        *state *= *mask;
    }
    mask
}

fn unmask(slopes: &mut [f32], mask: &[f32]) {
    for (slope, mask) in slopes.iter_mut().zip(mask) {
        *slope *= mask;
    }
}

/// The words of a sentence from one end or the other.
fn walk(sentence: &std::ops::Range<usize>, backward: bool) -> impl Iterator<Item = usize> {
    let (start, end) = (sentence.start, sentence.end);
    (0..sentence.len()).map(move |step| {
        if backward {
            end - 1 - step
        } else {
            start + step
        }
    })
}

impl Pass {
    fn run_layer(&mut self, values: Values<'_>, words: &Words, layer: usize) {
        let width = values.shape.width;
        let half = width / 2;
        let mut gates = vec![0.0; words.len() * 3 * width];
        let input = std::mem::take(&mut self.states);
        multiply(
            &input,
            width,
            values.of(Tensor::Layer(layer)),
            3 * width,
            &mut gates,
        );
        let (state, bias) = (
            values.of(Tensor::State(layer)),
            values.of(Tensor::StateBias(layer)),
        );
        let size = input.len();
        let (mut keep, mut show, mut memory) = (vec![0.0; size], vec![0.0; size], vec![0.0; size]);
        let mut output = vec![0.0; size];
        let mut run = Recurrence {
            half,
            state,
            bias,
            input: &input,
            gates: &gates,
            keep: &mut keep,
            show: &mut show,
            memory: &mut memory,
            output: &mut output,
        };
        vectorised(
            #[inline(always)]
            || run.run(words),
        );
        self.states = output;
        self.layers.push(Layer {
            input,
            gates,
            keep,
            show,
            memory,
        });
    }

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
        for layer in (0..shape.layers).rev() {
            unmask(&mut slopes, &self.masks[layer + 1]);
            slopes = self.layer_backward(values, words, layer, &slopes, gradients);
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
        let width = shape.width;
        let gain = values.of(Tensor::Gain);
        add_rows(slopes, &mut gradients.dense[shape.place(Tensor::Shift)]);
        let place = shape.place(Tensor::Gain);
        let mut of_row = vec![0.0; width];
        for (at, slope) in slopes.chunks_exact(width).enumerate() {
            let plain = &self.plain[at * width..(at + 1) * width];
            for (it, out) in gradients.dense[place.clone()].iter_mut().enumerate() {
                *out += slope[it] * plain[it];
            }
            for (it, out) in of_row.iter_mut().enumerate() {
                *out = slope[it] * gain[it];
            }
            let mean = total(of_row.iter().copied()) / width as f32;
            let along = total(of_row.iter().zip(plain).map(|(a, b)| a * b)) / width as f32;
            for (it, out) in of_row.iter_mut().enumerate() {
                *out = (*out - mean - plain[it] * along) * self.inverse[at];
            }
            for &row in words.of(at) {
                for (own, it) in gradients.row(row).iter_mut().zip(&of_row) {
                    *own += it;
                }
            }
        }
    }

    fn layer_backward(
        &self,
        values: Values<'_>,
        words: &Words,
        number: usize,
        slopes: &[f32],
        gradients: &mut Gradients,
    ) -> Vec<f32> {
        let shape = values.shape;
        let width = shape.width;
        let half = width / 2;
        let layer = &self.layers[number];
        let state = values.of(Tensor::State(number));
        let mut of_input = vec![0.0; slopes.len()];
        let mut of_gates = vec![0.0; words.len() * 3 * width];
        let (mut of_state, mut of_bias) = (vec![0.0; 2 * width], vec![0.0; 2 * width]);
        let zeros = vec![0.0; half];
        let mut after = vec![0.0; half];
        for sentence in words.sentences() {
            for side in 0..2 {
                after.fill(0.0);
                let mut steps = walk(&sentence, side == 0).peekable();
                while let Some(at) = steps.next() {
                    let own = at * width + side * half;
                    let gate = at * 3 * width + side * 3 * half;
                    let old = steps.peek().map_or(&zeros[..], |before| {
                        &layer.memory[before * width + side * half..][..half]
                    });
                    let own = own..own + half;
                    let step = Step {
                        slope: &slopes[own.clone()],
                        keep: &layer.keep[own.clone()],
                        show: &layer.show[own.clone()],
                        memory: &layer.memory[own.clone()],
                        input: &layer.input[own.clone()],
                        candidate: &layer.gates[gate..gate + half],
                        old,
                        state: &state[side * width..(side + 1) * width],
                    };
                    let place = side * width..(side + 1) * width;
                    vectorised(
                        #[inline(always)]
                        || {
                            step.backward(
                                &mut after,
                                &mut of_input[own],
                                &mut of_gates[gate..gate + 3 * half],
                                &mut of_state[place.clone()],
                                &mut of_bias[place],
                            );
                        },
                    );
                }
            }
        }
        add_rows(
            &of_state,
            &mut gradients.dense[shape.place(Tensor::State(number))],
        );
        add_rows(
            &of_bias,
            &mut gradients.dense[shape.place(Tensor::StateBias(number))],
        );
        let mut turned = Vec::new();
        transposed(&layer.input, width, &mut turned);
        let place = shape.place(Tensor::Layer(number));
        multiply(
            &turned,
            words.len(),
            &of_gates,
            3 * width,
            &mut gradients.dense[place],
        );
        transposed(values.of(Tensor::Layer(number)), 3 * width, &mut turned);
        multiply(&of_gates, 3 * width, &turned, width, &mut of_input);
        of_input
    }
}

/// A layer's units over all words.
struct Recurrence<'a> {
    half: usize,
    state: &'a [f32],
    bias: &'a [f32],
    input: &'a [f32],
    gates: &'a [f32],
    keep: &'a mut [f32],
    show: &'a mut [f32],
    memory: &'a mut [f32],
    output: &'a mut [f32],
}

impl Recurrence<'_> {
    #[inline(always)]
    fn run(&mut self, words: &Words) {
        for sentence in words.sentences() {
            for side in 0..2 {
                let mut before = None;
                for at in walk(&sentence, side == 1) {
                    self.step(at, side, before);
                    before = Some(at);
                }
            }
        }
    }

    #[inline(always)]
    fn step(&mut self, at: usize, side: usize, before: Option<usize>) {
        let half = self.half;
        let width = 2 * half;
        let own = at * width + side * half;
        let gate = at * 3 * width + side * 3 * half;
        for it in 0..half {
            let old = before.map_or(0.0, |before| self.memory[before * width + side * half + it]);
            let place = side * width + it;
            let keep = self.gates[gate + half + it] + self.state[place] * old + self.bias[place];
            let keep = curve::sigmoid(keep);
            let place = place + half;
            let show =
                self.gates[gate + 2 * half + it] + self.state[place] * old + self.bias[place];
            let show = curve::sigmoid(show);
            let new = keep * old + (1.0 - keep) * self.gates[gate + it];
            self.memory[own + it] = new;
            self.keep[own + it] = keep;
            self.show[own + it] = show;
            self.output[own + it] = show * new + (1.0 - show) * self.input[own + it];
        }
    }
}

struct Step<'a> {
    slope: &'a [f32],
    keep: &'a [f32],
    show: &'a [f32],
    memory: &'a [f32],
    input: &'a [f32],
    candidate: &'a [f32],
    old: &'a [f32],
    state: &'a [f32],
}

impl Step<'_> {
    /// `later` holds the slope of the memory from the step after, and then for
    /// the step before.
    #[inline(always)]
    fn backward(
        &self,
        later: &mut [f32],
        of_input: &mut [f32],
        of_gates: &mut [f32],
        of_state: &mut [f32],
        of_bias: &mut [f32],
    ) {
        let half = self.slope.len();
        let (of_candidate, rest) = of_gates.split_at_mut(half);
        let (of_keep, of_show) = rest.split_at_mut(half);
        for it in 0..half {
            let (slope, keep, show) = (self.slope[it], self.keep[it], self.show[it]);
            let (new, old) = (self.memory[it], self.old[it]);
            let show_slope = slope * (new - self.input[it]) * show * (1.0 - show);
            of_input[it] += slope * (1.0 - show);
            let memory_slope = later[it] + slope * show;
            let keep_slope = memory_slope * (old - self.candidate[it]) * keep * (1.0 - keep);
            of_candidate[it] = memory_slope * (1.0 - keep);
            of_keep[it] = keep_slope;
            of_show[it] = show_slope;
            later[it] = memory_slope * keep
                + keep_slope * self.state[it]
                + show_slope * self.state[half + it];
            of_state[it] += keep_slope * old;
            of_state[half + it] += show_slope * old;
            of_bias[it] += keep_slope;
            of_bias[half + it] += show_slope;
        }
    }
}

/// Adds the rows of a matrix to `sum`.
pub(super) fn add_rows(rows: &[f32], sum: &mut [f32]) {
    for row in rows.chunks_exact(sum.len()) {
        for (sum, value) in sum.iter_mut().zip(row) {
            *sum += value;
        }
    }
}
