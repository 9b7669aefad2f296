//! Exports of press databases: many reports in one file.
//!
//! Input: a text, a page or the paragraphs of a word processor's file.
//! Output: each report with what the export says of it; its head and its
//! foot (copyright, load date, subjects) are no part of the text. What always
//! holds: a file is split only where several marks of one database stand in
//! it; the text of a report is the characters of its part of the file,
//! unchanged, or what `html` reads from that part of a page.
//!
//! The labels are `language/data/exports.toml`; how a database sets them out
//! is one file here each, as far as their layouts are generally known.

mod europresse;
mod factiva;
mod fields;
mod lines;
mod nexis;
mod page;
mod proquest;

use std::ops::Range;

use memchr::memmem;
use rapporteur_text::{Imprint, OriginMap, Report, Run, RunKind, Span};

use super::decode::{Mapped, decode};
use super::flow::Flow;
use super::{Options, ReadOut, Source, fitting, html};
use lines::Line;

/// Most bytes of one export: ten thousand reports.
const EXPORT_CAP: usize = 256 << 20;

/// Words that one of a database's files always holds.
const TELLTALES: [&str; 8] = [
    "End of Document",
    " DOCUMENTS",
    "LOAD-DATE",
    "Load-Date",
    "Document ",
    "Publication title",
    "docOcurrContainer",
    "DocPublicationName",
];

/// Endings of files of other kinds, whose reports may quote an export.
const OTHERS: [&str; 10] = [
    "json", "jsonl", "ndjson", "csv", "tsv", "xml", "rss", "atom", "eml", "warc",
];

/// One report of an export.
#[derive(Debug, Default)]
struct Entry {
    id: Option<String>,
    declared: Imprint,
    /// Where its text lies in the characters of the file.
    pieces: Vec<Range<usize>>,
}

/// Whether a text or a page is surely an export.
pub(super) fn opens(opening: &[u8], source: &Source) -> bool {
    let extension = source.extension().unwrap_or_default();
    let other = OTHERS.contains(&extension.as_str())
        || [&b"{"[..], b"[", b"PK\x03", b"%PDF", b"WARC/"]
            .iter()
            .any(|it| opening.starts_with(it));
    let wide = opening.starts_with(b"\xff\xfe") || opening.starts_with(b"\xfe\xff");
    let telling = || {
        let found = |it: &&str| memmem::find(opening, it.as_bytes()).is_some();
        TELLTALES.iter().any(found)
    };
    if other || EXPORT_CAP < opening.len() || !(wide || telling()) {
        return false;
    }
    decode(opening, None).is_some_and(|text| entries(&text, html::opens(opening)).is_some())
}

/// Reads all reports of a text or a page.
pub(super) fn read(bytes: &[u8], source: &Source, _: &Options) -> ReadOut {
    let Some(text) = decode(bytes, None) else {
        return ReadOut::one(Err("a binary file, not text".into()), source);
    };
    let is_page = html::opens(super::opening(bytes));
    let entries = entries(&text, is_page).unwrap_or_default();
    gathered(entries, source, |entry, file| {
        let glue = if is_page { "<p>" } else { "\n\n" };
        let body = joined(&text, &entry.pieces, glue);
        if is_page {
            html::fragment(&body, file, entry.id, entry.declared)
        } else {
            plain(body, file, entry.id, entry.declared)
        }
    })
}

/// The reports of a word processor's file, where it is an export.
pub(super) fn of_flow(flow: &Flow, source: &Source) -> Option<ReadOut> {
    let entries = of_lines(&lines::of_text(flow.text()))?;
    Some(gathered(entries, source, |entry, file| {
        flow.report(&entry.pieces, file, entry.id, entry.declared)
    }))
}

/// The reports of a text or a page, where it is an export.
fn entries(text: &Mapped<'_>, is_page: bool) -> Option<Vec<Entry>> {
    if !is_page {
        return of_lines(&lines::of_text(text.text()));
    }
    let page = page::Page::parse(text.text());
    europresse::entries(&page, text.text()).or_else(|| of_lines(&page.lines))
}

fn of_lines(lines: &[Line<'_>]) -> Option<Vec<Entry>> {
    nexis::entries(lines)
        .or_else(|| proquest::entries(lines))
        .or_else(|| factiva::entries(lines))
}

/// Makes each entry a report, or says why there is none.
fn gathered(
    entries: Vec<Entry>,
    source: &Source,
    make: impl Fn(Entry, String) -> Result<Report, String>,
) -> ReadOut {
    let mut out = ReadOut::default();
    for (at, entry) in entries.into_iter().enumerate() {
        let part = source.part(&(at + 1).to_string());
        let title = entry.declared.title.clone();
        let named = |reason: String| match &title {
            Some(title) => format!("{reason} (“{}”)", title.text),
            None => reason,
        };
        let read = if entry.pieces.is_empty() {
            Err("the export gives no text for it".to_owned())
        } else {
            make(entry, part.file.clone())
        };
        out.add(read.map_err(named), &part, None);
    }
    out
}

/// A report of characters as they are.
fn plain(
    body: Mapped<'_>,
    file: String,
    id: Option<String>,
    declared: Imprint,
) -> Result<Report, String> {
    let (text, origin) = body.into_parts();
    Ok(Report::new(id, file, fitting(text)?, declared).with_origin(origin))
}

/// Pieces of a text, with the way back to the bytes of each.
fn joined(whole: &Mapped<'_>, pieces: &[Range<usize>], glue: &str) -> Mapped<'static> {
    let (mut text, mut runs) = (String::new(), Vec::new());
    // Where a page's references stand before a place, it is near, not exact.
    let exact = |at: usize| whole.text().floor_char_boundary(at);
    for piece in pieces {
        let piece = exact(piece.start)..exact(piece.end);
        if piece.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push_str(glue);
        }
        let start = text.len();
        text.push_str(&whole.text()[piece.clone()]);
        runs.push(Run {
            text: Span::new(start, text.len()),
            start: piece.start as u64,
            len: piece.len() as u32,
            kind: RunKind::Copied,
        });
    }
    let between = OriginMap::new(runs);
    Mapped::new(text, between.through(whole.origin()))
}

#[cfg(test)]
mod tests;
