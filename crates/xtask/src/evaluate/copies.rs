//! How surely copied text is found: copies planted by a seeded generator in
//! the reports of BASIL, pair recall by kind of edit, and precision.
//!
//! Light: a dateline added, the last two sentences cut, 2 % of words
//! replaced. Medium: 65 % of paragraphs kept, 10 % of words replaced, a
//! foreign paragraph inserted. Lifted: 30 % of the paragraphs stand inside
//! another report. Noise: 4 % of characters and 3 % of spaces are wrong.
//! A pair counts as found when any passage is; precision is over pairs of
//! reports of different stories, of which the planted pairs are the right
//! ones. Quotations and cuts are narrative neither here nor there, so a
//! report that is nearly all quotation cannot be found.

use std::collections::BTreeSet;
use std::path::Path;

use rapporteur::Desk;
use rapporteur::text::{Imprint, Report};

use super::stories;
use crate::score::Score;

/// A kind of edit: its name and what it does to a text, given another text.
type Edit = (&'static str, fn(&str, &str, &mut Dice) -> String);

const EDITS: &[Edit] = &[
    ("light", light),
    ("medium", medium),
    ("lifted", lifted),
    ("noise", noise),
];

/// Reports that one copied text may be from.
const ORIGINALS: usize = 48;

/// Plants copies, gathers, and counts the pairs that are found.
pub(super) fn evaluate(data: &Path) -> anyhow::Result<Vec<Score>> {
    let told = stories::basil(data)?;
    let mut texts: Vec<(String, String)> = told
        .iter()
        .map(|it| (it.story.clone(), it.report.text().to_owned()))
        .collect();
    let originals = texts.len();
    let mut planted = Vec::new();
    let mut dice = Dice(0x5eed);
    for (kind, (_, edit)) in EDITS.iter().enumerate() {
        for number in 0..ORIGINALS {
            let from = (number * originals / ORIGINALS + kind) % originals;
            let host = (from + originals / 2) % originals;
            let text = edit(&texts[from].1, &texts[host].1, &mut dice);
            planted.push((from, texts.len(), kind, host));
            texts.push((texts[from].0.clone(), text));
        }
    }
    Ok(scores(&texts, &planted, &pairs_found(&texts)))
}

/// Pairs of reports between which a passage is found.
fn pairs_found(texts: &[(String, String)]) -> BTreeSet<(usize, usize)> {
    let report = |(ix, (_, text)): (usize, &(String, String))| {
        Report::new(
            Some(format!("{ix:04}")),
            "planted".into(),
            text.clone(),
            Imprint::default(),
        )
    };
    let desk = Desk::english();
    let reports = texts.iter().enumerate().map(report).collect();
    let gathered = desk.gather(&desk.annotate_all(reports));
    let pairs = gathered.passages.iter();
    pairs.map(|it| (it.a.index(), it.b.index())).collect()
}

/// Recall of each kind and precision of all.
fn scores(
    texts: &[(String, String)],
    planted: &[(usize, usize, usize, usize)],
    found: &BTreeSet<(usize, usize)>,
) -> Vec<Score> {
    let mut scores = Vec::new();
    for (kind, (name, _)) in EDITS.iter().enumerate() {
        let own: Vec<_> = planted.iter().filter(|it| it.2 == kind).collect();
        let right = own.iter().filter(|it| found.contains(&(it.0, it.1)));
        let recall = 100.0 * right.count() as f64 / own.len() as f64;
        scores.push(Score::new(
            format!("copies.{name}.recall"),
            recall,
            own.len(),
        ));
    }
    // What shares no planted text: another story, and neither holds a piece
    // of the other's.
    let sources = |ix: usize| {
        let mut sources = BTreeSet::from([texts[ix].0.as_str()]);
        if let Some(it) = planted.iter().find(|it| it.1 == ix) {
            sources.insert(texts[it.3].0.as_str());
        }
        sources
    };
    let wrong = found
        .iter()
        .filter(|(a, b)| sources(*a).is_disjoint(&sources(*b)))
        .count();
    let right = planted
        .iter()
        .filter(|it| found.contains(&(it.0, it.1)))
        .count();
    let precision = 100.0 * right as f64 / (right + wrong).max(1) as f64;
    scores.push(Score::new("copies.precision", precision, right + wrong));
    scores
}

fn light(text: &str, _: &str, dice: &mut Dice) -> String {
    let sentences: Vec<&str> = text.split_inclusive(". ").collect();
    let kept = sentences.len().saturating_sub(2).max(1);
    let text = reworded(&sentences[..kept].concat(), 2, dice);
    format!("PORT ELM, June 4 (XNA) - {text}")
}

fn medium(text: &str, other: &str, dice: &mut Dice) -> String {
    let mut kept: Vec<String> = paragraphs(text)
        .filter(|_| dice.under(65))
        .map(str::to_owned)
        .collect();
    if kept.is_empty() {
        kept.extend(paragraphs(text).next().map(str::to_owned));
    }
    let foreign = paragraphs(other).nth(1).unwrap_or_default();
    kept.insert(kept.len() / 2, foreign.to_owned());
    reworded(&kept.join("\n\n"), 10, dice)
}

fn lifted(text: &str, other: &str, dice: &mut Dice) -> String {
    let all: Vec<&str> = paragraphs(text).collect();
    let wanted = (all.len() * 3).div_ceil(10);
    let from = dice.below(all.len() - wanted + 1);
    let mut host: Vec<&str> = paragraphs(other).collect();
    let at = host.len() / 2;
    host.splice(at..at, all[from..from + wanted].iter().copied());
    host.join("\n\n")
}

fn noise(text: &str, _: &str, dice: &mut Dice) -> String {
    let mut noisy = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter == ' ' {
            noisy.push_str(if dice.under(3) { "" } else { " " });
        } else if letter.is_alphabetic() && dice.under(4) {
            noisy.push(char::from(b'a' + dice.below(26) as u8));
        } else {
            noisy.push(letter);
        }
    }
    noisy
}

fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    text.split("\n\n").filter(|it| !it.trim().is_empty())
}

/// `text` with `percent` of its words replaced by others of its own.
fn reworded(text: &str, percent: usize, dice: &mut Dice) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let reworded: Vec<&str> = words
        .iter()
        .map(|word| {
            let plain = dice.under(percent) && word.chars().all(char::is_alphabetic);
            if plain {
                words[dice.below(words.len())]
            } else {
                word
            }
        })
        .collect();
    reworded.join(" ")
}

/// Numbers that look random and are the same each time (splitmix64, Steele,
/// Lea and Flood, 2014).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        it ^ (it >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    /// True `percent` times of a hundred.
    fn under(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_plants_the_same_copies() {
        let text = "One two three. Four five six. Seven eight nine.\n\nTen eleven twelve. ";
        for (_, edit) in EDITS {
            let (mut one, mut other) = (Dice(7), Dice(7));
            assert_eq!(edit(text, text, &mut one), edit(text, text, &mut other));
        }
    }
}
