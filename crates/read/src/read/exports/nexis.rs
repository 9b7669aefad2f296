//! Nexis and Lexis.
//!
//! The older layout opens each report with "3 of 25 DOCUMENTS" and prints
//! outlet, day and title before its labels; the newer prints title, outlet
//! and day, has a line "Body" and ends each report with "End of Document".

use std::ops::Range;

use rapporteur_language::{Exports, Layout, Part};

use super::Entry;
use super::fields::{Fields, is_copyright, is_date, text_end};
use super::lines::{Line, blocks, piece, words};

/// The reports, where the lines are surely an export.
pub(super) fn entries(lines: &[Line<'_>]) -> Option<Vec<Entry>> {
    let layout = &Exports::embedded().nexis;
    let counted: Vec<usize> = (0..lines.len())
        .filter(|&at| is_count(&lines[at].text))
        .collect();
    let old = !counted.is_empty();
    let parts = if old {
        after_counts(&counted, lines.len())
    } else {
        before_ends(lines)
    };
    let parts: Vec<_> = parts
        .into_iter()
        .filter_map(|part| entry(layout, lines, part, old))
        .collect();
    (!parts.is_empty()).then_some(parts)
}

/// "3 of 25 DOCUMENTS".
fn is_count(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().take(5).collect();
    let number = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    matches!(words[..], [one, "of", all, "DOCUMENTS" | "DOCUMENT"] if number(one) && number(all))
}

fn after_counts(counted: &[usize], end: usize) -> Vec<Range<usize>> {
    let ends = counted.iter().skip(1).copied().chain([end]);
    counted
        .iter()
        .zip(ends)
        .map(|(&at, end)| at + 1..end)
        .collect()
}

fn before_ends(lines: &[Line<'_>]) -> Vec<Range<usize>> {
    let ends = (0..lines.len()).filter(|&at| lines[at].text == "End of Document");
    let mut from = 0;
    ends.map(|at| std::mem::replace(&mut from, at + 1)..at)
        .collect()
}

/// A report, where its part of the lines tells a day and a length.
fn entry(layout: &Layout, lines: &[Line<'_>], part: Range<usize>, old: bool) -> Option<Entry> {
    let is_head = |at: usize| is_copyright(&lines[at].text) || is_label(layout, &lines[at]);
    let labels = (part.start..part.end).find(|&at| is_label(layout, &lines[at]))?;
    let has_length = (labels..part.end).any(|at| is_length(&lines[at].text));
    let top: Vec<Range<usize>> = blocks(lines, part.start..labels);
    let mut fields = Fields::default();
    let known = if old {
        read_old_top(lines, &top, &mut fields)
    } else {
        read_new_top(lines, &top, &mut fields)
    };
    if !known || !has_length {
        return None;
    }
    let body = body(lines, labels..part.end, old, is_head)?;
    let end = text_end(layout, lines, body, part.end);
    fields.add_lines(layout, &lines[labels..body]);
    fields.add_lines(layout, &lines[end..part.end]);
    Some(Entry {
        id: fields.id(),
        declared: fields.imprint(),
        pieces: piece(lines, body..end).into_iter().collect(),
    })
}

fn is_label(layout: &Layout, line: &Line<'_>) -> bool {
    layout.field(&line.text).is_some()
}

/// "LENGTH: 312 words".
fn is_length(line: &str) -> bool {
    let line = line.to_ascii_lowercase();
    let value = line.strip_prefix("length:").map(str::trim_start);
    value.is_some_and(|it| it.starts_with(|it: char| it.is_ascii_digit()) && it.contains(" word"))
}

/// Outlet, day and, below them, the title. A copyright may stand above all.
fn read_old_top(lines: &[Line<'_>], top: &[Range<usize>], fields: &mut Fields) -> bool {
    let said = || {
        let all = top.iter().cloned().flatten();
        all.filter(|&at| !is_copyright(&lines[at].text))
    };
    let Some(day) = said().find(|&at| is_date(&lines[at].text)) else {
        return false;
    };
    if let Some(outlet) = said().take_while(|&at| at < day).last() {
        fields.add(Part::Outlet, &lines[outlet].text);
    }
    fields.add(Part::Published, &lines[day].text);
    let below = top.iter().rev().find(|it| day < it.start);
    if let Some(title) = below.filter(|it| !is_copyright(&lines[it.start].text)) {
        fields.add(Part::Title, &words(&lines[title.clone()]));
    }
    true
}

/// Title, outlet and day, each a line; what stands above them is the cover
/// of the export. The copyright below them ends the top.
fn read_new_top(lines: &[Line<'_>], top: &[Range<usize>], fields: &mut Fields) -> bool {
    let said: Vec<usize> = top
        .iter()
        .cloned()
        .flatten()
        .filter(|&at| !is_copyright(&lines[at].text))
        .collect();
    let day = said.iter().rposition(|&at| is_date(&lines[at].text));
    let Some(day) = day.filter(|it| 2 <= *it) else {
        return false;
    };
    fields.add(Part::Title, &lines[said[day - 2]].text);
    fields.add(Part::Outlet, &lines[said[day - 1]].text);
    fields.add(Part::Published, &lines[said[day]].text);
    true
}

/// The first line of the text: below "Body", or below the last block that
/// begins with a label.
fn body(
    lines: &[Line<'_>],
    within: Range<usize>,
    old: bool,
    is_head: impl Fn(usize) -> bool,
) -> Option<usize> {
    let named = |at: &usize| {
        let line = lines[*at].text.trim_end_matches(':');
        line == "Body" || line == "BODY"
    };
    if let Some(at) = within.clone().find(named) {
        return Some(at + 1);
    }
    if !old {
        return None;
    }
    let end = within.end;
    let blocks = blocks(lines, within);
    let text = blocks.iter().find(|it| !is_head(it.start));
    Some(text.map_or(end, |it| it.start))
}
