//! Labels of names: where each begins and ends, and its kind.
//!
//! Label 0 is outside; then four for each kind: it begins, goes on, ends, or
//! is a single word (BIOES; Ratinov and Roth 2009).

use std::ops::Range;

/// Kind and words of each name in the best sequence that is well formed.
/// `scores` has `labels` columns for each word.
pub fn names(scores: &[f32], labels: usize, out: &mut Vec<(u8, Range<usize>)>) {
    let kinds = labels.saturating_sub(1) / 4;
    let count = scores.len().checked_div(labels).unwrap_or(0);
    // Best sum of a sequence that ends here outside a name, or inside one of
    // each kind; for the way back, what stood before.
    let mut free = 0.0_f32;
    let mut inside = vec![f32::NEG_INFINITY; kinds];
    let mut steps = vec![Step::default(); count];
    let mut begins = vec![false; count * kinds];
    for word in 0..count {
        let row = &scores[word * labels..(word + 1) * labels];
        let mut best = (free + row[0], Ended::Outside);
        for kind in 0..kinds {
            let [begin, within, end, single] = [1, 2, 3, 4].map(|it| row[4 * kind + it]);
            let alone = free + single;
            if best.0 < alone {
                best = (alone, Ended::Single(kind as u8));
            }
            let closed = inside[kind] + end;
            if best.0 < closed {
                best = (closed, Ended::Last(kind as u8));
            }
            let (fresh, further) = (free + begin, inside[kind] + within);
            begins[word * kinds + kind] = further <= fresh;
            inside[kind] = fresh.max(further);
        }
        free = best.0;
        steps[word].ended = best.1;
    }
    let first = out.len();
    let mut end = count;
    while 0 < end {
        let word = end - 1;
        match steps[word].ended {
            Ended::Outside => end -= 1,
            Ended::Single(kind) => {
                out.push((kind, word..end));
                end -= 1;
            }
            Ended::Last(kind) => {
                let mut start = word.saturating_sub(1);
                while 0 < start && !begins[start * kinds + usize::from(kind)] {
                    start -= 1;
                }
                out.push((kind, start..end));
                end = start;
            }
        }
    }
    out[first..].reverse();
}

/// How the best sequence ends at a word.
#[derive(Clone, Copy, Default)]
struct Step {
    ended: Ended,
}

#[derive(Clone, Copy, Default)]
enum Ended {
    #[default]
    Outside,
    Single(u8),
    Last(u8),
}

/// The labels of `count` words for the names in them.
pub fn labels(names: &[(u8, Range<usize>)], count: usize) -> Vec<u8> {
    let mut labels = vec![0; count];
    for (kind, words) in names {
        let first = 4 * kind + 1;
        for at in words.clone() {
            labels[at] = match (at == words.start, at + 1 == words.end) {
                (true, true) => first + 3,
                (true, false) => first,
                (false, true) => first + 2,
                (false, false) => first + 1,
            };
        }
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::{labels, names};

    #[test]
    fn clear_labels_read_back() {
        let gold = vec![(1, 0..1), (0, 2..4), (1, 4..7), (0, 8..9)];
        let labels = labels(&gold, 10);
        let mut scores = vec![0.0; 10 * 9];
        for (word, &label) in labels.iter().enumerate() {
            scores[word * 9 + usize::from(label)] = 5.0;
        }
        let mut found = Vec::new();
        names(&scores, 9, &mut found);
        assert_eq!(found, gold);
    }

    #[test]
    fn a_name_that_begins_also_ends() {
        // Two beginnings and nothing that ends: the least bad reading.
        let mut scores = vec![0.0; 2 * 5];
        scores[1] = 9.0;
        scores[5 + 1] = 9.0;
        let mut found = Vec::new();
        names(&scores, 5, &mut found);
        assert_eq!(found, [(0, 0..2)]);
    }
}
