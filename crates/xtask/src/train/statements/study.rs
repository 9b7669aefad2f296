//! One report while it learns: the same sums as
//! `rapporteur_network::attribution`, how wrong they are, and what follows for
//! the weights.

use std::ops::Range;

use rapporteur_mark::statement_learning::{Lesson, spare_cue};
use rapporteur_network::Layout as _;
use rapporteur_network::Words;
use rapporteur_network::attribution::{AttributionShape, AttributionTensor as T};
use rapporteur_network::chain::{LABELS, Scores, Shares, Steps};
use rapporteur_network::kernel::multiply;

use crate::train::network::lesson::Dice;
use crate::train::network::recurrent::{Layer, Normalised, add_rows, learn_matrix, learn_product};
use crate::train::network::stack::{
    Around, Named, layers_backward, only, rectified, run_layers, sums, sums_backward,
};
use crate::train::network::weights::{Gradients, Values};

use super::learn::Plan;

/// Sums of losses and what they were taken over.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Losses {
    pub(super) cues: f64,
    pub(super) roles: f64,
    pub(super) sentences: usize,
    pub(super) windows: usize,
}

impl Losses {
    pub(super) fn add(&mut self, other: &Self) {
        self.cues += other.cues;
        self.roles += other.roles;
        self.sentences += other.sentences;
        self.windows += other.windows;
    }
}

/// Runs `lesson` and adds to `gradients`; `scale` weighs it.
pub(super) fn study(
    values: Values<'_, AttributionShape>,
    lesson: &Lesson,
    (plan, scale): (Plan, f32),
    dice: &mut Dice,
    gradients: &mut Gradients,
) -> Losses {
    let mut losses = Losses {
        sentences: lesson.words.sentences.len(),
        windows: lesson.windows.len(),
        ..Losses::default()
    };
    let words = forgotten(&lesson.words, plan.forget, dice);
    let text = Text::run(values, &words, &lesson.base, plan.drop, dice);
    let mut slopes = vec![0.0; text.states.len()];
    let sentences: Vec<_> = words.sentences().collect();
    let mut scores = labelled(values, &text.states, [T::Cue, T::CueBias]);
    let steps = (T::CueSteps, values);
    for sentence in &sentences {
        let gold = &lesson.cues[sentence.clone()];
        losses.cues += against(&mut scores[sentence.clone()], gold, steps, scale, gradients);
    }
    label_backward(
        values,
        &text.states,
        &scores,
        [T::Cue, T::CueBias],
        (&mut slopes, gradients),
    );
    if !lesson.windows.is_empty() {
        let rows = forgotten(&lesson.rows, plan.window_forget, dice);
        let windows = Windows::run(
            values,
            lesson,
            &rows,
            &text.states,
            (plan.window_drop, dice),
        );
        let mut scores = labelled(values, &windows.states, [T::Role, T::RoleBias]);
        let steps = (T::RoleSteps, values);
        for (window, range) in lesson.windows.iter().zip(&windows.ranges) {
            spare_cue(window, &mut scores[range.clone()]);
            let gold = &lesson.roles[range.clone()];
            let own = &mut scores[range.clone()];
            losses.roles += against(own, gold, steps, scale, gradients);
            // What is kept out of source and content has no slope.
            let from = window.words.start;
            for at in window.cue.clone() {
                own[at - from] = [0.0; LABELS];
            }
        }
        let mut of_windows = vec![0.0; windows.states.len()];
        let outs = (&mut of_windows[..], &mut *gradients);
        label_backward(
            values,
            &windows.states,
            &scores,
            [T::Role, T::RoleBias],
            outs,
        );
        windows.backward(values, lesson, &rows, of_windows, (&mut slopes, gradients));
    }
    text.backward(values, &words, &lesson.base, slopes, gradients);
    losses
}

/// The words less the features that are forgotten.
fn forgotten(words: &Words, forget: f32, dice: &mut Dice) -> Words {
    let mut kept = Words {
        sentences: words.sentences.clone(),
        ..Words::default()
    };
    for at in 0..words.len() {
        let rows = words.of(at).iter();
        kept.features
            .extend(rows.filter(|_| forget <= dice.share()));
        kept.ends.push(kept.features.len() as u32);
    }
    kept
}

/// The text, as it was run.
struct Text {
    normalised: Normalised,
    around: Around,
    layers: Vec<Layer>,
    masks: Vec<Vec<f32>>,
    states: Vec<f32>,
}

