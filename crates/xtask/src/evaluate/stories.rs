//! How well reports are gathered into stories: B³ precision, recall and F1
//! (Bagga and Baldwin, 1998) on sets whose stories are known.
//!
//! NeuS gives short excerpts with titles, BASIL whole reports with dates,
//! ECB+ look-alike happenings side by side. One threshold serves all. The
//! trees that ship were learnt from these sets; `stories-held-out` scores
//! each half of them by trees that were learnt from the other.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context as _;
use jiff::civil::Date;
use rapporteur::text::{Imprint, Published, PublishedBasis, Report, Title};
use rapporteur_gather::gather_by;
use rapporteur_language::{Stories, Thresholds};
use serde_json::Value;

use crate::files::below;
use crate::score::Score;
use crate::train::stories::{self as learning, Set};

/// A report and the story that people put it in.
#[derive(Debug)]
pub(crate) struct Told {
    /// The report.
    pub(crate) report: Report,
    /// Its story.
    pub(crate) story: String,
}

/// A reader of one set.
type Reader = fn(&Path) -> anyhow::Result<Vec<Told>>;

/// The sets, by the name that scores carry.
const SETS: &[(&str, Reader)] = &[("neus", neus), ("basil", basil), ("ecbplus", ecbplus)];

/// Every set that is there, with its name.
pub(crate) fn sets(data: &Path) -> anyhow::Result<Vec<(&'static str, Vec<Told>)>> {
    let there = SETS.iter().filter(|(name, _)| data.join(name).is_dir());
    there.map(|&(name, read)| Ok((name, read(data)?))).collect()
}

/// Scores every set that is there.
pub(super) fn evaluate(data: &Path) -> anyhow::Result<Vec<Score>> {
    let sets = learning::sets(data)?;
    let scored = |set: &Set| {
        let found = gathered(set, Stories::embedded());
        let told: Vec<(u32, &str)> = paired(&found, set).collect();
        scores(&format!("stories.{}", set.name), &told)
    };
    Ok(sets.iter().flat_map(scored).collect())
}

/// Scores each half of the sets by what the other half teaches.
pub(super) fn evaluate_held_out(data: &Path) -> anyhow::Result<Vec<Score>> {
    let sets = learning::sets(data)?;
    let held_out = |half: u32| learning::learn(&sets, |topic| learning::part(topic, 2) != half);
    let trees = [held_out(0), held_out(1)];
    let scored = |set: &Set| {
        let mut measured = Vec::new();
        for (half, trees) in (0..).zip(&trees) {
            let found = gathered(set, trees);
            let told: Vec<(u32, &str)> = paired(&found, set).collect();
            let each = b_cubed_each(&told).into_iter().zip(&set.told);
            let held = each.filter(|(_, (_, topic))| learning::part(topic, 2) == half);
            measured.extend(held.map(|(it, _)| it));
        }
        summed(&format!("stories-held-out.{}", set.name), &measured)
    };
    Ok(sets.iter().flat_map(scored).collect())
}

/// The story found for each report of a set.
fn gathered(set: &Set, trees: &Stories) -> Vec<u32> {
    let gathered = gather_by(&set.digests, &Thresholds::embedded(), trees);
    let mut found = vec![0; set.digests.len()];
    for (number, story) in (0..).zip(&gathered.stories) {
        for report in &story.reports {
            found[report.index()] = number;
        }
    }
    found
}

/// What was found for each report beside what people say.
fn paired<'s>(found: &'s [u32], set: &'s Set) -> impl Iterator<Item = (u32, &'s str)> {
    let told = set.told.iter().map(|(story, _)| story.as_str());
    found.iter().copied().zip(told)
}

/// The title and text of every report of the sets.
pub(crate) fn texts(data: &Path) -> anyhow::Result<Vec<String>> {
    let mut texts = Vec::new();
    for (_, read) in SETS {
        for Told { report, .. } in read(data)? {
            let title = report.declared().title.as_ref();
            let title = title.map_or("", |title| title.text.as_str());
            texts.push(format!("{title}\n{}", report.text()));
        }
    }
    Ok(texts)
}

/// B³ of a set as three scores.
pub(super) fn scores<F: Copy + Ord, G: Copy + Ord>(name: &str, told: &[(F, G)]) -> Vec<Score> {
    summed(name, &b_cubed_each(told))
}

/// Means of precision and recall, and F1 of these.
fn summed(name: &str, each: &[(f64, f64)]) -> Vec<Score> {
    let items = each.len().max(1) as f64;
    let precision = each.iter().map(|it| it.0).sum::<f64>() / items;
    let recall = each.iter().map(|it| it.1).sum::<f64>() / items;
    let f1 = 2.0 * precision * recall / (precision + recall);
    let named = |measure: &str, value: f64| {
        Score::new(format!("{name}.{measure}"), 100.0 * value, each.len())
    };
    vec![named("p", precision), named("r", recall), named("f1", f1)]
}

/// B³ precision and recall of each item, 0 to 1: what was found with it, and
/// what people put with it.
fn b_cubed_each<F: Copy + Ord, G: Copy + Ord>(told: &[(F, G)]) -> Vec<(f64, f64)> {
    let mut both: BTreeMap<(F, G), f64> = BTreeMap::new();
    let mut by_found: BTreeMap<F, f64> = BTreeMap::new();
    let mut by_gold: BTreeMap<G, f64> = BTreeMap::new();
    for &(found, gold) in told {
        *both.entry((found, gold)).or_default() += 1.0;
        *by_found.entry(found).or_default() += 1.0;
        *by_gold.entry(gold).or_default() += 1.0;
    }
    let each = |&(found, gold): &(F, G)| {
        let common = both[&(found, gold)];
        (common / by_found[&found], common / by_gold[&gold])
    };
    told.iter().map(each).collect()
}

