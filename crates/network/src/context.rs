//! Words as they stand in their context: the lower layers of a transformer
//! (Vaswani et al. 2017, Devlin et al. 2019) that was trained elsewhere.
//!
//! Input: pieces of words in sentences, and a file of weights. Output: for each
//! word the mean of what its pieces are in some of the layers. Sentences are
//! read together in windows of at most [`LONGEST`] pieces. What always holds:
//! the result depends on the input and the weights alone, with the same bits
//! on every processor; a file of any bytes loads or is refused.

use std::ops::Range;

use crate::curve::exp;
use crate::encode::{normalise, total};
use crate::kernel::{multiply, transposed, vectorised};
use crate::whole::{Matrix, Rounded};

mod file;

pub use file::{Affine, LayerValues, Sizes, Values};

/// Pieces of a window, with the marks at its ends; the model learnt from such.
pub const LONGEST: usize = 128;

/// Pieces of one word that are looked at.
pub const LONGEST_WORD: usize = 24;

/// The weights.
#[derive(Debug)]
pub struct Context {
    sizes: Sizes,
    embedding: Embedding,
    /// What is added at each place of a window.
    positions: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
}

/// Vectors of pieces, four bits a number.
#[derive(Debug)]
struct Embedding {
    /// Of each number, its middle and how far a step of it leads.
    middle: Vec<f32>,
    steps: Vec<f32>,
    /// How wide each piece's vector is.
    scales: Vec<f32>,
    halves: &'static [u8],
}

#[derive(Debug)]
struct Norm {
    gain: Vec<f32>,
    shift: Vec<f32>,
}

#[derive(Debug)]
struct Layer {
    /// Queries, keys and values, one after the other.
    asked: Matrix,
    mixed: Matrix,
    mixed_norm: Norm,
    inner: Matrix,
    outer: Matrix,
    outer_norm: Norm,
}

/// Words as pieces.
#[derive(Clone, Debug, Default)]
pub struct Pieces {
    /// Numbers of the pieces of all words.
    pub pieces: Vec<u16>,
    /// Where each word's pieces end.
    pub ends: Vec<u32>,
    /// Where each sentence ends, in words.
    pub sentences: Vec<u32>,
}

impl Pieces {
    /// Empties it, keeping its memory.
    pub fn clear(&mut self) {
        self.pieces.clear();
        self.ends.clear();
        self.sentences.clear();
    }

    /// Where the pieces before word `at` end.
    fn before(&self, at: usize) -> usize {
        at.checked_sub(1)
            .map_or(0, |before| self.ends[before] as usize)
    }

    /// Words that are read together: whole sentences in a row as long as they
    /// fit, a longer sentence in parts.
    fn windows(&self) -> Vec<Range<usize>> {
        const ROOM: usize = LONGEST - 2;
        let mut windows = Vec::new();
        let mut own = 0..0;
        let mut start = 0;
        for &end in &self.sentences {
            let end = end as usize;
            let size = |words: Range<usize>| self.before(words.end) - self.before(words.start);
            if own.start < own.end && ROOM < size(own.start..end) {
                windows.push(own.clone());
                own = start..start;
            }
            if ROOM < size(start..end) {
                for at in start..end {
                    if own.start < at && ROOM < size(own.start..at + 1) {
                        windows.push(own.start..at);
                        own.start = at;
                    }
                }
            }
            own.end = end;
            start = end;
        }
        if own.start < own.end {
            windows.push(own);
        }
        windows
    }
}

/// Memory for reading, to be used again.
#[derive(Debug, Default)]
pub struct Encoder {
    states: Vec<f32>,
    rounded: Rounded,
    asked: Vec<f32>,
    mixed: Vec<f32>,
    inner: Vec<f32>,
    head: Head,
}

/// Memory for one head of attention.
#[derive(Debug, Default)]
struct Head {
    queries: Vec<f32>,
    keys: Vec<f32>,
    turned: Vec<f32>,
    values: Vec<f32>,
    shares: Vec<f32>,
    mixed: Vec<f32>,
}

