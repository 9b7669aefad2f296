//! Tables with a report a row: CSV (RFC 4180), and the same with `;`, tabs or
//! `|` between the cells.
//!
//! Input: a file in any encoding whose first lines name the columns. Output:
//! one report a row; its text is the cell's characters, unchanged, with the
//! way back to their bytes. The same names are understood as for JSON lines.
//! What always holds: a bad row is skipped with its line and the rest is read,
//! in time that grows with the length of the file.
//!
//! Our own reader, since it keeps the way back, and since exports often leave
//! quotation marks within a quoted cell as they are: one closes the cell only
//! where the cell can end.

use std::ops::Range;

use rapporteur_text::{OriginMap, Report, Run, RunKind, Span};
use serde_json::{Map, Value};

use super::decode::{Mapped, decode};
use super::fields::{self, Body, Fields};
use super::{Columns, Options, ReadOut, Source, fitting, html};

/// What may stand between cells.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Lines within which the names of the columns are looked for: exports put
/// titles above them.
const HEADER_LINES: usize = 10;
/// Most bytes within which they are looked for.
const HEADER_CAP: usize = 64 << 10;
/// Most cells of a row; tables of reports have some tens.
const CELLS: usize = 2_000;
/// How often a quotation mark may open a cell that never ends: each time, the
/// rest of the file is looked through.
const OPEN_QUOTES: usize = 16;
/// Most names of columns that a reason lists.
const NAMED: usize = 20;

/// Whether a file without a telling name is such a table: its first line names
/// columns, one of them for the text.
pub(super) fn opens(opening: &[u8]) -> bool {
    let head = &opening[..opening.len().min(HEADER_CAP)];
    let end = memchr::memchr2(b'\n', b'\r', head).unwrap_or(head.len());
    let Ok(line) = std::str::from_utf8(&head[..end]) else {
        return false;
    };
    let columns = Columns::default();
    DELIMITERS.iter().any(|delimiter| {
        let names = names(line, &row(line, 0, *delimiter));
        let known = |it: &&String| fields::is_known(it, &columns);
        2 <= names.iter().filter(known).count()
            && names.iter().any(|it| fields::holds_text(it, &columns))
    })
}

/// Reads every row.
pub(super) fn read(bytes: &[u8], source: &Source, options: &Options) -> ReadOut {
    let Some(decoded) = decode(bytes, source.charset()) else {
        return ReadOut::one(Err("a binary file, not a table".into()), source);
    };
    match Table::begin(&decoded, &options.columns) {
        Ok(table) => table.read(source, options),
        Err(reason) => ReadOut::one(Err(reason), source),
    }
}

/// One cell: where its characters stand, without the marks around them.
#[derive(Clone, Debug)]
struct Cell {
    inside: Range<usize>,
    is_quoted: bool,
}

/// One row, as it stands in the text.
#[derive(Debug)]
struct Row {
    cells: Vec<Cell>,
    /// How many cells there are, counted or not.
    count: usize,
    end: usize,
    is_closed: bool,
}

/// The row that begins at `from`.
fn row(text: &str, from: usize, delimiter: u8) -> Row {
    let bytes = text.as_bytes();
    let mut row = Row {
        cells: Vec::new(),
        count: 0,
        end: from,
        is_closed: true,
    };
    loop {
        let (cell, after) = if bytes.get(row.end) == Some(&b'"') {
            let inside = row.end + 1;
            let close = closing(bytes, inside, delimiter);
            row.is_closed &= close.is_some();
            let (end, after) = close.unwrap_or((bytes.len(), bytes.len()));
            (
                Cell {
                    inside: inside..end,
                    is_quoted: true,
                },
                after,
            )
        } else {
            let end = memchr::memchr3(delimiter, b'\n', b'\r', &bytes[row.end..]);
            let end = end.map_or(bytes.len(), |it| row.end + it);
            (
                Cell {
                    inside: row.end..end,
                    is_quoted: false,
                },
                end,
            )
        };
        row.count += 1;
        if row.cells.len() < CELLS {
            row.cells.push(cell);
        }
        row.end = after + 1;
        if bytes.get(after) != Some(&delimiter) {
            row.end = line_end(bytes, after);
            return row;
        }
    }
}

/// Where a quoted cell ends, and what stands behind its mark: the first mark
/// that is not doubled and has an end of a cell behind it.
fn closing(bytes: &[u8], from: usize, delimiter: u8) -> Option<(usize, usize)> {
    let mut at = from;
    loop {
        let mark = at + memchr::memchr(b'"', &bytes[at..])?;
        if bytes.get(mark + 1) == Some(&b'"') {
            at = mark + 2;
            continue;
        }
        let blanks = bytes[mark + 1..].iter().take_while(|it| **it == b' ');
        let after = mark + 1 + blanks.count();
        match bytes.get(after) {
            None | Some(b'\n' | b'\r') => return Some((mark, after)),
            Some(it) if *it == delimiter => return Some((mark, after)),
            Some(_) => at = after,
        }
    }
}

