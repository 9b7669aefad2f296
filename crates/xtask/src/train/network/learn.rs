//! Learning: batches, two at a time, in an order that is the same each time.

use std::thread;

use rapporteur_network::{Shape, Weights, Words};

use super::lesson::{Dice, Lesson};
use super::tasks::{Losses, study};
use super::weights::{Gradients, Learner, Values};

/// How to learn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    /// Times over the lessons.
    pub(crate) rounds: usize,
    /// Words of a batch.
    pub(crate) batch: usize,
    /// The first rate; it falls to nothing in a straight line.
    pub(crate) rate: f32,
    /// Chance that a value between layers is dropped.
    pub(crate) drop: f32,
    /// Chance that a feature is dropped, by where its row lies.
    pub(crate) forget: fn(u32) -> f32,
}

/// A network that learns.
pub(crate) struct School {
    learner: Learner,
    gradients: [Gradients; 2],
}

impl School {
    pub(crate) fn new(shape: Shape) -> Self {
        Self {
            learner: Learner::new(shape),
            gradients: [Gradients::new(shape), Gradients::new(shape)],
        }
    }

    /// Sets a row of the table before learning.
    pub(crate) fn set_row(&mut self, row: usize, values: &[f32]) {
        let width = self.learner.shape.width;
        self.learner.table[row * width..(row + 1) * width].copy_from_slice(values);
    }

    /// The weights as they stand.
    pub(crate) fn weights(&self) -> Weights {
        Weights::round(self.learner.shape, &self.learner.dense, &self.learner.table)
    }

    /// Learns from `lessons`; calls `each` after every round.
    pub(crate) fn learn(
        &mut self,
        lessons: &[Lesson],
        plan: Plan,
        mut each: impl FnMut(usize, &Self),
    ) {
        let mut order: Vec<usize> = (0..lessons.len())
            .filter(|&it| lessons[it].len() != 0)
            .collect();
        let mut dice = Dice::new(27);
        let batches = |order: &[usize]| -> Vec<std::ops::Range<usize>> {
            let mut batches = Vec::new();
            let (mut start, mut size) = (0, 0);
            for (at, &lesson) in order.iter().enumerate() {
                size += lessons[lesson].len();
                if plan.batch <= size || at + 1 == order.len() {
                    batches.push(start..at + 1);
                    (start, size) = (at + 1, 0);
                }
            }
            batches
        };
        let total = batches(&order).len() * plan.rounds;
        let mut step = 0;
        for round in 0..plan.rounds {
            dice.shuffle(&mut order);
            let mut losses = Losses::default();
            for batch in batches(&order) {
                let share = 1.0 - (step as f32 / total as f32).min(0.99);
                let warm = ((step + 1) as f32 / 200.0).min(1.0);
                let batch: Vec<&Lesson> = order[batch].iter().map(|&it| &lessons[it]).collect();
                losses.add(&self.study(&batch, plan, dice.next()));
                let [first, second] = &mut self.gradients;
                first.take(second);
                self.learner.step(first, plan.rate * share * warm);
                step += 1;
            }
            let trees = losses.trees.max(1) as f64;
            println!(
                "  round {}: tags {:.3} heads {:.3} relations {:.3} names {:.3}",
                round + 1,
                losses.tags / trees,
                losses.heads / trees,
                losses.relations / trees,
                losses.names / losses.named.max(1) as f64,
            );
            each(round, self);
        }
    }

    fn study(&mut self, batch: &[&Lesson], plan: Plan, seed: u64) -> Losses {
        let words: usize = batch.iter().map(|it| it.len()).sum();
        let scale = 1.0 / words as f32;
        let middle = batch.len().div_ceil(2);
        let parts = [&batch[..middle], &batch[middle..]];
        let values = Values {
            shape: self.learner.shape,
            dense: &self.learner.dense,
            table: &self.learner.table,
        };
        let [first, second] = &mut self.gradients;
        let run = |part: &[&Lesson], seed: u64, gradients: &mut Gradients| {
            let mut dice = Dice::new(seed);
            let words = joined(part, plan.forget, &mut dice);
            study(
                values,
                &words,
                part,
                (plan.drop, scale),
                &mut dice,
                gradients,
            )
        };
        thread::scope(|scope| {
            let other = scope.spawn(|| run(parts[1], seed ^ 0x55, second));
            let mut losses = run(parts[0], seed, first);
            if let Ok(more) = other.join() {
                losses.add(&more);
            }
            losses
        })
    }
}

/// The words of `lessons`, less the features that are forgotten.
fn joined(lessons: &[&Lesson], forget: fn(u32) -> f32, dice: &mut Dice) -> Words {
    let mut words = Words::default();
    for lesson in lessons {
        let mut start = 0;
        for &end in &lesson.ends {
            for &row in &lesson.features[start..end as usize] {
                let chance = forget(row);
                if chance == 0.0 || chance < dice.share() {
                    words.features.push(row);
                }
            }
            start = end as usize;
            words.ends.push(words.features.len() as u32);
        }
        words.sentences.push(words.ends.len() as u32);
        words.base.extend(&lesson.base);
    }
    words
}
