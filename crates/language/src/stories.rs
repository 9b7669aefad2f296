//! What makes two reports tell of one happening, as boosted trees.
//!
//! Both files are learnt by `cargo xtask train --only stories`.

use std::sync::LazyLock;

use crate::forest::Forest;

/// Numbers that are seen of a pair of reports; the `gather` crate fills them.
pub const WIDTH: usize = 12;
/// Numbers that are seen of a pair once the neighbours of both are known.
pub const CONTEXT: usize = WIDTH + 25;

static STORIES: LazyLock<Stories> = LazyLock::new(Stories::load);

/// Trees that tell pairs of one story from others.
#[derive(Clone, Debug, Default)]
pub struct Stories {
    /// Each pair by itself, over rows of [`WIDTH`] numbers.
    pub pairs: Forest,
    /// Each pair among the neighbours of both, over rows of [`CONTEXT`]
    /// numbers.
    pub context: Forest,
}

impl Stories {
    /// The trees that are built in.
    pub fn embedded() -> &'static Self {
        &STORIES
    }

    fn load() -> Self {
        let pairs = Forest::from_bytes(include_bytes!("../data/stories/pairs.bin"), WIDTH);
        let context = Forest::from_bytes(include_bytes!("../data/stories/context.bin"), CONTEXT);
        Self {
            pairs: pairs.expect("stories/pairs.bin is read by a test"),
            context: context.expect("stories/context.bin is read by a test"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Stories;

    #[test]
    fn the_trees_are_there() {
        let stories = Stories::embedded();
        assert!(!stories.pairs.trees.is_empty());
        assert!(!stories.context.trees.is_empty());
    }
}