/// The first byte behind the line end at `at`.
fn line_end(bytes: &[u8], at: usize) -> usize {
    match &bytes[at.min(bytes.len())..] {
        [b'\r', b'\n', ..] => at + 2,
        [_, ..] => at + 1,
        [] => bytes.len(),
    }
}

/// How many lines end in a stretch of text.
fn lines(text: &[u8]) -> usize {
    let ends = memchr::memchr2_iter(b'\n', b'\r', text);
    let ends = ends.filter(|at| text[*at] == b'\n' || text.get(at + 1) != Some(&b'\n'));
    ends.count()
}

/// The cells of a row as names of columns.
fn names(text: &str, row: &Row) -> Vec<String> {
    let cells = row.cells.iter();
    cells.map(|it| value(text, it).trim().to_owned()).collect()
}

/// The characters of a cell, with doubled quotation marks made single.
fn value(text: &str, cell: &Cell) -> String {
    let inside = &text[cell.inside.clone()];
    if cell.is_quoted {
        inside.replace("\"\"", "\"")
    } else {
        inside.to_owned()
    }
}

/// The characters of a cell, with the way back to the file's.
fn mapped(decoded: &Mapped<'_>, cell: &Cell) -> Mapped<'static> {
    let inside = &decoded.text()[cell.inside.clone()];
    let (mut text, mut runs) = (String::new(), Vec::new());
    let mut at = 0;
    let mut add = |part: &str, from: usize, len: usize, kind| {
        let start = text.len();
        text.push_str(part);
        if start < text.len() {
            runs.push(Run {
                text: Span::new(start, text.len()),
                start: (cell.inside.start + from) as u64,
                len: len as u32,
                kind,
            });
        }
    };
    if cell.is_quoted {
        for (mark, _) in inside.match_indices("\"\"") {
            add(&inside[at..mark], at, mark - at, RunKind::Copied);
            add("\"", mark, 2, RunKind::Escaped);
            at = mark + 2;
        }
    }
    add(&inside[at..], at, inside.len() - at, RunKind::Copied);
    Mapped::new(text, OriginMap::new(runs).through(decoded.origin()))
}

/// A table whose columns are known.
struct Table<'t> {
    decoded: &'t Mapped<'t>,
    delimiter: u8,
    names: Vec<String>,
    /// Whether each column holds a part of a report.
    known: Vec<bool>,
    /// First byte of the text behind the names.
    from: usize,
}

impl<'t> Table<'t> {
    /// Finds the names of the columns and what stands between the cells.
    fn begin(decoded: &'t Mapped<'t>, columns: &Columns) -> Result<Self, String> {
        let text = decoded.text();
        let heads = DELIMITERS.iter().filter_map(|it| head(text, *it, columns));
        // The first of those that know the most columns.
        let best = heads.reduce(|best, it| if best.0 < it.0 { it } else { best });
        let Some((_, delimiter, names, from)) = best else {
            return Err(no_header(text, columns));
        };
        let known = names.iter().map(|it| fields::is_known(it, columns));
        Ok(Self {
            decoded,
            delimiter,
            known: known.collect(),
            names,
            from,
        })
    }

    fn read(&self, source: &Source, options: &Options) -> ReadOut {
        let text = self.decoded.text();
        let mut out = ReadOut::default();
        let (mut from, mut line) = (self.from, 1 + lines(&text.as_bytes()[..self.from]));
        let mut open = 0;
        while from < text.len() {
            let mut row = row(text, from, self.delimiter);
            if !row.is_closed {
                open += 1;
                row.end = next_line(text, from);
            }
            let is_blank = text[from..row.end].trim().is_empty();
            if !is_blank {
                let file = format!("{}#L{line}", source.file);
                out.add(self.report(&row, file, options), source, Some(line));
            }
            if OPEN_QUOTES <= open {
                let reason = "too many quotation marks are never closed; the rest was not read";
                out.skip(reason.into(), source, Some(line));
                return out;
            }
            line += lines(&text.as_bytes()[from..row.end]);
            from = row.end;
        }
        if out.reports.is_empty() && out.skipped.is_empty() {
            out.skip("names columns, but has no rows".into(), source, None);
        }
        out
    }

