//! 4-gram overlap as Scrapinghub's article extraction benchmark counts it:
//! runs of word characters, bags of four, each page's counts normalised so
//! that long pages weigh no more than short ones.

use std::collections::HashMap;

/// Share of a page's 4-grams that agree, are too much, or lack.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sum {
    right: f64,
    extra: f64,
    lacking: f64,
}

impl Sum {
    pub(super) fn add(&mut self, other: Sum) {
        self.right += other.right;
        self.extra += other.extra;
        self.lacking += other.lacking;
    }

    pub(super) fn precision(self) -> f64 {
        share(self.right, self.extra)
    }

    pub(super) fn recall(self) -> f64 {
        share(self.right, self.lacking)
    }

    pub(super) fn f1(self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        if precision + recall == 0.0 {
            0.0
        } else {
            2.0 * precision * recall / (precision + recall)
        }
    }
}

fn share(right: f64, wrong: f64) -> f64 {
    if right + wrong == 0.0 {
        1.0
    } else {
        right / (right + wrong)
    }
}

/// One page's counts, normalised.
pub(super) fn compare(gold: &str, told: &str) -> Sum {
    let gold_words = words(gold);
    let told_words = words(told);
    let mut counts: HashMap<&[&str], (usize, usize)> = HashMap::new();
    for gram in grams(&gold_words) {
        counts.entry(gram).or_default().0 += 1;
    }
    for gram in grams(&told_words) {
        counts.entry(gram).or_default().1 += 1;
    }
    let (mut right, mut extra, mut lacking) = (0, 0, 0);
    // Sums do not depend on the order.
    #[allow(clippy::iter_over_hash_type)]
    for &(gold, told) in counts.values() {
        right += gold.min(told);
        extra += told.saturating_sub(gold);
        lacking += gold.saturating_sub(told);
    }
    let all = (right + extra + lacking).max(1) as f64;
    Sum {
        right: right as f64 / all,
        extra: extra as f64 / all,
        lacking: lacking as f64 / all,
    }
}

fn words(text: &str) -> Vec<&str> {
    let parts = text.split(|it: char| !(it.is_alphanumeric() || it == '_'));
    parts.filter(|it| !it.is_empty()).collect()
}

/// All runs of four; of a shorter text, all of it.
fn grams<'a>(words: &'a [&'a str]) -> impl Iterator<Item = &'a [&'a str]> {
    let short = (!words.is_empty() && words.len() < 4).then_some(words);
    words.windows(4).chain(short)
}

#[cfg(test)]
mod tests {
    use super::compare;

    #[test]
    fn a_page_read_in_part_has_full_precision_and_half_recall() {
        let sum = compare("a b c d e", "a b c d");
        assert!((sum.precision() - 1.0).abs() < 1e-9);
        assert!((sum.recall() - 0.5).abs() < 1e-9);
    }
}