impl Encoder {
    /// Replaces `out` by the numbers of each word, [`Context::width`] a word.
    pub fn read(&mut self, context: &Context, pieces: &Pieces, out: &mut Vec<f32>) {
        let width = context.width();
        let hidden = context.sizes.hidden;
        out.clear();
        out.resize(pieces.ends.len() * width, 0.0);
        for window in pieces.windows() {
            let first = pieces.before(window.start);
            let own = &pieces.pieces[first..pieces.before(window.end)];
            let own = &own[..own.len().min(LONGEST - 2)];
            context.embed(own, &mut self.states);
            let mut taken = 0;
            for (number, layer) in context.layers.iter().enumerate() {
                self.apply(layer, context.sizes.heads);
                if context.sizes.taken & 1 << number == 0 {
                    continue;
                }
                for word in window.clone() {
                    // The mark at the start stands before the first piece.
                    let from = (pieces.before(word) - first).min(own.len());
                    let to = (pieces.ends[word] as usize - first).min(own.len());
                    let states = &self.states[(1 + from) * hidden..(1 + to) * hidden];
                    let sum = &mut out[word * width + taken..][..hidden];
                    mean(states, sum);
                }
                taken += hidden;
            }
        }
    }

    fn apply(&mut self, layer: &Layer, heads: usize) {
        let hidden = layer.mixed.columns();
        layer.asked.round(&self.states, &mut self.rounded);
        layer.asked.multiply(&self.rounded, &mut self.asked);
        self.mixed.clear();
        self.mixed.resize(self.states.len(), 0.0);
        for head in 0..heads {
            let size = hidden / heads;
            self.head
                .attend(&self.asked, (head * size, size, hidden), &mut self.mixed);
        }
        layer.mixed.round(&self.mixed, &mut self.rounded);
        layer.mixed.multiply(&self.rounded, &mut self.mixed);
        layer.mixed_norm.join(&self.mixed, &mut self.states);
        layer.inner.round(&self.states, &mut self.rounded);
        layer.inner.multiply(&self.rounded, &mut self.inner);
        let inner = &mut self.inner;
        vectorised(
            #[inline(always)]
            || inner.iter_mut().for_each(|it| *it = gelu(*it)),
        );
        layer.outer.round(&self.inner, &mut self.rounded);
        layer.outer.multiply(&self.rounded, &mut self.mixed);
        layer.outer_norm.join(&self.mixed, &mut self.states);
    }
}

/// Adds to `sum` the mean of the rows of `states`.
fn mean(states: &[f32], sum: &mut [f32]) {
    let share = sum.len() as f32 / states.len().max(1) as f32;
    for row in states.chunks_exact(sum.len()) {
        for (sum, value) in sum.iter_mut().zip(row) {
            *sum += value * share;
        }
    }
}

impl Context {
    /// How many numbers a word gets.
    pub fn width(&self) -> usize {
        self.sizes.hidden * self.sizes.taken.count_ones() as usize
    }

    /// How many pieces it knows.
    pub fn pieces(&self) -> usize {
        self.sizes.pieces
    }

    /// The states of `pieces` between the marks, before the first layer.
    fn embed(&self, pieces: &[u16], states: &mut Vec<f32>) {
        let hidden = self.sizes.hidden;
        let known = self.sizes.pieces;
        states.clear();
        states.resize((pieces.len() + 2) * hidden, 0.0);
        let inside = pieces.iter().map(|&it| usize::from(it).min(known - 1));
        let rows = std::iter::once(known)
            .chain(inside)
            .chain(std::iter::once(known + 1));
        let positions = self.positions.chunks_exact(hidden);
        let all = states.chunks_exact_mut(hidden).zip(positions).zip(rows);
        vectorised(
            #[inline(always)]
            || {
                for ((state, position), row) in all {
                    self.embedding.put(row, state);
                    for (state, position) in state.iter_mut().zip(position) {
                        *state += position;
                    }
                    normalise(state, &self.norm.gain, &self.norm.shift);
                }
            },
        );
    }
}

