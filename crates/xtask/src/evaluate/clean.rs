//! What cleaning takes of what sources say, and the agencies it credits.
//!
//! Input: the reports of `polnear/{train,dev}` as plain text with what sources
//! say, and of `basil` with what they are quoted with. Output, of both, the
//! share that is kept, and of `PolNeAR` the share that no cut touches. Kept
//! are words outside the cuts; words that stand outside the cuts elsewhere in
//! the report (a body printed twice, a post that is quoted); and words of the
//! headline, which is cut from the text but is the report's title, shown and
//! searched as such. Losses are printed with the reason of the cut, and
//! counted by reason. The same again after what outlets print under many
//! reports was learnt from all of `PolNeAR`'s, publisher by publisher. And
//! precision and recall of reports with an agency credit, against the `wire`
//! column of `metadata.tsv`; a caption's credit is the picture's.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context as _;
use rapporteur_language::Language;
use rapporteur_read::{Boilerplate, Cleaned, clean};
use rapporteur_text::{CreditPlace, Cut, Imprint, Mask, Published, PublishedBasis, Report, Span};

use crate::score::{Score, Tally};
use crate::{basil, polnear};

/// One report with what its sources say.
struct Said {
    report: Report,
    cleaned: Cleaned,
    /// Each content in its pieces.
    contents: Vec<Vec<Span>>,
}

/// How much is kept.
#[derive(Default)]
struct Kept {
    untouched: Tally,
    left: Tally,
    lost: BTreeMap<Cut, usize>,
}

/// Scores both sets.
pub(super) fn evaluate(data: &Path) -> anyhow::Result<Vec<Score>> {
    let folder = data.join("polnear");
    let facts = facts(&folder.join("metadata.tsv"))?;
    let mut said = Vec::new();
    for part in ["train", "dev"] {
        let reports = polnear::read(&folder.join(part))?.into_iter();
        said.extend(reports.map(|it| Said::of_polnear(it, &facts)));
    }
    let mut polnear = Kept::default();
    for it in &said {
        polnear.add(it, &it.cleaned.mask);
    }
    let learnt = learn(&said);
    let mut scores = vec![
        polnear.untouched_score("clean.contents-untouched"),
        polnear.score("clean.contents-kept"),
        learnt.score("clean.contents-kept-learnt"),
    ];
    scores.extend(credits(&said, &facts).scores("clean.agency"));
    if data.join("basil").is_dir() {
        scores.push(quotations(data)?.score("clean.basil-kept"));
    }
    Ok(scores)
}

/// What is kept of BASIL's quoted spans.
fn quotations(data: &Path) -> anyhow::Result<Kept> {
    let mut kept = Kept::default();
    for it in basil::read(&data.join("basil"))? {
        let contents = it.spans.into_iter().map(|(span, _)| vec![span]);
        let report = Report::new(None, it.name, it.text, Imprint::default());
        let said = Said::new(report, contents.collect());
        kept.add(&said, &said.cleaned.mask);
    }
    Ok(kept)
}

/// What is kept once boilerplate was learnt; prints what was.
fn learn(said: &[Said]) -> Kept {
    let tuned = &Language::english().thresholds.clean;
    let learnt = Boilerplate::learn(said.iter().map(|it| (&it.report, &it.cleaned)), tuned);
    let mut kept = Kept::default();
    let mut lines: BTreeMap<String, usize> = BTreeMap::new();
    for it in said {
        let longer = learnt.extend(&it.report, &it.cleaned, tuned);
        let mask = longer.as_ref().unwrap_or(&it.cleaned.mask);
        for &(span, _) in mask.cuts().iter().filter(|it| it.1 == Cut::Boilerplate) {
            *lines.entry(it.report.slice(span).to_owned()).or_default() += 1;
        }
        kept.add(it, mask);
    }
    println!("boilerplate: {} lines learnt", learnt.len());
    for (line, count) in lines {
        println!("boilerplate ×{count}: {line:?}");
    }
    kept
}

impl Said {
    fn new(report: Report, contents: Vec<Vec<Span>>) -> Self {
        let cleaned = clean(&report, Language::english());
        Self {
            report,
            cleaned,
            contents,
        }
    }

