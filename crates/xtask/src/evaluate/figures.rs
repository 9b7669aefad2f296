//! Figures of news sentences (`NewsQuant`, Almasian et al. 2023).
//!
//! Input: `newsquant/newsquant.json` of the data folder. Output: precision,
//! recall and F1 of the value, and of value and unit. A range counts when
//! both ends fit; cents count as hundredths of their currency. A bare count's unit is the noun it counts: it fits when the
//! gold unit's last word stands in what the figure counts.

use std::path::Path;

use anyhow::Context as _;
use rapporteur_language::Language;
use rapporteur_text::{Figure, Imprint, Mask, Report};
use serde::Deserialize;

use super::listing::Listing;
use crate::score::{Score, Tally};

#[derive(Deserialize)]
struct Sentence {
    text: String,
    quantities: Vec<Gold>,
}

#[derive(Deserialize)]
struct Gold {
    value: serde_json::Value,
    unit: String,
    normalized_unit: String,
}

/// Scores every sentence.
pub(super) fn evaluate(data: &Path) -> anyhow::Result<Vec<Score>> {
    let path = data.join("newsquant/newsquant.json");
    let bytes = std::fs::read(&path).with_context(|| path.display().to_string())?;
    let sentences: Vec<Sentence> = serde_json::from_slice(&bytes)?;
    let (mut value, mut unit) = (Tally::default(), Tally::default());
    let mut listing = Listing::default();
    for sentence in &sentences {
        let (by_value, by_unit) = compare(sentence, &mut listing);
        value.add(by_value);
        unit.add(by_unit);
    }
    listing.write("figures")?;
    let mut scores = value.scores("figures.value");
    scores.extend(unit.scores("figures.value-unit"));
    Ok(scores)
}

fn compare(sentence: &Sentence, listing: &mut Listing) -> (Tally, Tally) {
    let report = Report::new(
        None,
        String::new(),
        sentence.text.clone(),
        Imprint::default(),
    );
    let language = Language::english();
    let marks = rapporteur_mark::mark(&report, &Mask::default(), &Imprint::default(), language);
    let size = |right| Tally {
        right,
        found: marks.figures.len(),
        gold: sentence.quantities.len(),
    };
    let fits_value = |gold: &Gold, figure: &Figure| value_fits(gold, figure);
    let fits_unit = |gold: &Gold, figure: &Figure| {
        value_fits(gold, figure) && unit_fits(gold, figure, &report, language)
    };
    let value = pairs(&sentence.quantities, &marks.figures, fits_value);
    let unit = pairs(&sentence.quantities, &marks.figures, fits_unit);
    list(sentence, &marks.figures, &report, listing);
    (size(value), size(unit))
}

/// Puts down what is missed, invented or of another unit.
fn list(sentence: &Sentence, found: &[Figure], report: &Report, listing: &mut Listing) {
    let language = Language::english();
    let shown = |it: &Figure| {
        let concept = it.concept.map_or("", |span| report.slice(span));
        let unit = it.unit.as_ref().or(it.currency.as_ref());
        format!(
            "{:?} {} {:?} {unit:?} {concept:?}",
            report.slice(it.span),
            it.value,
            it.max
        )
    };
    let mut left: Vec<&Figure> = found.iter().collect();
    for gold in &sentence.quantities {
        let wanted = format!("{} {} {}", gold.value, gold.unit, gold.normalized_unit);
        let fits = |it: &&Figure| value_fits(gold, it);
        let best = left
            .iter()
            .position(|it| fits(it) && unit_fits(gold, it, report, language));
        let Some(at) = best.or_else(|| left.iter().position(fits)) else {
            listing.add("missed", format!("{wanted} | {}", sentence.text));
            continue;
        };
        let figure = left.remove(at);
        if best.is_none() {
            listing.add(
                "unit",
                format!("{wanted} | {} | {}", shown(figure), sentence.text),
            );
        }
    }
    for figure in left {
        listing.add("invented", format!("{} | {}", shown(figure), sentence.text));
    }
}

/// How many gold figures find a figure of their own.
fn pairs(gold: &[Gold], found: &[Figure], fits: impl Fn(&Gold, &Figure) -> bool) -> usize {
    let mut left: Vec<&Figure> = found.iter().collect();
    gold.iter()
        .filter(
            |gold| match left.iter().position(|figure| fits(gold, figure)) {
                Some(at) => {
                    left.remove(at);
                    true
                }
                None => false,
            },
        )
        .count()
}

fn value_fits(gold: &Gold, figure: &Figure) -> bool {
    let written = match &gold.value {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let parts: Vec<f64> = match written.trim().parse() {
        Ok(value) => vec![value],
        Err(_) => written
            .split('-')
            .filter_map(|part| part.trim().parse().ok())
            .collect(),
    };
    let near = |a: f64, b: f64| (a - b).abs() <= 1e-6 * b.abs().max(1e-9);
    match parts.as_slice() {
        [value] => {
            let cents = figure.currency.is_some() && gold.normalized_unit.starts_with("cent");
            let value = if cents { value / 100.0 } else { *value };
            figure.max.is_none() && near(figure.value, value)
        }
        [low, high] => {
            let changed = figure
                .from
                .is_some_and(|from| near(from, *low) && near(figure.value, *high));
            changed || near(figure.value, *low) && figure.max.is_some_and(|max| near(max, *high))
        }
        _ => false,
    }
}

fn unit_fits(gold: &Gold, figure: &Figure, report: &Report, language: &Language) -> bool {
    let named = figure.unit.as_ref().or(figure.currency.as_ref());
    let concept = figure
        .concept
        .map_or(String::new(), |span| report.slice(span).to_lowercase());
    if let Some(code) = named {
        let name = language
            .quantities
            .names
            .get(code)
            .map_or("", String::as_str);
        let wanted = gold.normalized_unit.to_lowercase();
        let cents = figure.currency.is_some() && wanted.starts_with("cent");
        // Only one country's money is called so.
        let one = matches!(code.as_str(), "CNY" | "JPY") && wanted.ends_with(name);
        cents
            || one
            || wanted == name
            || wanted.starts_with(&format!("{name} per "))
            || wanted == format!("{name} of age")
    } else {
        let last = gold.unit.to_lowercase();
        let last = last.split_whitespace().last().unwrap_or("-");
        last == "-" || concept.split_whitespace().any(|word| word == last)
    }
}
