//! The tasks while they learn: how wrong tags, names, heads and relations are,
//! and what follows for the weights.

use std::ops::Range;

use rapporteur_network::kernel::{multiply, transposed};
use rapporteur_network::{DISTANCES, Layout as _, Tensor, Words, curve, distance_bucket};

use super::encoder::forward;
use super::lesson::{Dice, Lesson};
use super::recurrent::add_rows;
use super::weights::{Gradients, Values};

/// Sums of losses and what they were taken over.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Losses {
    pub(super) tags: f64,
    pub(super) names: f64,
    pub(super) heads: f64,
    pub(super) relations: f64,
    pub(super) trees: usize,
    pub(super) named: usize,
}

impl Losses {
    pub(super) fn add(&mut self, other: &Self) {
        self.tags += other.tags;
        self.names += other.names;
        self.heads += other.heads;
        self.relations += other.relations;
        self.trees += other.trees;
        self.named += other.named;
    }
}

/// Runs `lessons`, whose words are `words`, and adds to `gradients`; `scale`
/// weighs them all.
pub(super) fn study(
    values: Values<'_>,
    words: &Words,
    lessons: &[&Lesson],
    (drop, scale): (f32, f32),
    dice: &mut Dice,
    gradients: &mut Gradients,
) -> Losses {
    let shape = values.shape;
    let columns = shape.heads();
    let pass = forward(values, words, drop, dice);
    let mut heads = values.of(Tensor::HeadsBias).repeat(words.len());
    multiply(
        &pass.states,
        shape.width,
        values.of(Tensor::Heads),
        columns,
        &mut heads,
    );
    let mut slopes = vec![0.0; heads.len()];
    let mut losses = Losses::default();
    for (sentence, lesson) in words.sentences().zip(lessons) {
        let rows = sentence.start * columns..sentence.end * columns;
        let mut task = Task {
            values,
            heads: &heads[rows.clone()],
            slopes: &mut slopes[rows],
            scale,
        };
        if !lesson.names.is_empty() {
            losses.named += lesson.len();
            losses.names += task.labels(&lesson.names, shape.name_columns());
        }
        if !lesson.tree.is_empty() {
            losses.trees += lesson.len();
            let tags: Vec<u8> = lesson.tree.iter().map(|it| it.0).collect();
            losses.tags += task.labels(&tags, shape.tag_columns());
            losses.heads += task.arcs(lesson, dice, drop, gradients);
            losses.relations += task.relations(lesson, dice, drop, gradients);
        }
    }
    let mut turned = Vec::new();
    add_rows(
        &slopes,
        &mut gradients.dense[shape.place(Tensor::HeadsBias)],
    );
    transposed(&pass.states, shape.width, &mut turned);
    let place = shape.place(Tensor::Heads);
    multiply(
        &turned,
        words.len(),
        &slopes,
        columns,
        &mut gradients.dense[place],
    );
    transposed(values.of(Tensor::Heads), columns, &mut turned);
    let mut of_states = vec![0.0; pass.states.len()];
    multiply(&slopes, columns, &turned, shape.width, &mut of_states);
    pass.backward(values, words, of_states, gradients);
    losses
}

struct Task<'a> {
    values: Values<'a>,
    heads: &'a [f32],
    slopes: &'a mut [f32],
    scale: f32,
}

