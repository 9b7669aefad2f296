//! Learning: reports, two at a time, in an order that is the same each time.

use std::thread;

use rapporteur_mark::statement_learning::Lesson;
use rapporteur_network::Weights;
use rapporteur_network::attribution::{AttributionShape, AttributionTensor};

use crate::train::network::lesson::Dice;
use crate::train::network::recurrent::add_rows;
use crate::train::network::weights::{Gradients, Learner, Start, Values, even};

use super::study::{Losses, study};

/// How to learn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan {
    /// Times over the lessons.
    pub(super) rounds: usize,
    /// Reports of a batch.
    pub(super) batch: usize,
    /// The first rate; it falls to nothing in a straight line.
    pub(super) rate: f32,
    /// Chance that a value between layers over the text is dropped.
    pub(super) drop: f32,
    /// Chance that a feature of the text is dropped.
    pub(super) forget: f32,
    /// As `drop`, over windows.
    pub(super) window_drop: f32,
    /// As `forget`, of windows.
    pub(super) window_forget: f32,
    /// Rounds at the end whose weights are averaged (Izmailov et al. 2018).
    pub(super) averaged: usize,
}

impl Start for AttributionShape {
    fn start(tensor: AttributionTensor, rows: usize, columns: usize) -> (f32, f32) {
        use AttributionTensor as T;
        match tensor {
            T::Gain | T::WindowGain => (1.0, 0.0),
            // Units first keep and show about as much as they take in.
            T::TextStateBias(_) | T::WindowStateBias(_) => (0.5, 0.0),
            T::TextState(_) | T::WindowState(_) => (0.0, 0.3),
            T::Shift
            | T::TextBias
            | T::CueBias
            | T::CueSteps
            | T::WindowShift
            | T::WindowBias
            | T::WindowAroundBias
            | T::RoleBias
            | T::RoleSteps => (0.0, 0.0),
            _ => (0.0, even(rows, columns)),
        }
    }
}

/// A network that learns.
pub(super) struct School {
    learner: Learner<AttributionShape>,
    gradients: [Gradients; 2],
    /// Sums of weights, dense ones and table, and how many.
    averages: ([Vec<f32>; 2], f32),
}

impl School {
    pub(super) fn new(shape: AttributionShape) -> Self {
        Self {
            learner: Learner::new(shape),
            gradients: [Gradients::new(shape), Gradients::new(shape)],
            averages: (Default::default(), 0.0),
        }
    }

    /// The weights as they stand, averaged where that has begun.
    pub(super) fn weights(&self) -> Weights<AttributionShape> {
        let ([dense, table], count) = &self.averages;
        if *count == 0.0 {
            return Weights::round(self.learner.shape, &self.learner.dense, &self.learner.table);
        }
        let [dense, table] = [dense, table].map(|it| it.iter().map(|it| it / count).collect());
        let (dense, table): (Vec<f32>, Vec<f32>) = (dense, table);
        Weights::round(self.learner.shape, &dense, &table)
    }

    fn average(&mut self) {
        let ([dense, table], count) = &mut self.averages;
        dense.resize(self.learner.dense.len(), 0.0);
        table.resize(self.learner.table.len(), 0.0);
        add_rows(&self.learner.dense, dense);
        add_rows(&self.learner.table, table);
        *count += 1.0;
    }

    /// Learns from `lessons`; calls `each` after every round.
    pub(super) fn learn(
        &mut self,
        lessons: &[Lesson],
        plan: Plan,
        mut each: impl FnMut(usize, &Self),
    ) {
        let with_words = |it: &usize| !lessons[*it].words.is_empty();
        let mut order: Vec<usize> = (0..lessons.len()).filter(with_words).collect();
        let mut dice = Dice::new(41);
        let total = order.len().div_ceil(plan.batch) * plan.rounds;
        let mut step = 0;
        for round in 0..plan.rounds {
            dice.shuffle(&mut order);
            let mut losses = Losses::default();
            for batch in order.chunks(plan.batch) {
                let share = 1.0 - (step as f32 / total as f32).min(0.99);
                let warm = ((step + 1) as f32 / 200.0).min(1.0);
                let batch: Vec<&Lesson> = batch.iter().map(|&it| &lessons[it]).collect();
                losses.add(&self.study(&batch, plan, dice.next()));
                let [first, second] = &mut self.gradients;
                first.take(second);
                self.learner.step(first, plan.rate * share * warm);
                step += 1;
            }
            println!(
                "  round {}: cues {:.3} a sentence, roles {:.3} a cue",
                round + 1,
                losses.cues / losses.sentences.max(1) as f64,
                losses.roles / losses.windows.max(1) as f64,
            );
            if plan.rounds <= round + plan.averaged {
                self.average();
            }
            each(round, self);
        }
    }

    fn study(&mut self, batch: &[&Lesson], plan: Plan, seed: u64) -> Losses {
        let words: usize = batch.iter().map(|it| it.words.len()).sum();
        let scale = 1.0 / words as f32;
        let (ours, others) = batch.split_at(batch.len().div_ceil(2));
        let values = Values {
            shape: self.learner.shape,
            dense: &self.learner.dense,
            table: &self.learner.table,
        };
        let [first, second] = &mut self.gradients;
        let run = |part: &[&Lesson], seed: u64, gradients: &mut Gradients| {
            let mut dice = Dice::new(seed);
            let mut losses = Losses::default();
            for lesson in part {
                losses.add(&study(values, lesson, (plan, scale), &mut dice, gradients));
            }
            losses
        };
        thread::scope(|scope| {
            let other = scope.spawn(|| run(others, seed ^ 0x55, second));
            let mut losses = run(ours, seed, first);
            if let Ok(more) = other.join() {
                losses.add(&more);
            }
            losses
        })
    }
}
