//! Counts in what share of news reports each stem stands, for gathering.
//!
//! Input: the reports of PolNeAR, the newswire names, BASIL, NeuS and ECB+.
//! Output: `frequencies.tsv`, one stem and its reports in ten thousand a
//! line, sorted. Stems of fewer than [`FEWEST`] reports are left out.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use anyhow::Context as _;

use crate::evaluate::stories;
use crate::files::below;

/// Reports in which a listed stem stands.
const FEWEST: u32 = 4;

/// Counts, and writes the table.
pub(super) fn train(data: &Path, out: &Path) -> anyhow::Result<()> {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    let mut reports = 0_u32;
    for text in texts(data)? {
        reports += 1;
        let stems: BTreeSet<String> = rapporteur_gather::stems(&text).collect();
        for stem in stems {
            *counts.entry(stem).or_default() += 1;
        }
    }
    let mut table = String::new();
    for (stem, count) in counts.iter().filter(|&(_, &count)| FEWEST <= count) {
        let share = f64::from(*count) * 10_000.0 / f64::from(reports);
        writeln!(table, "{stem}\t{share:.0}")?;
    }
    std::fs::write(out.join("frequencies.tsv"), table).context("frequencies.tsv")?;
    println!("frequencies: {reports} reports");
    Ok(())
}

/// The text of every report.
fn texts(data: &Path) -> anyhow::Result<Vec<String>> {
    let mut texts = stories::texts(data)?;
    for path in below(&data.join("polnear/train"), "txt")? {
        texts.push(read(&path)?);
    }
    for path in below(&data.join("newswire-ner"), "tsv")? {
        let words = read(&path)?;
        let first = |line: &str| line.split('\t').next().unwrap_or_default().to_owned();
        texts.push(words.lines().map(first).collect::<Vec<_>>().join(" "));
    }
    Ok(texts)
}

fn read(path: &Path) -> anyhow::Result<String> {
    let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