    fn of_polnear(it: polnear::Annotated, facts: &BTreeMap<String, Facts>) -> Self {
        let facts = facts.get(&it.name);
        let day = facts.and_then(|it| it.day);
        let imprint = Imprint {
            outlet: facts.map(|it| it.publisher.clone()),
            published: day.map(|date| Published {
                date,
                time: None,
                offset: None,
                basis: PublishedBasis::Declared,
            }),
            ..Imprint::default()
        };
        let contents = it.gold.into_iter().map(|it| it.content).collect();
        Self::new(Report::new(None, it.name, it.text, imprint), contents)
    }
}

impl Kept {
    /// Counts a report's contents under a mask, and prints what is lost.
    fn add(&mut self, said: &Said, mask: &Mask) {
        let report = &said.report;
        let spans = mask.kept(report.text().len());
        let mut rest: String = spans
            .into_iter()
            .map(|it| words(report.slice(it)))
            .collect();
        let title = said.cleaned.imprint.title.as_ref();
        rest.extend(title.map(|it| format!("\n{}", words(&it.text))));
        for content in &said.contents {
            let touched = touched(content, mask);
            let again = |&(span, _): &(Span, Cut)| rest.contains(&words(report.slice(span)));
            let lost = touched.iter().find(|it| !again(it));
            self.untouched.gold += 1;
            self.untouched.right += usize::from(touched.is_empty());
            self.left.gold += 1;
            self.left.right += usize::from(lost.is_none());
            if let Some(&(span, why)) = lost {
                *self.lost.entry(why).or_default() += 1;
                let (why, words) = (why.as_str(), report.slice(span));
                println!("lost to {why}: {words:?} in {}", report.file());
            }
        }
    }

    /// The share that is kept; prints the losses by reason.
    fn score(&self, name: &str) -> Score {
        let lost = self.lost.iter();
        let lost: Vec<String> = lost
            .map(|(why, count)| format!("{} {count}", why.as_str()))
            .collect();
        println!("{name}: lost by reason: {}", lost.join(", "));
        Score::new(name, self.left.recall(), self.left.gold)
    }

    fn untouched_score(&self, name: &str) -> Score {
        Score::new(name, self.untouched.recall(), self.untouched.gold)
    }
}

/// The pieces of a content that are cut, with the reason.
fn touched(content: &[Span], mask: &Mask) -> Vec<(Span, Cut)> {
    let mut touched = Vec::new();
    for &(cut, why) in mask.cuts() {
        let shared = content.iter().filter(|it| it.overlaps(cut));
        touched.extend(shared.map(|it| {
            let span = Span::new(it.start().max(cut.start()), it.end().min(cut.end()));
            (span, why)
        }));
    }
    touched
}

/// The letters and digits alone, so that line breaks and quotation marks do
/// not tell two copies apart.
fn words(text: &str) -> String {
    text.chars().filter(|it| it.is_alphanumeric()).collect()
}

/// Reports that credit an agency, against those that the metadata calls wire
/// copy.
fn credits(said: &[Said], facts: &BTreeMap<String, Facts>) -> Tally {
    let mut credits = Tally::default();
    for it in said {
        let Some(wire) = facts.get(it.report.file()).map(|it| it.wire) else {
            continue;
        };
        let mut found = it.cleaned.imprint.credits.iter();
        let found = found.any(|credit| credit.place != CreditPlace::Caption);
        credits.gold += usize::from(wire);
        credits.found += usize::from(found);
        credits.right += usize::from(wire && found);
    }
    credits
}

/// What the metadata says of a report.
struct Facts {
    publisher: String,
    day: Option<jiff::civil::Date>,
    /// Whether it is agency copy.
    wire: bool,
}

/// The facts of each report, by file name.
fn facts(path: &Path) -> anyhow::Result<BTreeMap<String, Facts>> {
    let table = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let row = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let wire = cells.get(11)?.trim().to_lowercase();
        let facts = Facts {
            publisher: (*cells.get(4)?).to_owned(),
            day: cells.get(5)?.parse().ok(),
            wire: !matches!(wire.as_str(), "" | "none" | "na"),
        };
        Some(((*cells.get(1)?).to_owned(), facts))
    };
    Ok(table.lines().skip(1).filter_map(row).collect())
}
