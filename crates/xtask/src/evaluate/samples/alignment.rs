//! Whether two mentions are taken for one utterance, on the samples.
//!
//! Input: the samples and their key, made by hand. Pairs of mentions of one
//! statement of the key are right to join; as many pairs of two statements of
//! one story are wrong, those whose words are most alike first: another answer
//! of the same speaker, another speaker on the same matter. Output: precision,
//! recall and F1 of the records, in which a mention that was not even found
//! joins nothing; and, beside it, the best F1 that any threshold on the vectors
//! of the mentions' words reaches, chosen on these very pairs.

use std::path::Path;

use rapporteur::text::ItemKind;
use rapporteur_language::Vectors;

use super::key::{Key, Mention};
use super::{Reading, read_key};
use crate::score::{Score, Tally};

/// Two mentions of a story, how alike their words are, and whether they are
/// one utterance.
struct Pair<'k> {
    a: &'k Mention,
    b: &'k Mention,
    alike: f32,
    one: bool,
}

/// Scores the pairs.
pub(in super::super) fn evaluate(_data: &Path) -> anyhow::Result<Vec<Score>> {
    let key = read_key()?;
    let briefed = super::brief_samples()?;
    let reading = Reading {
        stories: briefed.accounts().collect(),
        verbose: false,
    };
    let pairs = pairs(&key);
    let mut tally = Tally::default();
    for pair in &pairs {
        let joined = joined(&reading, pair);
        let right = usize::from(joined && pair.one);
        if joined != pair.one {
            let word = if pair.one { "apart" } else { "joined" };
            println!("{word}: {} | {}", pair.a.text, pair.b.text);
        }
        tally.add(Tally {
            right,
            found: usize::from(joined),
            gold: usize::from(pair.one),
        });
    }
    let size = pairs.len();
    let score = |name: &str, value| Score::new(format!("alignment.{name}"), value, size);
    Ok(vec![
        score("p", tally.precision()),
        score("r", tally.recall()),
        score("f1", tally.f1()),
        score("vectors.f1", best_threshold(&pairs)),
    ])
}

/// Every pair of one statement, and as many of two: those most alike.
fn pairs(key: &Key) -> Vec<Pair<'_>> {
    let vectors = Vectors::english();
    let (mut ones, mut others) = (Vec::new(), Vec::new());
    for story in &key.story {
        let mentions = story.statement.iter().enumerate();
        let mentions: Vec<(usize, &Mention)> = mentions
            .flat_map(|(at, it)| it.evidence.iter().map(move |mention| (at, mention)))
            .collect();
        for (place, &(x, a)) in mentions.iter().enumerate() {
            for &(y, b) in &mentions[place + 1..] {
                if a.report == b.report {
                    continue;
                }
                let alike = vectors.similarity(&a.text, &b.text);
                let pair = Pair {
                    a,
                    b,
                    alike,
                    one: x == y,
                };
                if pair.one {
                    ones.push(pair);
                } else {
                    others.push(pair);
                }
            }
        }
    }
    others.sort_by(|x, y| y.alike.total_cmp(&x.alike));
    others.truncate(ones.len());
    ones.extend(others);
    ones
}

/// Whether one statement of a record has evidence over both mentions.
fn joined(reading: &Reading<'_>, pair: &Pair<'_>) -> bool {
    let ids = |mention| -> Vec<String> {
        let held = reading.holders(mention);
        let said = held.filter(|(_, item)| item.kind() == ItemKind::Statement);
        said.map(|(_, item)| item.id.clone()).collect()
    };
    let (a, b) = (ids(pair.a), ids(pair.b));
    a.iter().any(|id| b.contains(id))
}

/// The best F1 of a threshold on how alike the words are.
fn best_threshold(pairs: &[Pair<'_>]) -> f64 {
    let f1 = |least: f32| {
        let mut tally = Tally::default();
        for pair in pairs {
            let joined = least <= pair.alike;
            tally.add(Tally {
                right: usize::from(joined && pair.one),
                found: usize::from(joined),
                gold: usize::from(pair.one),
            });
        }
        tally.f1()
    };
    pairs.iter().map(|pair| f1(pair.alike)).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_the_pairs_are_hard_negatives() {
        let key: Key = toml::from_str(include_str!(
            "../../../../rapporteur/tests/samples-key.toml"
        ))
        .expect("the key");
        let pairs = pairs(&key);
        let ones = pairs.iter().filter(|it| it.one).count();
        assert_eq!(2 * ones, pairs.len());
        assert!(40 < pairs.len());
        assert!(best_threshold(&pairs) < 100.0);
    }
}
