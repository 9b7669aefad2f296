//! From a vector per word to tags, trees and names.
//!
//! Heads by a bilinear score of every pair of words (Dozat and Manning 2017)
//! with a bias for their distance, then the best tree; relations by a layer
//! over each word and its head.

use std::ops::Range;

use crate::encode::{Encoder, Words};
use crate::kernel::{multiply, transposed};
use crate::{DISTANCES, Layout, Tensor, Weights, distance_bucket, names, tree};

/// Words of a sentence that are parsed together; a longer one is parsed in
/// parts, which bounds time.
pub const LONGEST: usize = 192;

/// Words that are run at once; bounds memory and keeps it near.
const PART: usize = 256;

/// How much of a word's scores of names comes from all words of its form.
const SHARED: f32 = 0.5;

/// What the network says, and memory to say it again.
#[derive(Debug, Default)]
pub struct Reading {
    encoder: Encoder,
    heads: Vec<f32>,
    name_scores: Vec<f32>,
    /// The vector of each word that all of it was told by.
    pub states: Vec<f32>,
    /// Number of the part of speech of each word.
    pub tags: Vec<u8>,
    /// Head of each word, as an index into all words; `u32::MAX` for a root.
    pub heads_of: Vec<u32>,
    /// Number of the relation of each word.
    pub relations: Vec<u8>,
    /// Kind and words of each name, in order.
    pub names: Vec<(u8, Range<usize>)>,
}

impl Reading {
    /// Reads `words`.
    ///
    /// # Panics
    /// When the network wants more beside the features than `words` give.
    pub fn read(&mut self, weights: &Weights, words: &Words) {
        let shape = weights.shape;
        self.states.clear();
        self.tags.clear();
        self.heads_of.clear();
        self.relations.clear();
        self.names.clear();
        self.name_scores.clear();
        let columns = shape.heads();
        let bias = &weights.dense[shape.place(Tensor::HeadsBias)];
        let matrix = &weights.dense[shape.place(Tensor::Heads)];
        for part in words.parts(PART) {
            self.encoder.run(weights, &part);
            self.heads.clear();
            for _ in 0..part.len() {
                self.heads.extend_from_slice(bias);
            }
            let states = &self.encoder.states;
            self.states.extend_from_slice(states);
            multiply(states, shape.width, matrix, columns, &mut self.heads);
            for row in self.heads.chunks_exact(columns) {
                self.tags.push(best(&row[shape.tag_columns()]) as u8);
                self.name_scores.extend(&row[shape.name_columns()]);
            }
            for sentence in part.sentences() {
                let mut start = sentence.start;
                while start < sentence.end {
                    let end = sentence.end.min(start + LONGEST);
                    self.parse(weights, start..end, part.start());
                    start = end;
                }
            }
        }
        share(&mut self.name_scores, shape.names, &words.forms);
        for sentence in words.sentences() {
            let scores = sentence.start * shape.names..sentence.end * shape.names;
            let first = self.names.len();
            names::names(&self.name_scores[scores], shape.names, &mut self.names);
            for (_, words) in &mut self.names[first..] {
                *words = words.start + sentence.start..words.end + sentence.start;
            }
        }
    }

    /// Appends heads and relations of the words `part`, whose head indices
    /// count from `first`.
    fn parse(&mut self, weights: &Weights, part: Range<usize>, first: usize) {
        let shape = weights.shape;
        let scores = arc_scores(weights, &self.heads, part.clone());
        let heads = tree::best_tree(&scores, part.len());
        let columns = shape.heads();
        let view = |word: usize, view: usize| {
            let from = word * columns;
            &self.heads[from..from + columns][shape.view_columns(view)]
        };
        let root = &weights.dense[shape.place(Tensor::RootLabel)];
        let mut hidden = Vec::with_capacity(part.len() * shape.label);
        for (word, &head) in part.clone().zip(&heads) {
            let of_head = match head.checked_sub(1) {
                Some(head) => view(part.start + head, 3),
                None => root,
            };
            let own = view(word, 2);
            hidden.extend(own.iter().zip(of_head).map(|(a, b)| (a + b).max(0.0)));
        }
        let bias = &weights.dense[shape.place(Tensor::RelationsBias)];
        let mut scores = bias.repeat(part.len());
        let matrix = &weights.dense[shape.place(Tensor::Relations)];
        multiply(&hidden, shape.label, matrix, shape.relations, &mut scores);
        for (&head, row) in heads.iter().zip(scores.chunks_exact(shape.relations)) {
            let head = head.checked_sub(1);
            self.heads_of
                .push(head.map_or(u32::MAX, |it| (first + part.start + it) as u32));
            self.relations.push(best(row) as u8);
        }
    }
}

