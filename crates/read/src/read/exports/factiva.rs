//! Factiva.
//!
//! Either two-letter codes name the parts of a report, from `HD` to `AN`, or
//! the report is printed for display: title, byline, length, day, source and
//! its code, language, copyright, text, and "Document" with its number.

use std::ops::Range;

use rapporteur_language::{Exports, Layout, Part};

use super::Entry;
use super::fields::{Fields, is_copyright, is_date, language};
use super::lines::{Line, piece, words};

/// How many codes of its head and foot make a report of coded lines.
const SURE: usize = 5;
/// How many lines the head of a displayed report has below its length.
const HEAD: usize = 14;

/// The reports, where the lines are surely an export.
pub(super) fn entries(lines: &[Line<'_>]) -> Option<Vec<Entry>> {
    let coded = coded(lines);
    let entries = if coded.is_empty() {
        displayed(lines)
    } else {
        coded
    };
    (!entries.is_empty()).then_some(entries)
}

/// A code, its part, and where its value begins and ends.
struct Field {
    part: Part,
    line: usize,
    value: usize,
    end: usize,
}

/// Reports of coded lines.
fn coded(lines: &[Line<'_>]) -> Vec<Entry> {
    let layout = &Exports::embedded().factiva;
    let (mut entries, mut open) = (Vec::new(), Vec::<Field>::new());
    let mut last = None;
    for (at, line) in lines.iter().enumerate() {
        let Some((rank, part, value)) = code(layout, line, last) else {
            continue;
        };
        if let Some(before) = open.last_mut() {
            before.end = at;
        }
        if part == Part::Title && open.iter().any(|it| it.part == Part::Title) {
            entries.extend(coded_entry(lines, &std::mem::take(&mut open)));
        }
        open.push(Field {
            part,
            line: at,
            value,
            end: lines.len(),
        });
        last = Some((rank, part));
        if part == Part::Id {
            end_at_blank(lines, &mut open);
            entries.extend(coded_entry(lines, &std::mem::take(&mut open)));
            last = None;
        }
    }
    entries.extend(coded_entry(lines, &open));
    entries
}

/// The code that a line begins with. Amid the text only those that come
/// after it count: a paragraph may open with "IN".
fn code(
    layout: &Layout,
    line: &Line<'_>,
    last: Option<(usize, Part)>,
) -> Option<(usize, Part, usize)> {
    let (rank, part, value) = layout.field(&line.text)?;
    let in_order = !matches!(last, Some((before, Part::Text)) if rank <= before);
    in_order.then_some((rank, part, value))
}

/// The number of a report ends with its line, or with the next that holds
/// something.
fn end_at_blank(lines: &[Line<'_>], open: &mut [Field]) {
    if let Some(field) = open.last_mut() {
        let first = field.line + usize::from(lines[field.line].text.len() <= field.value);
        let filled = (first..lines.len()).find(|&at| !lines[at].is_blank());
        field.end = filled.map_or(lines.len(), |at| at + 1);
    }
}

fn coded_entry(lines: &[Line<'_>], open: &[Field]) -> Option<Entry> {
    let has = |part: Part| open.iter().any(|it| it.part == part);
    if open.len() < SURE || !has(Part::Title) || !has(Part::Id) || !has(Part::Published) {
        return None;
    }
    let mut fields = Fields::default();
    let mut pieces = Vec::new();
    for field in open {
        let below = field.line + 1..field.end;
        let first = &lines[field.line].text[field.value..];
        if field.part == Part::Text {
            pieces.extend(value_piece(lines, field));
        } else {
            let value = format!("{first} {}", words(&lines[below]));
            fields.add(field.part, &value);
        }
    }
    Some(Entry {
        id: fields.id(),
        declared: fields.imprint(),
        pieces,
    })
}

/// The characters of a text under its code.
fn value_piece(lines: &[Line<'_>], field: &Field) -> Option<Range<usize>> {
    let below = piece(lines, field.line + 1..field.end);
    let line = &lines[field.line];
    if line.text.len() <= field.value {
        return below;
    }
    Some(line.place(field.value)..below.map_or(line.end, |it| it.end))
}

/// Reports printed for display.
fn displayed(lines: &[Line<'_>]) -> Vec<Entry> {
    let ends = (0..lines.len()).filter(|&at| number(&lines[at].text).is_some());
    let mut from = 0;
    let parts = ends.map(|at| std::mem::replace(&mut from, at + 1)..at);
    parts
        .filter_map(|part| displayed_entry(lines, part))
        .collect()
}

/// The number in `Document COASTM0020240503ek5300002`.
fn number(line: &str) -> Option<&str> {
    let number = line.strip_prefix("Document ")?;
    let plain = number.bytes().all(|it| it.is_ascii_alphanumeric());
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    (plain && 16 <= number.len() && 8 <= digits).then_some(number)
}

fn displayed_entry(lines: &[Line<'_>], part: Range<usize>) -> Option<Entry> {
    let length = part.clone().find(|&at| is_length(&lines[at].text))?;
    let below = filled(lines, length + 1..part.end).take(HEAD);
    let below: Vec<usize> = below.collect();
    let day = *below.first().filter(|&&at| is_date(&lines[at].text))?;
    let spoken = below
        .iter()
        .position(|&at| language(&lines[at].text).is_some())?;
    let mut fields = Fields::default();
    read_top(lines, part.start..length, &mut fields);
    fields.add(Part::Published, &lines[day].text);
    let timed = below.get(1).filter(|&&at| is_time(&lines[at].text));
    if let Some(&at) = timed {
        fields.add(Part::Time, &lines[at].text);
    }
    let outlet = below.get(1 + usize::from(timed.is_some()));
    fields.add(Part::Outlet, &lines[*outlet?].text);
    fields.add(Part::Language, &lines[below[spoken]].text);
    let rights = below.iter().skip(spoken).copied();
    let rights = rights.take_while(|&at| at == below[spoken] || is_copyright(&lines[at].text));
    let body = rights.last().map_or(below[spoken], |at| at) + 1;
    fields.add(Part::Id, number(&lines[part.end].text)?);
    Some(Entry {
        id: fields.id(),
        declared: fields.imprint(),
        pieces: piece(lines, body..part.end).into_iter().collect(),
    })
}

/// The lines of a range that hold something.
fn filled<'l>(lines: &'l [Line<'_>], within: Range<usize>) -> impl Iterator<Item = usize> + 'l {
    within.filter(|&at| !lines[at].is_blank())
}

/// "312 words".
fn is_length(line: &str) -> bool {
    let count = line.strip_suffix(" words").or(line.strip_suffix(" word"));
    count.is_some_and(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit() || it == b','))
}

/// "12:15".
fn is_time(line: &str) -> bool {
    let clock = |it: char| it.is_ascii_digit() || it == ':' || it == ' ';
    line.len() <= 12
        && line.contains(':')
        && line
            .trim_end_matches(['A', 'P', 'M', 'G', 'T'])
            .chars()
            .all(clock)
}

/// Section, title and byline: the lines above the length.
fn read_top(lines: &[Line<'_>], top: Range<usize>, fields: &mut Fields) {
    let furniture = |line: &str| {
        (line.starts_with("Page ") && line.contains(" of ")) || line.contains("Factiva")
    };
    let mut said: Vec<&str> = filled(lines, top)
        .map(|at| lines[at].text.as_ref())
        .filter(|it| !furniture(it))
        .collect();
    let by = |it: &&str| it.starts_with("By ") || it.starts_with("BY ");
    if let Some(byline) = said
        .last()
        .copied()
        .filter(by)
        .or_else(|| name_below(&said))
    {
        fields.add(Part::Byline, byline);
        said.pop();
    }
    if let Some(title) = said.pop() {
        fields.add(Part::Title, title);
    }
    if let Some(section) = said.pop().filter(|it| it.split(' ').count() <= 4) {
        fields.add(Part::Section, section);
    }
}

/// The last of several lines, where it is a few capitalised words.
fn name_below<'l>(said: &[&'l str]) -> Option<&'l str> {
    let (last, above) = said.split_last()?;
    let words = || last.split(' ');
    let capital = |it: &str| it.starts_with(char::is_uppercase);
    let name = (2..=4).contains(&words().count()) && words().all(capital);
    (name && !above.is_empty()).then_some(*last)
}
