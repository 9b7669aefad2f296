//! Recurrent layers while they learn: the same sums as
//! `rapporteur_network::encode`, kept for the way back.

use std::ops::Range;

use rapporteur_network::curve;
use rapporteur_network::encode::{normalise, total};
use rapporteur_network::kernel::{multiply, transposed, vectorised};

use super::lesson::Dice;

/// One layer's weights.
#[derive(Clone, Copy)]
pub(in crate::train) struct LayerValues<'a> {
    /// `width` × 3·`width`
    pub(in crate::train) matrix: &'a [f32],
    /// 2·`width`
    pub(in crate::train) state: &'a [f32],
    /// 2·`width`
    pub(in crate::train) bias: &'a [f32],
}

/// Where one layer's slopes lie among the dense ones.
#[derive(Clone)]
pub(in crate::train) struct LayerPlaces {
    pub(in crate::train) matrix: Range<usize>,
    pub(in crate::train) state: Range<usize>,
    pub(in crate::train) bias: Range<usize>,
}

/// What one layer computed over some words.
pub(in crate::train) struct Layer {
    input: Vec<f32>,
    gates: Vec<f32>,
    keep: Vec<f32>,
    show: Vec<f32>,
    memory: Vec<f32>,
}

impl Layer {
    /// Runs a layer over `input`; gives it and what it says.
    pub(in crate::train) fn run(
        values: LayerValues<'_>,
        input: Vec<f32>,
        width: usize,
        sentences: &[Range<usize>],
    ) -> (Self, Vec<f32>) {
        let size = input.len();
        let mut gates = vec![0.0; size * 3];
        multiply(&input, width, values.matrix, 3 * width, &mut gates);
        let (mut keep, mut show, mut memory) = (vec![0.0; size], vec![0.0; size], vec![0.0; size]);
        let mut output = vec![0.0; size];
        let mut run = Recurrence {
            half: width / 2,
            state: values.state,
            bias: values.bias,
            input: &input,
            gates: &gates,
            keep: &mut keep,
            show: &mut show,
            memory: &mut memory,
            output: &mut output,
        };
        vectorised(
            #[inline(always)]
            || run.run(sentences),
        );
        let layer = Self {
            input,
            gates,
            keep,
            show,
            memory,
        };
        (layer, output)
    }

    /// Adds to `dense` what `slopes` of the output say; gives the slopes of
    /// the input.
    pub(in crate::train) fn backward(
        &self,
        values: LayerValues<'_>,
        width: usize,
        sentences: &[Range<usize>],
        slopes: &[f32],
        (dense, places): (&mut [f32], LayerPlaces),
    ) -> Vec<f32> {
        let half = width / 2;
        let layer = self;
        let state = values.state;
        let mut of_input = vec![0.0; slopes.len()];
        let mut of_gates = vec![0.0; slopes.len() * 3];
        let (mut of_state, mut of_bias) = (vec![0.0; 2 * width], vec![0.0; 2 * width]);
        let zeros = vec![0.0; half];
        let mut after = vec![0.0; half];
        for sentence in sentences {
            for side in 0..2 {
                after.fill(0.0);
                let mut steps = walk(sentence, side == 0).peekable();
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
        add_rows(&of_state, &mut dense[places.state]);
        add_rows(&of_bias, &mut dense[places.bias]);
        learn_product(
            (&layer.input, width, values.matrix),
            (&of_gates, 3 * width),
            (&mut dense[places.matrix], &mut of_input),
        );
        of_input
    }
}

/// The way back through `input · matrix`, `inner` values a row of `input`: adds
/// what `slopes` of the product, `columns` a row, say of the matrix and of the
/// input.
pub(in crate::train) fn learn_product(
    (input, inner, matrix): (&[f32], usize, &[f32]),
    (slopes, columns): (&[f32], usize),
    (of_matrix, of_input): (&mut [f32], &mut [f32]),
) {
    learn_matrix((input, inner), (slopes, columns), of_matrix);
    let mut turned = Vec::new();
    transposed(matrix, columns, &mut turned);
    multiply(slopes, columns, &turned, inner, of_input);
}

/// As [`learn_product`], where the input learns nothing.
pub(in crate::train) fn learn_matrix(
    (input, inner): (&[f32], usize),
    (slopes, columns): (&[f32], usize),
    of_matrix: &mut [f32],
) {
    if inner == 0 {
        return;
    }
    let mut turned = Vec::new();
    transposed(input, inner, &mut turned);
    multiply(&turned, input.len() / inner, slopes, columns, of_matrix);
}

/// Sums of feature rows brought to mean 0 and deviation 1, before gain and
/// shift.
pub(in crate::train) struct Normalised {
    pub(in crate::train) plain: Vec<f32>,
    /// One over the deviation that each row had.
    inverse: Vec<f32>,
}

impl Normalised {
    /// Of sums, `width` values a row.
    pub(in crate::train) fn of(mut sums: Vec<f32>, width: usize) -> Self {
        let (ones, zeros) = (vec![1.0; width], vec![0.0; width]);
        let rows = sums.chunks_exact_mut(width);
        let inverse = rows.map(|it| normalise(it, &ones, &zeros)).collect();
        Self {
            plain: sums,
            inverse,
        }
    }

    /// With gain and shift.
    pub(in crate::train) fn shifted(&self, gain: &[f32], shift: &[f32]) -> Vec<f32> {
        let rows = self.plain.chunks_exact(gain.len());
        let row = |row| std::iter::zip(row, std::iter::zip(gain, shift));
        rows.flat_map(row)
            .map(|(value, (gain, shift)): (&f32, _)| value * gain + shift)
            .collect()
    }

    /// Adds to gain and shift what `slopes` of the rows say; gives the slopes
    /// of the sums.
    pub(in crate::train) fn backward(
        &self,
        gain: &[f32],
        slopes: &[f32],
        (of_gain, of_shift): (&mut [f32], &mut [f32]),
    ) -> Vec<f32> {
        let width = gain.len();
        add_rows(slopes, of_shift);
        let mut sums = Vec::with_capacity(slopes.len());
        let rows = slopes
            .chunks_exact(width)
            .zip(self.plain.chunks_exact(width));
        for ((slope, plain), inverse) in rows.zip(&self.inverse) {
            for (it, out) in of_gain.iter_mut().enumerate() {
                *out += slope[it] * plain[it];
            }
            let of_row: Vec<f32> = std::iter::zip(slope, gain).map(|(a, b)| a * b).collect();
            let mean = total(of_row.iter().copied()) / width as f32;
            let along = total(of_row.iter().zip(plain).map(|(a, b)| a * b)) / width as f32;
            let row = std::iter::zip(&of_row, plain);
            sums.extend(row.map(|(it, plain)| (*it - mean - plain * along) * inverse));
        }
        sums
    }
}

/// Drops values with the chance `drop`; gives what each was multiplied by.
pub(in crate::train) fn masked(states: &mut [f32], drop: f32, dice: &mut Dice) -> Vec<f32> {
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

/// The way back through [`masked`].
pub(in crate::train) fn unmask(slopes: &mut [f32], mask: &[f32]) {
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
    fn run(&mut self, sentences: &[Range<usize>]) {
        for sentence in sentences {
            for side in 0..2 {
                let mut before = None;
                for at in walk(sentence, side == 1) {
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
pub(in crate::train) fn add_rows(rows: &[f32], sum: &mut [f32]) {
    for row in rows.chunks_exact(sum.len()) {
        for (sum, value) in sum.iter_mut().zip(row) {
            *sum += value;
        }
    }
}
