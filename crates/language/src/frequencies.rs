//! In what share of news reports each word stands.
//!
//! Input: `data/frequencies.tsv`, one stem and its reports in ten thousand a
//! line. Output: shares by the XXH3 hash of the stem.

use std::collections::HashMap;

use foldhash::fast::FixedState;

/// Shares of reports, 0 to 1, by the hash of a stem.
#[derive(Debug)]
pub struct Frequencies {
    shares: HashMap<u64, f32, FixedState>,
}

/// The share of a word that the table does not list: it stands in fewer
/// reports than any that it does.
const UNLISTED: f32 = 0.000_2;

impl Frequencies {
    /// The shares that are built in.
    pub(crate) fn embedded() -> Self {
        Self::parse(include_str!("../data/frequencies.tsv"))
    }

    /// Reads lines of a stem, a tab and a count in ten thousand reports.
    fn parse(lines: &str) -> Self {
        let entry = |line: &str| {
            let (stem, count) = line.split_once('\t')?;
            let share = count.parse::<f32>().ok()? / 10_000.0;
            Some((xxhash_rust::xxh3::xxh3_64(stem.as_bytes()), share))
        };
        Self {
            shares: lines.lines().filter_map(entry).collect(),
        }
    }

    /// Whether the table lists the stem with this XXH3 hash.
    pub fn lists(&self, hash: u64) -> bool {
        self.shares.contains_key(&hash)
    }

    /// The share of reports in which the stem with this XXH3 hash stands.
    pub fn share(&self, hash: u64) -> f32 {
        self.shares.get(&hash).copied().unwrap_or(UNLISTED)
    }
}

#[cfg(test)]
mod tests {
    use super::Frequencies;

    #[test]
    fn every_line_of_the_embedded_table_is_an_entry() {
        let lines = include_str!("../data/frequencies.tsv").lines().count();
        assert_eq!(Frequencies::embedded().shares.len(), lines);
    }
}
