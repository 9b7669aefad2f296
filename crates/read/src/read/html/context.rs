//! What is seen of a block when all blocks of its page have been asked about.
//!
//! Input: the blocks and the score that each has by itself. Output: one row of
//! [`CONTEXT`] numbers a block, for the trees that have the last word: a
//! paragraph amid paragraphs is one, and so is what is set as they are set.

use std::collections::HashMap;

use rapporteur_language::pages::{CONTEXT, WIDTH};

use super::blocks::Block;
use super::features;
use super::tree::Tree;

/// Scores beyond this say no more.
const SURE: f32 = 6.0;
/// How far the nearest sure block is looked for.
const REACH: usize = 30;

/// A row a block.
pub(super) fn rows(
    tree: &Tree<'_>,
    blocks: &[Block],
    own: &[[f32; WIDTH]],
    scores: &[f32],
) -> Vec<[f32; CONTEXT]> {
    let scores: Vec<f32> = scores.iter().map(|it| it.clamp(-SURE, SURE)).collect();
    let lengths: Vec<f32> = blocks.iter().map(|it| it.text.len() as f32).collect();
    let odds: Vec<f32> = scores.iter().map(|it| 1.0 / (1.0 + (-it).exp())).collect();
    let parent = |at: usize| tree.nodes[blocks[at].node].parent;
    let grand = |at: usize| tree.nodes[parent(at)].parent;
    let paths: Vec<u64> = blocks.iter().map(|it| features::path(tree, it)).collect();
    let by_path = Shares::new(&paths, &lengths, &odds);
    let parents: Vec<u64> = (0..blocks.len()).map(|at| parent(at) as u64).collect();
    let by_parent = Shares::new(&parents, &lengths, &odds);
    let grands: Vec<u64> = (0..blocks.len()).map(|at| grand(at) as u64).collect();
    let by_grand = Shares::new(&grands, &lengths, &odds);
    let chosen: Vec<f32> = odds
        .iter()
        .zip(&lengths)
        .map(|(odds, len)| odds * len)
        .collect();
    let all: f32 = chosen.iter().sum::<f32>().max(1.0);
    let at_or = |at: Option<usize>| at.and_then(|it| scores.get(it)).copied().unwrap_or(-SURE);
    let mut before = 0.0;
    (0..blocks.len())
        .map(|at| {
            let near = |range: std::ops::Range<usize>| {
                let range = range.start.min(scores.len())..range.end.min(scores.len());
                scores[range].iter().copied().fold(-SURE, f32::max)
            };
            let same = |other: Option<usize>| {
                let other = other.filter(|it| *it < blocks.len());
                f32::from(u8::from(other.is_some_and(|it| parent(it) == parent(at))))
            };
            let since = (0..REACH)
                .find(|it| at_or(at.checked_sub(it + 1)) > 1.0)
                .unwrap_or(REACH);
            let until = (0..REACH)
                .find(|it| at_or(Some(at + it + 1)) > 1.0)
                .unwrap_or(REACH);
            let row = [
                scores[at],
                at_or(at.checked_sub(1)),
                at_or(Some(at + 1)),
                at_or(at.checked_sub(2)),
                at_or(Some(at + 2)),
                near(at.saturating_sub(5)..at),
                near(at + 1..at + 6),
                by_path.of_others(at),
                by_path.count(at),
                by_parent.of_others(at),
                by_parent.count(at),
                by_grand.of_others(at),
                same(at.checked_sub(1)),
                same(Some(at + 1)),
                before / all,
                1.0 - (before + chosen[at]) / all,
                lengths[at].log2(),
                own[at][2],
                own[at][10],
                all.log2(),
                since as f32,
                until as f32,
                own[at][25],
                own[at][32],
            ];
            before += chosen[at];
            row
        })
        .collect()
}

/// How likely the blocks of a group are the report's, by length.
struct Shares<'b> {
    keys: &'b [u64],
    lengths: &'b [f32],
    odds: &'b [f32],
    /// Length, likely length and count by key.
    sums: HashMap<u64, (f32, f32, f32)>,
}

impl<'b> Shares<'b> {
    fn new(keys: &'b [u64], lengths: &'b [f32], odds: &'b [f32]) -> Self {
        let mut sums: HashMap<u64, (f32, f32, f32)> = HashMap::new();
        for ((key, len), odds) in keys.iter().zip(lengths).zip(odds) {
            let sum = sums.entry(*key).or_default();
            *sum = (sum.0 + len, sum.1 + len * odds, sum.2 + 1.0);
        }
        Self {
            keys,
            lengths,
            odds,
            sums,
        }
    }

    /// Likely share of the others of a block's group; -1 when it is alone.
    fn of_others(&self, at: usize) -> f32 {
        let (all, likely, count) = self.sums[&self.keys[at]];
        if count < 2.0 {
            return -1.0;
        }
        let (len, odds) = (self.lengths[at], self.odds[at]);
        (likely - len * odds) / (all - len).max(1.0)
    }

    /// Logarithm of the group's size.
    fn count(&self, at: usize) -> f32 {
        self.sums[&self.keys[at]].2.log2()
    }
}
