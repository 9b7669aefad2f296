//! Times of Wikinews reports (MEANTIME, Minard et al. 2016).
//!
//! Input: the reports of `meantime/intra_cross-doc_annotation`. Output:
//! strict span F1, and F1 of span and value, with the creation time given as
//! publication. Empty and creation-time annotations are left out; only the
//! title and the first five sentences are read, as only they are annotated.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use rapporteur_language::Language;
use rapporteur_text::{Imprint, Mask, Published, PublishedBasis, Report};

use super::listing::Listing;
use crate::score::{Score, Tally};

/// One gold time: first and last byte of the text made from tokens, value.
type Gold = (usize, usize, String);

/// The number of the last sentence that is annotated in full; the title is 0.
const LAST_SENTENCE: usize = 5;

/// Scores every report.
pub(super) fn evaluate(data: &Path) -> anyhow::Result<Vec<Score>> {
    let (mut span, mut value) = (Tally::default(), Tally::default());
    let mut listing = Listing::default();
    for path in reports(&data.join("meantime/intra_cross-doc_annotation"))? {
        let xml = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let (by_span, by_value) = compare(&xml, &mut listing);
        span.add(by_span);
        value.add(by_value);
    }
    listing.write("times")?;
    let mut scores = span.scores("times.span");
    scores.extend(value.scores("times.value"));
    Ok(scores)
}

pub(super) fn reports(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = BTreeSet::new();
    for corpus in std::fs::read_dir(folder)? {
        let corpus = corpus?.path();
        if corpus.is_dir() {
            for entry in std::fs::read_dir(corpus)? {
                found.insert(entry?.path());
            }
        }
    }
    Ok(found.into_iter().collect())
}

fn compare(xml: &str, listing: &mut Listing) -> (Tally, Tally) {
    let (text, tokens) = text_of(xml);
    let (created, gold) = gold_of(xml, &tokens);
    let imprint = Imprint {
        published: created.parse().ok().map(|date| Published {
            date,
            time: None,
            offset: None,
            basis: PublishedBasis::Declared,
        }),
        ..Imprint::default()
    };
    let report = Report::new(None, String::new(), text, Imprint::default());
    let marks = rapporteur_mark::mark(&report, &Mask::default(), &imprint, Language::english());
    let skipped: Vec<_> = gold
        .iter()
        .filter(|it| it.2.starts_with("CREATED"))
        .collect();
    let found: Vec<Gold> = marks
        .times
        .iter()
        .map(|time| (time.span.start(), time.span.end(), time.value.clone()))
        .filter(|time| !skipped.iter().any(|it| time.0 < it.1 && it.0 < time.1))
        .collect();
    let gold: Vec<_> = gold
        .iter()
        .filter(|it| !it.2.starts_with("CREATED"))
        .collect();
    let same = |a: &Gold, b: &Gold| (a.0, a.1) == (b.0, b.1);
    let spans = gold
        .iter()
        .filter(|it| found.iter().any(|time| same(it, time)))
        .count();
    let values = gold.iter().filter(|it| found.contains(it)).count();
    list(&gold, &found, &report, &created, listing);
    let size = |right| Tally {
        right,
        found: found.len(),
        gold: gold.len(),
    };
    (size(spans), size(values))
}

/// Puts down what is missed, invented, cut otherwise or of another value.
fn list(gold: &[&Gold], found: &[Gold], report: &Report, created: &str, listing: &mut Listing) {
    let shown = |it: &Gold| {
        format!(
            "{:?} {}",
            report.text().get(it.0..it.1).unwrap_or_default(),
            it.2
        )
    };
    let over = |a: &Gold, b: &Gold| a.0 < b.1 && b.0 < a.1;
    let around = |it: &Gold| {
        let line = report.text()[..it.0].rfind('\n').map_or(0, |at| at + 1);
        let end = report.text()[it.0..]
            .find('\n')
            .map_or(report.text().len(), |at| it.0 + at);
        format!("{created} | {}", &report.text()[line..end])
    };
    for it in gold {
        let kind = match found.iter().find(|time| over(it, time)) {
            None => ("missed", String::new()),
            Some(time) if (time.0, time.1) != (it.0, it.1) => ("span", shown(time)),
            Some(time) if time.2 != it.2 => ("value", shown(time)),
            Some(_) => continue,
        };
        listing.add(
            kind.0,
            format!("{} | {} | {}", shown(it), kind.1, around(it)),
        );
    }
    for time in found
        .iter()
        .filter(|time| !gold.iter().any(|it| over(it, time)))
    {
        listing.add("invented", format!("{} | {}", shown(time), around(time)));
    }
}

/// The text, one sentence a paragraph, and where each token (from 1) stands.
pub(super) fn text_of(xml: &str) -> (String, Vec<(usize, usize)>) {
    let (mut text, mut places, mut sentence) = (String::new(), vec![(0, 0)], String::new());
    for line in xml
        .lines()
        .filter(|line| line.trim_start().starts_with("<token "))
    {
        let word = line
            .split_once('>')
            .map_or("", |(_, rest)| rest.trim_end_matches("</token>"));
        let word = word
            .replace("&amp;", "&")
            .replace("&quot;", "\"")
            .replace("&apos;", "'");
        let number = attribute(line, "sentence").to_owned();
        if number
            .parse::<usize>()
            .is_ok_and(|number| LAST_SENTENCE < number)
        {
            break;
        }
        if number != sentence {
            text.push_str("\n\n");
            sentence = number;
        } else if !matches!(word.as_str(), "," | "." | ")" | "'s" | "%" | ";" | ":")
            && !text.ends_with(['(', '$'])
        {
            text.push(' ');
        }
        let start = text.len();
        text.push_str(&word);
        places.push((start, text.len()));
    }
    (text, places)
}

pub(super) fn attribute<'a>(line: &'a str, name: &str) -> &'a str {
    line.split_once(&format!(" {name}=\""))
        .and_then(|(_, rest)| rest.split('"').next())
        .unwrap_or_default()
}

/// The creation day and every time that has tokens.
fn gold_of(xml: &str, tokens: &[(usize, usize)]) -> (String, Vec<Gold>) {
    let (mut created, mut gold) = (String::new(), Vec::new());
    for element in xml.split("<TIMEX3 ").skip(1) {
        let element = element.split("</TIMEX3>").next().unwrap_or_default();
        let head = format!(" {}", element.split('>').next().unwrap_or_default());
        let mut value = attribute(&head, "value").to_owned();
        if attribute(&head, "functionInDocument") == "CREATION_TIME" {
            created.clone_from(&value);
            value = format!("CREATED {value}");
        }
        let places: Vec<_> = element
            .split("<token_anchor")
            .skip(1)
            .filter_map(|anchor| tokens.get(attribute(anchor, "t_id").parse::<usize>().ok()?))
            .collect();
        // A few annotations list their tokens out of order.
        let first = places.iter().map(|it| it.0).min();
        let last = places.iter().map(|it| it.1).max();
        if let (Some(first), Some(last)) = (first, last) {
            gold.push((first, last, value));
        }
    }
    (created, gold)
}