impl Embedding {
    #[inline(always)]
    fn put(&self, row: usize, state: &mut [f32]) {
        let scale = self.scales[row];
        let half = state.len() / 2;
        let halves = &self.halves[row * half..(row + 1) * half];
        let (low, high) = state.split_at_mut(half);
        let (low_middle, high_middle) = self.middle.split_at(half);
        let (low_steps, high_steps) = self.steps.split_at(half);
        for at in 0..half {
            let value = |half: u8| (f32::from(half) - 7.5) * scale;
            low[at] = low_middle[at] + value(halves[at] & 15) * low_steps[at];
            high[at] = high_middle[at] + value(halves[at] >> 4) * high_steps[at];
        }
    }
}

impl Norm {
    /// Adds `more` to `states` and normalises each row.
    fn join(&self, more: &[f32], states: &mut [f32]) {
        let hidden = self.gain.len();
        vectorised(
            #[inline(always)]
            || {
                let rows = states.chunks_exact_mut(hidden);
                for (state, more) in rows.zip(more.chunks_exact(hidden)) {
                    for (state, more) in state.iter_mut().zip(more) {
                        *state += more;
                    }
                    normalise(state, &self.gain, &self.shift);
                }
            },
        );
    }
}

impl Head {
    /// Fills the columns of one head: those from `place`, `size` of `hidden`.
    fn attend(
        &mut self,
        asked: &[f32],
        (place, size, hidden): (usize, usize, usize),
        mixed: &mut [f32],
    ) {
        let count = asked.len() / (3 * hidden);
        let parts = [&mut self.queries, &mut self.keys, &mut self.values];
        for (part, out) in parts.into_iter().enumerate() {
            out.clear();
            for row in asked.chunks_exact(3 * hidden) {
                out.extend_from_slice(&row[part * hidden + place..][..size]);
            }
        }
        transposed(&self.keys, size, &mut self.turned);
        self.shares.clear();
        self.shares.resize(count * count, 0.0);
        multiply(&self.queries, size, &self.turned, count, &mut self.shares);
        let scale = 1.0 / (size as f32).sqrt();
        let shares = &mut self.shares;
        vectorised(
            #[inline(always)]
            || {
                for row in shares.chunks_exact_mut(count) {
                    weigh(row, scale);
                }
            },
        );
        self.mixed.clear();
        self.mixed.resize(count * size, 0.0);
        multiply(&self.shares, count, &self.values, size, &mut self.mixed);
        let rows = mixed.chunks_exact_mut(hidden);
        for (row, own) in rows.zip(self.mixed.chunks_exact(size)) {
            row[place..place + size].copy_from_slice(own);
        }
    }
}

/// Turns scores into shares that add up to one, after scaling them.
#[inline(always)]
fn weigh(scores: &mut [f32], scale: f32) {
    let mut lanes = [f32::MIN; 16];
    for values in scores.chunks(16) {
        for (lane, &value) in lanes.iter_mut().zip(values) {
            *lane = if *lane < value { value } else { *lane };
        }
    }
    let top = lanes
        .into_iter()
        .fold(f32::MIN, |top, it| if top < it { it } else { top });
    for score in scores.iter_mut() {
        *score = exp((*score - top) * scale);
    }
    let share = 1.0 / total(scores.iter().copied());
    for score in scores {
        *score *= share;
    }
}

/// The Gaussian error linear unit (Hendrycks and Gimpel 2016), by the error
/// function of Abramowitz and Stegun, 7.1.26.
#[inline(always)]
fn gelu(x: f32) -> f32 {
    let scaled = x * std::f32::consts::FRAC_1_SQRT_2;
    let size = scaled.abs();
    let t = 1.0 / (1.0 + 0.327_591_1 * size);
    let mut sum = 1.061_405_4;
    for term in [-1.453_152, 1.421_413_7, -0.284_496_74, 0.254_829_6] {
        sum = sum * t + term;
    }
    let erf = (1.0 - sum * t * exp(-size * size)).copysign(scaled);
    0.5 * x * (1.0 + erf)
}

#[cfg(test)]
mod tests;
