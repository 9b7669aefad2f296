//! Values of numbers, shares, money, measures, ages and temperatures.

use std::path::Path;

use rapporteur_language::Language;
use rapporteur_text::Figure;
use serde_json::Value;

use super::super::listing::Listing;
use super::{bytes, cases, field, marked};
use crate::score::{Score, Tally};

/// A file, the name of its scores, and whether its answers carry units.
const FILES: [(&str, &str, bool); 6] = [
    ("Number/NumberModel.json", "plain", false),
    ("Number/PercentModel.json", "percent", false),
    ("NumberWithUnit/CurrencyModel.json", "currency", true),
    ("NumberWithUnit/DimensionModel.json", "dimension", true),
    ("NumberWithUnit/AgeModel.json", "age", true),
    ("NumberWithUnit/TemperatureModel.json", "temperature", true),
];

/// Scores every file.
pub(crate) fn evaluate(data: &Path) -> anyhow::Result<Vec<Score>> {
    let mut listing = Listing::default();
    let (mut all, mut all_units) = (Tally::default(), Tally::default());
    let mut scores = Vec::new();
    for (file, name, with_unit) in FILES {
        let (mut value, mut unit) = (Tally::default(), Tally::default());
        for case in cases(data, file)? {
            let (by_value, by_unit) = compare(&case, name, with_unit, &mut listing);
            value.add(by_value);
            unit.add(by_unit);
        }
        scores.push(Score::new(
            format!("numbers.{name}.value.f1"),
            value.f1(),
            value.gold,
        ));
        all.add(value);
        if with_unit {
            all_units.add(unit);
        }
    }
    scores.extend(all.scores("numbers.value"));
    scores.extend(all_units.scores("numbers.value-unit"));
    listing.write("numbers")?;
    Ok(scores)
}

fn compare(case: &Value, name: &str, with_unit: bool, listing: &mut Listing) -> (Tally, Tally) {
    let input = field(case, "Input");
    let (report, marks) = marked(input, None);
    let results = case["Results"].as_array().map_or(&[][..], Vec::as_slice);
    let gold: Vec<_> = results
        .iter()
        .filter_map(|it| Some((it, value_of(it)?)))
        .collect();
    let mut left: Vec<&Figure> = marks.figures.iter().filter(|it| is_of(it, name)).collect();
    let found = left.len();
    let (mut values, mut units) = (0, 0);
    for (result, value) in &gold {
        let start = result["Start"].as_u64().unwrap_or(0) as usize;
        let end = result["End"].as_u64().unwrap_or(0) as usize + 1;
        let (start, end) = bytes(input, start, end.saturating_sub(start));
        let over = |it: &Figure| it.span.start() < end && start < it.span.end();
        let at = left
            .iter()
            .position(|it| over(it) && near(it, *value, result));
        let Some(at) = at else {
            let got = marks.figures.iter().find(|it| over(it));
            let got = got.map_or("-".to_owned(), |it| shown(it, report.slice(it.span)));
            listing.add(
                format!("{name} missed"),
                format!("{}={value} | {got} | {input}", field(result, "Text")),
            );
            continue;
        };
        let figure = left.remove(at);
        values += 1;
        if unit_fits(figure, field(&result["Resolution"], "unit"), name) {
            units += 1;
        } else if with_unit {
            let unit = field(&result["Resolution"], "unit");
            listing.add(
                format!("{name} unit"),
                format!(
                    "{unit} | {} | {input}",
                    shown(figure, report.slice(figure.span))
                ),
            );
        }
    }
    for figure in left {
        listing.add(
            format!("{name} invented"),
            format!("{} | {input}", shown(figure, report.slice(figure.span))),
        );
    }
    let tally = |right| Tally {
        right,
        found,
        gold: gold.len(),
    };
    (tally(values), tally(units))
}

fn shown(figure: &Figure, text: &str) -> String {
    format!(
        "{text:?} {} {:?} {}{}",
        figure.value,
        figure.max,
        figure.unit.as_deref().unwrap_or_default(),
        figure.currency.as_deref().unwrap_or_default()
    )
}

/// The value of an answer that has one.
fn value_of(result: &Value) -> Option<f64> {
    let value = field(&result["Resolution"], "value");
    value.trim_end_matches('%').replace(',', "").parse().ok()
}

/// Cents and other hundredths count as such of their currency.
fn near(figure: &Figure, value: f64, result: &Value) -> bool {
    let hundredths = ["Cent", "Penny", "Pence", "Paisa", "Kopek"];
    let unit = field(&result["Resolution"], "unit");
    let small = figure.currency.is_some() && hundredths.contains(&unit);
    let value = if small { value / 100.0 } else { value };
    figure.max.is_none() && (figure.value - value).abs() <= 1e-6 * value.abs().max(1e-9)
}

/// Whether a figure is of the kind that the file asks for.
fn is_of(figure: &Figure, name: &str) -> bool {
    const LENGTHS_OF_TIME: [&str; 8] = ["a", "mo", "wk", "d", "h", "min", "s", "ms"];
    let unit = figure.unit.as_deref();
    let temperature = unit.is_some_and(|it| matches!(it, "Cel" | "[degF]" | "K" | "deg"));
    let time = unit.is_some_and(|it| LENGTHS_OF_TIME.contains(&it));
    match name {
        "percent" => unit == Some("%"),
        "currency" => figure.currency.is_some(),
        "age" => time,
        "temperature" => temperature,
        "dimension" => unit.is_some_and(|it| it != "%") && !temperature && !time,
        _ => true,
    }
}

/// Whether the unit is the one named; a plain dollar is any dollar.
fn unit_fits(figure: &Figure, wanted: &str, name: &str) -> bool {
    let code = figure.unit.as_ref().or(figure.currency.as_ref());
    let Some(code) = code else {
        return false;
    };
    let names = &Language::english().quantities.names;
    let ours = names.get(code).map_or("", String::as_str);
    let wanted = wanted.to_lowercase();
    let short = match wanted.as_str() {
        "c" => "celsius",
        "f" => "fahrenheit",
        "k" => "kelvin",
        other => other,
    };
    let last = |text: &str| {
        text.split_whitespace()
            .last()
            .unwrap_or_default()
            .to_owned()
    };
    ours.contains(short)
        || (name == "currency" && (last(ours) == last(short) || is_small(&wanted)))
        || ours.replace("metre", "meter").contains(short)
}

fn is_small(unit: &str) -> bool {
    ["cent", "penny", "pence", "paisa", "kopek"].contains(&unit)
}
