//! How well reports are gathered into stories: B³ precision, recall and F1
//! (Bagga and Baldwin, 1998) on sets whose stories are known.
//!
//! NeuS gives short excerpts with titles, BASIL whole reports with dates,
//! ECB+ look-alike happenings side by side. One threshold serves all.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use anyhow::Context as _;
use jiff::civil::Date;
use rapporteur::Desk;
use rapporteur::text::{Annotated, Imprint, Published, PublishedBasis, Report, Title};
use serde_json::Value;

use crate::files::below;
use crate::score::Score;

/// A report and the story that people put it in.
#[derive(Debug)]
pub(super) struct Told {
    /// The report.
    pub(super) report: Report,
    /// Its story.
    pub(super) story: String,
}

/// A reader of one set.
type Reader = fn(&Path) -> anyhow::Result<Vec<Told>>;

/// The sets, by the name that scores carry.
const SETS: &[(&str, Reader)] = &[("neus", neus), ("basil", basil), ("ecbplus", ecbplus)];

/// Scores every set that is there.
pub(super) fn evaluate(data: &Path) -> anyhow::Result<Vec<Score>> {
    let mut scores = Vec::new();
    for (name, read) in SETS {
        if data.join(name).is_dir() {
            scores.extend(score(name, read(data)?));
        }
    }
    Ok(scores)
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

/// Gathers one set and scores it.
fn score(name: &str, told: Vec<Told>) -> Vec<Score> {
    let (reports, gold): (Vec<Report>, Vec<String>) =
        told.into_iter().map(|it| (it.report, it.story)).unzip();
    let desk = Desk::english();
    let annotated: Vec<Annotated> = desk.annotate_all(reports);
    let gathered = desk.gather(&annotated);
    let mut found = vec![0; gold.len()];
    for (number, story) in gathered.stories.iter().enumerate() {
        for report in &story.reports {
            found[report.index()] = number;
        }
    }
    let (precision, recall) = b_cubed(&found, &gold);
    let f1 = 2.0 * precision * recall / (precision + recall);
    let named = |measure: &str, value: f64| {
        Score::new(
            format!("stories.{name}.{measure}"),
            100.0 * value,
            gold.len(),
        )
    };
    vec![named("p", precision), named("r", recall), named("f1", f1)]
}

/// B³ precision and recall, 0 to 1, of `found` against `gold`, item by item.
fn b_cubed<F: Eq + std::hash::Hash, G: Eq + std::hash::Hash>(
    found: &[F],
    gold: &[G],
) -> (f64, f64) {
    let mut both: HashMap<(&F, &G), f64> = HashMap::new();
    let mut by_found: HashMap<&F, f64> = HashMap::new();
    let mut by_gold: HashMap<&G, f64> = HashMap::new();
    for (one, other) in found.iter().zip(gold) {
        *both.entry((one, other)).or_default() += 1.0;
        *by_found.entry(one).or_default() += 1.0;
        *by_gold.entry(other).or_default() += 1.0;
    }
    let (mut precision, mut recall) = (0.0, 0.0);
    for (one, other) in found.iter().zip(gold) {
        let common = both[&(one, other)];
        precision += common / by_found[one];
        recall += common / by_gold[other];
    }
    let items = found.len().max(1) as f64;
    (precision / items, recall / items)
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
        let (precision, recall) = b_cubed(&[0, 0, 1, 1], &["a", "a", "a", "b"]);
        assert!((precision - 0.75).abs() < 1e-9);
        assert!((recall - (2.0 / 3.0 + 2.0 / 3.0 + 1.0 / 3.0 + 1.0) / 4.0).abs() < 1e-9);
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
