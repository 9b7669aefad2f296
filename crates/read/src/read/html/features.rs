//! What is seen of each block of a page, as numbers.
//!
//! Input: a page's tree and blocks, and weights of the words that classes and
//! ids are joined of. Output: one row of [`WIDTH`] numbers a block, for the
//! trees that tell a report's blocks from the rest. What always holds: the
//! time is linear in the page, up to the depth of its nesting.

use std::collections::HashMap;
use std::hash::BuildHasher as _;

use rapporteur_language::pages::WIDTH;
use rapporteur_text::Cut;

use super::blocks::{Block, words_of};
use super::tree::{Node, Tree};

/// Elements around a block that are counted.
const AROUND: [&str; 12] = [
    "article",
    "main",
    "aside",
    "header",
    "footer",
    "form",
    "figure",
    "ul",
    "table",
    "section",
    "a",
    "blockquote",
];
/// How far up a block's surroundings are looked at.
const LEVELS: usize = 24;
/// Levels that are near.
const NEAR: usize = 3;
/// Bytes from which a block is prose whatever it ends with.
const LONG: usize = 100;
/// Bytes from which a block that ends as a sentence does is prose.
const SHORT: usize = 30;
/// Share of the prose that the main element holds.
const MOST: f32 = 0.7;

/// What a page declares of its report that its blocks are compared with.
#[derive(Clone, Debug, Default)]
pub(super) struct Declared {
    /// The body, letters and digits only; empty where the page gives none.
    pub(super) body: String,
    /// The headline, letters and digits only.
    pub(super) title: String,
    /// The description, letters and digits only.
    pub(super) description: String,
}

