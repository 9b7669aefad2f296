//! Which blocks of a page are its report.
//!
//! The report is below the deepest element that holds most of the page's
//! running prose; what stands there in links, lists of links and furniture
//! has been left out.

use rapporteur_text::Cut;

use super::blocks::Block;
use super::tree::Tree;

/// Bytes from which a block is prose whatever it ends with.
const LONG: usize = 100;
/// Bytes from which a block that ends as a sentence does is prose.
const SHORT: usize = 30;
/// Share of the prose that the report's element holds.
const MOST: f64 = 0.7;
/// Share that an element which calls itself the body of an article holds.
const NAMED: f64 = 0.3;

/// The blocks of the report, in document order.
pub(super) fn main_blocks(tree: &Tree, blocks: Vec<Block>) -> Vec<Block> {
    let root = main_element(tree, &blocks);
    let end = tree.nodes[root].end;
    let mut kept: Vec<Block> = blocks
        .into_iter()
        .filter(|block| (root..end).contains(&block.node))
        .filter(|block| block.linked * 2 < block.text.len() || is_prose(block))
        .collect();
    drop_bare_headings(&mut kept);
    kept
}

/// Whether a block is running prose, not a link or a label.
fn is_prose(block: &Block) -> bool {
    let sentence = block
        .text
        .ends_with(['.', '!', '?', '”', '"', '’', ':', ')']);
    let len = block.text.len();
    let plain = !matches!(
        block.cut,
        Some(Cut::Headline | Cut::Byline | Cut::Caption | Cut::Date)
    );
    plain && block.linked * 2 < len && (LONG <= len || (SHORT <= len && sentence))
}

/// The element that holds the report.
fn main_element(tree: &Tree, blocks: &[Block]) -> usize {
    let mut prose = vec![0_usize; tree.nodes.len()];
    for block in blocks.iter().filter(|it| is_prose(it)) {
        let mut index = block.node;
        loop {
            prose[index] += block.text.len();
            if index == 0 {
                break;
            }
            index = tree.nodes[index].parent;
        }
    }
    let share = |index: usize| prose[index] as f64 / prose[0].max(1) as f64;
    let named = (1..tree.nodes.len()).find(|&index| {
        let property = tree.nodes[index].attribute("itemprop").unwrap_or_default();
        property.eq_ignore_ascii_case("articlebody") && NAMED <= share(index)
    });
    let deepest = (0..tree.nodes.len()).rev().find(|&it| MOST <= share(it));
    let found = named.or(deepest).unwrap_or(0);
    block_around(tree, blocks, found)
}

/// The parent, where the element found is itself one block of text.
fn block_around(tree: &Tree, blocks: &[Block], found: usize) -> usize {
    if blocks.iter().any(|block| block.node == found) && tree.nodes[found].name() == "p" {
        tree.nodes[found].parent
    } else {
        found
    }
}

/// Drops subheads that no text follows.
fn drop_bare_headings(blocks: &mut Vec<Block>) {
    let bare = |at: usize| {
        blocks[at].cut == Some(Cut::Subhead)
            && blocks
                .get(at + 1)
                .is_none_or(|next| matches!(next.cut, Some(Cut::Subhead | Cut::Headline)))
    };
    let dropped: Vec<bool> = (0..blocks.len()).map(bare).collect();
    let mut dropped = dropped.into_iter();
    blocks.retain(|_| !dropped.next().unwrap_or(false));
}