    /// One row's report.
    fn report(&self, row: &Row, file: String, options: &Options) -> Result<Report, String> {
        if !row.is_closed {
            return Err("a quotation mark opens a cell that never ends".into());
        }
        if self.names.len() < row.count && !self.ends_blank(row) {
            let (count, names) = (row.count, self.names.len());
            return Err(format!("has {count} cells for {names} columns"));
        }
        let object = self.object(row);
        let fields = Fields {
            object: &object,
            columns: &options.columns,
        };
        let (id, declared) = (fields.id(), fields.imprint());
        let Some((key, body)) = fields.body() else {
            return Err("has no text".into());
        };
        let at = self.names.iter().position(|it| it == key);
        let cell = at.and_then(|at| row.cells.get(at)).ok_or("has no text")?;
        let words = mapped(self.decoded, cell);
        match body {
            Body::Text(_) => {
                let (text, origin) = words.into_parts();
                let report = Report::new(id, file, fitting(text)?, declared);
                Ok(report.with_origin(origin))
            }
            Body::Html(_) => html::report(&words, file, id, declared),
        }
    }

    /// Whether what a row has too much is blank, as spreadsheets write.
    fn ends_blank(&self, row: &Row) -> bool {
        let over = row.cells.get(self.names.len()..).unwrap_or_default();
        let is_blank = |it: &Cell| self.decoded.text()[it.inside.clone()].trim().is_empty();
        row.count == row.cells.len() && over.iter().all(is_blank)
    }

    /// The known cells of a row under the names of their columns; of two
    /// columns of one name, the first.
    fn object(&self, row: &Row) -> Map<String, Value> {
        let mut object = Map::new();
        for ((name, known), cell) in self.names.iter().zip(&self.known).zip(&row.cells) {
            if *known && !object.contains_key(name) {
                let value = value(self.decoded.text(), cell);
                object.insert(name.clone(), Value::String(value));
            }
        }
        object
    }
}

/// The names of columns under one delimiter: how many are known, and where
/// the rows begin.
fn head(text: &str, delimiter: u8, columns: &Columns) -> Option<(usize, u8, Vec<String>, usize)> {
    let mut from = 0;
    for _ in 0..HEADER_LINES {
        if text.len() <= from || HEADER_CAP < from {
            return None;
        }
        let row = row(text, from, delimiter);
        let names = names(text, &row);
        if row.is_closed && names.iter().any(|it| fields::holds_text(it, columns)) {
            let known = names.iter().filter(|it| fields::is_known(it, columns));
            return Some((known.count(), delimiter, names, row.end));
        }
        from = next_line(text, from);
    }
    None
}

/// The first byte of the line behind `from`.
fn next_line(text: &str, from: usize) -> usize {
    let bytes = text.as_bytes();
    let end = memchr::memchr2(b'\n', b'\r', &bytes[from..]);
    end.map_or(bytes.len(), |it| line_end(bytes, from + it))
}

