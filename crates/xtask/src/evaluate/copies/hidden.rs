//! How surely an original is inferred that nobody has: three reports, or six,
//! that were each made of one, with it and without it among the reports.

use std::collections::BTreeSet;

use super::plant::{Dice, medium};
use super::{ORIGINALS, gathered};
use crate::score::Score;

/// Reports that are made of one original.
const RETOLD: [usize; 2] = [3, 6];

/// Scores over originals that are left out, and over the same that are not:
/// recall is over the first, precision over all where one was inferred.
pub(super) fn scores(originals: &[(String, String)]) -> Vec<Score> {
    RETOLD
        .iter()
        .flat_map(|&retold| scores_of(originals, retold))
        .collect()
}

fn scores_of(originals: &[(String, String)], retold: usize) -> [Score; 2] {
    let mut dice = Dice(0x41dd);
    let (mut texts, mut made_of) = (Vec::new(), Vec::new());
    for number in 0..ORIGINALS {
        let from = number * originals.len() / ORIGINALS;
        let (story, text) = &originals[from];
        if is_there(number) {
            texts.push((story.clone(), text.clone()));
            made_of.push(number);
        }
        for copy in 1..=retold {
            // What is foreign is another's for each.
            let host = (from + copy * originals.len() / (retold + 2)) % originals.len();
            let copy = medium(text, &originals[host].1, &mut dice);
            texts.push((story.clone(), copy.text));
            made_of.push(number);
        }
    }
    let (_, gathered) = gathered(&texts, &[]);
    let hidden = gathered.derivations.iter().filter(|it| it.hidden.is_some());
    let inferred: BTreeSet<usize> = hidden.map(|it| made_of[it.to.index()]).collect();
    let right = inferred.iter().filter(|&&number| !is_there(number)).count();
    let share = |of: usize| 100.0 * right as f64 / of.max(1) as f64;
    let named = |measure: &str, of: usize| {
        Score::new(format!("copies.hidden-{retold}.{measure}"), share(of), of)
    };
    [
        named("recall", ORIGINALS / 2),
        named("precision", inferred.len()),
    ]
}

/// Whether the original is among the reports.
fn is_there(number: usize) -> bool {
    number % 2 == 1
}
