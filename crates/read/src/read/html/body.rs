//! Which blocks of a page are its report.
//!
//! Each block is asked about by itself, over what is seen of it, of the
//! elements around it and of its neighbours; then again among the answers for
//! all. The trees that answer are learnt by `cargo xtask train --only pages`.
//! Where they find none, the blocks of the deepest element with most of the
//! page's prose are taken.

use rapporteur_language::Pages;
use rapporteur_text::{BlockKind, Cut};

use super::blocks::Block;
use super::context;
use super::features::{self, Declared, is_prose};
use super::tree::Tree;

/// Most bytes of a caption or post.
const CAPTION: usize = 1200;
/// Most bytes of a byline or date.
const LABEL: usize = 120;

/// The blocks of the report, in document order.
pub(super) fn main_blocks(
    tree: &Tree<'_>,
    mut blocks: Vec<Block>,
    declared: &Declared,
    pages: &Pages,
) -> Vec<Block> {
    let rows = features::rows(tree, &blocks, declared, &pages.words);
    let scores: Vec<f32> = rows.iter().map(|it| pages.blocks.score(it)).collect();
    let context = context::rows(tree, &blocks, &rows, &scores);
    let mut kept: Vec<bool> = context
        .iter()
        .map(|it| 0.0 < pages.context.score(it))
        .collect();
    let mut prose = blocks.iter().zip(&kept);
    if !prose.any(|(block, kept)| *kept && is_prose(block)) {
        kept = below_main(tree, &blocks);
    }
    keep_what_is_cut(tree, &blocks, &mut kept);
    keep_tables(tree, &blocks, &mut kept);
    let mut kept = kept.into_iter();
    blocks.retain(|_| kept.next().unwrap_or(false));
    blocks
}

/// Keeps what the markup calls a caption, an embedded post, the headline, a
/// byline or a date, where the report's blocks are around it: cleaning cuts it
/// with its reason, and a reader of the page still finds it. A heading that
/// stands right between two of the report's paragraphs is one of its subheads.
fn keep_what_is_cut(tree: &Tree<'_>, blocks: &[Block], kept: &mut [bool]) {
    let (Some(first), Some(last)) = (
        kept.iter().position(|it| *it),
        kept.iter().rposition(|it| *it),
    ) else {
        return;
    };
    let around = common(tree, blocks[first].node, blocks[last].node);
    let range = around..tree.nodes[around].end;
    let headline = blocks.iter().position(|it| it.cut == Some(Cut::Headline));
    let head = headline.filter(|it| *it < last).unwrap_or(first).min(first);
    let told = kept.to_vec();
    let parent = |at: usize| tree.nodes[blocks[at].node].parent;
    let beside = |at: usize, other: usize| told[other] && parent(at) == parent(other);
    for (at, block) in blocks.iter().enumerate() {
        let within = range.contains(&block.node);
        let amid = first < at && at < last;
        kept[at] |= match block.cut {
            Some(Cut::Caption | Cut::Embed) => within && block.text.len() <= CAPTION,
            Some(Cut::Byline | Cut::Date) => head < at && at < last && block.text.len() <= LABEL,
            Some(Cut::Subhead) => amid && beside(at, at - 1) && beside(at, at + 1),
            Some(Cut::Headline) => at < last && block.text.len() <= LABEL,
            _ => false,
        };
    }
}

/// Keeps all rows of a table that stands amid the report's paragraphs, in the
/// element that holds the paragraph before it.
fn keep_tables(tree: &Tree<'_>, blocks: &[Block], kept: &mut [bool]) {
    let is_row = |at: usize| blocks[at].kind == Some(BlockKind::Table);
    let mut at = 1;
    while at < blocks.len() {
        let end = (at..blocks.len())
            .find(|it| !is_row(*it))
            .unwrap_or(blocks.len());
        let around = tree.nodes[blocks[at - 1].node].parent;
        let within = (around..tree.nodes[around].end).contains(&blocks[at].node);
        let amid = kept[at - 1] && end < blocks.len() && kept[end];
        let rows = &blocks[at..end];
        let linked: usize = rows.iter().map(|it| it.linked).sum();
        let bytes: usize = rows.iter().map(|it| it.text.len()).sum();
        if amid && within && linked * 3 < bytes {
            kept[at..end].fill(true);
        }
        at = end + 1;
    }
}

/// The innermost element around two nodes.
fn common(tree: &Tree<'_>, one: usize, other: usize) -> usize {
    let holds = |index: usize| (index..tree.nodes[index].end).contains(&other);
    let found = tree.upward(one).find(|(index, _)| holds(*index));
    found.map_or(0, |(index, _)| index)
}

/// Blocks below the deepest element that holds most of the prose; all blocks
/// where there is no prose.
fn below_main(tree: &Tree<'_>, blocks: &[Block]) -> Vec<bool> {
    let mut prose = vec![0_usize; tree.nodes.len()];
    for block in blocks.iter().filter(|it| is_prose(it)) {
        prose[0] += block.text.len();
        for (index, _) in tree.upward(block.node) {
            prose[index] += block.text.len();
        }
    }
    let most = prose[0] * 7 / 10;
    let root = (0..tree.nodes.len()).rev().find(|&it| most < prose[it]);
    let root = root.unwrap_or(0);
    let range = root..tree.nodes[root].end;
    blocks
        .iter()
        .map(|it| range.contains(&it.node) && it.linked * 2 <= it.text.len())
        .collect()
}