/// Why there are no columns, and which names were seen.
fn no_header(text: &str, columns: &Columns) -> String {
    let line = text.trim_start();
    let line = &line[..line.floor_char_boundary(HEADER_CAP)];
    let seen = DELIMITERS.iter().map(|it| names(line, &row(line, 0, *it)));
    let seen = seen.reduce(|most, it| if most.len() < it.len() { it } else { most });
    let seen = seen.unwrap_or_default();
    let short = |it: &String| it.chars().take(40).collect::<String>();
    let mut listed: Vec<String> = seen.iter().take(NAMED).map(short).collect();
    if NAMED < seen.len() {
        listed.push("…".into());
    }
    let listed = listed.join(", ");
    match columns.of("text") {
        Some(name) => format!("no column is called {name}; its first line is: {listed}"),
        None => format!(
            "no column is called text, body or content; its first line is: {listed}. \
             Say which one holds the text: --columns text=NAME"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read_as(bytes: &[u8], columns: &str) -> ReadOut {
        let columns = match columns {
            "" => Columns::default(),
            spec => Columns::parse(spec).unwrap(),
        };
        read(bytes, &Source::named("a.csv"), &Options { columns })
    }

    fn texts(bytes: &[u8]) -> Vec<String> {
        let out = read_as(bytes, "");
        assert_eq!(out.skipped, [], "all is read");
        out.reports.iter().map(|it| it.text().to_owned()).collect()
    }

    #[test]
    fn cells_are_parted_by_what_parts_the_names() {
        for delimiter in [",", ";", "\t", "|"] {
            let table = ["id", "text\n1", "\"One, or; so|\tfar.\"\n"].join(delimiter);
            assert_eq!(texts(table.as_bytes()), ["One, or; so|\tfar."]);
        }
    }

    #[test]
    fn a_cell_is_kept_character_for_character() {
        let table = "id,text\n1,\"  \"\"One\"\",\r\n\nshe said. \"\n2, two \n";
        assert_eq!(
            texts(table.as_bytes()),
            ["  \"One\",\r\n\nshe said. ", " two "]
        );
    }

    #[test]
    fn marks_that_were_not_doubled_do_not_end_a_cell() {
        let table = "id,text\n1,\"Ruiz said \"yes\" to it.\" \n2,Two.\n";
        assert_eq!(
            texts(table.as_bytes()),
            ["Ruiz said \"yes\" to it.", "Two."]
        );
    }

    #[test]
    fn titles_may_stand_above_the_names() {
        let table = "sep=;\nPress review, week 3\n\nHeadline;Body;Publication Date\n\
                     Port reopens;The port reopened.;2024-05-03\n";
        let out = read_as(table.as_bytes(), "");
        let report = &out.reports[0];
        assert_eq!(report.file(), "a.csv#L5");
        let published = report.declared().published.expect("a date");
        assert_eq!(published.to_iso(), "2024-05-03");
    }

    #[test]
    fn bad_rows_are_skipped_with_their_line() {
        let table = "id,text\n1,One.\n2,Two, or so.\n\n3\n4,\"Four\nlines.\"\n5,\"Five\n6,Six.\n";
        let out = read_as(table.as_bytes(), "");
        let files: Vec<&str> = out.reports.iter().map(Report::file).collect();
        assert_eq!(files, ["a.csv#L2", "a.csv#L6", "a.csv#L9"]);
        let skipped: Vec<_> = out
            .skipped
            .iter()
            .map(|it| (it.line, &*it.reason))
            .collect();
        let expected = [
            (Some(3), "has 3 cells for 2 columns"),
            (Some(5), "has no text"),
            (Some(8), "a quotation mark opens a cell that never ends"),
        ];
        assert_eq!(skipped, expected);
    }

    #[test]
    fn columns_may_be_named() {
        let table = "Nr,Load Date,Words,text\n7,20240503,One.,Two.\n";
        let out = read_as(table.as_bytes(), "text=Words,published=Load Date,id=Nr");
        let report = &out.reports[0];
        assert_eq!((report.text(), report.id().as_str()), ("One.", "7"));
        assert!(report.declared().published.is_some());
        let missing = read_as(table.as_bytes(), "text=Worte");
        assert_eq!(
            missing.skipped[0].reason,
            "no column is called Worte; its first line is: Nr, Load Date, Words, text"
        );
    }

    #[test]
    fn a_table_without_known_names_lists_them() {
        let out = read_as(b"a,b\n1,2\n", "");
        assert!(out.skipped[0].reason.contains("its first line is: a, b"));
        assert!(
            read_as(b"id,text\n", "").skipped[0]
                .reason
                .contains("no rows")
        );
    }

    #[test]
    fn many_open_marks_end_early() {
        let table = format!("id,text\n{}", "1,\"One.\n".repeat(100_000));
        let out = read_as(table.as_bytes(), "");
        assert_eq!(out.skipped.len(), OPEN_QUOTES + 1);
    }

    #[test]
    fn the_text_leads_back_to_its_bytes_in_any_encoding() {
        let table = "id,text\n1,\"Genève \"\"café\"\".\"\n";
        let wide: Vec<u8> = table.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked = [&[0xFF, 0xFE][..], &wide].concat();
        let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(table);
        for (bytes, encoding) in [
            (table.as_bytes(), encoding_rs::UTF_8),
            (&latin, encoding_rs::WINDOWS_1252),
            (&marked, encoding_rs::UTF_16LE),
        ] {
            let out = read_as(bytes, "");
            let report = &out.reports[0];
            assert_eq!(report.text(), "Genève \"café\".");
            for run in report.origin().runs() {
                let range = run.start as usize..run.bytes().end as usize;
                let there = encoding.decode_without_bom_handling(&bytes[range]).0;
                assert_eq!(there.replace("\"\"", "\""), report.slice(run.text));
            }
        }
    }

    #[test]
    fn standard_input_may_be_a_table() {
        assert!(opens(b"id;headline;body\n1;a;b"));
        assert!(!opens(b"The text, as it was agreed\n"));
    }

    proptest! {
        #[test]
        fn what_is_quoted_comes_back(cells in prop::collection::vec("[a-c\",\n\r;é ]{0,12}", 1..9)) {
            let rows: Vec<String> = cells
                .iter()
                .map(|it| format!("x,\"w{}\"", it.replace('"', "\"\"")))
                .collect();
            let table = format!("id,text\n{}\n", rows.join("\n"));
            let expected: Vec<String> = cells.iter().map(|it| format!("w{it}")).collect();
            prop_assert_eq!(texts(table.as_bytes()), expected);
        }

        #[test]
        fn any_table_gives_a_report_or_a_reason(rows in "id,text(\n[a-c\",\n\r;é ]{0,40})?") {
            let out = read_as(rows.as_bytes(), "");
            prop_assert!(!out.reports.is_empty() || !out.skipped.is_empty());
        }
    }
}
