//! ROUGE-LSum (Lin 2004), as the package `rouge_score` counts it: for each
//! line of the gold text, the union of its longest common subsequences with
//! all lines told; words are runs of ASCII letters and digits.

use std::collections::HashMap;

/// F1 of both texts, lines as sentences.
pub(super) fn f1(gold: &str, told: &str) -> f64 {
    let (gold, told) = (lines(gold), lines(told));
    let gold_words: usize = gold.iter().map(Vec::len).sum();
    let told_words: usize = told.iter().map(Vec::len).sum();
    if gold_words == 0 || told_words == 0 {
        return 0.0;
    }
    let mut gold_counts = counts(&gold);
    let mut told_counts = counts(&told);
    let mut hits = 0;
    for line in &gold {
        for at in union(line, &told) {
            let word = line[at].as_str();
            let (Some(gold), Some(told)) = (gold_counts.get_mut(word), told_counts.get_mut(word))
            else {
                continue;
            };
            if 0 < *gold && 0 < *told {
                hits += 1;
                *gold -= 1;
                *told -= 1;
            }
        }
    }
    let precision = f64::from(hits) / told_words as f64;
    let recall = f64::from(hits) / gold_words as f64;
    if hits == 0 {
        0.0
    } else {
        2.0 * precision * recall / (precision + recall)
    }
}

fn lines(text: &str) -> Vec<Vec<String>> {
    let words = |line: &str| -> Vec<String> {
        let lower = line.to_lowercase();
        let parts = lower.split(|it: char| !it.is_ascii_alphanumeric());
        parts
            .filter(|it| !it.is_empty())
            .map(str::to_owned)
            .collect()
    };
    text.lines()
        .map(words)
        .filter(|it: &Vec<String>| !it.is_empty())
        .collect()
}

fn counts(lines: &[Vec<String>]) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for word in lines.iter().flatten() {
        *counts.entry(word.clone()).or_insert(0) += 1;
    }
    counts
}

/// Places of `line` that stand in a common subsequence with any line told.
fn union(line: &[String], told: &[Vec<String>]) -> Vec<usize> {
    let mut held = vec![false; line.len()];
    for other in told {
        for at in common(line, other) {
            held[at] = true;
        }
    }
    (0..line.len()).filter(|&at| held[at]).collect()
}

/// Places of `one` in a longest common subsequence with `other`.
fn common(one: &[String], other: &[String]) -> Vec<usize> {
    let wide = other.len() + 1;
    let mut table = vec![0_u32; (one.len() + 1) * wide];
    for (i, word) in one.iter().enumerate() {
        for (j, told) in other.iter().enumerate() {
            table[(i + 1) * wide + j + 1] = if word == told {
                table[i * wide + j] + 1
            } else {
                table[i * wide + j + 1].max(table[(i + 1) * wide + j])
            };
        }
    }
    let (mut i, mut j, mut found) = (one.len(), other.len(), Vec::new());
    while 0 < i && 0 < j {
        if one[i - 1] == other[j - 1] {
            found.push(i - 1);
            (i, j) = (i - 1, j - 1);
        } else if table[i * wide + j - 1] < table[(i - 1) * wide + j] {
            i -= 1;
        } else {
            j -= 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::f1;

    #[test]
    fn the_same_lines_score_one_and_others_none() {
        assert!(
            (f1("the port reopens\non Friday", "the port reopens\non Friday") - 1.0).abs() < 1e-9
        );
        assert!(f1("the port", "a ferry").abs() < 1e-9);
        let half = f1("the port reopens today", "the port reopens");
        assert!((half - 6.0 / 7.0).abs() < 1e-9);
    }
}
