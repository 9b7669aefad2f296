//! How surely copied text is found: copies planted by a seeded generator in
//! the reports of BASIL.
//!
//! Light: a dateline added, the last two sentences cut, 2 % of words
//! replaced. Medium: 65 % of paragraphs kept, 10 % of words replaced, a
//! foreign paragraph inserted. Lifted: 30 % of the paragraphs stand inside
//! another report. Noise: 4 % of characters and 3 % of spaces are wrong.
//! A pair counts as found when any passage is; precision is over pairs of
//! reports of different stories, of which the planted pairs are the right
//! ones. The spans are compared over words of narrative, as quotations and
//! cuts are none: those in a passage on either side, with those that were
//! taken; a pair that is not found counts 0.
//!
//! Directions are asked of chains of three (an original, an edit of it, and
//! an edit of that), once with times of publication and once without.

mod hidden;
pub(crate) mod plant;

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;

use jiff::ToSpan as _;
use jiff::civil::{DateTime, date};
use rapporteur::Desk;
use rapporteur::text::{Gathered, Imprint, Published, PublishedBasis, Report};
use rapporteur_gather::{Digest, copied_pairs};
use rapporteur_language::Thresholds;

use self::plant::{Copy, Dice, EDITS, Edit};
use super::stories;
use crate::score::Score;

/// Reports that one kind of copy is made of.
const ORIGINALS: usize = 48;

/// A planted copy.
struct Planted {
    /// The original.
    from: usize,
    /// The copy.
    to: usize,
    /// Which of [`EDITS`].
    kind: usize,
    /// The report that lent what is foreign.
    host: usize,
    /// What was taken: bytes of the copy and of the original.
    runs: Vec<(Range<usize>, Range<usize>)>,
}

/// Texts with the stories they tell, and the copies among them.
pub(super) struct Plantation {
    /// Each text with the story it tells.
    pub(super) texts: Vec<(String, String)>,
    planted: Vec<Planted>,
}

/// Plants copies, gathers, and counts what is found.
pub(super) fn evaluate(data: &Path) -> anyhow::Result<Vec<Score>> {
    let texts = originals(data)?;
    let mut scores = planted(texts.clone()).scores();
    scores.extend(chains(&texts));
    scores.extend(hidden::scores(&texts));
    Ok(scores)
}

/// The texts of BASIL with the story that each tells.
fn originals(data: &Path) -> anyhow::Result<Vec<(String, String)>> {
    let told = stories::basil(data)?.into_iter();
    Ok(told
        .map(|it| (it.story, it.report.text().to_owned()))
        .collect())
}

/// Copies of every kind in the texts of BASIL.
pub(super) fn plantation(data: &Path) -> anyhow::Result<Plantation> {
    Ok(planted(originals(data)?))
}

/// Plants copies of every kind.
fn planted(mut texts: Vec<(String, String)>) -> Plantation {
    let originals = texts.len();
    let mut planted = Vec::new();
    let mut dice = Dice(0x5eed);
    for (kind, (_, edit)) in EDITS.iter().enumerate() {
        for number in 0..ORIGINALS {
            let from = (number * originals / ORIGINALS + kind) % originals;
            let host = (from + originals / 2) % originals;
            let Copy { text, runs } = edit(&texts[from].1, &texts[host].1, &mut dice);
            planted.push(Planted {
                from,
                to: texts.len(),
                kind,
                host,
                runs,
            });
            texts.push((texts[from].0.clone(), text));
        }
    }
    Plantation { texts, planted }
}

/// Gathers texts, each published at a time if any; gives their digests, too.
fn gathered(texts: &[(String, String)], times: &[Option<DateTime>]) -> (Vec<Digest>, Gathered) {
    let published = |at: DateTime| Published {
        date: at.date(),
        time: Some(at.time()),
        offset: Some(0),
        basis: PublishedBasis::Declared,
    };
    let report = |(ix, (_, text)): (usize, &(String, String))| {
        let imprint = Imprint {
            published: times.get(ix).copied().flatten().map(published),
            ..Imprint::default()
        };
        Report::new(
            Some(format!("{ix:04}")),
            "planted".into(),
            text.clone(),
            imprint,
        )
    };
    let desk = Desk::english();
    let annotated = desk.annotate_all(texts.iter().enumerate().map(report).collect());
    let digests = annotated.iter().map(Digest::new).collect();
    (digests, desk.gather(&annotated))
}

impl Plantation {
    /// Recall and spans of each kind, and precision of all.
    fn scores(&self) -> Vec<Score> {
        let (digests, gathered) = gathered(&self.texts, &[]);
        let pairs = gathered.passages.iter();
        let found: BTreeSet<(usize, usize)> =
            pairs.map(|it| (it.a.index(), it.b.index())).collect();
        let mut scores = Vec::new();
        for (kind, (name, _)) in EDITS.iter().enumerate() {
            let own: Vec<&Planted> = self.planted.iter().filter(|it| it.kind == kind).collect();
            let (recall, _) = self.recall(kind, &found);
            let overlap: f64 = own.iter().map(|it| overlap(it, &digests, &gathered)).sum();
            let named = |measure: &str, value| {
                Score::new(format!("copies.{name}.{measure}"), value, own.len())
            };
            scores.push(named("recall", recall));
            scores.push(named("iou", 100.0 * overlap / own.len() as f64));
        }
        scores.push(self.precision(&found));
        scores.push(proposed(&digests, &found));
        scores
    }