/// Letters and digits in lower case.
pub(super) fn letters(text: &str) -> String {
    let kept = text.chars().filter(|it| it.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

/// The words of classes and ids around each block, nearest first: the level,
/// then the word.
pub(super) fn words(tree: &Tree<'_>, block: &Block) -> Vec<(usize, String)> {
    let up = tree.upward(block.node).take(LEVELS).enumerate();
    up.flat_map(|(level, (_, node))| words_of(node).map(move |word| (level, word)))
        .collect()
}

/// A row a block.
pub(super) fn rows(
    tree: &Tree<'_>,
    blocks: &[Block],
    declared: &Declared,
    weights: &HashMap<String, f32>,
) -> Vec<[f32; WIDTH]> {
    let page = Page::new(tree, blocks);
    let mut rows: Vec<[f32; WIDTH]> = (0..blocks.len())
        .map(|at| page.row(at, declared, weights))
        .collect();
    page.add_neighbours(&mut rows);
    rows
}

/// Whether a block is running prose, not a link or a label.
pub(super) fn is_prose(block: &Block) -> bool {
    let len = block.text.len();
    let plain = !matches!(
        block.cut,
        Some(Cut::Headline | Cut::Byline | Cut::Caption | Cut::Date)
    );
    plain && block.linked * 2 < len && (LONG <= len || (SHORT <= len && ends(&block.text)))
}

/// Whether a text ends as a sentence does.
fn ends(text: &str) -> bool {
    text.ends_with(['.', '!', '?', '”', '"', '’', ':', ')', '»', '。', '…'])
}

/// Sums over a page that its blocks are seen against.
struct Page<'t, 'p> {
    tree: &'t Tree<'p>,
    blocks: &'t [Block],
    /// Bytes of prose below each node.
    prose: Vec<usize>,
    /// Bytes of text in blocks below each node.
    text: Vec<usize>,
    /// The deepest node that holds most of the prose.
    main: usize,
    /// Bytes of prose of blocks in elements of the same names and classes.
    alike: HashMap<u64, (usize, usize)>,
    paths: Vec<u64>,
    /// First and last block of prose right below the node with most of it.
    core: (usize, usize),
    core_node: usize,
    first_heading: usize,
    seen: Vec<bool>,
}

impl<'t, 'p> Page<'t, 'p> {
    fn new(tree: &'t Tree<'p>, blocks: &'t [Block]) -> Self {
        let mut prose = vec![0; tree.nodes.len()];
        let mut text = vec![0; tree.nodes.len()];
        let mut own = vec![0; tree.nodes.len()];
        for block in blocks {
            let len = block.text.len();
            let told = if is_prose(block) { len } else { 0 };
            let mut index = block.node;
            own[tree.nodes[index].parent] += told;
            loop {
                prose[index] += told;
                text[index] += len;
                if index == 0 {
                    break;
                }
                index = tree.nodes[index].parent;
            }
        }
        let all = prose[0].max(1) as f32;
        let main = (0..tree.nodes.len())
            .rev()
            .find(|&it| MOST <= prose[it] as f32 / all);
        let core_node = (0..own.len())
            .max_by_key(|&it| (own[it], usize::MAX - it))
            .unwrap_or(0);
        let in_core = |block: &Block| is_prose(block) && tree.nodes[block.node].parent == core_node;
        let core = (
            blocks.iter().position(in_core).unwrap_or(0),
            blocks.iter().rposition(in_core).unwrap_or(0),
        );
        let paths: Vec<u64> = blocks.iter().map(|block| path(tree, block)).collect();
        let mut alike: HashMap<u64, (usize, usize)> = HashMap::new();
        for (block, path) in blocks.iter().zip(&paths) {
            let sums = alike.entry(*path).or_default();
            sums.0 += if is_prose(block) { block.text.len() } else { 0 };
            sums.1 += 1;
        }
        let mut known: HashMap<&str, usize> = HashMap::new();
        let seen = blocks
            .iter()
            .map(|block| {
                let count = known.entry(&block.text).or_default();
                *count += 1;
                1 < *count
            })
            .collect();
        Self {
            tree,
            blocks,
            prose,
            text,
            main: main.unwrap_or(0),
            alike,
            paths,
            core,
            core_node,
            first_heading: blocks
                .iter()
                .position(|it| it.cut == Some(Cut::Headline))
                .unwrap_or(usize::MAX),
            seen,
        }
    }

    fn row(&self, at: usize, declared: &Declared, weights: &HashMap<String, f32>) -> [f32; WIDTH] {
        let block = &self.blocks[at];
        let mut row = [0.0; WIDTH];
        let mut next = 0;
        let mut push = |value: f32| {
            row[next] = value;
            next += 1;
        };
        of_text(block).into_iter().for_each(&mut push);
        self.of_markup(block).into_iter().for_each(&mut push);
        self.of_place(at).into_iter().for_each(&mut push);
        of_words(&words(self.tree, block), weights)
            .into_iter()
            .for_each(&mut push);
        of_declared(block, declared).into_iter().for_each(&mut push);
        debug_assert_eq!(next, WIDTH - NEIGHBOURS);
        row
    }

    /// The elements around.
    fn of_markup(&self, block: &Block) -> [f32; 21] {
        let node = &self.tree.nodes[block.node];
        let mut row = [0.0; 21];
        row[0] = match node.name() {
            "p" => 1.0,
            "div" | "section" | "article" | "main" | "body" => 2.0,
            "li" => 3.0,
            "h2" => 4.0,
            "h3" => 5.0,
            "h4" | "h5" | "h6" => 6.0,
            "h1" => 7.0,
            "td" | "th" => 8.0,
            "blockquote" => 9.0,
            "figcaption" => 10.0,
            _ => 0.0,
        };
        for (level, (_, node)) in self.tree.upward(block.node).take(LEVELS).enumerate() {
            if let Some(which) = AROUND.iter().position(|it| *it == node.name())
                && row[1 + which] == 0.0
            {
                row[1 + which] = 1.0 / (1.0 + level as f32);
            }
            let property = node.attribute("itemprop").unwrap_or_default();
            if property.eq_ignore_ascii_case("articlebody") {
                row[13] = 1.0;
            }
            row[14] += 1.0;
        }
        row[15] = match block.cut {
            None => 0.0,
            Some(Cut::Byline) => 1.0,
            Some(Cut::Caption) => 2.0,
            Some(Cut::Date) => 3.0,
            Some(Cut::Embed) => 4.0,
            Some(Cut::Headline) => 5.0,
            Some(_) => 6.0,
        };
        let parent = &self.tree.nodes[node.parent];
        row[16] = f32::from(u8::from(parent.name() == "blockquote"));
        row[17] = depth_between(self.tree, block.node, self.main);
        row[18] = depth_between(self.tree, block.node, self.core_node);
        row[19] = self.siblings(node);
        row[20] = f32::from(u8::from(node.name() == "p"));
        row
    }

    /// Share of the text around in the parent that is prose.
    fn siblings(&self, node: &Node) -> f32 {
        ratio(self.prose[node.parent], self.text[node.parent])
    }

    /// Where the block stands.
    fn of_place(&self, at: usize) -> [f32; 14] {
        let block = &self.blocks[at];
        let node = &self.tree.nodes[block.node];
        let all = self.prose[0].max(1);
        let grand = self.tree.nodes[node.parent].parent;
        let alike = self.alike[&self.paths[at]];
        let in_main = (self.main..self.tree.nodes[self.main].end).contains(&block.node);
        let far = |from: usize, to: usize| (to as f32 - from as f32).clamp(-40.0, 40.0);
        [
            ratio(at, self.blocks.len()),
            f32::from(u8::from(in_main)),
            ratio(self.prose[node.parent], all),
            ratio(self.prose[grand], all),
            ratio(alike.0, all),
            log(alike.1),
            far(self.core.0, at),
            far(at, self.core.1),
            if self.first_heading == usize::MAX {
                -41.0
            } else {
                far(self.first_heading, at)
            },
            log(self.prose[0]),
            ratio(self.prose[self.core_node], all),
            f32::from(u8::from(self.seen[at])),
            log(self.blocks.len()),
            log(self.prose[node.parent]),
        ]
    }

    /// Adds what is seen of the blocks before and after.
    fn add_neighbours(&self, rows: &mut [[f32; WIDTH]]) {
        let own: Vec<[f32; 4]> = self
            .blocks
            .iter()
            .map(|it| {
                let linked = ratio(it.linked, it.text.len());
                [
                    log(it.text.len()),
                    linked,
                    f32::from(u8::from(is_prose(it))),
                    it.node as f32,
                ]
            })
            .collect();
        for (at, row) in rows.iter_mut().enumerate() {
            let base = WIDTH - NEIGHBOURS;
            let parent = |at: usize| self.tree.nodes[self.blocks[at].node].parent;
            for (slot, other) in [(0, at.checked_sub(1)), (1, Some(at + 1))] {
                let Some(other) = other.filter(|it| *it < own.len()) else {
                    row[base + slot * 4] = -1.0;
                    continue;
                };
                row[base + slot * 4] = own[other][0];
                row[base + slot * 4 + 1] = own[other][1];
                row[base + slot * 4 + 2] = own[other][2];
                row[base + slot * 4 + 3] = f32::from(u8::from(parent(at) == parent(other)));
            }
            let window = at.saturating_sub(4)..(at + 5).min(own.len());
            row[base + 8] = own[window].iter().map(|it| it[2]).sum();
        }
    }
}

/// Numbers of neighbours in a row.
const NEIGHBOURS: usize = 9;

/// What is seen of the words.
fn of_text(block: &Block) -> [f32; 10] {
    let text = block.text.as_str();
    let chars = text.chars().count().max(1);
    let words = text.split_whitespace().count();
    let capital = text
        .split_whitespace()
        .filter(|it| it.starts_with(char::is_uppercase));
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let stops = text.matches(['.', '!', '?', '。']).count();
    [
        log(chars),
        log(words),
        ratio(block.linked, text.len()),
        f32::from(u8::from(ends(text))),
        log(stops),
        ratio(text.matches(',').count() * 100, chars),
        ratio(capital.count(), words),
        ratio(digits, chars),
        f32::from(u8::from(text.contains(['“', '"', '„', '«', '”']))),
        ratio(chars, words),
    ]
}

/// Where in a row the numbers of [`of_words`] begin.
pub(super) const WORDS_AT: usize = 45;

/// What the words of classes and ids speak for.
pub(super) fn of_words(words: &[(usize, String)], weights: &HashMap<String, f32>) -> [f32; 5] {
    let (mut near, mut far, mut least, mut most, mut count) = (0.0, 0.0, 0.0_f32, 0.0_f32, 0.0);
    for (level, word) in words {
        let Some(&weight) = weights.get(word) else {
            continue;
        };
        if *level < NEAR {
            near += weight;
        } else {
            far += weight;
        }
        least = least.min(weight);
        most = most.max(weight);
        count += 1.0;
    }
    [near, far, least, most, count]
}

/// Whether the page declares the words.
fn of_declared(block: &Block, declared: &Declared) -> [f32; 3] {
    let text = letters(&block.text);
    let held = |all: &str| 8 < text.len() && all.contains(&text);
    let body = match (declared.body.is_empty(), held(&declared.body)) {
        (true, _) => 0.0,
        (false, true) => 1.0,
        (false, false) => -1.0,
    };
    let title = f32::from(u8::from(!text.is_empty() && text == declared.title));
    let described = 20 < text.len()
        && !declared.description.is_empty()
        && (declared.description.contains(&text) || text.contains(&declared.description));
    [body, title, f32::from(u8::from(described))]
}

/// How many levels a node lies below another; -1 when it does not.
fn depth_between(tree: &Tree<'_>, node: usize, above: usize) -> f32 {
    if !(above..tree.nodes[above].end).contains(&node) {
        return -1.0;
    }
    tree.upward(node).take_while(|(at, _)| *at != above).count() as f32
}

/// Names and classes of a block's element and the four around it, hashed.
pub(super) fn path(tree: &Tree<'_>, block: &Block) -> u64 {
    let mut parts: Vec<&str> = Vec::new();
    for (level, (_, node)) in tree.upward(block.node).take(5).enumerate() {
        parts.push(node.name());
        if level < 3 {
            parts.push(node.attribute("class").unwrap_or_default());
        }
    }
    foldhash::fast::FixedState::default().hash_one(parts)
}

fn log(count: usize) -> f32 {
    (1.0 + count as f32).log2()
}

fn ratio(part: usize, whole: usize) -> f32 {
    if whole == 0 {
        0.0
    } else {
        part as f32 / whole as f32
    }
}