fn text_layer(layer: usize) -> [T; 3] {
    [
        T::TextLayer(layer),
        T::TextState(layer),
        T::TextStateBias(layer),
    ]
}

fn window_layer(layer: usize) -> [T; 3] {
    [
        T::WindowLayer(layer),
        T::WindowState(layer),
        T::WindowStateBias(layer),
    ]
}

impl Text {
    fn run(
        values: Values<'_, AttributionShape>,
        words: &Words,
        base: &[f32],
        drop: f32,
        dice: &mut Dice,
    ) -> Self {
        let shape = values.shape;
        let normalised = sums(values, words, |_| {});
        let own = normalised.shifted(values.of(T::Gain), values.of(T::Shift));
        let sentences: Vec<_> = words.sentences().collect();
        let tensors = [T::Around, T::TextBias];
        let of_base = |states: &mut [f32]| {
            multiply(base, shape.base, values.of(T::Base), shape.width, states);
        };
        let (around, states) = Around::run(values, tensors, (&own, &sentences), of_base);
        let tensors = (shape.text_layers, text_layer as Named<AttributionShape>);
        let (layers, masks, states) = run_layers(values, tensors, &sentences, (states, drop, dice));
        Self {
            normalised,
            around,
            layers,
            masks,
            states,
        }
    }

    fn backward(
        &self,
        values: Values<'_, AttributionShape>,
        words: &Words,
        base: &[f32],
        slopes: Vec<f32>,
        gradients: &mut Gradients,
    ) {
        let shape = values.shape;
        let width = shape.width;
        let sentences: Vec<_> = words.sentences().collect();
        let layers = (
            &self.layers[..],
            &self.masks[..],
            text_layer as Named<AttributionShape>,
        );
        let mut slopes = layers_backward(values, layers, &sentences, slopes, gradients);
        let tensors = [T::Around, T::TextBias];
        let outs = (&mut slopes[..], &sentences[..]);
        let inner = self.around.backward(values, tensors, outs, gradients);
        // The tagger's vectors learn nothing here.
        let of_base = &mut gradients.dense[shape.place(T::Base)];
        learn_matrix((base, shape.base), (&inner, width), of_base);
        let outs = ([T::Gain, T::Shift], gradients);
        sums_backward(values, &self.normalised, words, &slopes, outs);
    }
}

/// The windows of a text, as they were run.
struct Windows {
    ranges: Vec<Range<usize>>,
    normalised: Normalised,
    own: Vec<f32>,
    of_cue: Vec<f32>,
    on: Vec<bool>,
    around: Around,
    layers: Vec<Layer>,
    masks: Vec<Vec<f32>>,
    states: Vec<f32>,
}

impl Windows {
    fn run(
        values: Values<'_, AttributionShape>,
        lesson: &Lesson,
        rows: &Words,
        text: &[f32],
        (drop, dice): (f32, &mut Dice),
    ) -> Self {
        let shape = values.shape;
        let width = shape.width;
        let ranges: Vec<_> = rows.sentences().collect();
        let of = |at: usize| &text[at * width..(at + 1) * width];
        let (mut own, mut of_cue) = (Vec::new(), Vec::new());
        for window in &lesson.windows {
            of_cue.extend_from_slice(of(window.cue.end - 1));
            window
                .words
                .clone()
                .for_each(|at| own.extend_from_slice(of(at)));
        }
        let mut told = values.of(T::WindowBias).repeat(ranges.len());
        multiply(&of_cue, width, values.of(T::OfCue), width, &mut told);
        let mut states = Vec::with_capacity(own.len());
        for (range, told) in ranges.iter().zip(told.chunks_exact(width)) {
            range.clone().for_each(|_| states.extend_from_slice(told));
        }
        multiply(&own, width, values.of(T::Own), width, &mut states);
        let normalised = sums(values, rows, |_| {});
        let shifted = normalised.shifted(values.of(T::WindowGain), values.of(T::WindowShift));
        let on = rectified(&mut states, &shifted);
        let tensors = [T::WindowAround, T::WindowAroundBias];
        let (around, states) = Around::run(values, tensors, (&states, &ranges), |_| {});
        let tensors = (shape.window_layers, window_layer as Named<AttributionShape>);
        let (layers, masks, states) = run_layers(values, tensors, &ranges, (states, drop, dice));
        Self {
            ranges,
            normalised,
            own,
            of_cue,
            on,
            around,
            layers,
            masks,
            states,
        }
    }

