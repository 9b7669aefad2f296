//! Phrases of the specifications of Microsoft's recognizers (English).
//!
//! Input: `recognizers/{Number,NumberWithUnit,DateTime}` of the data folder.
//! Output: `numbers`, F1 of values, and of values with units; `dates`, the
//! share of times whose value is right, by kind.

mod dates;
mod numbers;

pub(super) use dates::evaluate as dates;
pub(super) use numbers::evaluate as numbers;

use std::path::Path;

use anyhow::Context as _;
use jiff::civil::Date;
use rapporteur_language::Language;
use rapporteur_text::Marks;
use rapporteur_text::{Imprint, Mask, Published, PublishedBasis, Report};
use serde_json::Value;

/// The cases of one file.
fn cases(data: &Path, file: &str) -> anyhow::Result<Vec<Value>> {
    let path = data.join("recognizers").join(file);
    let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .with_context(|| path.display().to_string())
}

/// A string field, or nothing.
fn field<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}

/// The report of one input, and its marks.
fn marked(input: &str, published: Option<Date>) -> (Report, Marks) {
    let imprint = Imprint {
        published: published.map(|date| Published {
            date,
            time: None,
            offset: None,
            basis: PublishedBasis::Declared,
        }),
        ..Imprint::default()
    };
    let report = Report::new(None, String::new(), input.to_owned(), imprint.clone());
    let marks = rapporteur_mark::mark(&report, &Mask::default(), &imprint, Language::english());
    (report, marks)
}

/// The bytes of `count` characters of `text` from the character `start` on.
fn bytes(text: &str, start: usize, count: usize) -> (usize, usize) {
    let at = |nth: usize| {
        text.char_indices()
            .nth(nth)
            .map_or(text.len(), |(at, _)| at)
    };
    (at(start), at(start + count))
}
