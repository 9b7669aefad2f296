//! Words that wrap at a width, with a hanging indent and paint.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::plain::plain;

/// A space that holds its place between words; printed as an ordinary one.
pub(super) const WIDE_GAP: char = '\u{a0}';

/// How words look where colour is wanted; nothing is said by colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paint {
    Plain,
    Strong,
    Faint,
    Good,
    Warn,
    Changed,
}

impl Paint {
    fn code(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Strong => "1",
            Self::Faint => "2",
            Self::Good => "32",
            Self::Warn => "33",
            Self::Changed => "1;36",
        }
    }

    /// `text` between escape codes, when `color`.
    pub(super) fn on(self, text: &str, color: bool) -> String {
        if !color || self == Self::Plain || text.is_empty() {
            return text.to_owned();
        }
        format!("\u{1b}[{}m{text}\u{1b}[0m", self.code())
    }
}

/// Words in order; pieces that touch stay on one line.
#[derive(Clone, Debug, Default)]
pub(super) struct Flow {
    words: Vec<Vec<(String, Paint)>>,
    open: bool,
}

impl Flow {
    /// Adds text as it stands; a space at either end parts it from its
    /// neighbours.
    pub(super) fn add(&mut self, text: &str, paint: Paint) -> &mut Self {
        self.open &= !text.starts_with(' ');
        for (at, word) in text.split(' ').filter(|word| !word.is_empty()).enumerate() {
            let piece = (word.to_owned(), paint);
            match self.words.last_mut() {
                Some(last) if at == 0 && self.open => last.push(piece),
                _ => self.words.push(vec![piece]),
            }
            self.open = true;
        }
        self.open &= !text.ends_with(' ');
        self
    }

    /// Adds a report's words, cleaned, apart from what stands before.
    pub(super) fn words(&mut self, text: &str, paint: Paint) -> &mut Self {
        self.gap().add(&plain(text), paint)
    }

    /// Adds text that is parted from what follows by two spaces.
    pub(super) fn lead(&mut self, text: &str, paint: Paint) -> &mut Self {
        self.gap().add(&format!("{text}{WIDE_GAP}"), paint).gap()
    }

    /// Parts what comes from what stands before.
    pub(super) fn gap(&mut self) -> &mut Self {
        self.open = false;
        self
    }

    /// The lines, each at most `width` columns after its indent, which is
    /// `first` for the first line and `hang` for the others.
    pub(super) fn wrap(&self, first: usize, hang: usize, width: usize) -> Vec<Row> {
        let mut rows = vec![Row::new(first)];
        for word in &self.words {
            let columns: usize = word.iter().map(|(text, _)| columns(text)).sum();
            let row = rows.last().expect("there is a first row");
            let full = !row.pieces.is_empty() && width < row.columns + 1 + columns;
            if full {
                rows.push(Row::new(hang));
            }
            for (at, (text, paint)) in word.iter().enumerate() {
                push(&mut rows, text, *paint, at == 0, (hang, width));
            }
        }
        rows
    }
}

/// Adds a piece to the last row, breaking it where it is wider than a row.
fn push(rows: &mut Vec<Row>, text: &str, paint: Paint, apart: bool, (hang, width): (usize, usize)) {
    let row = rows.last_mut().expect("there is a first row");
    if apart && !row.pieces.is_empty() {
        row.put(" ", Paint::Plain);
    }
    let mut rest = String::new();
    for char in text.chars() {
        let row = rows.last_mut().expect("there is a first row");
        let columns_here = row.columns + columns(&rest) + char.width().unwrap_or(0);
        if width < columns_here && !(rest.is_empty() && row.pieces.is_empty()) {
            row.put(&rest, paint);
            rest.clear();
            rows.push(Row::new(hang));
        }
        rest.push(char);
    }
    rows.last_mut()
        .expect("there is a first row")
        .put(&rest, paint);
}

/// One line of output.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pieces: Vec<(String, Paint)>,
    indent: usize,
    /// Columns taken, indent included.
    pub(super) columns: usize,
}

impl Row {
    pub(super) fn new(indent: usize) -> Self {
        Self {
            pieces: Vec::new(),
            indent,
            columns: indent,
        }
    }

    pub(super) fn put(&mut self, text: &str, paint: Paint) {
        if !text.is_empty() {
            self.columns += columns(text);
            self.pieces.push((text.to_owned(), paint));
        }
    }

    /// The line with its indent and escape codes, without an end of line.
    pub(super) fn text(&self, color: bool) -> String {
        let mut line = " ".repeat(self.indent);
        for (text, paint) in &self.pieces {
            line += &paint.on(&text.replace(WIDE_GAP, " "), color);
        }
        line.truncate(line.trim_end().len());
        line
    }
}

/// Columns that a terminal gives `text`.
pub(super) fn columns(text: &str) -> usize {
    text.width()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(flow: &Flow, first: usize, hang: usize, width: usize) -> Vec<String> {
        flow.wrap(first, hang, width)
            .iter()
            .map(|row| row.text(false))
            .collect()
    }

    #[test]
    fn later_lines_hang_under_the_first() {
        let mut flow = Flow::default();
        flow.add("the port will reopen on Friday", Paint::Plain);
        assert_eq!(
            lines(&flow, 1, 3, 14),
            [" the port will", "   reopen on", "   Friday"]
        );
    }

    #[test]
    fn pieces_that_touch_stay_together() {
        let mut flow = Flow::default();
        flow.add("a [", Paint::Plain)
            .add("+b+", Paint::Changed)
            .add("] c", Paint::Plain);
        assert_eq!(lines(&flow, 0, 0, 6), ["a", "[+b+]", "c"]);
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_asked_and_no_letter_is_lost(text in "[a-zé字 ]{0,80}", width in 12usize..40) {
            let mut flow = Flow::default();
            flow.words(&text, Paint::Plain);
            let rows = flow.wrap(2, 4, width);
            for row in &rows {
                prop_assert!(row.columns <= width);
            }
            let letters = |text: &str| text.chars().filter(|it| *it != ' ').collect::<String>();
            let joined: String = rows.iter().map(|row| row.text(false)).collect();
            prop_assert_eq!(letters(&joined), letters(&text));
        }
    }
}
