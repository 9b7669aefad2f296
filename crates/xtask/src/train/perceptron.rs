//! Averaged structured perceptron with a margin (Collins 2002; Taskar et al.
//! 2003): learns a linear-chain model from lessons.
//!
//! What always holds: the same lessons in the same order give the same
//! weights.

use std::collections::HashMap;

use rapporteur_language::chain::{Chain, LABELS};
use rapporteur_mark::statement_learning::{FIXED, Lesson, Position, STATES, after, best};

/// How to learn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan {
    /// Times over the lessons.
    pub rounds: usize,
    /// Features seen less often are dropped.
    pub rare: u32,
    /// Slots of the model, as a power of two.
    pub bits: u32,
    /// What a wrong label costs while learning, by gold label.
    pub cost: [f32; LABELS],
}

type Index = HashMap<u64, (u32, u32), foldhash::fast::FixedState>;

/// A lesson with its features as indices.
struct Indexed {
    unary: Vec<Vec<u32>>,
    edges: Vec<Vec<u32>>,
    labels: Vec<usize>,
}

/// Weights, and how much to take off them for the average.
#[derive(Clone, Copy, Default)]
struct Weight {
    now: [f32; LABELS],
    late: [f32; LABELS],
}

/// Learns a model.
pub(super) fn learn(lessons: Vec<Lesson>, plan: Plan) -> Chain {
    let unary = index(lessons.iter().map(|it| &it.sequence.unary), plan.rare);
    let edges = index(lessons.iter().map(|it| &it.sequence.edges), plan.rare);
    let indexed: Vec<Indexed> = lessons
        .into_iter()
        .map(|it| indexed(it, &unary, &edges))
        .collect();
    let mut learner = Learner {
        unary: vec![Weight::default(); unary.len()],
        edges: vec![[Weight::default(); STATES]; edges.len()],
        count: 1.0,
        cost: plan.cost,
    };
    let mut order: Vec<usize> = (0..indexed.len()).collect();
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    for round in 0..plan.rounds {
        shuffle(&mut order, &mut seed);
        let wrong = order
            .iter()
            .filter(|&&it| learner.study(&indexed[it]))
            .count();
        println!("  round {}: {wrong} of {} wrong", round + 1, order.len());
    }
    Chain::pack(&learner.average(&unary, &edges), plan.bits)
}

/// Shuffles `order` by `seed`, and moves the seed on.
pub(super) fn shuffle(order: &mut [usize], seed: &mut u64) {
    for at in (1..order.len()).rev() {
        *seed ^= *seed << 13;
        *seed ^= *seed >> 7;
        *seed ^= *seed << 17;
        order.swap(at, (*seed % (at as u64 + 1)) as usize);
    }
}

/// Numbers the features that are not rare, in order of first sight.
fn index<'a>(lessons: impl Iterator<Item = &'a Vec<Vec<u64>>> + Clone, rare: u32) -> Index {
    let mut counts = Index::default();
    for &hash in lessons.clone().flatten().flatten() {
        counts.entry(hash).or_default().1 += 1;
    }
    counts.retain(|_, (_, seen)| rare <= *seen);
    let mut next = 0;
    for hash in lessons.flatten().flatten() {
        if let Some((id, seen)) = counts.get_mut(hash).filter(|it| it.1 != 0) {
            (*id, *seen) = (next, 0);
            next += 1;
        }
    }
    counts
}

fn indexed(lesson: Lesson, unary: &Index, edges: &Index) -> Indexed {
    let ids = |rows: Vec<Vec<u64>>, index: &Index| {
        let ids = |row: Vec<u64>| {
            row.iter()
                .filter_map(|it| index.get(it))
                .map(|it| it.0)
                .collect()
        };
        rows.into_iter().map(ids).collect()
    };
    Indexed {
        unary: ids(lesson.sequence.unary, unary),
        edges: ids(lesson.sequence.edges, edges),
        labels: lesson.labels,
    }
}

struct Learner {
    unary: Vec<Weight>,
    edges: Vec<[Weight; STATES]>,
    count: f32,
    cost: [f32; LABELS],
}

impl Learner {
    /// Learns from one lesson; whether it was labelled wrongly.
    fn study(&mut self, lesson: &Indexed) -> bool {
        let (labels, _) = best(&self.positions(lesson));
        self.count += 1.0;
        if labels == lesson.labels {
            return false;
        }
        for at in 0..labels.len() {
            let before = |labels: &[usize]| if at == 0 { FIXED } else { labels[at - 1] };
            let (guess, gold) = (labels[at], lesson.labels[at]);
            let (guess_before, gold_before) = (before(&labels), before(&lesson.labels));
            if gold == FIXED || (guess, guess_before) == (gold, gold_before) {
                continue;
            }
            let count = self.count;
            if guess != gold {
                for &id in &lesson.unary[at] {
                    self.unary[id as usize].shift(gold, 1.0, count);
                    self.unary[id as usize].shift(guess, -1.0, count);
                }
            }
            for &id in &lesson.edges[at] {
                self.edges[id as usize][gold_before].shift(gold, 1.0, count);
                self.edges[id as usize][guess_before].shift(guess, -1.0, count);
            }
        }
        true
    }

    fn positions(&self, lesson: &Indexed) -> Vec<Position> {
        let position = |at: usize| {
            let gold = lesson.labels[at];
            let mut position = Position {
                fixed: gold == FIXED,
                ..Position::default()
            };
            if position.fixed {
                return position;
            }
            for (label, score) in position.unary.iter_mut().enumerate() {
                *score = if label == gold { 0.0 } else { self.cost[gold] };
            }
            for &id in &lesson.unary[at] {
                add(&mut position.unary, &self.unary[id as usize].now);
            }
            for &id in &lesson.edges[at] {
                let states = self.edges[id as usize].iter();
                for (sum, weight) in position.edges.iter_mut().zip(states) {
                    add(sum, &weight.now);
                }
            }
            position
        };
        (0..lesson.labels.len()).map(position).collect()
    }

    /// Averaged weights by feature hash, in order of their index.
    fn average(&self, unary: &Index, edges: &Index) -> Vec<(u64, [f32; LABELS])> {
        let mut all = Vec::new();
        for (hash, id) in ordered(unary) {
            all.push((hash, self.unary[id as usize].average(self.count)));
        }
        for (hash, id) in ordered(edges) {
            for (state, weight) in self.edges[id as usize].iter().enumerate() {
                all.push((after(hash, state), weight.average(self.count)));
            }
        }
        all
    }
}

fn ordered(index: &Index) -> Vec<(u64, u32)> {
    let mut all: Vec<(u64, u32)> = index.iter().map(|(&hash, &(id, _))| (hash, id)).collect();
    all.sort_unstable_by_key(|it| it.1);
    all
}

fn add(sum: &mut [f32; LABELS], weights: &[f32; LABELS]) {
    for (sum, weight) in sum.iter_mut().zip(weights) {
        *sum += weight;
    }
}

impl Weight {
    fn shift(&mut self, label: usize, by: f32, count: f32) {
        self.now[label] += by;
        self.late[label] += by * count;
    }

    fn average(&self, count: f32) -> [f32; LABELS] {
        std::array::from_fn(|it| self.now[it] - self.late[it] / count)
    }
}