impl Task<'_> {
    /// A label for each word, scored by `columns`.
    fn labels(&mut self, gold: &[u8], columns: Range<usize>) -> f64 {
        let all = self.values.shape.heads();
        let mut loss = 0.0;
        let rows = self.heads.chunks_exact(all);
        for ((row, slopes), &gold) in rows.zip(self.slopes.chunks_exact_mut(all)).zip(gold) {
            let mut shares = row[columns.clone()].to_vec();
            loss += against(&mut shares, usize::from(gold));
            for (slope, share) in slopes[columns.clone()].iter_mut().zip(shares) {
                *slope += share * self.scale;
            }
        }
        loss
    }

    /// The rows of a view, each value as `through` has it.
    fn view(&self, view: usize) -> Vec<f32> {
        let shape = self.values.shape;
        let rows = self.heads.chunks_exact(shape.heads());
        let columns = shape.view_columns(view);
        rows.flat_map(|row| row[columns.clone()].iter().map(|it| it.max(0.0)))
            .collect()
    }

    /// Adds slopes of a view where the view is above zero.
    fn view_backward(&mut self, view: usize, slopes: &[f32]) {
        let shape = self.values.shape;
        let columns = shape.view_columns(view);
        let rows = self.heads.chunks_exact(shape.heads());
        let outs = self.slopes.chunks_exact_mut(shape.heads());
        for ((row, out), slopes) in rows.zip(outs).zip(slopes.chunks_exact(columns.len())) {
            let outs = out[columns.clone()].iter_mut();
            for ((out, value), slope) in outs.zip(&row[columns.clone()]).zip(slopes) {
                if 0.0 < *value {
                    *out += slope;
                }
            }
        }
    }

    /// The head of each word.
    fn arcs(
        &mut self,
        lesson: &Lesson,
        dice: &mut Dice,
        drop: f32,
        gradients: &mut Gradients,
    ) -> f64 {
        let shape = self.values.shape;
        let (count, size) = (lesson.len(), shape.arc);
        let mut own = self.view(0);
        let own_mask = dropped(&mut own, size, drop, dice);
        let mut seen = self.view(1);
        let seen_mask = dropped(&mut seen, size, drop, dice);
        let mut other = self.values.of(Tensor::Root).to_vec();
        other.extend(&seen);
        let mut asked = self.values.of(Tensor::ArcBias).repeat(count);
        multiply(&own, size, self.values.of(Tensor::Arc), size, &mut asked);
        let mut turned = Vec::new();
        transposed(&other, size, &mut turned);
        let columns = count + 1;
        let mut scores = vec![0.0; count * columns];
        multiply(&asked, size, &turned, columns, &mut scores);
        let distance = self.values.of(Tensor::Distance);
        let bucket = |word: usize, head: usize| {
            usize::from(word < head) * DISTANCES + distance_bucket(word.abs_diff(head))
        };
        let mut loss = 0.0;
        let of_distance = &mut gradients.dense[shape.place(Tensor::Distance)];
        for (word, row) in scores.chunks_exact_mut(columns).enumerate() {
            for (head, score) in row[1..].iter_mut().enumerate() {
                *score += distance[bucket(word, head)];
            }
            row[word + 1] = -1e9;
            loss += against(row, lesson.tree[word].1 as usize);
            row[word + 1] = 0.0;
            for (head, slope) in row.iter_mut().enumerate() {
                *slope *= self.scale;
                if 0 < head && head != word + 1 {
                    of_distance[bucket(word, head - 1)] += *slope;
                }
            }
        }
        let mut of_asked = vec![0.0; count * size];
        multiply(&scores, columns, &other, size, &mut of_asked);
        let mut of_other = vec![0.0; columns * size];
        transposed(&scores, columns, &mut turned);
        multiply(&turned, count, &asked, size, &mut of_other);
        add_rows(
            &of_other[..size],
            &mut gradients.dense[shape.place(Tensor::Root)],
        );
        add_rows(
            &of_asked,
            &mut gradients.dense[shape.place(Tensor::ArcBias)],
        );
        transposed(&own, size, &mut turned);
        let place = shape.place(Tensor::Arc);
        multiply(&turned, count, &of_asked, size, &mut gradients.dense[place]);
        transposed(self.values.of(Tensor::Arc), size, &mut turned);
        let mut of_own = vec![0.0; count * size];
        multiply(&of_asked, size, &turned, size, &mut of_own);
        scaled(&mut of_own, &own_mask);
        scaled(&mut of_other[size..], &seen_mask);
        self.view_backward(0, &of_own);
        self.view_backward(1, &of_other[size..]);
        loss
    }

    /// The relation of each word to its gold head.
    fn relations(
        &mut self,
        lesson: &Lesson,
        dice: &mut Dice,
        drop: f32,
        gradients: &mut Gradients,
    ) -> f64 {
        let shape = self.values.shape;
        let (count, size) = (lesson.len(), shape.label);
        let (all, own, other) = (shape.heads(), shape.view_columns(2), shape.view_columns(3));
        let root = self.values.of(Tensor::RootLabel);
        let mut hidden = Vec::with_capacity(count * size);
        for (word, gold) in lesson.tree.iter().enumerate() {
            let head = match gold.1.checked_sub(1) {
                Some(head) => &self.heads[head as usize * all..][other.clone()],
                None => root,
            };
            let own = &self.heads[word * all..][own.clone()];
            hidden.extend(own.iter().zip(head).map(|(a, b)| (a + b).max(0.0)));
        }
        let on: Vec<bool> = hidden.iter().map(|it| 0.0 < *it).collect();
        let mask = dropped(&mut hidden, size, drop, dice);
        let columns = shape.relations;
        let mut scores = self.values.of(Tensor::RelationsBias).repeat(count);
        multiply(
            &hidden,
            size,
            self.values.of(Tensor::Relations),
            columns,
            &mut scores,
        );
        let mut loss = 0.0;
        for (row, gold) in scores.chunks_exact_mut(columns).zip(&lesson.tree) {
            loss += against(row, usize::from(gold.2));
            for slope in row.iter_mut() {
                *slope *= self.scale;
            }
        }
        add_rows(
            &scores,
            &mut gradients.dense[shape.place(Tensor::RelationsBias)],
        );
        let mut turned = Vec::new();
        transposed(&hidden, size, &mut turned);
        let place = shape.place(Tensor::Relations);
        multiply(
            &turned,
            count,
            &scores,
            columns,
            &mut gradients.dense[place],
        );
        transposed(self.values.of(Tensor::Relations), columns, &mut turned);
        let mut of_hidden = vec![0.0; count * size];
        multiply(&scores, columns, &turned, size, &mut of_hidden);
        scaled(&mut of_hidden, &mask);
        for (slope, on) in of_hidden.iter_mut().zip(&on) {
            if !on {
                *slope = 0.0;
            }
        }
        for (word, slopes) in of_hidden.chunks_exact(size).enumerate() {
            let outs = &mut self.slopes[word * all..][own.clone()];
            outs.iter_mut().zip(slopes).for_each(|(out, it)| *out += it);
            let outs = match lesson.tree[word].1.checked_sub(1) {
                Some(head) => &mut self.slopes[head as usize * all..][other.clone()],
                None => &mut gradients.dense[shape.place(Tensor::RootLabel)],
            };
            outs.iter_mut().zip(slopes).for_each(|(out, it)| *out += it);
        }
        loss
    }
}

/// Turns scores into the slope of their loss against `gold`; gives the loss.
fn against(scores: &mut [f32], gold: usize) -> f64 {
    curve::softmax(scores);
    let loss = -f64::from(scores[gold].max(1e-12)).ln();
    scores[gold] -= 1.0;
    loss
}

/// Drops columns, the same for all rows of a sentence (Gal and Ghahramani
/// 2016); gives the mask of one row.
fn dropped(rows: &mut [f32], size: usize, drop: f32, dice: &mut Dice) -> Vec<f32> {
    if drop == 0.0 {
        return Vec::new();
    }
    let kept = 1.0 / (1.0 - drop);
    let mut mask = vec![0.0; size];
    for it in &mut mask {
        *it = if dice.share() < drop { 0.0 } else { kept };
    }
    scaled(rows, &mask);
    mask
}

fn scaled(rows: &mut [f32], mask: &[f32]) {
    if mask.is_empty() {
        return;
    }
    for row in rows.chunks_exact_mut(mask.len()) {
        for (value, mask) in row.iter_mut().zip(mask) {
            *value *= mask;
        }
    }
}
