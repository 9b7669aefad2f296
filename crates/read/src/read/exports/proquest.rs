//! `ProQuest`.
//!
//! Rules of underscores part the reports; each prints its title, some
//! labels, "Full text:" and its words, and more labels below them.

use std::ops::Range;

use rapporteur_language::{Exports, Layout, Part};

use super::Entry;
use super::fields::{Fields, text_end};
use super::lines::{Line, piece, words};

/// Shortest rule.
const RULE: usize = 20;
/// How many of the labels that end a text make a report of a part.
const SURE: usize = 3;

/// The reports, where the lines are surely an export.
pub(super) fn entries(lines: &[Line<'_>]) -> Option<Vec<Entry>> {
    let layout = &Exports::embedded().proquest;
    let rules: Vec<usize> = (0..lines.len())
        .filter(|&at| is_rule(&lines[at].text))
        .collect();
    if rules.is_empty() {
        return None;
    }
    let starts = [0].into_iter().chain(rules.iter().map(|it| it + 1));
    let ends = rules.iter().copied().chain([lines.len()]);
    let entries: Vec<Entry> = starts
        .zip(ends)
        .filter_map(|(start, end)| entry(layout, lines, start..end))
        .collect();
    let with_text = entries.iter().any(|it| !it.pieces.is_empty());
    with_text.then_some(entries)
}

/// A line of nothing but underscores, as `hr` is given too.
fn is_rule(line: &str) -> bool {
    RULE <= line.len() && line.bytes().all(|it| it == b'_')
}

/// A report, where its part of the lines has the labels of one.
fn entry(layout: &Layout, lines: &[Line<'_>], part: Range<usize>) -> Option<Entry> {
    let sure = lines[part.clone()]
        .iter()
        .filter(|it| layout.ends(&it.text));
    if sure.count() < SURE {
        return None;
    }
    let full = part.clone().find_map(|at| {
        let (_, named, value) = layout.field(&lines[at].text)?;
        (named == Part::Text).then_some((at, value))
    });
    let (at, value) = full.unwrap_or((part.end, 0));
    let end = text_end(layout, lines, (at + 1).min(part.end), part.end);
    let mut fields = Fields::default();
    fields.add_lines(layout, &lines[end..part.end]);
    fields.add_lines(layout, &lines[part.start..at]);
    fields.add(Part::Title, &title(layout, &lines[part.start..at]));
    Some(Entry {
        id: fields.id(),
        declared: fields.imprint(),
        pieces: full
            .and_then(|_| text(lines, at, value, end))
            .into_iter()
            .collect(),
    })
}

/// The characters from the value of "Full text:" to the foot.
fn text(lines: &[Line<'_>], at: usize, value: usize, end: usize) -> Option<Range<usize>> {
    let below = piece(lines, at + 1..end.max(at + 1));
    if lines[at].text.len() <= value {
        return below;
    }
    let start = lines[at].place(value);
    let end = below.map_or(lines[at].end, |it| it.end);
    (start < end).then_some(start..end)
}

/// The first line that is neither a label nor "Document 3 of 25".
fn title(layout: &Layout, lines: &[Line<'_>]) -> String {
    let counted = |it: &str| it.starts_with("Document ") && it.contains(" of ");
    let first = lines
        .iter()
        .position(|it| !it.is_blank() && !counted(&it.text));
    let Some(first) = first.filter(|&at| layout.field(&lines[at].text).is_none()) else {
        return String::new();
    };
    let block = lines[first..]
        .iter()
        .take_while(|it| !it.is_blank())
        .count();
    words(&lines[first..first + block])
}
