//! Europresse.
//!
//! A page with one `article` for each report, whose parts have classes of
//! their own: the outlet, a line with section and day, the title, the words
//! and the database's number.

use std::ops::Range;

use rapporteur_language::Part;
use rapporteur_text::PublishedBasis;

use super::Entry;
use super::fields::{Fields, date};
use super::page::Page;

/// The reports, where the page is surely an export.
pub(super) fn entries(page: &Page, text: &str) -> Option<Vec<Entry>> {
    let has = |class: &str| page.elements.iter().any(|it| it.class == class);
    if !has("DocPublicationName") || !has("docOcurrContainer") || !has("titreArticle") {
        return None;
    }
    let parts = parts(page, text.len());
    let entries: Vec<Entry> = parts.into_iter().map(|part| entry(page, &part)).collect();
    (!entries.is_empty()).then_some(entries)
}

/// The parts of the page that hold a report each: from one outlet's name to
/// the next.
fn parts(page: &Page, end: usize) -> Vec<Range<usize>> {
    let names = page
        .elements
        .iter()
        .filter(|it| it.class == "DocPublicationName");
    let mut starts: Vec<usize> = Vec::new();
    let mut inside = 0;
    for name in names {
        // The class may stand on an element and on the one within it.
        if inside <= name.inner.start {
            starts.push(name.inner.start);
            inside = name.inner.end;
        }
    }
    let ends = starts.iter().skip(1).copied().chain([end]);
    starts
        .iter()
        .copied()
        .zip(ends)
        .map(|(from, to)| from..to)
        .collect()
}

fn entry(page: &Page, part: &Range<usize>) -> Entry {
    let before = |at: usize| page.elements.partition_point(|it| it.inner.start < at);
    let elements = &page.elements[before(part.start)..before(part.end)];
    let of = |class: &str| {
        let inner = &elements.iter().find(|it| it.class == class)?.inner;
        Some(inner.start..inner.end.min(part.end))
    };
    let said = |class: &str| of(class).map(|it| page.words(&it)).unwrap_or_default();
    let (name, header, number) = (
        said("DocPublicationName"),
        said("DocHeader"),
        said("publiC-lblNodoc"),
    );
    let mut fields = Fields::default();
    fields.add(Part::Outlet, outlet(&name));
    fields.add(Part::Title, &said("titreArticle"));
    fields.add(Part::Id, &number);
    fields.add(Part::Section, section(&header));
    let mut declared = fields.imprint();
    let day = date(&header)
        .or_else(|| number_day(&number))
        .or_else(|| date(&name));
    declared.published = day.map(|it| it.published(PublishedBasis::Declared));
    Entry {
        id: fields.id(),
        declared,
        pieces: of("docOcurrContainer").into_iter().collect(),
    }
}

/// "Coast Mirror" of "Coast Mirror, no. 1234".
fn outlet(name: &str) -> &str {
    name.split([',', ';']).next().unwrap_or_default()
}

/// The words before the first comma, where no day stands in them.
fn section(header: &str) -> &str {
    let first = header.split(',').next().unwrap_or_default();
    if first.bytes().any(|it| it.is_ascii_digit()) || first.len() == header.len() {
        ""
    } else {
        first
    }
}

/// The day in "news·20240503·CM·1234".
fn number_day(number: &str) -> Option<crate::when::Stamp> {
    let mut parts = number.split('·');
    parts.find_map(|it| (it.len() == 8).then(|| crate::when::field(it))?)
}