    /// Which of the planted copies of a kind are found, in percent, and of how
    /// many.
    pub(super) fn recall(&self, kind: usize, found: &BTreeSet<(usize, usize)>) -> (f64, usize) {
        let own: Vec<&Planted> = self.planted.iter().filter(|it| it.kind == kind).collect();
        let right = own.iter().filter(|it| found.contains(&(it.from, it.to)));
        (
            100.0 * right.count() as f64 / own.len().max(1) as f64,
            own.len(),
        )
    }

    /// Precision of the pairs found. What shares no planted text is wrong:
    /// another story, and neither holds a piece of the other's.
    pub(super) fn precision(&self, found: &BTreeSet<(usize, usize)>) -> Score {
        let sources = |ix: usize| {
            let mut sources = BTreeSet::from([self.texts[ix].0.as_str()]);
            if let Some(it) = self.planted.iter().find(|it| it.to == ix) {
                sources.insert(self.texts[it.host].0.as_str());
            }
            sources
        };
        let apart = |&&(a, b): &&(usize, usize)| sources(a).is_disjoint(&sources(b));
        let wrong = found.iter().filter(apart).count();
        let planted = self.planted.iter();
        let right = planted.filter(|it| found.contains(&(it.from, it.to)));
        let right = right.count();
        let precision = 100.0 * right as f64 / (right + wrong).max(1) as f64;
        Score::new("copies.precision", precision, right + wrong)
    }
}

/// Of the pairs that share passages when each report is aligned with each
/// other one, how many the search for candidates leads to.
fn proposed(digests: &[Digest], found: &BTreeSet<(usize, usize)>) -> Score {
    let all = copied_pairs(digests, &Thresholds::embedded());
    let met = all
        .iter()
        .filter(|(a, b)| found.contains(&(a.index(), b.index())));
    let share = 100.0 * met.count() as f64 / all.len().max(1) as f64;
    Score::new("copies.candidates.recall", share, all.len())
}

/// Words of narrative in passages of a planted pair and in what was taken,
/// over those in either; 0 to 1.
fn overlap(planted: &Planted, digests: &[Digest], gathered: &Gathered) -> f64 {
    let pair = gathered
        .passages
        .iter()
        .filter(|it| (it.a.index(), it.b.index()) == (planted.from, planted.to));
    let (mut found_a, mut found_b) = (Vec::new(), Vec::new());
    for passage in pair {
        found_a.push(passage.a_span.range());
        found_b.push(passage.b_span.range());
    }
    let (taken_b, taken_a): (Vec<_>, Vec<_>) = planted.runs.iter().cloned().unzip();
    let of_a = both_and_either(&digests[planted.from], &found_a, &taken_a);
    let of_b = both_and_either(&digests[planted.to], &found_b, &taken_b);
    (of_a.0 + of_b.0) as f64 / (of_a.1 + of_b.1).max(1) as f64
}

/// How many words of narrative are within both lists of ranges, and how many
/// within either.
fn both_and_either(
    digest: &Digest,
    found: &[Range<usize>],
    taken: &[Range<usize>],
) -> (usize, usize) {
    let holds = |ranges: &[Range<usize>], at: usize| ranges.iter().any(|it| it.contains(&at));
    let (mut both, mut either) = (0, 0);
    for word in digest.narrative() {
        let (found, taken) = (holds(found, word.start()), holds(taken, word.start()));
        both += usize::from(found && taken);
        either += usize::from(found || taken);
    }
    (both, either)
}

/// Edits of the second and third text of each chain, by turns.
const CHAINS: [[usize; 2]; 4] = [[0, 1], [1, 0], [0, 3], [1, 1]];

/// How many directions are told rightly on chains of copies.
fn chains(originals: &[(String, String)]) -> Vec<Score> {
    let mut dice = Dice(0xc4a1);
    let (mut texts, mut times) = (Vec::new(), Vec::new());
    for number in 0..ORIGINALS {
        let from = number * originals.len() / ORIGINALS;
        let (story, text) = &originals[from];
        let host = &originals[(from + originals.len() / 2) % originals.len()].1;
        let mut at = date(2024, 3, 1).at(6, 0, 0, 0);
        let mut text = text.clone();
        texts.push((story.clone(), text.clone()));
        times.push(Some(at));
        for edit in CHAINS[number % CHAINS.len()] {
            let (_, edit): (_, Edit) = EDITS[edit];
            text = edit(&text, host, &mut dice).text;
            for _ in 0..=dice.below(6) {
                at += 1.hours();
            }
            texts.push((story.clone(), text.clone()));
            times.push(Some(at));
        }
    }
    let with = Directions::of(&gathered(&texts, &times).1);
    let without = Directions::of(&gathered(&texts, &[]).1);
    let all = 3 * ORIGINALS;
    let share = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
    let told = without.right + without.wrong;
    vec![
        Score::new("copies.direction.timed", share(with.right, all), all),
        Score::new("copies.direction.untimed", share(without.right, told), told),
        Score::new("copies.direction.untimed-told", share(told, all), all),
    ]
}

/// Directions of pairs within chains of three, which stand in their order.
#[derive(Default)]
struct Directions {
    right: usize,
    wrong: usize,
}

impl Directions {
    fn of(gathered: &Gathered) -> Self {
        let mut told = Self::default();
        for it in &gathered.derivations {
            let (Some(from), Some(_)) = (it.from, it.direction) else {
                continue;
            };
            let (from, to) = (from.index(), it.to.index());
            if from / 3 == to / 3 {
                told.right += usize::from(from < to);
                told.wrong += usize::from(to < from);
            }
        }
        told
    }
}
