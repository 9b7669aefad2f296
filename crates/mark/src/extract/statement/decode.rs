//! The best labels of a sequence under a linear-chain model.
//!
//! Input: hashed features of each position. Output: one label each, and how
//! much better it is than the best sequence that has label 0 there (Viterbi
//! with max-marginals). What always holds: time is linear in the length.

use rapporteur_language::chain::{Chain, LABELS};

/// States a position can follow: the labels, or the start or a fixed position.
pub const STATES: usize = LABELS + 1;
/// The state of a fixed position, and before the first.
pub const FIXED: usize = LABELS;

/// Features of a sequence.
#[derive(Clone, Debug, Default)]
pub struct Sequence {
    /// Feature hashes of each position.
    pub unary: Vec<Vec<u64>>,
    /// Feature hashes of each position that are read with the state before it.
    pub edges: Vec<Vec<u64>>,
    /// Positions whose label is not asked for.
    pub fixed: Vec<bool>,
}

/// Scores of one position: by label, and by the state before it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Position {
    /// By label.
    pub unary: [f32; LABELS],
    /// By the state before, then label.
    pub edges: [[f32; LABELS]; STATES],
    /// Its label is not asked for.
    pub fixed: bool,
}

/// The hash of an edge feature after `state`.
pub fn after(edge: u64, state: usize) -> u64 {
    super::page::feature(99, edge, state as u64, 0)
}

/// Scores each position under `model`.
pub(crate) fn score(sequence: &Sequence, model: &Chain) -> Vec<Position> {
    let scale = model.scale();
    let sum = |hashes: &mut dyn Iterator<Item = u64>| {
        let mut sums = [0; LABELS];
        hashes.for_each(|hash| model.add(hash, &mut sums));
        sums.map(|it| it as f32 * scale)
    };
    let position = |at: usize| {
        let mut position = Position {
            fixed: sequence.fixed[at],
            ..Position::default()
        };
        if !position.fixed {
            position.unary = sum(&mut sequence.unary[at].iter().copied());
            for (state, edges) in position.edges.iter_mut().enumerate() {
                *edges = sum(&mut sequence.edges[at].iter().map(|&it| after(it, state)));
            }
        }
        position
    };
    (0..sequence.unary.len()).map(position).collect()
}

/// Best label of each position (`FIXED` for fixed ones) and its margin over 0.
pub fn best(positions: &[Position]) -> (Vec<usize>, Vec<f32>) {
    let forward = forward(positions);
    let backward = backward(positions);
    let mut labels = Vec::with_capacity(positions.len());
    let mut margins = Vec::with_capacity(positions.len());
    let mut before = FIXED;
    for at in 0..positions.len() {
        let through = |state: usize| forward[at][state] + backward[at][state];
        let follow = |state: usize| step(&positions[at], before, state) + backward[at][state];
        let mut label = if positions[at].fixed { FIXED } else { 0 };
        for state in 1..LABELS {
            if !positions[at].fixed && follow(label) < follow(state) {
                label = state;
            }
        }
        margins.push(
            through(label)
                - if positions[at].fixed {
                    through(FIXED)
                } else {
                    through(0)
                },
        );
        labels.push(label);
        before = label;
    }
    (labels, margins)
}

const NEVER: f32 = -1e9;

fn step(position: &Position, before: usize, state: usize) -> f32 {
    match (position.fixed, state) {
        (true, FIXED) => 0.0,
        (true, _) | (false, FIXED) => NEVER,
        _ => position.unary[state] + position.edges[before][state],
    }
}

fn forward(positions: &[Position]) -> Vec<[f32; STATES]> {
    let mut rows: Vec<[f32; STATES]> = Vec::with_capacity(positions.len());
    for (at, position) in positions.iter().enumerate() {
        let row = std::array::from_fn(|state| match at {
            0 => step(position, FIXED, state),
            _ => (0..STATES)
                .map(|before| rows[at - 1][before] + step(position, before, state))
                .fold(f32::NEG_INFINITY, f32::max),
        });
        rows.push(row);
    }
    rows
}

fn backward(positions: &[Position]) -> Vec<[f32; STATES]> {
    let mut rows = vec![[0.0; STATES]; positions.len()];
    for at in (1..positions.len()).rev() {
        rows[at - 1] = std::array::from_fn(|before| {
            (0..STATES)
                .map(|state| rows[at][state] + step(&positions[at], before, state))
                .fold(f32::NEG_INFINITY, f32::max)
        });
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_path_heeds_the_edges() {
        let first = Position {
            unary: [0.0, 1.0, 0.0],
            ..Position::default()
        };
        let mut edges = [[0.0; LABELS]; STATES];
        edges[1][2] = 2.0;
        let second = Position {
            unary: [0.5, 0.0, 0.0],
            edges,
            fixed: false,
        };
        let (labels, margins) = best(&[first, second]);
        assert_eq!(labels, [1, 2]);
        assert!((margins[1] - 1.5).abs() < 1e-6);
    }

    #[test]
    fn fixed_positions_stand_aside() {
        let fixed = Position {
            fixed: true,
            ..Position::default()
        };
        let mut edges = [[0.0; LABELS]; STATES];
        edges[FIXED][2] = 1.0;
        let other = Position {
            edges,
            ..Position::default()
        };
        assert_eq!(best(&[fixed, other]).0, [FIXED, 2]);
        assert!(best(&[]).0.is_empty());
    }
}
