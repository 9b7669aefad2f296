//! What the blocks of a report look like on a page.
//!
//! All files are learnt by `cargo xtask train --only pages`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::forest::Forest;

/// Numbers that are seen of each block; the reader of pages fills them.
pub const WIDTH: usize = 62;
/// Numbers that are seen of each block once all have a score.
pub const CONTEXT: usize = 24;

static PAGES: LazyLock<Pages> = LazyLock::new(Pages::load);

/// Trees that tell a report's blocks from the rest of its page.
#[derive(Debug)]
pub struct Pages {
    /// What the words of class and id names speak for: over 0 for a report,
    /// below for what is around it.
    pub words: HashMap<String, f32>,
    /// Each block by itself, over rows of [`WIDTH`] numbers.
    pub blocks: Forest,
    /// Each block among the scores of all, over rows of [`CONTEXT`] numbers.
    pub context: Forest,
}

impl Pages {
    /// The data that is built in.
    pub fn embedded() -> &'static Self {
        &PAGES
    }

    fn load() -> Self {
        let words = include_str!("../data/pages/words.tsv")
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .filter_map(|(word, weight)| Some((word.to_owned(), weight.parse().ok()?)))
            .collect();
        let blocks = Forest::from_bytes(include_bytes!("../data/pages/blocks.bin"), WIDTH);
        let context = Forest::from_bytes(include_bytes!("../data/pages/context.bin"), CONTEXT);
        Self {
            words,
            blocks: blocks.expect("pages/blocks.bin is read by a test"),
            context: context.expect("pages/context.bin is read by a test"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Pages;

    #[test]
    fn the_trees_and_words_are_there() {
        let pages = Pages::embedded();
        assert!(!pages.blocks.trees.is_empty());
        assert!(!pages.context.trees.is_empty());
        assert!(pages.words.values().any(|it| 0.0 < *it));
    }
}