    fn backward(
        &self,
        values: Values<'_, AttributionShape>,
        lesson: &Lesson,
        rows: &Words,
        slopes: Vec<f32>,
        (of_text, gradients): (&mut [f32], &mut Gradients),
    ) {
        let shape = values.shape;
        let width = shape.width;
        let layers = (
            &self.layers[..],
            &self.masks[..],
            window_layer as Named<AttributionShape>,
        );
        let mut slopes = layers_backward(values, layers, &self.ranges, slopes, gradients);
        let tensors = [T::WindowAround, T::WindowAroundBias];
        let outs = (&mut slopes[..], &self.ranges[..]);
        self.around.backward(values, tensors, outs, gradients);
        let inner = only(&slopes, &self.on);
        let outs = ([T::WindowGain, T::WindowShift], &mut *gradients);
        sums_backward(values, &self.normalised, rows, &slopes, outs);
        let mut of_own = vec![0.0; self.own.len()];
        learn_product(
            (&self.own, width, values.of(T::Own)),
            (&inner, width),
            (&mut gradients.dense[shape.place(T::Own)], &mut of_own),
        );
        let mut told = vec![0.0; self.of_cue.len()];
        for (range, told) in self.ranges.iter().zip(told.chunks_exact_mut(width)) {
            add_rows(&inner[range.start * width..range.end * width], told);
        }
        add_rows(&told, &mut gradients.dense[shape.place(T::WindowBias)]);
        let mut of_cue = vec![0.0; self.of_cue.len()];
        learn_product(
            (&self.of_cue, width, values.of(T::OfCue)),
            (&told, width),
            (&mut gradients.dense[shape.place(T::OfCue)], &mut of_cue),
        );
        let mut own = of_own.chunks_exact(width);
        for (window, of_cue) in lesson.windows.iter().zip(of_cue.chunks_exact(width)) {
            let mut add = |at: usize, slopes: &[f32]| {
                add_rows(slopes, &mut of_text[at * width..(at + 1) * width]);
            };
            add(window.cue.end - 1, of_cue);
            for (at, slopes) in window.words.clone().zip(own.by_ref()) {
                add(at, slopes);
            }
        }
    }
}

/// Scores of labels of `states`.
fn labelled(
    values: Values<'_, AttributionShape>,
    states: &[f32],
    [matrix, bias]: [T; 2],
) -> Vec<Scores> {
    let width = values.shape.width;
    let mut scores = values.of(bias).repeat(states.len() / width);
    multiply(states, width, values.of(matrix), LABELS, &mut scores);
    scores.as_chunks::<LABELS>().0.to_vec()
}

/// The way back through [`labelled`]; adds to the slopes of the states.
fn label_backward(
    values: Values<'_, AttributionShape>,
    states: &[f32],
    slopes: &[Scores],
    [matrix, bias]: [T; 2],
    (of_states, gradients): (&mut [f32], &mut Gradients),
) {
    let slopes = slopes.as_flattened();
    add_rows(slopes, &mut gradients.dense[values.shape.place(bias)]);
    learn_product(
        (states, values.shape.width, values.of(matrix)),
        (slopes, LABELS),
        (&mut gradients.dense[values.shape.place(matrix)], of_states),
    );
}

/// Turns scores into the slope of their loss against `gold`, as a chain; gives
/// the loss.
fn against(
    scores: &mut [Scores],
    gold: &[u8],
    (steps, values): (T, Values<'_, AttributionShape>),
    scale: f32,
    gradients: &mut Gradients,
) -> f64 {
    let shares = Shares::of(scores, &Steps::new(values.of(steps)));
    let of_steps = &mut gradients.dense[values.shape.place(steps)];
    let mut before = LABELS;
    for (at, &gold) in gold.iter().enumerate() {
        let gold = usize::from(gold);
        for (from, row) in shares.steps(at).iter().enumerate() {
            for (label, share) in row.iter().enumerate() {
                let is_gold = f32::from(u8::from(from == before && label == gold));
                of_steps[from * LABELS + label] += (share - is_gold) * scale;
            }
        }
        for (label, score) in scores[at].iter_mut().enumerate() {
            let is_gold = f32::from(u8::from(label == gold));
            *score = (shares.labels[at][label] - is_gold) * scale;
        }
        before = gold;
    }
    -f64::from(shares.share_of(gold).max(f32::MIN_POSITIVE)).ln()
}