/// Mixes into the scores of each word those of all words that share its form:
/// what a report names once it names alike elsewhere (Krishnan and Manning
/// 2006, without their second model).
fn share(scores: &mut [f32], labels: usize, forms: &[u32]) {
    let count = forms.iter().filter(|&&it| it != u32::MAX).max();
    let count = count.map_or(0, |&it| it as usize + 1);
    let mut sums = vec![0.0; count * labels];
    let mut times = vec![0_u32; count];
    let shared = |form: u32| (form != u32::MAX).then_some(form as usize);
    for (row, form) in scores.chunks_exact(labels).zip(forms) {
        if let Some(form) = shared(*form) {
            times[form] += 1;
            let sum = &mut sums[form * labels..(form + 1) * labels];
            sum.iter_mut().zip(row).for_each(|(sum, it)| *sum += it);
        }
    }
    for (row, form) in scores.chunks_exact_mut(labels).zip(forms) {
        if let Some(form) = shared(*form).filter(|&it| 1 < times[it]) {
            let part = SHARED / times[form] as f32;
            let sum = &sums[form * labels..(form + 1) * labels];
            for (own, sum) in row.iter_mut().zip(sum) {
                *own = *own * (1.0 - SHARED) + sum * part;
            }
        }
    }
}

/// Scores of heads as [`tree::best_tree`] takes them.
fn arc_scores(weights: &Weights, heads: &[f32], part: Range<usize>) -> Vec<f32> {
    let shape = weights.shape;
    let columns = shape.heads();
    let count = part.len();
    let tensor = |tensor| &weights.dense[shape.place(tensor)];
    let (mut own, mut other) = (Vec::new(), tensor(Tensor::Root).to_vec());
    for word in part {
        let row = &heads[word * columns..(word + 1) * columns];
        own.extend(row[shape.view_columns(0)].iter().map(|it| it.max(0.0)));
        other.extend(row[shape.view_columns(1)].iter().map(|it| it.max(0.0)));
    }
    let mut asked = tensor(Tensor::ArcBias).repeat(count);
    multiply(&own, shape.arc, tensor(Tensor::Arc), shape.arc, &mut asked);
    let mut turned = Vec::new();
    transposed(&other, shape.arc, &mut turned);
    let mut scores = vec![0.0; count * (count + 1)];
    multiply(&asked, shape.arc, &turned, count + 1, &mut scores);
    let distance = tensor(Tensor::Distance);
    for (word, row) in scores.chunks_exact_mut(count + 1).enumerate() {
        for (head, score) in row[1..].iter_mut().enumerate() {
            let side = usize::from(word < head) * DISTANCES;
            *score += distance[side + distance_bucket(word.abs_diff(head))];
        }
    }
    scores
}

/// The place of the greatest value, the first of several.
fn best(scores: &[f32]) -> usize {
    let mut best = 0;
    for (at, score) in scores.iter().enumerate() {
        if scores[best] < *score {
            best = at;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::Reading;
    use crate::encode::Words;
    use crate::file::tests::small;

    fn words(sentences: &[&[u32]]) -> Words {
        let mut words = Words::default();
        for sentence in sentences {
            for feature in *sentence {
                words.features.extend([*feature, feature * 3 % 50, 9999]);
                words.ends.push(words.features.len() as u32);
            }
            words.sentences.push(words.ends.len() as u32);
        }
        words
    }

    #[test]
    fn each_sentence_is_read_by_itself() {
        let weights = small();
        let (mut alone, mut among) = (Reading::default(), Reading::default());
        alone.read(&weights, &words(&[&[4, 8, 15, 16]]));
        among.read(&weights, &words(&[&[1, 2, 3], &[4, 8, 15, 16], &[], &[5]]));
        assert_eq!(alone.tags, among.tags[3..7]);
        assert_eq!(alone.relations, among.relations[3..7]);
        assert_eq!(among.heads_of.len(), 8);
        let roots = among.heads_of.iter().filter(|&&it| it == u32::MAX);
        assert_eq!(roots.count(), 3);
    }

    #[test]
    fn a_sentence_without_end_is_read_in_parts() {
        let long: Vec<u32> = (0..1000).map(|it| it % 50).collect();
        let mut reading = Reading::default();
        reading.read(&small(), &words(&[&long]));
        assert_eq!(reading.heads_of.len(), 1000);
        reading.read(&small(), &words(&[]));
        assert!(reading.tags.is_empty());
    }
}
