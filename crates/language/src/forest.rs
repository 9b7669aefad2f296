//! Boosted trees: the sum of many small decision trees.
//!
//! Input: a row of numbers. Output: a score, the logarithm of odds. Follows
//! Friedman 2001 (gradient boosting). All trees are complete and of one depth,
//! so that a row is answered without a branch that cannot be foreseen.

/// Depth of every tree.
pub const DEPTH: usize = 5;
/// Splits of a tree.
pub const SPLITS: usize = (1 << DEPTH) - 1;
/// Leaves of a tree.
pub const LEAVES: usize = 1 << DEPTH;

/// One tree, its splits in breadth-first order.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree {
    /// Which number each split asks for.
    pub features: [u8; SPLITS],
    /// A row goes right where its number is above this.
    pub thresholds: [f32; SPLITS],
    /// What each leaf adds.
    pub leaves: [f32; LEAVES],
}

/// Trees whose answers are added up.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forest {
    /// The trees.
    pub trees: Vec<Tree>,
}

impl Tree {
    /// What this tree adds for a row.
    pub fn answer(&self, row: &[f32]) -> f32 {
        let mut at = 0;
        for _ in 0..DEPTH {
            let right = self.thresholds[at] < row[usize::from(self.features[at])];
            at = 2 * at + 1 + usize::from(right);
        }
        self.leaves[at - SPLITS]
    }
}

impl Forest {
    /// The score of a row: over 0 is more likely than not.
    pub fn score(&self, row: &[f32]) -> f32 {
        self.trees.iter().map(|tree| tree.answer(row)).sum()
    }

    /// The trees as they are kept: each split's feature and threshold, then
    /// the leaves, little-endian.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for tree in &self.trees {
            bytes.extend(tree.features);
            let numbers = tree.thresholds.iter().chain(&tree.leaves);
            bytes.extend(numbers.flat_map(|it| it.to_le_bytes()));
        }
        bytes
    }

    /// The trees of what [`Forest::to_bytes`] gave; `None` for other bytes,
    /// or where a split asks for a number that a row of `width` lacks.
    pub fn from_bytes(bytes: &[u8], width: usize) -> Option<Self> {
        const SIZE: usize = SPLITS + 4 * (SPLITS + LEAVES);
        let chunks = bytes.chunks_exact(SIZE);
        if !chunks.remainder().is_empty() {
            return None;
        }
        let trees: Vec<Tree> = chunks.map(tree).collect();
        let fits = |it: &Tree| it.features.iter().all(|it| usize::from(*it) < width);
        trees.iter().all(fits).then_some(Self { trees })
    }
}

fn tree(bytes: &[u8]) -> Tree {
    let (features, numbers) = bytes.split_at(SPLITS);
    let number = |at: usize| {
        let four = &numbers[at * 4..at * 4 + 4];
        f32::from_le_bytes([four[0], four[1], four[2], four[3]])
    };
    Tree {
        features: std::array::from_fn(|at| features[at]),
        thresholds: std::array::from_fn(number),
        leaves: std::array::from_fn(|at| number(SPLITS + at)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stump() -> Forest {
        let mut tree = Tree {
            features: [0; SPLITS],
            thresholds: [f32::MAX; SPLITS],
            leaves: [0.0; LEAVES],
        };
        tree.features[0] = 1;
        tree.thresholds[0] = 0.5;
        tree.leaves[0] = -1.0;
        tree.leaves[LEAVES / 2] = 2.0;
        Forest { trees: vec![tree] }
    }

    #[test]
    fn a_row_falls_to_its_leaf() {
        assert!((stump().score(&[9.0, 0.5]) + 1.0).abs() < 1e-6);
        assert!((stump().score(&[9.0, 0.6]) - 2.0).abs() < 1e-6);
    }

    #[test]
    fn trees_are_kept_as_bytes() {
        let bytes = stump().to_bytes();
        assert_eq!(Forest::from_bytes(&bytes, 2), Some(stump()));
        assert_eq!(Forest::from_bytes(&bytes, 1), None);
        assert_eq!(Forest::from_bytes(&bytes[1..], 2), None);
    }
}
