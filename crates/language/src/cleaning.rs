//! What page furniture and the trimmings of reports look like.
//!
//! Input: `data/page-furniture.txt`, a word a line. Output: [`Cleaning`].

use std::collections::HashSet;

/// Words and rules for reading pages and cleaning reports.
#[derive(Debug)]
pub struct Cleaning {
    /// Words of class and id names of page furniture, lower case.
    pub furniture: HashSet<&'static str>,
}

impl Cleaning {
    /// The data that is built in.
    pub fn embedded() -> Self {
        Self {
            furniture: include_str!("../data/page-furniture.txt").lines().collect(),
        }
    }
}