/// NeuS: one excerpt a line.
fn neus(data: &Path) -> anyhow::Result<Vec<Told>> {
    let path = data.join("neus/excerpts.jsonl");
    let lines = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    lines.lines().map(excerpt).collect()
}

fn excerpt(line: &str) -> anyhow::Result<Told> {
    let it: Value = serde_json::from_str(line)?;
    let imprint = Imprint {
        title: Some(titled(field(&it, "title")?)),
        ..Imprint::default()
    };
    let id = Some(field(&it, "id")?.to_owned());
    let text = field(&it, "text")?.to_owned();
    Ok(Told {
        report: Report::new(id, "excerpts.jsonl".into(), text, imprint),
        story: field(&it, "story")?.to_owned(),
    })
}

/// BASIL: one file a report, in folders of years.
pub(super) fn basil(data: &Path) -> anyhow::Result<Vec<Told>> {
    let files = below(&data.join("basil/articles"), "json")?;
    files.iter().map(|path| basil_report(path)).collect()
}

fn basil_report(path: &Path) -> anyhow::Result<Told> {
    let it: Value = serde_json::from_str(&std::fs::read_to_string(path)?)?;
    let paragraphs = it["body-paragraphs"]
        .as_array()
        .context("body-paragraphs")?;
    let paragraphs: Vec<String> = paragraphs
        .iter()
        .map(|sentences| {
            let sentences = sentences.as_array().into_iter().flatten();
            sentences
                .filter_map(Value::as_str)
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect();
    let imprint = Imprint {
        url: it["url"].as_str().map(str::to_owned),
        outlet: it["source"].as_str().map(str::to_owned),
        title: Some(titled(field(&it, "title")?)),
        published: it["date"]
            .as_str()
            .and_then(|day| day.parse().ok())
            .map(declared),
        ..Imprint::default()
    };
    let id = Some(field(&it, "uuid")?.to_owned());
    let text = paragraphs.join("\n\n");
    Ok(Told {
        report: Report::new(id, path.display().to_string(), text, imprint),
        story: field(&it, "triplet-uuid")?.to_owned(),
    })
}

/// ECB+: one file a report; the two parts of a topic are two stories. Only
/// the sentences that were annotated are told apart by people, but the whole
/// report is read.
fn ecbplus(data: &Path) -> anyhow::Result<Vec<Told>> {
    let files = below(&data.join("ecbplus"), "xml")?;
    files.iter().map(|path| ecbplus_report(path)).collect()
}

fn ecbplus_report(path: &Path) -> anyhow::Result<Told> {
    let xml = std::fs::read_to_string(path)?;
    let name = path
        .file_stem()
        .and_then(|name| name.to_str())
        .context("a file name")?;
    let (topic, rest) = name.split_once('_').context("topic_number")?;
    let part = rest.trim_start_matches(|digit: char| digit.is_ascii_digit());
    Ok(Told {
        report: Report::new(
            Some(name.to_owned()),
            path.display().to_string(),
            ecbplus_text(&xml),
            Imprint::default(),
        ),
        story: format!("{topic}{part}"),
    })
}

/// The sentences of a file, one a line, less the opening ones that are an
/// address.
fn ecbplus_text(xml: &str) -> String {
    let mut sentences: BTreeMap<u32, String> = BTreeMap::new();
    for line in xml
        .lines()
        .filter(|line| line.trim_start().starts_with("<token "))
    {
        let number = attribute(line, "sentence").and_then(|number| number.parse().ok());
        let word = line
            .split_once('>')
            .and_then(|(_, rest)| rest.split_once('<'));
        if let (Some(number), Some((word, _))) = (number, word) {
            let sentence = sentences.entry(number).or_default();
            sentence.push_str(&unescaped(word));
            sentence.push(' ');
        }
    }
    let address =
        |sentence: &&String| sentence.starts_with("http : ") || sentence.starts_with("http:");
    let kept = sentences.values().skip_while(address);
    kept.map(|sentence| sentence.trim_end())
        .collect::<Vec<_>>()
        .join("\n")
}

/// The value of `name="…"` in a tag.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

fn unescaped(word: &str) -> String {
    word.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&")
}

fn titled(text: &str) -> Title {
    Title {
        text: text.to_owned(),
        span: None,
    }
}

fn declared(date: Date) -> Published {
    Published {
        date,
        time: None,
        offset: None,
        basis: PublishedBasis::Declared,
    }
}

fn field<'v>(it: &'v Value, name: &'static str) -> anyhow::Result<&'v str> {
    it[name].as_str().context(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b_cubed_counts_each_report_once() {
        let scores = scores("it", &[(0, "a"), (0, "a"), (1, "a"), (1, "b")]);
        let recall = 100.0 * (2.0 / 3.0 + 2.0 / 3.0 + 1.0 / 3.0 + 1.0) / 4.0;
        assert!((scores[0].value - 75.0).abs() < 1e-9);
        assert!((scores[1].value - recall).abs() < 1e-9);
    }

    #[test]
    fn opening_addresses_are_no_sentence() {
        let xml = "<token t_id=\"1\" sentence=\"0\" number=\"0\">http</token>\n\
            <token t_id=\"2\" sentence=\"0\" number=\"1\">:</token>\n\
            <token t_id=\"3\" sentence=\"0\" number=\"2\">/</token>\n\
            <token t_id=\"4\" sentence=\"1\" number=\"0\">Fire &amp; rain</token>";
        assert_eq!(ecbplus_text(xml), "Fire & rain");
    }
}
