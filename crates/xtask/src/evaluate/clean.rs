//! What cleaning takes from `PolNeAR`'s reports, and the agencies it credits.
//!
//! Input: the reports of `polnear/{train,dev}` as plain text. Output: the
//! share of what sources say that no cut touches; the same where words that
//! are kept elsewhere in the text count as kept (a body printed twice); and
//! precision and recall of reports with an agency credit, against the `wire`
//! column of `metadata.tsv`. A caption's credit is the picture's.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context as _;
use rapporteur_language::Language;
use rapporteur_read::clean;
use rapporteur_text::{CreditPlace, Imprint, Report, Span};

use crate::polnear::{self, Annotated};
use crate::score::{Score, Tally};

/// Scores both parts.
pub(super) fn evaluate(data: &Path) -> anyhow::Result<Vec<Score>> {
    let folder = data.join("polnear");
    let wire = wire(&folder.join("metadata.tsv"))?;
    let (mut untouched, mut kept, mut credits) = Default::default();
    for part in ["train", "dev"] {
        for it in polnear::read(&folder.join(part))? {
            score(it, &wire, &mut untouched, &mut kept, &mut credits);
        }
    }
    let mut scores = vec![
        Score::new(
            "clean.contents-untouched",
            untouched.recall(),
            untouched.gold,
        ),
        Score::new("clean.contents-kept", kept.recall(), kept.gold),
    ];
    scores.extend(credits.scores("clean.agency"));
    Ok(scores)
}

fn score(
    it: Annotated,
    wire: &BTreeMap<String, bool>,
    untouched: &mut Tally,
    kept: &mut Tally,
    credits: &mut Tally,
) {
    let report = Report::new(None, it.name.clone(), it.text, Imprint::default());
    let cleaned = clean(&report, Language::english());
    let rest: String = cleaned
        .mask
        .kept(report.text().len())
        .into_iter()
        .map(|span| words(report.slice(span)))
        .collect();
    for gold in &it.gold {
        let mut touched: Vec<Span> = Vec::new();
        for &(cut, _) in cleaned.mask.cuts() {
            let shared = gold.content.iter().filter(|it| it.overlaps(cut));
            touched.extend(
                shared.map(|it| Span::new(it.start().max(cut.start()), it.end().min(cut.end()))),
            );
        }
        let whole = touched.is_empty();
        let again = touched
            .iter()
            .all(|&span| rest.contains(&words(report.slice(span))));
        for (tally, right) in [(&mut *untouched, whole), (&mut *kept, whole || again)] {
            tally.gold += 1;
            tally.right += usize::from(right);
        }
        if !again {
            let cuts = cleaned.mask.cuts().iter();
            let why = cuts.filter(|(cut, _)| touched.iter().any(|it| it.overlaps(*cut)));
            for (cut, why) in why {
                println!(
                    "lost to {}: {:?} in {}",
                    why.as_str(),
                    report.slice(*cut),
                    it.name
                );
            }
        }
    }
    let Some(&wire) = wire.get(&it.name) else {
        return;
    };
    let mut found = cleaned.imprint.credits.iter();
    let found = found.any(|credit| credit.place != CreditPlace::Caption);
    credits.gold += usize::from(wire);
    credits.found += usize::from(found);
    credits.right += usize::from(wire && found);
}

/// The letters and digits alone, so that line breaks and quotation marks do
/// not tell two copies apart.
fn words(text: &str) -> String {
    text.chars().filter(|it| it.is_alphanumeric()).collect()
}

/// Whether each report is agency copy, by file name.
fn wire(path: &Path) -> anyhow::Result<BTreeMap<String, bool>> {
    let table = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let row = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let wire = cells.get(11)?.trim().to_lowercase();
        let named = !matches!(wire.as_str(), "" | "none" | "na");
        Some(((*cells.get(1)?).to_owned(), named))
    };
    Ok(table.lines().skip(1).filter_map(row).collect())
}
